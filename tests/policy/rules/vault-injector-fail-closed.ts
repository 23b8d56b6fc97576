import { apart, UNKNOWN, type RuleCases } from "../sample";
import { vaultRelease } from "./vault";

const hook = (failurePolicy: unknown, name = "vault.hashicorp.com") => ({
  type: "kubernetes:admissionregistration.k8s.io/v1:MutatingWebhookConfiguration",
  name: "hooks",
  props: { webhooks: [{ name, failurePolicy }] },
});

export const vaultInjectorFailClosedCases: RuleCases = {
  rule: "vault-injector-fail-closed",
  serves: ["SE-05"],
  violating: [
    {
      title: "the chart's own default",
      resources: [vaultRelease({ injector: {} })],
      says: ["values.injector.webhook.failurePolicy is not set"],
    },
    {
      title: "a webhook that ignores",
      resources: [hook("Ignore")],
      says: ['"hooks": webhooks[0].failurePolicy is "Ignore"'],
    },
  ],
  complying: [
    {
      title: "failing closed",
      resources: apart(vaultRelease(), hook("Fail"), hook("Ignore", "another.example.com")),
    },
    { title: "no injector", resources: [vaultRelease({ injector: { enabled: "false" } })] },
  ],
  unknown: [
    {
      title: "a setting that is not known",
      resources: [vaultRelease({ injector: { webhook: { failurePolicy: UNKNOWN } } })],
    },
  ],
};
