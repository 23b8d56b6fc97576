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
    {
      title: "a Service that leads to a plain port",
      resources: [service({ "app.kubernetes.io/name": "pubsubpluseventbroker" })],
      says: ['"service": spec.ports[0] is 8080'],
    },
  ],
  complying: [{ title: "TLS ports, and another's Service", resources: [broker(), service({ app: "shop" })] }],
  unknown: [{ title: "ports that are not known", resources: [broker({ service: { ports: UNKNOWN } })] }],
};
