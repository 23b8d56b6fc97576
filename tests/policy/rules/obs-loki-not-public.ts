import { apart, UNKNOWN, type RuleCases } from "../sample";
import { loki } from "./monitoring";

const tls = [{ hosts: ["loki.example.com"], secretName: "loki-tls" }];
const gateway = (given: unknown) => loki({ gateway: given });

export const obsLokiNotPublicCases: RuleCases = {
  rule: "obs-loki-not-public",
  serves: ["OB-36", "OB-49"],
  violating: [
    {
      title: "plain text",
      resources: [gateway({ basicAuth: { enabled: true }, ingress: { enabled: true } })],
      says: ["values.gateway.ingress.tls is not set"],
    },
    {
      title: "nobody asked",
      resources: [gateway({ ingress: { enabled: true, tls } })],
      says: ["values.gateway.basicAuth.enabled is not set", "reads every log"],
    },
    {
      title: "an ingress of the chart",
      resources: [loki({ ingress: { enabled: true, tls } })],
      says: ["basicAuth"],
    },
    {
      title: "a public balancer",
      resources: [gateway({ service: { type: "LoadBalancer" } })],
      says: ["values.gateway.service.type"],
    },
  ],
  complying: [
    {
      title: "TLS and a password, or inside",
      resources: apart(
        gateway({ basicAuth: { enabled: true }, ingress: { enabled: true, tls } }),
        gateway({
          ingress: {
            enabled: true,
            tls,
            annotations: { "nginx.ingress.kubernetes.io/auth-url": "https://sso" },
          },
        }),
        gateway({
          service: {
            type: "LoadBalancer",
            annotations: { "service.beta.kubernetes.io/oci-load-balancer-internal": "true" },
          },
        }),
        loki(),
      ),
    },
  ],
  unknown: [{ title: "a switch that is not known", resources: [gateway({ ingress: { enabled: UNKNOWN } })] }],
};
