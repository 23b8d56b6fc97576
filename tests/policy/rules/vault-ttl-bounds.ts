import { UNKNOWN, type RuleCases } from "../sample";
import { kubernetesRole, ofVault } from "./vault";

const database = (props: Record<string, unknown>) =>
  ofVault("database/secretBackendRole:SecretBackendRole", { defaultTtl: 3600, maxTtl: 86_400, ...props });

export const vaultTtlBoundsCases: RuleCases = {
  rule: "vault-ttl-bounds",
  serves: ["SE-40"],
  violating: [
    {
      title: "a token of two hours",
      resources: [kubernetesRole({ tokenTtl: 7200 })],
      says: ['"role": tokenTtl is 7200', "more than 1 h"],
    },
    {
      title: "no longest time, beside one that is not known",
      resources: [kubernetesRole({ tokenTtl: UNKNOWN, tokenMaxTtl: undefined })],
      says: ["tokenMaxTtl is not set", "768 h"],
    },
    {
      title: "two days of a database",
      resources: [database({ maxTtl: 172_800 })],
      says: ["maxTtl is 172800", "more than 24 h"],
    },
    {
      title: "two hours as a text",
      resources: [ofVault("azure/backendRole:BackendRole", { ttl: "2h", maxTtl: "86400" })],
      says: ['ttl is "2h"'],
    },
  ],
  complying: [
    {
      title: "an hour and a day",
      resources: [
        kubernetesRole(),
        database({}),
        ofVault("azure/backendRole:BackendRole", { ttl: "30m", maxTtl: "86400" }),
      ],
    },
  ],
  unknown: [{ title: "a time that is not known", resources: [kubernetesRole({ tokenTtl: UNKNOWN })] }],
};
