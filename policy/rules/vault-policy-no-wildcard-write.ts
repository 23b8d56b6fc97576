import { capabilitiesIn, POLICY } from "../lib/vault";
import { defineRule } from "../rule";

const EVERYTHING = new Set(["*", "sys/*", "auth/*", "identity/*", "+/*"]);
const WRITES = ["create", "update", "patch", "delete", "sudo"];

/** Who may write policies may write one for himself. */
export const vaultPolicyNoWildcardWrite = defineRule({
  id: "vault-policy-no-wildcard-write",
  description:
    "No policy of Vault but an administrator's writes to everything, or to all of sys, auth or identity.",
  severity: "critical",
  needs: [],
  serves: ["SE-39"],
  remediationSteps: "Name the paths that the application writes to.",

  check(resource, _place, report) {
    if (resource.type !== POLICY || /(^|[-_])admin/i.test(nameOf(resource.props["name"], resource.name)))
      return;
    for (const { path, capabilities } of capabilitiesIn(resource.props["policy"])) {
      const writes = capabilities.filter((one) => WRITES.includes(one));
      if (!EVERYTHING.has(path) || writes.length === 0) continue;
      report({
        resource,
        path: "policy",
        value: `path "${path}"`,
        problem: `it allows ${writes.join(", ")} there, and so every other right`,
        remedy: "Name the paths that the application writes to.",
      });
    }
  },
});

const nameOf = (name: unknown, fallback: string): string => (typeof name === "string" ? name : fallback);
