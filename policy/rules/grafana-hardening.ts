import { dig, wordOf } from "../lib/dig";
import { grafanaOf } from "../lib/monitoring";
import { inTurn } from "../lib/unknown";
import { defineRule } from "../rule";

/** Grafana asks every data source for everybody. */
export const grafanaHardening = defineRule({
  id: "grafana-hardening",
  description: "Grafana has no written password, and what it publishes is behind TLS and SSO.",
  severity: "high",
  needs: [],
  serves: ["MC-39", "OB-27", "OB-32"],
  remediationSteps:
    "Name the password's Secret in admin.existingSecret; give the ingress tls, and grafana.ini an auth section.",

  check(resource, _place, report) {
    const grafana = grafanaOf(resource);
    if (grafana === undefined) return;
    const { path, values, inStack } = grafana;
    inTurn(
      () => {
        if (wordOf(dig(values, "admin", "existingSecret")) !== "") return;
        const password = values["adminPassword"];
        // kube-prometheus-stack, values.yaml: a password that everybody knows. Grafana's own chart makes one up.
        if (password === undefined && !inStack) return;
        report({
          resource,
          path: `${path}.admin.existingSecret`,
          problem:
            password === undefined
              ? "the chart's own password is known to everybody"
              : "the password is in the release, which whoever reads the namespace's Secrets or this stack has",
          remedy: "Name the Secret that holds it, and leave adminPassword out.",
        });
      },
      () => {
        if (dig(values, "ingress", "enabled") !== true) return;
        const tls = dig(values, "ingress", "tls");
        if (!Array.isArray(tls) || tls.length === 0) {
          const problem = "passwords and dashboards go by in plain text";
          report({
            resource,
            path: `${path}.ingress.tls`,
            value: tls,
            problem,
            remedy: "Name hosts and the Secret.",
          });
        }
        const sections = Object.keys(dig(values, "grafana.ini") ?? {});
        if (sections.some((name) => name.startsWith("auth."))) return;
        report({
          resource,
          path: `${path}["grafana.ini"]`,
          problem: "people log in with passwords of Grafana's own",
          remedy: "Add a section such as auth.generic_oauth.",
        });
      },
    );
  },
});
