import { allowancesOf, networkPolicyOf, type Selector } from "../lib/network-policies";
import { forEach } from "../lib/unknown";
import { defineRule } from "../rule";

/** The label that the API server sets to a namespace's own name (Kubernetes documentation, "Automatic labelling"). */
const TRUSTED = "kubernetes.io/metadata.name";
const REMEDY = `Match the namespace by ${TRUSTED}, which the API server sets and nobody can give away.`;

/** Whoever may label a namespace could let himself in. */
export const k8sPolicyTrustedSelector = defineRule({
  id: "k8s-policy-trusted-selector",
  description: `Network policies know namespaces by ${TRUSTED}, not by a label that anybody may set.`,
  severity: "high",
  needs: [],
  serves: ["OK-23"],
  remediationSteps: REMEDY,

  check(resource, _place, report) {
    forEach(allowancesOf(networkPolicyOf(resource)?.spec), ({ peers }) => {
      const { path, list } = peers();
      forEach(list, ({ namespaceSelector }, i) => {
        if (namespaceSelector === undefined) return;
        const keys = keysOf(namespaceSelector);
        if (keys.includes(TRUSTED)) return;
        report({
          resource,
          path: `${path}[${i}].namespaceSelector`,
          value: keys.length === 0 ? "every namespace" : keys.join(", "),
          problem:
            keys.length === 0
              ? "pods of every namespace are let through"
              : "the owner of any namespace can give it this label",
          remedy: REMEDY,
        });
      });
    });
  },
});

function keysOf({ matchLabels = {}, matchExpressions = [] }: Selector): string[] {
  return [...Object.keys(matchLabels), ...matchExpressions.map(({ key }) => key)];
}
