import { applicationOf } from "../lib/argo";
import { defineRule } from "../rule";

/** A wrong path in Git looks as if everything had been deleted. */
export const gitopsPruneGuard = defineRule({
  id: "gitops-prune-guard",
  description:
    "In production an application that prunes by itself does not prune everything when its source is empty.",
  severity: "high",
  needs: [],
  uses: ["environments"],
  serves: ["GO-35"],
  remediationSteps:
    "Leave allowEmpty out; mark claims, namespaces, CRDs and stateful sets Prune=confirm where they are written.",

  check(resource, place, report) {
    const application = place.class === "prod" ? applicationOf(resource) : undefined;
    const automated = application?.spec.syncPolicy?.automated;
    if (automated?.prune !== true || automated.allowEmpty !== true) return;
    report({
      resource,
      path: `${application?.path ?? ""}.syncPolicy.automated.allowEmpty`,
      value: true,
      problem: "a source that renders nothing deletes all that is deployed",
      remedy: "Leave it out.",
    });
  },
});
