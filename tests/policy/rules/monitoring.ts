import type { Sample } from "../sample";
import { release } from "./argo";

type Fields = Readonly<Record<string, unknown>>;

/** The Prometheus stack that keeps to every rule, with some parts of its values replaced. */
export const stack = (changes: Fields = {}): Sample =>
  release("kube-prometheus-stack", {
    prometheus: { prometheusSpec: PROMETHEUS },
    alertmanager: { alertmanagerSpec: { replicas: 3, podAntiAffinity: "hard" } },
    grafana: { admin: { existingSecret: "grafana-admin" } },
    ...changes,
  });

export const PROMETHEUS = {
  replicas: 2,
  podAntiAffinity: "hard",
  retention: "30d",
  retentionSize: "40GB",
  storageSpec: { volumeClaimTemplate: { spec: { resources: { requests: { storage: "50Gi" } } } } },
} as const;

export const prometheus = (changes: Fields): Sample =>
  stack({ prometheus: { prometheusSpec: { ...PROMETHEUS, ...changes } } });

/** Grafana in the Prometheus stack. */
export const grafana = (changes: Fields): Sample =>
  stack({ grafana: { admin: { existingSecret: "grafana-admin" }, ...changes } });

/** Alertmanager's configuration. */
export const alerting = (route: unknown, receivers: unknown = RECEIVERS): Sample =>
  stack({ alertmanager: { alertmanagerSpec: { replicas: 3 }, config: { route, receivers } } });

const RECEIVERS = [
  { name: "null" },
  { name: "slack", slack_configs: [{ channel: "#alerts" }] },
  { name: "dead-man", webhook_configs: [{ url: "https://example.com" }] },
];

export const ROUTE = {
  receiver: "slack",
  routes: [
    { receiver: "dead-man", matchers: ['alertname = "Watchdog"'] },
    { receiver: "slack", match: { severity: "critical" } },
  ],
};

export const LOKI = {
  commonConfig: { replication_factor: 3 },
  limits_config: { retention_period: "744h" },
  compactor: { retention_enabled: true, delete_request_store: "s3" },
  storage: { bucketNames: { chunks: "acme-loki-chunks" } },
} as const;

/** Loki that keeps to every rule, with some of its values replaced. */
export const loki = (changes: Fields = {}): Sample =>
  release("loki", { loki: LOKI, ingester: { replicas: 3 }, ...changes });
