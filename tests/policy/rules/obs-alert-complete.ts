import { apart, UNKNOWN, type Sample, type RuleCases } from "../sample";

const whole = {
  alert: "VaultSealed",
  expr: "vault_core_unsealed == 0",
  for: "1m",
  labels: { severity: "critical" },
  annotations: {
    summary: "Vault is sealed",
    description: "It answers nobody",
    runbook_url: "https://example.com/sealed",
  },
};
const alert = (changes: Record<string, unknown> = {}): Sample => ({
  type: "kubernetes:monitoring.coreos.com/v1:PrometheusRule",
  name: "alerts",
  props: {
    spec: {
      groups: [
        {
          name: "vault",
          rules: [
            { record: "a:b", expr: "1" },
            { ...whole, ...changes },
          ],
        },
      ],
    },
  },
});

export const obsAlertCompleteCases: RuleCases = {
  rule: "obs-alert-complete",
  serves: ["OB-43"],
  violating: [
    {
      title: "no wait",
      resources: [alert({ for: undefined })],
      says: ['"alerts": spec.groups[0].rules[1].for is not set'],
    },
    {
      title: "a severity that there is not",
      resources: [alert({ labels: { severity: "page" } })],
      says: ['labels.severity is "page"', "critical, warning, info"],
    },
    {
      title: "no runbook",
      resources: [alert({ annotations: { summary: "a", description: "b" } })],
      says: ["annotations.runbook_url is not set"],
    },
  ],
  complying: [
    {
      title: "an alert that says all, and a record",
      resources: apart(alert(), alert({ labels: { severity: "{{ $labels.severity }}" } })),
    },
  ],
  unknown: [{ title: "labels that are not known", resources: [alert({ labels: UNKNOWN })] }],
};
