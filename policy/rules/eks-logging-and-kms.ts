import { withInput } from "../lib/mend";
import { forEach } from "../lib/unknown";
import { defineRule } from "../rule";
import { inputsOf } from "../tokens";

const CLUSTER = "aws:eks/cluster:Cluster";
/** Who asked the API for what, and as whom (EKS user guide, "Send control plane logs to CloudWatch Logs"). */
const LOGS = ["api", "audit", "authenticator"];

/** What happened in a cluster can be read afterwards, and its secrets are closed with a key of one's own. */
export const eksLoggingAndKms = defineRule({
  id: "eks-logging-and-kms",
  description:
    "An EKS cluster writes its api, audit and authenticator logs and encrypts secrets with a customer key.",
  severity: "high",
  needs: [],
  serves: ["GO-06"],
  remediationSteps:
    "Set enabledClusterLogTypes to api, audit and authenticator, and encryptionConfig with resources secrets and provider.keyArn.",

  remediates: "Adds the missing logs to enabledClusterLogTypes, in place; a key it can not choose.",
  remediate(resource) {
    const cluster = inputsOf(resource, CLUSTER);
    const enabled = cluster?.enabledClusterLogTypes ?? [];
    const missing = LOGS.filter((log) => !enabled.includes(log));
    if (cluster === undefined || missing.length === 0) return undefined;
    return withInput(resource.props, ["enabledClusterLogTypes"], [...enabled, ...missing]);
  },

  check(resource, _place, report) {
    const cluster = inputsOf(resource, CLUSTER);
    if (cluster === undefined) return;
    const checks = [
      () => {
        const missing = LOGS.filter((log) => cluster.enabledClusterLogTypes?.includes(log) !== true);
        if (missing.length === 0) return;
        report({
          resource,
          path: "enabledClusterLogTypes",
          value: cluster.enabledClusterLogTypes,
          problem: `it lacks ${missing.join(", ")}: nobody can say afterwards who did what`,
          remedy: `Add ${missing.join(", ")}.`,
        });
      },
      () => {
        const { encryptionConfig } = cluster;
        if (encryptionConfig?.resources.includes("secrets") === true) return;
        report({
          resource,
          path: "encryptionConfig",
          value: encryptionConfig?.resources,
          problem: "secrets are encrypted with a key of AWS, which you can neither disable nor audit",
          remedy: "Set resources to secrets and provider.keyArn to the key of the clusters.",
        });
      },
    ];
    forEach(checks, (check) => {
      check();
    });
  },
});
