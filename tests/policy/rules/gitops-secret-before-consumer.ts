import { UNKNOWN, type RuleCases } from "../sample";
import { externalSecret, reader } from "./waves";

export const gitopsSecretBeforeConsumerCases: RuleCases = {
  rule: "gitops-secret-before-consumer",
  serves: ["GO-38"],
  violating: (["env", "envFrom", "volume"] as const).map((by) => ({
    title: `a reader in the same wave, by ${by}`,
    resources: [externalSecret({ "sync-wave": "1" }), reader("Deployment", { "sync-wave": "1" }, by)],
    says: ['"deployment": metadata.annotations["argocd.argoproj.io/sync-wave"] is 1', "wave 2 or later"],
  })),
  complying: [
    {
      title: "a reader in a later wave",
      resources: [externalSecret({ "sync-wave": "-1" }), reader("Deployment", { "sync-wave": "1" })],
    },
    {
      title: "objects that Argo CD does not order",
      resources: [externalSecret({}), reader("Deployment", {})],
    },
  ],
  unknown: [],
  unknownButEnough: [
    {
      title: "a wave that is not known",
      resources: [externalSecret({ "sync-wave": UNKNOWN }), reader("Deployment", { "sync-wave": "0" })],
    },
  ],
};
