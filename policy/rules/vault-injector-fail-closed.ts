import { valuesOf } from "../lib/charts";
import { dig, entriesOf, wordOf } from "../lib/dig";
import { forEach } from "../lib/unknown";
import { defineRule } from "../rule";

/** A pod that starts without its agent starts without its secrets, and nobody is told why. */
export const vaultInjectorFailClosed = defineRule({
  id: "vault-injector-fail-closed",
  description: "When Vault's injector can not answer, pods that need it do not start.",
  severity: "medium",
  needs: [],
  serves: ["SE-05"],
  remediationSteps:
    "Set injector.webhook.failurePolicy to Fail, with a selector of the namespaces that have such pods.",

  check(resource, _place, report) {
    const refuse = (path: string, value: unknown) => {
      report({
        resource,
        path,
        value,
        // vault-helm, values.yaml: Ignore where nothing is said.
        problem: "while the injector is away, pods start without their secrets",
        remedy: "Set it to Fail, with a selector of the namespaces that have such pods.",
      });
    };
    const values = valuesOf(resource, "vault");
    if (values !== undefined && wordOf(dig(values, "injector", "enabled")) !== "false") {
      const policy =
        dig(values, "injector", "webhook", "failurePolicy") ?? dig(values, "injector", "failurePolicy");
      if (policy !== "Fail") refuse("values.injector.webhook.failurePolicy", policy);
    }
    if (
      !/^kubernetes:admissionregistration\.k8s\.io\/[^:]+:MutatingWebhookConfiguration$/.test(resource.type)
    )
      return;
    forEach(entriesOf(resource.props["webhooks"]), ({ key, read }) => {
      const hook = read();
      if (dig(hook, "name") === "vault.hashicorp.com" && dig(hook, "failurePolicy") === "Ignore")
        refuse(`webhooks[${key}].failurePolicy`, "Ignore");
    });
  },
});
