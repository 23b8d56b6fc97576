import { apart, UNKNOWN, type Sample, type RuleCases } from "../sample";

const collector = (text: unknown): Sample => ({
  type: "kubernetes:core/v1:ConfigMap",
  name: "alloy",
  props: { data: { "config.alloy": text } },
});
const labels = (...names: string[]) =>
  `loki.process "pods" {\n  stage.labels {\n    values = {\n${names.map((name) => `      ${name} = "",`).join("\n")}\n    }\n  }\n}`;

export const obsLogLabelCardinalityCases: RuleCases = {
  rule: "obs-log-label-cardinality",
  serves: ["OB-34"],
  advises: true,
  violating: [
    {
      title: "a label of which there are many",
      resources: [collector(labels("level", "request_id"))],
      says: ['"alloy": data.config.alloy is ["request_id"]', "structured_metadata"],
    },
  ],
  complying: [
    {
      title: "labels of which there are few",
      resources: apart(collector(labels("level", "app")), collector("nothing")),
    },
  ],
  unknown: [],
  unknownButEnough: [{ title: "a configuration that is not known", resources: [collector(UNKNOWN)] }],
};
