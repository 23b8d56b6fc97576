import { isArgo } from "../lib/argo";
import { dig, textsOf } from "../lib/dig";
import { defineRule } from "../rule";

/** A key that a generator lacks must not become an empty text in a namespace's name. */
export const gitopsTemplateStrict = defineRule({
  id: "gitops-template-strict",
  description: "ApplicationSets use Go templates that fail on a missing key.",
  severity: "medium",
  needs: [],
  serves: ["GO-30"],
  remediationSteps: 'Set goTemplate to true and goTemplateOptions to ["missingkey=error"].',

  check(resource, _place, report) {
    if (!isArgo(resource, "ApplicationSet")) return;
    const { spec } = resource.props;
    const strict = textsOf(dig(spec, "goTemplateOptions")).includes("missingkey=error");
    const go = dig(spec, "goTemplate");
    if (go === true && strict) return;
    report({
      resource,
      path: go === true ? "spec.goTemplateOptions" : "spec.goTemplate",
      value: go === true ? dig(spec, "goTemplateOptions") : go,
      problem: "a key that the generator lacks stays as it is written, or becomes nothing",
      remedy: 'Set goTemplate to true and goTemplateOptions to ["missingkey=error"].',
    });
  },
});
