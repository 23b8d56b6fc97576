import { UNKNOWN, type RuleCases } from "../sample";
import { externalSecret, reader } from "./waves";

export const gitopsMigrationAfterSecretCases: RuleCases = {
  rule: "gitops-migration-after-secret",
  serves: ["GO-40"],
  violating: [
    {
      title: "a migration before the Secret that it reads",
      resources: [externalSecret({ "sync-wave": "-1" }), reader("Job", { hook: "PreSync" })],
      says: [
        '"job": metadata.annotations["argocd.argoproj.io/hook"] is "PreSync"',
        "a Sync hook in a wave after -1",
      ],
    },
  ],
  complying: [
    {
      title: "a migration in the sync",
      resources: [externalSecret({ "sync-wave": "-1" }), reader("Job", { hook: "Sync" })],
    },
    {
      title: "a Secret of the same phase",
      resources: [externalSecret({ hook: "PreSync" }), reader("Job", { hook: "PreSync", "sync-wave": "1" })],
    },
  ],
  unknown: [],
  unknownButEnough: [
    {
      title: "a phase that is not known",
      resources: [externalSecret({ "sync-wave": "0" }), reader("Job", { hook: UNKNOWN })],
    },
  ],
};
