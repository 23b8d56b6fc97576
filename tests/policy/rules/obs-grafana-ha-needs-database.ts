import { apart, UNKNOWN, type RuleCases } from "../sample";
import { grafana } from "./monitoring";

const database = { database: { type: "postgres" } };

export const obsGrafanaHaNeedsDatabaseCases: RuleCases = {
  rule: "obs-grafana-ha-needs-database",
  serves: ["OB-25"],
  violating: [
    {
      title: "two with a file each",
      resources: [grafana({ replicas: 2 })],
      says: ['values.grafana["grafana.ini"].database.type is not set', "each of 2 replicas"],
    },
    {
      title: "two with one volume",
      resources: [grafana({ replicas: 2, "grafana.ini": database, persistence: { enabled: true } })],
      says: ["values.grafana.persistence.accessModes is not set"],
    },
  ],
  complying: [
    {
      title: "two with a database, and one without",
      resources: apart(
        grafana({ replicas: 2, "grafana.ini": database }),
        grafana({ persistence: { enabled: true } }),
      ),
    },
    {
      title: "a volume for many",
      resources: [
        grafana({
          replicas: 2,
          "grafana.ini": database,
          persistence: { enabled: true, accessModes: ["ReadWriteMany"] },
        }),
      ],
    },
  ],
  unknown: [{ title: "a number that is not known", resources: [grafana({ replicas: UNKNOWN })] }],
};
