import { vaultIssuerOf } from "../lib/certificates";
import { defineRule } from "../rule";

/** Ways to log in to Vault (cert-manager.io, API reference, VaultAuth). */
const METHODS = ["tokenSecretRef", "appRole", "clientCertificate", "kubernetes"];

/** Who asks for certificates has to say who he is, to a server that can prove who it is. */
export const issuerAuthRequired = defineRule({
  id: "issuer-auth-required",
  description: "A Vault issuer logs in by exactly one method, over https, with the server's CA.",
  severity: "high",
  needs: [],
  serves: ["OK-37"],
  remediationSteps: "Set auth.kubernetes with a role, an https server and caBundle or caBundleSecretRef.",

  check(resource, _place, report) {
    const vault = vaultIssuerOf(resource);
    if (vault === undefined) return;
    const methods = METHODS.filter((method) => vault.auth?.[method] !== undefined);
    if (methods.length !== 1) {
      report({
        resource,
        path: "spec.vault.auth",
        value: methods.length === 0 ? undefined : methods.join(", "),
        problem:
          methods.length === 0 ? "it can not log in" : "of several methods nobody knows which one is used",
        remedy: "Give exactly one: kubernetes, with a role of its own.",
      });
    }
    if (vault.server?.startsWith("https://") !== true) {
      const problem = "its requests, keys and tokens are sent in clear";
      const remedy = "Give the server's https address.";
      report({ resource, path: "spec.vault.server", value: vault.server, problem, remedy });
    }
    if ((vault.caBundle ?? "") === "" && vault.caBundleSecretRef === undefined) {
      const problem = "only a server with a public certificate is trusted, and then any";
      const remedy = "Set caBundle or caBundleSecretRef to the CA of the server.";
      report({ resource, path: "spec.vault.caBundle", problem, remedy });
    }
  },
});
