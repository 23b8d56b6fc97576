import { dig, entriesOf } from "../lib/dig";
import { grafanaOf } from "../lib/monitoring";
import { defineRule } from "../rule";

/** When Grafana starts in an outage, grafana.com may be out of reach too; and a dashboard from there changes. */
export const obsDashboardVendored = defineRule({
  id: "obs-dashboard-vendored",
  description: "Dashboards are part of the program, and not fetched when Grafana starts.",
  severity: "low",
  needs: [],
  serves: ["OB-31"],
  remediationSteps: "Keep the dashboard's JSON in the repository, and hand it over as json or a ConfigMap.",

  check(resource, _place, report) {
    const grafana = grafanaOf(resource);
    for (const { key: provider, read: readProvider } of entriesOf(grafana?.values["dashboards"])) {
      for (const { key: name, read } of entriesOf(readProvider())) {
        const dashboard = read();
        const by = ["gnetId", "url"].find((one) => dig(dashboard, one) !== undefined);
        if (by === undefined) continue;
        report({
          resource,
          path: `${grafana?.path ?? ""}.dashboards.${provider}.${name}.${by}`,
          value: dig(dashboard, by),
          problem: "it is fetched whenever a pod starts, and is missing when that fails",
          remedy: "Keep its JSON in the repository.",
        });
      }
    }
  },
});
