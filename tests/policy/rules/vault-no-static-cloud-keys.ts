import { UNKNOWN, type RuleCases } from "../sample";
import { ofVault } from "./vault";

export const vaultNoStaticCloudKeysCases: RuleCases = {
  rule: "vault-no-static-cloud-keys",
  serves: ["SE-12", "SE-28"],
  violating: [
    {
      title: "a key of AWS",
      resources: [ofVault("aws/secretBackend:SecretBackend", { accessKey: "A", secretKey: "b" })],
      says: ["accessKey has a value that is withheld here", "a key that never ends"],
    },
    {
      title: "a key that another resource of the program makes",
      resources: [ofVault("azure/backend:Backend", { clientSecret: UNKNOWN })],
      says: ["clientSecret has a value that is withheld here"],
    },
    ...[
      ["aws/secretBackend:SecretBackend", "secretKey"],
      ["aws/authBackendClient:AuthBackendClient", "accessKey"],
      ["aws/authBackendClient:AuthBackendClient", "secretKey"],
      ["azure/authBackendConfig:AuthBackendConfig", "clientSecret"],
      ["gcp/secretBackend:SecretBackend", "credentials"],
    ].map(([type = "", key = ""]) => ({
      title: `${key} of ${type}`,
      resources: [ofVault(type, { [key]: "x" })],
      says: [`${key} has a value that is withheld here`],
    })),
    ...[
      ["aws/secretBackend:SecretBackend", "secretKeyWo"],
      ["gcp/authBackend:AuthBackend", "credentialsWo"],
    ].map(([type = "", key = ""]) => ({
      title: `${key} of ${type}`,
      resources: [ofVault(type, { [key]: "x" })],
      says: ["rotationPeriod is not set", `${key} never changes`],
    })),
    {
      title: "a key of Google",
      resources: [ofVault("gcp/authBackend:AuthBackend", { credentials: "{}" })],
      says: ["credentials"],
    },
    {
      title: "a written key that never changes",
      resources: [ofVault("azure/backend:Backend", { clientSecretWo: "x" })],
      says: ["rotationPeriod is not set", "clientSecretWo never changes"],
    },
  ],
  complying: [
    {
      title: "the server's own identity",
      resources: [ofVault("aws/secretBackend:SecretBackend", { region: "us-east-1" })],
    },
    {
      title: "a written key that changes",
      resources: [ofVault("azure/backend:Backend", { clientSecretWo: "x", rotationPeriod: 86_400 })],
    },
    {
      title: "a written key that changes by a plan",
      resources: [
        ofVault("gcp/authBackend:AuthBackend", { credentialsWo: "x", rotationSchedule: "0 0 * * *" }),
      ],
    },
    {
      title: "a key of something else",
      resources: [ofVault("ad/secretBackend:SecretBackend", { accessKey: "x", secretKeyWo: "x" })],
    },
  ],
  unknown: [],
  unknownButEnough: [
    {
      title: "another property that is not known",
      resources: [ofVault("aws/secretBackend:SecretBackend", { path: UNKNOWN })],
    },
  ],
};
