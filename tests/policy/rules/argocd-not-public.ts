import { apart, UNKNOWN, type RuleCases } from "../sample";
import { release } from "./argo";

const alb = (
  annotations: Record<string, unknown>,
  configs: unknown = { cm: { "oidc.config": "name: sso" } },
) =>
  release("argo-cd", {
    configs,
    server: {
      ingress: {
        enabled: true,
        annotations: Object.fromEntries(
          Object.entries(annotations).map(([key, value]) => [`alb.ingress.kubernetes.io/${key}`, value]),
        ),
      },
    },
  });
const service = (given: unknown) => release("argo-cd", { server: { service: given } });
const guarded = {
  scheme: "internet-facing",
  "inbound-cidrs": "198.51.100.0/24",
  "wafv2-acl-arn": "arn:aws:wafv2:x",
  "ssl-policy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
};

export const argocdNotPublicCases: RuleCases = {
  rule: "argocd-not-public",
  serves: ["GO-12"],
  violating: [
    {
      title: "an entrance for everybody",
      resources: [alb({ scheme: "internet-facing" })],
      says: ['annotations["alb.ingress.kubernetes.io/inbound-cidrs"] is not set', "scheme to internal"],
    },
    {
      title: "an entrance without firewall",
      resources: [alb({ ...guarded, "wafv2-acl-arn": undefined })],
      says: ["wafv2-acl-arn", "web application firewall"],
    },
    {
      title: "an entrance without SSO",
      resources: [alb(guarded, {})],
      says: ["oidc.config", "passwords of its own"],
    },
    {
      title: "a balancer for everybody",
      resources: [service({ type: "LoadBalancer" })],
      says: ['values.server.service.type is "LoadBalancer"'],
    },
  ],
  complying: [
    { title: "an entrance with every guard", resources: [alb(guarded)] },
    { title: "an entrance inside", resources: [alb({ scheme: "internal" })] },
    {
      title: "balancers inside or with ranges, and the chart's own values",
      resources: apart(
        service({
          type: "LoadBalancer",
          annotations: { "service.beta.kubernetes.io/oci-load-balancer-internal": "true" },
        }),
        service({ type: "LoadBalancer", loadBalancerSourceRanges: ["198.51.100.0/24"] }),
        release("argo-cd", {}),
      ),
    },
  ],
  unknown: [{ title: "a scheme that is not known", resources: [alb({ scheme: UNKNOWN })] }],
};
