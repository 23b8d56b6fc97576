import { UNKNOWN, type RuleCases } from "../sample";
import { vaultIssuer } from "./certificates";

export const issuerNotOciVaultHostCases: RuleCases = {
  rule: "issuer-not-oci-vault-host",
  serves: ["OK-37"],
  violating: [
    {
      title: "the source's issuer",
      resources: [vaultIssuer({ server: "https://vault.oci.oraclecloud.com" })],
      says: ['"issuer": spec.vault.server is "https://vault.oci.oraclecloud.com"', "a service of OCI"],
    },
    {
      title: "a vault's own endpoint, with a port",
      resources: [vaultIssuer({ server: "https://abc-crypto.kms.me-dubai-1.oraclecloud.com:443/" })],
      says: ["spec.vault.server"],
    },
  ],
  complying: [
    { title: "a Vault of one's own", resources: [vaultIssuer()] },
    {
      title: "a host that only looks like it",
      resources: [vaultIssuer({ server: "https://oraclecloud.com.example.com" })],
    },
  ],
  unknown: [{ title: "a server that is not known", resources: [vaultIssuer({ server: UNKNOWN })] }],
};
