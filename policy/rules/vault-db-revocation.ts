import { textsOf } from "../lib/dig";
import { defineRule } from "../rule";

const ROLE = "vault:database/secretBackendRole:SecretBackendRole";

/** PostgreSQL drops no role that still owns or may do something: the user lives on after its lease. */
export const vaultDbRevocation = defineRule({
  id: "vault-db-revocation",
  description: "What ends a lease of PostgreSQL takes away grants and sessions before it drops the role.",
  severity: "high",
  needs: [],
  serves: ["SE-30"],
  remediationSteps:
    "End sessions with pg_terminate_backend, then REVOKE ALL or DROP OWNED BY, then DROP ROLE.",

  check(resource, _place, report) {
    if (resource.type !== ROLE) return;
    const statements = textsOf(resource.props["revocationStatements"]);
    const text = statements.join("\n");
    if (!/\bDROP\s+ROLE\b/i.test(text)) return;
    const lacking = [
      /\b(REVOKE|DROP\s+OWNED|REASSIGN\s+OWNED)\b/i.test(text) ? undefined : "its grants",
      /pg_terminate_backend/i.test(text) ? undefined : "its sessions",
    ].filter((part) => part !== undefined);
    if (lacking.length === 0) return;
    report({
      resource,
      path: "revocationStatements",
      value: statements,
      problem: `it leaves ${lacking.join(" and ")}: the drop fails or the session goes on`,
      remedy: "End sessions with pg_terminate_backend, then REVOKE ALL or DROP OWNED BY, then DROP ROLE.",
    });
  },
});
