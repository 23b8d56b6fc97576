import { valuesOf } from "../lib/charts";
import { dig } from "../lib/dig";
import { operatedBy } from "../lib/monitoring";
import { inTurn } from "../lib/unknown";
import { defineRule } from "../rule";

/** What nobody decided on is kept too long, or not long enough. */
export const obsRetentionSet = defineRule({
  id: "obs-retention-set",
  description: "Prometheus has a retention by time and by size; Loki has one, and a compactor that deletes.",
  severity: "medium",
  needs: [],
  serves: ["OB-08", "OB-41", "OB-42"],
  remediationSteps:
    "Set retention and retentionSize; of Loki, limits_config.retention_period, compactor.retention_enabled and delete_request_store.",

  check(resource, _place, report) {
    const prometheus = operatedBy(resource, "prometheus");
    const chart = valuesOf(resource, "loki");
    const loki = chart && (dig(chart, "loki") ?? {});
    const wanted = [
      ...(prometheus === undefined
        ? []
        : [
            {
              path: `${prometheus.path}.retention`,
              read: () => prometheus.values["retention"],
              problem: "it keeps what its default says",
            },
            {
              path: `${prometheus.path}.retentionSize`,
              read: () => prometheus.values["retentionSize"],
              problem: "it fills its volume",
            },
          ]),
      ...(loki === undefined
        ? []
        : [
            {
              path: "values.loki.limits_config.retention_period",
              read: () => dig(loki, "limits_config", "retention_period"),
              problem: "it keeps everything",
            },
            {
              path: "values.loki.compactor.delete_request_store",
              read: () => dig(loki, "compactor", "delete_request_store"),
              problem: "Loki does not start with retention without it",
            },
          ]),
    ];
    inTurn(
      ...wanted.map(({ path, read, problem }) => () => {
        const value = read();
        if (value === undefined || value === "" || value === null)
          report({ resource, path, value, problem, remedy: "Set it." });
      }),
      () => {
        const enabled = loki === undefined ? true : dig(loki, "compactor", "retention_enabled");
        if (enabled === true) return;
        report({
          resource,
          path: "values.loki.compactor.retention_enabled",
          value: enabled,
          problem: "what is past its time is not deleted",
          remedy: "Set it to true.",
        });
      },
    );
  },
});
