import { applicationOf, sourcesOf } from "../lib/argo";
import { forEach } from "../lib/unknown";
import { defineRule } from "../rule";

/** Kustomize writes common labels into selectors too, which can not be changed later. */
export const k8sCommonLabels = defineRule({
  id: "k8s-common-labels",
  description: "Labels are not added by Kustomize's commonLabels.",
  severity: "low",
  needs: [],
  serves: ["GO-22"],
  remediationSteps: "Use labels with includeSelectors false in the kustomization.",

  check(resource, _place, report) {
    const application = applicationOf(resource);
    if (application === undefined) return;
    forEach(sourcesOf(application), ({ source, path }) => {
      const labels = source.kustomize?.commonLabels;
      if (labels === undefined) return;
      report({
        resource,
        path: `${path}.kustomize.commonLabels`,
        value: labels,
        problem:
          "they end up in selectors, which no update can change: the next label replaces every Deployment",
        remedy: "Use labels with includeSelectors false in the kustomization.",
      });
    });
  },
});
