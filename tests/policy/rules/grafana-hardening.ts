import { UNKNOWN, type RuleCases } from "../sample";
import { grafana, stack } from "./monitoring";
import { release } from "./argo";

const ingress = { enabled: true, tls: [{ hosts: ["grafana.example.com"], secretName: "grafana-tls" }] };
const sso = { "auth.generic_oauth": { enabled: true } };

export const grafanaHardeningCases: RuleCases = {
  rule: "grafana-hardening",
  serves: ["MC-39", "OB-27", "OB-32"],
  violating: [
    {
      title: "the password of the Prometheus stack",
      resources: [stack({ grafana: {} })],
      says: ["values.grafana.admin.existingSecret is not set", "known to everybody"],
    },
    {
      title: "a written password",
      resources: [release("grafana", { adminPassword: "hunter2" })],
      says: ["values.admin.existingSecret", "the password is in the release"],
    },
    {
      title: "plain text",
      resources: [grafana({ ingress: { enabled: true }, "grafana.ini": sso })],
      says: ["values.grafana.ingress.tls is not set"],
    },
    {
      title: "passwords of its own",
      resources: [grafana({ ingress })],
      says: ['values.grafana["grafana.ini"]', "auth.generic_oauth"],
    },
  ],
  complying: [
    { title: "a Secret, TLS and SSO", resources: [grafana({ ingress, "grafana.ini": sso })] },
    {
      title: "a password that the chart makes up, and no Grafana",
      resources: [release("grafana", {}), stack({ grafana: { enabled: false } })],
    },
  ],
  unknown: [{ title: "an ingress that is not known", resources: [grafana({ ingress: UNKNOWN })] }],
};
