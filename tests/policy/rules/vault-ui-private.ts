import { apart, UNKNOWN, type RuleCases } from "../sample";
import { server, vaultRelease, VALUES } from "./vault";

const inside = { "service.beta.kubernetes.io/aws-load-balancer-internal": "true" };
const ui = (given: unknown) => vaultRelease({ ui: given });

export const vaultUiPrivateCases: RuleCases = {
  rule: "vault-ui-private",
  serves: ["SE-13"],
  violating: [
    {
      title: "a public balancer",
      resources: [ui({ serviceType: "LoadBalancer", loadBalancerSourceRanges: ["10.0.0.0/8"] })],
      says: ['values.ui.serviceType is "LoadBalancer"', "public address"],
    },
    {
      title: "a balancer inside without ranges",
      resources: [ui({ serviceType: "LoadBalancer", annotations: inside })],
      says: ["values.ui.loadBalancerSourceRanges is not set"],
    },
    {
      title: "a public balancer of the server",
      resources: [server({ ...VALUES.server, service: { type: "LoadBalancer" } })],
      says: ["values.server.service.type"],
    },
  ],
  complying: [
    {
      title: "balancers inside, with ranges",
      resources: apart(
        ui({ serviceType: "LoadBalancer", annotations: inside, loadBalancerSourceRanges: ["10.0.0.0/8"] }),
        ui({
          serviceType: "LoadBalancer",
          annotations: 'service.beta.kubernetes.io/oci-load-balancer-internal: "true"\n',
          loadBalancerSourceRanges: ["10.0.0.0/8"],
        }),
        server({ service: { type: "LoadBalancer", annotations: inside } }),
      ),
    },
    { title: "no balancer", resources: [vaultRelease()] },
  ],
  unknown: [{ title: "a type that is not known", resources: [ui({ serviceType: UNKNOWN })] }],
};
