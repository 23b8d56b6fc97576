import { dig, wordOf } from "../lib/dig";
import { operatedBy } from "../lib/monitoring";
import { inTurn } from "../lib/unknown";
import { defineRule } from "../rule";

/** OB-07, OB-15. Alertmanager needs three for a majority of its gossip to outlive one. */
const LEAST = { prometheus: 2, alertmanager: 3 } as const;

/** An outage takes a node, and with it who should have told of the outage. */
export const obsPrometheusHa = defineRule({
  id: "obs-prometheus-ha",
  description: "In production two Prometheus and three Alertmanager run, on different nodes.",
  severity: "high",
  needs: [],
  uses: ["environments"],
  serves: ["OB-07", "OB-15"],
  remediationSteps: "Set replicas to 2 (Prometheus) and 3 (Alertmanager), and podAntiAffinity to hard.",

  check(resource, place, report) {
    if (place.class !== "prod") return;
    inTurn(
      ...(["prometheus", "alertmanager"] as const).map((what) => () => {
        const part = operatedBy(resource, what);
        if (part === undefined) return;
        const replicas = part.values["replicas"] ?? 1;
        if (typeof replicas === "number" && replicas < LEAST[what]) {
          report({
            resource,
            path: `${part.path}.replicas`,
            value: part.values["replicas"],
            problem: "while its node is away nobody measures, or nobody is told",
            remedy: `Set it to ${LEAST[what]} or more.`,
          });
        }
        const apart = part.inStack
          ? ["soft", "hard"].includes(wordOf(part.values["podAntiAffinity"] ?? "soft")) ||
            dig(part.values, "affinity") !== undefined
          : dig(part.values, "affinity", "podAntiAffinity") !== undefined ||
            dig(part.values, "topologySpreadConstraints") !== undefined;
        if (apart) return;
        report({
          resource,
          path: `${part.path}.${part.inStack ? "podAntiAffinity" : "affinity.podAntiAffinity"}`,
          problem: "all of them may be on one node",
          remedy: "Keep them on different nodes.",
        });
      }),
    );
  },
});
