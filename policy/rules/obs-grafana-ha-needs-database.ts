import { dig, textsOf, wordOf } from "../lib/dig";
import { grafanaOf } from "../lib/monitoring";
import { defineRule } from "../rule";

/** Two Grafanas with a file each are two Grafanas. */
export const obsGrafanaHaNeedsDatabase = defineRule({
  id: "obs-grafana-ha-needs-database",
  description: "More than one Grafana shares a database, and no volume that one node alone may mount.",
  severity: "medium",
  needs: [],
  serves: ["OB-25"],
  remediationSteps:
    "Set grafana.ini.database.type to postgres or mysql and switch persistence off, or run one replica.",

  check(resource, _place, report) {
    const grafana = grafanaOf(resource);
    if (grafana === undefined) return;
    const { path, values } = grafana;
    const replicas = values["replicas"];
    if (typeof replicas !== "number" || replicas < 2) return;
    const type = dig(values, "grafana.ini", "database", "type");
    if (!["postgres", "mysql"].includes(wordOf(type))) {
      report({
        resource,
        path: `${path}["grafana.ini"].database.type`,
        value: type,
        problem: `each of ${replicas} replicas has users, sessions and dashboards of its own`,
        remedy: "Set it to postgres or mysql, or run one replica.",
      });
    }
    if (dig(values, "persistence", "enabled") !== true) return;
    const modes = dig(values, "persistence", "accessModes");
    // Grafana's chart, values.yaml: ReadWriteOnce.
    if (modes !== undefined && !textsOf(modes).includes("ReadWriteOnce")) return;
    report({
      resource,
      path: `${path}.persistence.accessModes`,
      value: modes,
      problem: "the second replica can not mount the volume on another node",
      remedy: "Switch persistence off: the database keeps what there is.",
    });
  },
});
