import { apart, UNKNOWN, type RuleCases } from "../sample";
import { ofVault } from "./vault";

const database = (kind: string, props: Record<string, unknown>) =>
  ofVault("database/secretBackendConnection:SecretBackendConnection", { backend: "database", [kind]: props });
const url = (query: string, user = "{{username}}:{{password}}") =>
  `postgresql://${user}@db.example.com:5432/appdb${query}`;

export const vaultDbVerifyFullCases: RuleCases = {
  rule: "vault-db-verify-full",
  serves: ["SE-29"],
  violating: [
    {
      title: "a connection that checks no certificate",
      resources: [database("postgresql", { connectionUrl: url("?sslmode=require") })],
      says: ['postgresql.connectionUrl is "sslmode=require"', "verify-full"],
    },
    {
      title: "a connection that says nothing",
      resources: [database("postgresql", { connectionUrl: url("") })],
      says: ["no sslmode"],
    },
    {
      title: "a password in the URL",
      resources: [database("postgresql", { connectionUrl: url("?sslmode=verify-full", "vault:hunter2") })],
      says: ["has a value that is withheld here", "{{username}}:{{password}}"],
    },
    {
      title: "MySQL without a CA",
      resources: [database("mysql", { connectionUrl: "{{username}}:{{password}}@tcp(db:3306)/" })],
      says: ["mysql.tlsCa is not set"],
    },
  ],
  complying: [
    {
      title: "checked certificates",
      resources: apart(
        database("postgresql", { connectionUrl: url("?sslmode=verify-full") }),
        database("mysql", { connectionUrl: "{{username}}:{{password}}@tcp(db:3306)/", tlsCa: "PEM" }),
      ),
    },
  ],
  unknown: [],
  unknownButEnough: [
    {
      title: "a connection that is not known",
      resources: apart(
        database("postgresql", { username: "vault" }),
        ofVault("database/secretBackendConnection:SecretBackendConnection", { postgresql: UNKNOWN }),
      ),
    },
  ],
};
