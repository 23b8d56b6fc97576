import { settingsOf } from "../lib/argo";
import { defineRule } from "../rule";

const KEY = "admin.enabled";

/** Nobody answers for what a shared administrator did. */
export const argocdAdminDisabled = defineRule({
  id: "argocd-admin-disabled",
  description: "In production Argo CD's local administrator is off.",
  severity: "high",
  needs: [],
  uses: ["environments"],
  serves: ["GO-13"],
  remediationSteps: `Set ${KEY} to "false" in argocd-cm (configs.cm of the chart), and let people in by SSO.`,

  check(resource, place, report) {
    if (place.class !== "prod") return;
    const settings = settingsOf(resource, "argocd-cm");
    if (settings === undefined) return;
    const enabled = settings.data[KEY];
    if (String(enabled) === "false") return;
    report({
      resource,
      path: `${settings.path}["${KEY}"]`,
      value: enabled,
      // Argo CD, "User Management": the admin user is enabled unless admin.enabled says "false".
      problem: "the local administrator is on, whom no person stands behind",
      remedy: `Set it to "false", and let people in by SSO.`,
    });
  },
});
