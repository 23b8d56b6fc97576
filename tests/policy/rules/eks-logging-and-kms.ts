import { changed, UNKNOWN, type RuleCases } from "../sample";
import { cluster } from "./eks";

export const eksLoggingAndKmsCases: RuleCases = {
  rule: "eks-logging-and-kms",
  serves: ["GO-06"],
  violating: [
    {
      title: "no audit log",
      resources: [changed(cluster, { enabledClusterLogTypes: ["api", "authenticator"] })],
      says: ['"cluster": enabledClusterLogTypes is ["api","authenticator"]', "it lacks audit"],
    },
    {
      title: "no log at all, beside an encryption that is not known",
      resources: [changed(cluster, { enabledClusterLogTypes: undefined, encryptionConfig: UNKNOWN })],
      says: ["enabledClusterLogTypes is not set", "api, audit, authenticator"],
    },
    {
      title: "no customer key for secrets",
      resources: [changed(cluster, { encryptionConfig: undefined })],
      says: ['"cluster": encryptionConfig is not set', "a key of AWS"],
    },
  ],
  mends: [
    {
      sample: changed(cluster, { enabledClusterLogTypes: ["api"] }),
      to: { enabledClusterLogTypes: ["api", "audit", "authenticator"] },
    },
  ],
  complying: [
    { title: "logs and a key", resources: [cluster] },
    {
      title: "more logs than are asked for",
      resources: [
        changed(cluster, { enabledClusterLogTypes: ["api", "audit", "authenticator", "scheduler"] }),
      ],
    },
  ],
  unknown: [
    { title: "logs that are not known", resources: [changed(cluster, { enabledClusterLogTypes: UNKNOWN })] },
  ],
};
