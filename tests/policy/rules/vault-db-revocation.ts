import { apart, UNKNOWN, type RuleCases } from "../sample";
import { ofVault } from "./vault";

const role = (revocationStatements: unknown) =>
  ofVault("database/secretBackendRole:SecretBackendRole", { revocationStatements });

export const vaultDbRevocationCases: RuleCases = {
  rule: "vault-db-revocation",
  serves: ["SE-30"],
  violating: [
    {
      title: "a drop alone",
      resources: [role(['DROP ROLE IF EXISTS "{{name}}";'])],
      says: ["its grants and its sessions"],
    },
    {
      title: "a drop in small letters over lines, after words that only look like grants",
      resources: [role(["SELECT 1 -- irrevocable revoked", "drop  role\n x;"])],
      says: ["revocationStatements is", "its grants and its sessions"],
    },
    {
      title: "grants that stay",
      resources: [role(["SELECT PG_TERMINATE_BACKEND(1);", 'DROP ROLE "{{name}}";'])],
      says: ["it leaves its grants: "],
    },
    {
      title: "a session that goes on",
      resources: [
        role(['REVOKE ALL ON ALL TABLES IN SCHEMA public FROM "{{name}}";', 'DROP ROLE "{{name}}";']),
      ],
      says: ["it leaves its sessions"],
    },
  ],
  complying: [
    {
      title: "sessions, grants, role",
      resources: [
        role([
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{{name}}';",
          'DROP OWNED BY "{{name}}";',
          'DROP ROLE "{{name}}";',
        ]),
      ],
    },
    ...["revoke all on schema public from x;", "reassign  owned by x to y;", "drop  owned by x;"].map(
      (text) => ({
        title: `in small letters, ${text}`,
        resources: [role(["select pg_terminate_backend(1);", text, "drop role x;"])],
      }),
    ),
    {
      title: "words that only look like a drop, and statements of something else",
      resources: apart(role(["RAINDROP ROLE; DROP ROLES;"]), {
        type: "vault:database/secretsMount:SecretsMount",
        props: { revocationStatements: ["DROP ROLE x;"] },
      }),
    },
    { title: "another database", resources: apart(role(["DROP USER '{{name}}'@'%';"]), role(undefined)) },
  ],
  unknown: [{ title: "statements that are not known", resources: [role(UNKNOWN)] }],
};
