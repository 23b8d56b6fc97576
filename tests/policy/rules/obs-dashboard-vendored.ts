import { UNKNOWN, type RuleCases } from "../sample";
import { grafana } from "./monitoring";

const dashboard = (given: unknown) => grafana({ dashboards: { default: { cluster: given } } });

export const obsDashboardVendoredCases: RuleCases = {
  rule: "obs-dashboard-vendored",
  serves: ["OB-31"],
  advises: true,
  violating: [
    {
      title: "a number",
      resources: [dashboard({ gnetId: 7249, revision: 1 })],
      says: ["values.grafana.dashboards.default.cluster.gnetId is 7249"],
    },
    {
      title: "an address",
      resources: [dashboard({ url: "https://example.com/d.json" })],
      says: ["cluster.url"],
    },
  ],
  complying: [{ title: "its JSON", resources: [dashboard({ json: "{}" })] }],
  unknown: [{ title: "dashboards that are not known", resources: [grafana({ dashboards: UNKNOWN })] }],
};
