import { UNKNOWN, type RuleCases } from "../sample";
import { vaultIssuer } from "./certificates";

export const issuerAuthRequiredCases: RuleCases = {
  rule: "issuer-auth-required",
  serves: ["OK-37"],
  violating: [
    {
      title: "no login",
      resources: [vaultIssuer({ auth: undefined })],
      says: ['"issuer": spec.vault.auth is not set', "can not log in"],
    },
    {
      title: "two logins",
      resources: [vaultIssuer({ auth: { kubernetes: {}, appRole: {} } })],
      says: ["appRole, kubernetes"],
    },
    {
      title: "a server in clear",
      resources: [vaultIssuer({ server: "http://vault:8200" })],
      says: ['spec.vault.server is "http://vault:8200"', "in clear"],
    },
    { title: "no CA", resources: [vaultIssuer({ caBundle: "" })], says: ["spec.vault.caBundle is not set"] },
  ],
  complying: [
    { title: "one login, https and a CA", resources: [vaultIssuer()] },
    {
      title: "the CA in a Secret",
      resources: [vaultIssuer({ caBundle: undefined, caBundleSecretRef: { name: "ca" } })],
    },
    {
      title: "an issuer of a CA",
      resources: [
        {
          type: "kubernetes:cert-manager.io/v1:ClusterIssuer",
          props: { spec: { ca: { secretName: "bootstrap-ca" } } },
        },
      ],
    },
  ],
  unknown: [{ title: "a server that is not known", resources: [vaultIssuer({ server: UNKNOWN })] }],
};
