import { UNKNOWN, changed, type RuleCases } from "../sample";
import { cluster, pool, withDetails } from "./oke";

export const okeKmsEncryptionCases: RuleCases = {
  rule: "oke-kms-encryption",
  serves: ["OK-55", "OP-20"],
  violating: [
    {
      title: "volumes in clear on the wire",
      resources: [withDetails({ isPvEncryptionInTransitEnabled: false })],
      says: ['"pool": nodeConfigDetails.isPvEncryptionInTransitEnabled is false'],
    },
    {
      title: "a pool that does not say, as the source's",
      resources: [changed(pool, { nodeConfigDetails: undefined })],
      says: ['"pool": nodeConfigDetails.isPvEncryptionInTransitEnabled is not set'],
    },
  ],
  complying: [{ title: "encryption on the wire", resources: [pool, cluster] }],
  unknown: [
    {
      title: "a switch that is not known",
      resources: [withDetails({ isPvEncryptionInTransitEnabled: UNKNOWN })],
    },
  ],
};
