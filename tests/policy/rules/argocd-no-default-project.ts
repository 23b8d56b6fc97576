import { UNKNOWN, type RuleCases } from "../sample";
import { application, applicationSet } from "./argo";

export const argocdNoDefaultProjectCases: RuleCases = {
  rule: "argocd-no-default-project",
  serves: ["GO-34"],
  violating: [
    {
      title: "the project default",
      resources: [application({ project: "default" })],
      says: ['"shop": spec.project is "default"', "bounds nothing"],
    },
    {
      title: "no project",
      resources: [application({ project: undefined })],
      says: ["spec.project is not set"],
    },
    {
      title: "a project that a generator fills in",
      resources: [applicationSet({ template: { spec: { project: "{{.team}}" } } })],
      says: ['"shops": spec.template.spec.project is "{{.team}}"', "whoever fills in the template"],
    },
  ],
  complying: [{ title: "projects by name", resources: [application(), applicationSet()] }],
  unknown: [{ title: "a project that is not known", resources: [application({ project: UNKNOWN })] }],
};
