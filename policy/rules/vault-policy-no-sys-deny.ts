import { capabilitiesIn, POLICY } from "../lib/vault";
import { defineRule } from "../rule";

/** Leases are renewed under sys/leases: who may not, loses its password after an hour. */
export const vaultPolicyNoSysDeny = defineRule({
  id: "vault-policy-no-sys-deny",
  description: "No policy of Vault denies all of sys.",
  severity: "medium",
  needs: [],
  serves: ["SE-38"],
  remediationSteps: "Leave it out: what no policy allows is denied.",

  check(resource, _place, report) {
    if (resource.type !== POLICY) return;
    for (const { path, capabilities } of capabilitiesIn(resource.props["policy"])) {
      if (path !== "sys/*" || !capabilities.includes("deny")) continue;
      report({
        resource,
        path: "policy",
        value: 'path "sys/*"',
        problem: "it denies sys/leases/renew too: what the application was given ends, and is not renewed",
        remedy: "Leave it out: what no policy allows is denied.",
      });
    }
  },
});
