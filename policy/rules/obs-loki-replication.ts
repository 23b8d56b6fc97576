import { valuesOf } from "../lib/charts";
import { dig } from "../lib/dig";
import { defineRule } from "../rule";

/** Which part of the chart takes writes, in each of its deployment modes. */
const WRITERS = ["ingester", "write", "singleBinary"] as const;
/** OB-37. */
const LEAST = 3;

/** What one ingester has is lost with it. */
export const obsLokiReplication = defineRule({
  id: "obs-loki-replication",
  description: "In production Loki keeps three copies of what is not stored yet, on as many ingesters.",
  severity: "high",
  needs: [],
  uses: ["environments"],
  serves: ["OB-37", "OB-43"],
  remediationSteps: "Set loki.commonConfig.replication_factor to 3, and run three ingesters or more.",

  check(resource, place, report) {
    const values = place.class === "prod" ? valuesOf(resource, "loki") : undefined;
    if (values === undefined) return;
    const path = "values.loki.commonConfig.replication_factor";
    // grafana/loki, values.yaml: 3.
    const factor = dig(values, "loki", "commonConfig", "replication_factor") ?? LEAST;
    if (typeof factor !== "number") return;
    if (factor < LEAST) {
      const problem = "logs of the last hours are lost with an ingester";
      report({ resource, path, value: factor, problem, remedy: `Set it to ${LEAST}.` });
    }
    for (const writer of WRITERS) {
      const replicas = dig(values, writer, "replicas");
      // A part with no replicas is of another mode.
      if (typeof replicas !== "number" || replicas === 0 || replicas >= factor) continue;
      report({
        resource,
        path: `values.${writer}.replicas`,
        value: replicas,
        problem: `${factor} copies do not fit on fewer ingesters: Loki refuses writes`,
        remedy: `Set it to ${factor} or more.`,
      });
    }
  },
});
