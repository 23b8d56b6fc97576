import { valuesOf } from "../lib/charts";
import { vaultIssuerOf } from "../lib/certificates";
import { dig } from "../lib/dig";
import { podAnnotationsOf, podVariablesOf } from "../lib/pods";
import { forEach } from "../lib/unknown";
import { configsIn, PROVIDER, serverValuesOf } from "../lib/vault";
import { defineRule, type Resource } from "../rule";

interface Said {
  readonly path: string;
  readonly read: () => unknown;
}

/** What Vault answers is a secret by definition. */
export const vaultTlsRequired = defineRule({
  id: "vault-tls-required",
  description: "Nobody talks to Vault without TLS, or without checking who answers.",
  severity: "critical",
  needs: [],
  serves: ["SE-04", "SE-16"],
  remediationSteps:
    "Set global.tlsDisable to false, give listeners a certificate, use https:// addresses, and name the CA.",

  check(resource, _place, report) {
    const values = serverValuesOf(resource);
    if (values !== undefined) {
      const disabled = dig(values, "global", "tlsDisable");
      // vault-helm, values.yaml: true where nothing is said.
      if (disabled !== false) {
        report({
          resource,
          path: "values.global.tlsDisable",
          value: disabled,
          problem: "the chart serves Vault in plain text unless it is told not to",
          remedy: "Set it to false, and mount a certificate.",
        });
      }
      for (const { path, text } of configsIn(values)) {
        if (!/"?tls_disable"?\s*[=:]\s*"?(true|1)\b/.test(text)) continue;
        const problem = "a listener speaks plain text";
        report({
          resource,
          path,
          value: "tls_disable",
          problem,
          remedy: "Name tls_cert_file and tls_key_file instead.",
        });
      }
    }
    forEach(addressesOf(resource), ({ path, read }) => {
      const address = read();
      // An agent beside the program listens on the pod's own address.
      if (
        typeof address !== "string" ||
        !address.startsWith("http://") ||
        /^http:\/\/(127\.|localhost\b|\[::1])/.test(address)
      )
        return;
      const problem = "what Vault answers is read on the way";
      report({
        resource,
        path,
        value: address,
        problem,
        remedy: "Use https://, and give the client the CA.",
      });
    });
    forEach(skipsOf(resource), ({ path, read }) => {
      const skip = read();
      if (!/^(true|1)$/i.test(String(skip))) return;
      report({
        resource,
        path,
        value: skip,
        problem: "whoever answers is taken for Vault",
        remedy: "Leave it out, and name the CA.",
      });
    });
  },
});

const at = (resource: Resource, path: string, ...keys: string[]): Said => ({
  path,
  read: () => dig(resource.props, ...keys),
});

function addressesOf(resource: Resource): Said[] {
  const { type, props } = resource;
  if (type === PROVIDER) return [at(resource, "address", "address")];
  if (type.startsWith("kubernetes:secrets.hashicorp.com/") && type.endsWith(":VaultConnection"))
    return [at(resource, "spec.address", "spec", "address")];
  if (/^kubernetes:external-secrets\.io\/[^:]+:(Cluster)?SecretStore$/.test(type))
    return [at(resource, "spec.provider.vault.server", "spec", "provider", "vault", "server")];
  if (vaultIssuerOf(resource) !== undefined)
    return [at(resource, "spec.vault.server", "spec", "vault", "server")];
  if (type === "aws:lambda/function:Function")
    return [at(resource, "environment.variables.VAULT_ADDR", "environment", "variables", "VAULT_ADDR")];
  const values = valuesOf(resource, "vault");
  if (values !== undefined)
    return ["global", "injector"].map((part) => ({
      path: `values.${part}.externalVaultAddr`,
      read: () => dig(props["values"], part, "externalVaultAddr"),
    }));
  return [...variablesOf(resource, "VAULT_ADDR"), ...annotationOf(resource, "service")];
}

function skipsOf(resource: Resource): Said[] {
  if (resource.type === PROVIDER) return [at(resource, "skipTlsVerify", "skipTlsVerify")];
  if (resource.type.startsWith("kubernetes:secrets.hashicorp.com/"))
    return [at(resource, "spec.skipTLSVerify", "spec", "skipTLSVerify")];
  return [...variablesOf(resource, "VAULT_SKIP_VERIFY"), ...annotationOf(resource, "tls-skip-verify")];
}

/** The values of a variable in the containers of a workload. */
const variablesOf = (resource: Resource, name: string): Said[] =>
  podVariablesOf(resource).filter((one) => one.name === name);

function annotationOf(resource: Resource, key: string): Said[] {
  const found = podAnnotationsOf(resource);
  const name = `vault.hashicorp.com/${key}`;
  return found === undefined
    ? []
    : [{ path: `${found.path}["${name}"]`, read: () => found.annotations[name] }];
}
