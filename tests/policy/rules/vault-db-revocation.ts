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
    { title: "another database", resources: apart(role(["DROP USER '{{name}}'@'%';"]), role(undefined)) },
  ],
  unknown: [{ title: "statements that are not known", resources: [role(UNKNOWN)] }],
};
