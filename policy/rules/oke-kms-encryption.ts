import { defineRule } from "../rule";
import { inputsOf } from "../tokens";

const NODE_POOL = "oci:ContainerEngine/nodePool:NodePool";

/** What goes between a node and its volumes is encrypted; the customer's key at rest is `cmk-required`'s matter. */
export const okeKmsEncryption = defineRule({
  id: "oke-kms-encryption",
  description: "Traffic between OKE nodes and their volumes is encrypted.",
  severity: "high",
  needs: [],
  serves: ["OK-55", "OP-20"],
  remediationSteps: "Set nodeConfigDetails.isPvEncryptionInTransitEnabled to true.",

  check(resource, _place, report) {
    const pool = inputsOf(resource, NODE_POOL);
    if (pool === undefined || pool.nodeConfigDetails?.isPvEncryptionInTransitEnabled === true) return;
    report({
      resource,
      path: "nodeConfigDetails.isPvEncryptionInTransitEnabled",
      value: pool.nodeConfigDetails?.isPvEncryptionInTransitEnabled,
      problem: "what nodes write goes over the network to their boot volumes in clear",
      remedy: "Set it to true.",
    });
  },
});
