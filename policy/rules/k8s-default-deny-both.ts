import { NAMESPACE, NETWORK_POLICY, networkPolicyOf, type NetworkPolicySpec } from "../lib/network-policies";
import { nameOf } from "../lib/namespaces";
import { refersTo } from "../lib/relations";
import { ifKnown, isGivenLater } from "../lib/unknown";
import { defineRule, type StackResource } from "../rule";

const REMEDY =
  "Add a NetworkPolicy with an empty podSelector, policyTypes Ingress and Egress, and no rules; then allow what is needed.";

/** Policies only add: a namespace without one that denies is open in the directions that none governs. */
export const k8sDefaultDenyBoth = defineRule({
  id: "k8s-default-deny-both",
  description: "Every namespace denies traffic in both directions until something is allowed.",
  severity: "high",
  needs: [],
  serves: ["OK-24"],
  remediationSteps: REMEDY,

  checkStack(resources, _place, report) {
    const policies = resources.filter(({ type }) => type === NETWORK_POLICY);
    for (const namespace of resources.filter(({ type }) => type === NAMESPACE)) {
      const name = nameOf(namespace);
      if (name !== undefined && /^(kube-|default$)/.test(name)) continue;
      const own = policies.filter((policy) => isIn(policy, namespace, name));
      const open = (["Ingress", "Egress"] as const).filter(
        (way) => !own.some((policy) => denies(policy, way)),
      );
      // What is not known may be the policy that is missing.
      if (open.length === 0 || own.some((policy) => !isKnown(policy, "spec"))) continue;
      report({
        resource: namespace,
        path: "metadata.name",
        value: name,
        problem: `no policy denies ${open.join(" and ").toLowerCase()} to all of its pods`,
        remedy: REMEDY,
      });
    }
  },
});

const spec = (policy: StackResource): NetworkPolicySpec | undefined => networkPolicyOf(policy)?.spec;

/** Whether a policy is the namespace's own, or may be, where a name is not known yet. */
function isIn(policy: StackResource, namespace: StackResource, name: string | undefined): boolean {
  if (isKnown(policy, "metadata") && isKnown(namespace, "metadata") && name !== undefined) {
    return networkPolicyOf(policy)?.metadata?.namespace === name;
  }
  return (
    !isKnown(policy, "metadata") ||
    refersTo(policy, "metadata", () => undefined, namespace) ||
    isGivenLater(() => networkPolicyOf(policy)?.metadata?.namespace)
  );
}

/** Behind a cluster that does not exist yet a preview knows of an object only that it is there. */
function isKnown(resource: StackResource, part: "metadata" | "spec"): boolean {
  return ifKnown(() => resource.props[part]) !== undefined;
}

/** An empty selector takes every pod; a rule in the direction would allow something. */
function denies(policy: StackResource, way: "Ingress" | "Egress"): boolean {
  const known = ifKnown(() => spec(policy));
  if (known === undefined) return false;
  const { podSelector = {}, policyTypes = [] } = known;
  const everyPod =
    Object.keys(podSelector.matchLabels ?? {}).length === 0 &&
    (podSelector.matchExpressions ?? []).length === 0;
  const allowed = way === "Ingress" ? known.ingress : known.egress;
  return everyPod && policyTypes.includes(way) && (allowed ?? []).length === 0;
}
