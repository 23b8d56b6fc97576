import { secretOrder } from "../lib/waves";
import { defineRule } from "../rule";

/** A hook that runs before the sync finds no Secret that the sync makes; not at the first deployment. */
export const gitopsMigrationAfterSecret = defineRule({
  id: "gitops-migration-after-secret",
  description: "A hook that runs before the sync reads no Secret that the sync makes.",
  severity: "medium",
  needs: [],
  serves: ["GO-40"],
  remediationSteps:
    "Run the migration as a Sync hook in a wave after the ExternalSecret, or make that a PreSync hook too.",

  checkStack(resources, _place, report) {
    const { makers, readers } = secretOrder(resources);
    for (const reader of readers.filter(({ before }) => before)) {
      for (const maker of makers.filter(({ before }) => !before)) {
        const name = maker.secrets.find((secret) => reader.secrets.includes(secret));
        if (name === undefined || maker.namespace !== reader.namespace) continue;
        report({
          resource: reader.resource,
          path: 'metadata.annotations["argocd.argoproj.io/hook"]',
          value: "PreSync",
          problem: `it reads the Secret ${name}, which ${maker.resource.name} makes only after it`,
          remedy: `Make it a Sync hook in a wave after ${maker.wave}.`,
        });
      }
    }
  },
});
