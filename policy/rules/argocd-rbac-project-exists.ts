import { isArgo, permissionsIn, settingsOf } from "../lib/argo";
import { nameOf } from "../lib/namespaces";
import { ifKnown } from "../lib/unknown";
import { defineRule } from "../rule";

/** A grant on a project that is not there is a grant on whoever makes it. */
export const argocdRbacProjectExists = defineRule({
  id: "argocd-rbac-project-exists",
  description: "A role of Argo CD names projects that the stack defines.",
  severity: "medium",
  needs: [],
  serves: ["GO-48"],
  remediationSteps: "Name a project of the stack, or define the one that is meant.",

  checkStack(resources, _place, report) {
    const projects = resources.filter((resource) => isArgo(resource, "AppProject")).map(nameOf);
    // Where none is defined they are another stack's; one without a known name may be the one that is meant.
    if (projects.length === 0 || projects.includes(undefined)) return;
    for (const resource of resources) {
      const settings = ifKnown(() => settingsOf(resource, "argocd-rbac-cm"));
      for (const { object, line } of permissionsIn(ifKnown(() => settings?.data["policy.csv"]))) {
        const [project = ""] = object.split("/");
        if (!object.includes("/") || project.includes("*") || projects.includes(project)) continue;
        report({
          resource,
          path: `${settings?.path ?? ""}["policy.csv"]`,
          value: line,
          problem: `there is no project ${project}; the stack has ${projects.join(", ")}`,
          remedy: "Name one of them, or define the project.",
        });
      }
    }
  },
});
