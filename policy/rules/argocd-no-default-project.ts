import { applicationOf } from "../lib/argo";
import { defineRule } from "../rule";

/** The project `default` lets an application deploy everything everywhere. */
export const argocdNoDefaultProject = defineRule({
  id: "argocd-no-default-project",
  description: "Argo CD applications belong to a project of their own, named in plain text.",
  severity: "high",
  needs: [],
  serves: ["GO-34"],
  remediationSteps:
    "Set project to an AppProject that lists the application's repositories, destinations and kinds.",

  check(resource, _place, report) {
    const application = applicationOf(resource);
    if (application === undefined) return;
    const { project } = application.spec;
    if (project !== undefined && project !== "" && project !== "default" && !project.includes("{{")) return;
    report({
      resource,
      path: `${application.path}.project`,
      value: project,
      problem:
        project?.includes("{{") === true
          ? "whoever fills in the template chooses what the application may do"
          : "the project default bounds nothing: any repository, any cluster, any kind",
      remedy: "Name an AppProject that lists repositories, destinations and kinds.",
    });
  },
});
