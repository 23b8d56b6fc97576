import { permissionsIn, settingsOf } from "../lib/argo";
import { defineRule } from "../rule";

/** Roles that are for emergencies may do everything. */
const EMERGENCY = /break-?glass/i;

/** What a role may do with Argo CD, it may do with every cluster behind it. */
export const argocdRbacLeast = defineRule({
  id: "argocd-rbac-least",
  description:
    "No role of Argo CD but break-glass has every action, and in production nobody has a role that was not given.",
  severity: "high",
  needs: [],
  uses: ["environments"],
  serves: ["GO-49", "GO-50"],
  remediationSteps: "List the actions of each role in policy.csv; leave policy.default empty in production.",

  check(resource, place, report) {
    const settings = settingsOf(resource, "argocd-rbac-cm");
    if (settings === undefined) return;
    for (const { role, action, line } of permissionsIn(settings.data["policy.csv"])) {
      if (action !== "*" || EMERGENCY.test(role)) continue;
      report({
        resource,
        path: `${settings.path}["policy.csv"]`,
        value: line,
        problem: `${role} may do everything, also what Argo CD has yet to learn`,
        remedy: "List the actions that it needs: get, sync, action/….",
      });
    }
    const fallback = settings.data["policy.default"];
    if (place.class !== "prod" || fallback === undefined || fallback === "") return;
    report({
      resource,
      path: `${settings.path}["policy.default"]`,
      value: fallback,
      problem: "whoever signs in has this role, though nobody gave it to them",
      remedy: "Leave it empty, and give roles to groups.",
    });
  },
});
