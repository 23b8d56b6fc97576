import { apart, UNKNOWN, type RuleCases } from "../sample";
import { loki } from "./monitoring";
import { inProd } from "./argo";

const copies = (replication_factor: unknown, more: Record<string, unknown> = {}) =>
  loki({ loki: { commonConfig: { replication_factor } }, ...more });

export const obsLokiReplicationCases: RuleCases = {
  rule: "obs-loki-replication",
  serves: ["OB-37", "OB-43"],
  violating: [
    {
      title: "one copy",
      resources: inProd(copies(1)),
      says: ["values.loki.commonConfig.replication_factor is 1"],
    },
    {
      title: "more copies than ingesters",
      resources: inProd(copies(3, { ingester: { replicas: 2 } })),
      says: ["values.ingester.replicas is 2", "refuses writes"],
    },
    {
      title: "more than writers, by the chart's own number",
      resources: inProd(loki({ loki: {}, ingester: {}, write: { replicas: 1 } })),
      says: ["values.write.replicas is 1"],
    },
  ],
  complying: [
    {
      title: "three on three",
      resources: apart(...inProd(loki(), loki({ ingester: { replicas: 0 }, write: { replicas: 3 } }))),
    },
    { title: "one in dev", resources: [copies(1)] },
  ],
  unknown: [{ title: "a number that is not known", resources: inProd(copies(UNKNOWN)) }],
};
