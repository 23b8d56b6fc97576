import { vaultIssuerOf } from "../lib/certificates";
import { defineRule } from "../rule";

const REMEDY =
  "Name a HashiCorp Vault or OpenBao server; certificates of OCI's own service are for load balancers and gateways.";

/** OCI Vault keeps keys and secrets; it signs no certificates and does not speak this API. */
export const issuerNotOciVaultHost = defineRule({
  id: "issuer-not-oci-vault-host",
  description: "A Vault issuer names a server that speaks Vault's API, which OCI's vault does not.",
  severity: "medium",
  needs: [],
  serves: ["OK-37"],
  remediationSteps: REMEDY,

  check(resource, _place, report) {
    const server = vaultIssuerOf(resource)?.server;
    if (server === undefined || !/^(https?:\/\/)?([^/:]+\.)?oraclecloud\.com([:/]|$)/i.test(server)) return;
    const problem = "a service of OCI stands there, which issues no certificate by this API";
    report({ resource, path: "spec.vault.server", value: server, problem, remedy: REMEDY });
  },
});
