import { dig, entriesOf } from "../lib/dig";
import { forEach, ifKnown } from "../lib/unknown";
import { defineRule } from "../rule";

const CONNECTION = "vault:database/secretBackendConnection:SecretBackendConnection";

/** Vault's own user of a database may make every other. Its password is changed by an operation, which no input shows. */
export const vaultDbVerifyFull = defineRule({
  id: "vault-db-verify-full",
  description:
    "Vault checks the certificate of the databases it logs in to, and their passwords are in no URL.",
  severity: "high",
  needs: [],
  serves: ["SE-29"],
  remediationSteps:
    "Write sslmode=verify-full (PostgreSQL) or give tlsCa (MySQL), and {{username}}:{{password}} in the URL.",

  check(resource, _place, report) {
    if (resource.type !== CONNECTION) return;
    forEach(entriesOf(resource.props), ({ key, read }) => {
      const inputs = ifKnown(read);
      const url = dig(inputs, "connectionUrl");
      if (typeof url !== "string") return;
      const path = `${key}.connectionUrl`;
      if (/:\/\/[^:/@]*:(?!\{\{)[^@]+@/.test(url)) {
        const problem = "it holds the password";
        report({
          resource,
          path,
          withheld: true,
          problem,
          remedy: "Write {{username}}:{{password}} instead.",
        });
      }
      if (key === "postgresql" && !/[?&\s]sslmode=verify-full\b/.test(url)) {
        report({
          resource,
          path,
          value: /sslmode=[\w-]+/.exec(url)?.[0] ?? "no sslmode",
          problem: "whoever answers at the address gets the password",
          remedy: "Add sslmode=verify-full.",
        });
      }
      if (/^mysql/.test(key) && dig(inputs, "tlsCa") === undefined && !/[?&]tls=(true|custom)\b/.test(url)) {
        report({
          resource,
          path: `${key}.tlsCa`,
          problem: "whoever answers at the address gets the password",
          remedy: "Give the CA of the database.",
        });
      }
    });
  },
});
