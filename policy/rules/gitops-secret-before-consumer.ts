import { secretOrder } from "../lib/waves";
import { defineRule } from "../rule";

/** A pod that starts before its Secret is there fails, and with it the wave. */
export const gitopsSecretBeforeConsumer = defineRule({
  id: "gitops-secret-before-consumer",
  description: "What reads a Secret is in a later wave of Argo CD than the ExternalSecret that makes it.",
  severity: "medium",
  needs: [],
  serves: ["GO-38"],
  remediationSteps:
    "Give the ExternalSecret a lower argocd.argoproj.io/sync-wave than what reads its Secret.",

  checkStack(resources, _place, report) {
    const { makers, readers } = secretOrder(resources);
    for (const reader of readers) {
      for (const maker of makers) {
        const name = maker.secrets.find((secret) => reader.secrets.includes(secret));
        if (name === undefined || maker.namespace !== reader.namespace || maker.before !== reader.before)
          continue;
        if (reader.wave > maker.wave) continue;
        report({
          resource: reader.resource,
          path: 'metadata.annotations["argocd.argoproj.io/sync-wave"]',
          value: reader.wave,
          problem: `it reads the Secret ${name}, which ${maker.resource.name} makes in wave ${maker.wave}`,
          remedy: `Put it in wave ${maker.wave + 1} or later.`,
        });
      }
    }
  },
});
