import { UNKNOWN, type RuleCases } from "../sample";
import { vaultRelease } from "./vault";

const monitor = {
  type: "kubernetes:monitoring.coreos.com/v1:ServiceMonitor",
  name: "monitor",
  props: { spec: { selector: { matchLabels: { "app.kubernetes.io/name": "vault" } } } },
};
const alerts = {
  type: "kubernetes:monitoring.coreos.com/v1:PrometheusRule",
  name: "alerts",
  props: { spec: { groups: [{ rules: [{ alert: "VaultSealed", expr: "vault_core_unsealed == 0" }] }] } },
};

export const vaultMetricsAlertsCases: RuleCases = {
  rule: "vault-metrics-alerts",
  serves: ["SE-42", "SE-43"],
  advises: true,
  violating: [
    {
      title: "nobody who asks",
      resources: [vaultRelease({ serverTelemetry: {} }), alerts],
      says: ["values.serverTelemetry.serviceMonitor.enabled is not set"],
    },
    {
      title: "nobody who is told",
      resources: [vaultRelease({ serverTelemetry: {} }), monitor],
      says: ["nobody is told that it is sealed"],
    },
  ],
  complying: [
    { title: "the chart's own telemetry", resources: [vaultRelease()] },
    {
      title: "objects beside the release",
      resources: [vaultRelease({ serverTelemetry: {} }), monitor, alerts],
    },
  ],
  unknown: [],
  unknownButEnough: [
    {
      title: "a switch that is not known",
      resources: [vaultRelease({ serverTelemetry: { serviceMonitor: { enabled: UNKNOWN } } }), alerts],
    },
    {
      title: "values that are not known",
      resources: [{ ...vaultRelease(), props: { chart: "vault", values: UNKNOWN } }],
    },
  ],
};
