import { valuesOf } from "../lib/charts";
import { dig } from "../lib/dig";
import { saysInternal } from "../lib/internal";
import { defineRule } from "../rule";

const ALB = "alb.ingress.kubernetes.io/";
/** What an entrance of Argo CD on the internet has, by annotation of the AWS Load Balancer Controller, v2, "Ingress annotations". */
const GUARDS = [
  { key: "inbound-cidrs", what: "the ranges that may reach it" },
  { key: "wafv2-acl-arn", what: "a web application firewall" },
  { key: "ssl-policy", what: "a TLS policy" },
] as const;

/** Argo CD holds the credentials of every cluster it deploys to. */
export const argocdNotPublic = defineRule({
  id: "argocd-not-public",
  description:
    "Argo CD is not on the internet, or only with allowed ranges, a web application firewall, SSO and a TLS policy.",
  severity: "critical",
  needs: [],
  serves: ["GO-12"],
  remediationSteps:
    "Publish it inside (scheme internal), or set inbound-cidrs, wafv2-acl-arn and ssl-policy, and an SSO connector in configs.cm.",

  check(resource, _place, report) {
    const values = valuesOf(resource, "argo-cd");
    if (values === undefined) return;
    const annotations = dig(values, "server", "ingress", "annotations");
    if (
      dig(values, "server", "ingress", "enabled") === true &&
      dig(annotations, `${ALB}scheme`) === "internet-facing"
    ) {
      for (const { key, what } of GUARDS) {
        if (dig(annotations, `${ALB}${key}`) !== undefined) continue;
        report({
          resource,
          path: `values.server.ingress.annotations["${ALB}${key}"]`,
          problem: `Argo CD is on the internet without ${what}`,
          remedy: `Set it, or set ${ALB}scheme to internal.`,
        });
      }
      const cm = dig(values, "configs", "cm");
      if (dig(cm, "oidc.config") === undefined && dig(cm, "dex.config") === undefined) {
        report({
          resource,
          path: 'values.configs.cm["oidc.config"]',
          problem: "Argo CD is on the internet with passwords of its own",
          remedy: "Set oidc.config or dex.config.",
        });
      }
    }
    const service = dig(values, "server", "service");
    if (dig(service, "type") !== "LoadBalancer") return;
    const ranges = dig(service, "loadBalancerSourceRanges");
    if (saysInternal(dig(service, "annotations")) || (Array.isArray(ranges) && ranges.length > 0)) return;
    report({
      resource,
      path: "values.server.service.type",
      value: "LoadBalancer",
      problem: "the balancer takes traffic from everywhere",
      remedy: "Make it internal by its cloud's annotation, or set loadBalancerSourceRanges.",
    });
  },
});
