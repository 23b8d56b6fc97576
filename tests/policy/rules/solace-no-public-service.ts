import { apart, UNKNOWN, type RuleCases } from "../sample";
import { broker } from "./solace";

export const solaceNoPublicServiceCases: RuleCases = {
  rule: "solace-no-public-service",
  serves: ["SO-09"],
  violating: [
    {
      title: "the operator's own default",
      resources: [broker({ service: {} })],
      says: ['"broker": spec.service.type is "LoadBalancer"', "public address"],
    },
    {
      title: "a port of every node",
      resources: [broker({ service: { type: "NodePort" } })],
      says: ["open on every node"],
    },
  ],
  complying: [
    {
      title: "inside",
      resources: apart(
        broker(),
        broker({
          service: {
            type: "LoadBalancer",
            annotations: { "service.beta.kubernetes.io/aws-load-balancer-scheme": "internal" },
          },
        }),
      ),
    },
  ],
  unknown: [{ title: "a type that is not known", resources: [broker({ service: { type: UNKNOWN } })] }],
};
