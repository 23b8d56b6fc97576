import { eachText } from "../lib/walk";
import { defineRule } from "../rule";

/** Labels of which there are few (spec 05, OB-34). */
const FEW = ["namespace", "app", "container", "component", "level", "job", "cluster"];
/** Where a collector of Grafana takes its configuration from. */
const TYPES = /^kubernetes:(core\/v1:ConfigMap|helm\.sh\/v\d+:Release)$/;

/** Every value of a label is a stream with chunks of its own. */
export const obsLogLabelCardinality = defineRule({
  id: "obs-log-label-cardinality",
  description: "Logs get no labels but those of which there are few.",
  severity: "low",
  needs: [],
  serves: ["OB-34"],
  remediationSteps: `Keep to ${FEW.join(", ")}; put the rest into structured metadata.`,

  check(resource, _place, report) {
    if (!TYPES.test(resource.type)) return;
    eachText(resource.props, (text, path) => {
      for (const [, body = ""] of text.matchAll(/\bstage\.labels\s*\{[^}]*?values\s*=\s*\{([^}]*)\}/g)) {
        const many = [...body.matchAll(/([\w.]+)\s*=/g)].flatMap(([, label = ""]) =>
          FEW.includes(label) ? [] : [label],
        );
        if (many.length === 0) continue;
        report({
          resource,
          path,
          value: many,
          problem: "every value of it is a stream of its own, which Loki opens and indexes",
          remedy: "Put it into structured metadata: stage.structured_metadata.",
        });
      }
    });
  },
});
