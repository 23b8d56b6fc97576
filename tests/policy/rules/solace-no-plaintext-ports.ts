import { UNKNOWN, type Sample, type RuleCases } from "../sample";
import { broker } from "./solace";

const service = (selector: unknown): Sample => ({
  type: "kubernetes:core/v1:Service",
  name: "service",
  props: { spec: { selector, ports: [{ port: 443, targetPort: 8080 }] } },
});

export const solaceNoPlaintextPortsCases: RuleCases = {
  rule: "solace-no-plaintext-ports",
  serves: ["SO-28", "SO-29"],
  violating: [
    {
      title: "SMF in plain text",
      resources: [broker({ service: { ports: [{ servicePort: 55_443 }, { servicePort: 55_555 }] } })],
      says: ['"broker": spec.service.ports[1] is 55555'],
    },
    ...[55_003, 55_556, 8008, 9000, 5672, 1883, 8000, 8080, 2222].map((port) => ({
      title: `port ${port}`,
      resources: [broker({ service: { ports: [{ servicePort: 443, containerPort: port }] } })],
      says: [`spec.service.ports[0] is ${port}`],
    })),
    {
      title: "a Service that publishes a plain port, by another label in capitals",
      resources: [
        {
          ...service({ team: "pay", broker: "SOLACE" }),
          props: {
            spec: { selector: { team: "pay", broker: "SOLACE" }, ports: [{ port: 8008, targetPort: "web" }] },
          },
        },
      ],
      says: ["spec.ports[0] is 8008"],
    },
    {
      title: "a Service that leads to a plain port",
      resources: [service({ "app.kubernetes.io/name": "pubsubpluseventbroker" })],
      says: ['"service": spec.ports[0] is 8080'],
    },
  ],
  complying: [
    { title: "TLS ports, and another's Service", resources: [broker(), service({ app: "shop" })] },
    {
      title: "every port over TLS, by number and by name, and what is no Service",
      resources: [
        broker({
          service: {
            ports: [55_443, 1443, 9443, 5671, 8883, 8443, 1943].map((port) => ({
              servicePort: port,
              targetPort: "8080",
            })),
          },
        }),
        { ...service({ app: "solace" }), type: "kubernetes:apps/v1:Deployment" },
      ],
    },
  ],
  unknown: [{ title: "ports that are not known", resources: [broker({ service: { ports: UNKNOWN } })] }],
};
