import { apart, UNKNOWN, type RuleCases } from "../sample";
import { pod } from "./vault";

const injected = (
  more: Record<string, unknown>,
  spec: Record<string, unknown> = { serviceAccountName: "orders" },
) =>
  pod(
    {},
    Object.fromEntries(
      Object.entries({ "agent-inject": "true", ...more }).map(([key, value]) => [
        `vault.hashicorp.com/${key}`,
        value,
      ]),
    ),
    spec,
  );
const whole = { role: "orders", "tls-secret": "vault-ca", "ca-cert": "/vault/tls/ca.crt" };

export const vaultAgentCaCases: RuleCases = {
  rule: "vault-agent-ca",
  serves: ["SE-34", "SE-35"],
  violating: [
    {
      title: "no role",
      resources: [injected({ ...whole, role: undefined })],
      says: ['annotations["vault.hashicorp.com/role"] is not set'],
    },
    {
      title: "no CA",
      resources: [injected({ role: "orders" })],
      says: ["vault.hashicorp.com/ca-cert", "whoever answers"],
    },
    {
      title: "no account",
      resources: [injected(whole, {})],
      says: ["spec.template.spec.serviceAccountName is not set"],
    },
    {
      title: "the account of everybody",
      resources: [injected(whole, { serviceAccountName: "default" })],
      says: ['is "default"'],
    },
  ],
  complying: [
    { title: "all three", resources: [injected(whole)] },
    { title: "no agent", resources: apart(injected({ "agent-inject": "false" }, {}), pod({})) },
  ],
  unknown: [{ title: "a switch that is not known", resources: [injected({ "agent-inject": UNKNOWN })] }],
  unknownButEnough: [
    {
      title: "a role and an account that are not known",
      resources: [injected({ ...whole, role: UNKNOWN }, { serviceAccountName: UNKNOWN })],
    },
  ],
};
