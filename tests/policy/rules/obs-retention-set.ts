import { UNKNOWN, type RuleCases } from "../sample";
import { loki, LOKI, prometheus, stack } from "./monitoring";
import { release } from "./argo";

export const obsRetentionSetCases: RuleCases = {
  rule: "obs-retention-set",
  serves: ["OB-08", "OB-41", "OB-42"],
  violating: [
    {
      title: "no size",
      resources: [prometheus({ retentionSize: undefined })],
      says: ["values.prometheus.prometheusSpec.retentionSize is not set", "fills its volume"],
    },
    {
      title: "no time, beside a size that is not known",
      resources: [prometheus({ retention: "", retentionSize: UNKNOWN })],
      says: ['prometheusSpec.retention is ""'],
    },
    {
      title: "a Loki that keeps everything",
      resources: [release("loki", {})],
      says: ["values.loki.limits_config.retention_period is not set"],
    },
    {
      title: "a compactor that deletes nothing",
      resources: [loki({ loki: { ...LOKI, compactor: { delete_request_store: "s3" } } })],
      says: ["values.loki.compactor.retention_enabled is not set"],
    },
  ],
  complying: [{ title: "all of it", resources: [stack(), loki()] }],
  unknown: [{ title: "a time that is not known", resources: [prometheus({ retention: UNKNOWN })] }],
};
