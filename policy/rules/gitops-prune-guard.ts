import { applicationOf } from "../lib/argo";
import { withInput } from "../lib/mend";
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

  remediates:
    "Sets allowEmpty to false: an application with an empty source reports an error and deletes nothing.",
  remediate(resource, place) {
    const application = place.class === "prod" ? applicationOf(resource) : undefined;
    const automated = application?.spec.syncPolicy?.automated;
    if (application === undefined || automated?.prune !== true || automated.allowEmpty !== true)
      return undefined;
    const [first = "", ...path] = application.path.split(".");
    return withInput(resource.props, [first, ...path, "syncPolicy", "automated", "allowEmpty"], false);
  },

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
