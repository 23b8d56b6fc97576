import { UNKNOWN, type RuleCases } from "../sample";
import { applicationSet } from "./argo";

export const gitopsTemplateStrictCases: RuleCases = {
  rule: "gitops-template-strict",
  serves: ["GO-30"],
  violating: [
    {
      title: "no Go template",
      resources: [applicationSet({ goTemplate: undefined })],
      says: ['"shops": spec.goTemplate is not set'],
    },
    {
      title: "a Go template that forgives",
      resources: [applicationSet({ goTemplateOptions: ["missingkey=zero"] })],
      says: ['spec.goTemplateOptions is ["missingkey=zero"]', "missingkey=error"],
    },
  ],
  complying: [{ title: "a strict template", resources: [applicationSet()] }],
  unknown: [
    { title: "options that are not known", resources: [applicationSet({ goTemplateOptions: UNKNOWN })] },
  ],
};
