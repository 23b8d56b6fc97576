import { dig, entriesOf, wordOf } from "../lib/dig";
import { grafanaOf } from "../lib/monitoring";
import { defineRule } from "../rule";

/** Grafana does not start with two; without a uid, every dashboard loses its data when it is made anew. */
export const obsSingleDefaultDatasource = defineRule({
  id: "obs-single-default-datasource",
  description: "Grafana has one default data source, and each has a uid of its own.",
  severity: "medium",
  needs: [],
  serves: ["OB-28", "OB-29"],
  remediationSteps:
    "Set isDefault on one data source only and uid on each; or switch the chart's own default off.",

  check(resource, _place, report) {
    const grafana = grafanaOf(resource);
    if (grafana === undefined) return;
    const { path, values, inStack } = grafana;
    const given = [
      { at: `${path}.additionalDataSources`, list: values["additionalDataSources"] },
      {
        at: `${path}.datasources["datasources.yaml"].datasources`,
        list: dig(values, "datasources", "datasources.yaml", "datasources"),
      },
    ].flatMap(({ at, list }) =>
      entriesOf(list).map(({ key, read }) => ({ path: `${at}[${key}]`, source: read() })),
    );
    for (const { path: at, source } of given) {
      if (wordOf(dig(source, "uid")) !== "") continue;
      report({
        resource,
        path: `${at}.uid`,
        problem: "Grafana makes one up, and dashboards point at another after the next installation",
        remedy: "Set it.",
      });
    }
    // kube-prometheus-stack, values.yaml: Prometheus is a data source and the default unless one of both is switched off.
    const sidecar = dig(values, "sidecar", "datasources");
    const own =
      inStack &&
      dig(sidecar, "defaultDatasourceEnabled") !== false &&
      dig(sidecar, "isDefaultDatasource") !== false;
    const defaults = given.filter(({ source }) => dig(source, "isDefault") === true);
    const extra = defaults[own ? 0 : 1];
    if (extra === undefined) return;
    report({
      resource,
      path: `${extra.path}.isDefault`,
      value: true,
      problem: own ? "the chart's own Prometheus is the default already" : "there is another default already",
      remedy: "Leave one default: Grafana does not start with two.",
    });
  },
});
