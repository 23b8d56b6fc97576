import { apart, UNKNOWN, type RuleCases } from "../sample";
import { grafana } from "./monitoring";
import { release } from "./argo";

const source = (name: string, more: Record<string, unknown> = {}) => ({
  name,
  uid: name,
  type: "loki",
  ...more,
});
const off = { datasources: { isDefaultDatasource: false } };

export const obsSingleDefaultDatasourceCases: RuleCases = {
  rule: "obs-single-default-datasource",
  serves: ["OB-28", "OB-29"],
  violating: [
    {
      title: "a default beside the stack's own",
      resources: [grafana({ additionalDataSources: [source("loki", { isDefault: true })] })],
      says: ["values.grafana.additionalDataSources[0].isDefault is true", "the chart's own Prometheus"],
    },
    {
      title: "two defaults",
      resources: [
        release("grafana", {
          datasources: {
            "datasources.yaml": {
              datasources: [source("a", { isDefault: true }), source("b", { isDefault: true })],
            },
          },
        }),
      ],
      says: ['values.datasources["datasources.yaml"].datasources[1].isDefault', "another default already"],
    },
    {
      title: "no uid",
      resources: [grafana({ additionalDataSources: [source("loki", { uid: undefined })] })],
      says: ["additionalDataSources[0].uid is not set"],
    },
  ],
  complying: [
    {
      title: "one default",
      resources: apart(
        grafana({ additionalDataSources: [source("loki")] }),
        grafana({ sidecar: off, additionalDataSources: [source("mimir", { isDefault: true })] }),
      ),
    },
  ],
  unknown: [
    {
      title: "a uid that is not known",
      resources: [grafana({ additionalDataSources: [source("loki", { uid: UNKNOWN })] })],
    },
  ],
};
