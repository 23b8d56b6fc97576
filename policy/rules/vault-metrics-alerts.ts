import { dig } from "../lib/dig";
import { isPrometheusRule } from "../lib/monitoring";
import { eachText } from "../lib/walk";
import { ifKnown, mayBe } from "../lib/unknown";
import { serverValuesOf } from "../lib/vault";
import { defineRule, type StackResource } from "../rule";

/** What a sealed Vault shows first: `VaultSealed`. */
const SEALED = /vault_core_unsealed/;

/** Nobody looks at Vault until nothing starts any more. */
export const vaultMetricsAlerts = defineRule({
  id: "vault-metrics-alerts",
  description: "Vault is watched: its metrics are scraped, and somebody is told when it is sealed.",
  severity: "low",
  needs: [],
  serves: ["SE-42", "SE-43"],
  remediationSteps:
    "Set serverTelemetry.serviceMonitor.enabled, and serverTelemetry.prometheusRules with an alert on vault_core_unsealed.",

  checkStack(resources, _place, report) {
    for (const resource of resources) {
      const values = ifKnown(() => serverValuesOf(resource));
      if (values === undefined) continue;
      const isMonitored = mayBe(() => dig(values, "serverTelemetry", "serviceMonitor", "enabled"), true);
      if (!isMonitored && !resources.some((one) => ifKnown(() => isMonitor(one)) === true)) {
        report({
          resource,
          path: "values.serverTelemetry.serviceMonitor.enabled",
          problem: "its metrics are asked for by nobody",
          remedy: "Set it to true, or add a ServiceMonitor.",
        });
      }
      if (mentions(resource) || resources.some((one) => isPrometheusRule(one) && mentions(one))) continue;
      report({
        resource,
        path: "values.serverTelemetry.prometheusRules",
        problem: "nobody is told that it is sealed",
        remedy: "Add an alert on vault_core_unsealed.",
      });
    }
  },
});

function isMonitor({ type, props }: StackResource): boolean {
  if (!/^kubernetes:monitoring\.coreos\.com\/[^:]+:(Service|Pod)Monitor$/.test(type)) return false;
  return dig(props["spec"], "selector", "matchLabels", "app.kubernetes.io/name") === "vault";
}

function mentions(resource: StackResource): boolean {
  let found = false;
  eachText(resource.props, (text) => {
    found ||= SEALED.test(text);
  });
  return found;
}
