import { metadataOf, nameOf } from "../lib/namespaces";
import { NAMESPACE, type Labels } from "../lib/network-policies";
import { ifKnown } from "../lib/unknown";
import { defineRule, type Resource, type StackResource } from "../rule";

const LABEL = "pulumi-causeway/mutual-tls";
const PEER = /^kubernetes:security\.istio\.io\/[^:]+:PeerAuthentication$/;
const BINDING = /^kubernetes:admissionregistration\.k8s\.io\/[^:]+:ValidatingAdmissionPolicyBinding$/;
const POLICY = /^kubernetes:admissionregistration\.k8s\.io\/[^:]+:ValidatingAdmissionPolicy$/;
/** How the policies of this platform that demand certificates are named. */
const OWN = /^mutual-tls-/;

/** What Kubernetes labels each namespace with: its name. */
const NAME_LABEL = "kubernetes.io/metadata.name";
/** Istio's root namespace, whose PeerAuthentication is that of the whole mesh. */
const MESH = "istio-system";

const REMEDY =
  "Enforce it: a PeerAuthentication of mode STRICT, or the component MutualTls over the namespace.";

interface Mtls {
  readonly mode?: string;
}
interface PeerSpec {
  /** Some pods of the namespace, and not the others. */
  readonly selector?: unknown;
  readonly mtls?: Mtls;
  readonly portLevelMtls?: Readonly<Record<string, Mtls>>;
}
interface BindingSpec {
  readonly policyName?: string;
  readonly validationActions?: readonly string[];
  readonly matchResources?: { readonly namespaceSelector?: NamespaceSelector };
}
interface NamespaceSelector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly {
    readonly key?: string;
    readonly operator?: string;
    readonly values?: readonly string[];
  }[];
}

/** A certificate that nobody asks for encrypts nothing. */
export const mtlsEnforced = defineRule({
  id: "mtls-enforced",
  description: "Where mutual TLS is required, plain text is refused and not merely disliked.",
  severity: "high",
  needs: [],
  serves: ["OK-35"],
  remediationSteps: REMEDY,

  check(resource, _place, report) {
    const peer = peerOf(resource);
    if (peer !== undefined) {
      const modes: [path: string, mode: string | undefined][] = [
        ["spec.mtls.mode", peer.mtls?.mode],
        ...Object.entries(peer.portLevelMtls ?? {}).map(([port, { mode }]): [string, string | undefined] => [
          `spec.portLevelMtls["${port}"].mode`,
          mode,
        ]),
      ];
      for (const [path, value] of modes)
        if (value !== "STRICT")
          report({
            resource,
            path,
            value,
            problem: "plain text is taken as well",
            remedy: "Set it to STRICT.",
          });
    }
    const actions = bindingOf(resource)?.validationActions;
    if (actions !== undefined && OWN.test(bindingOf(resource)?.policyName ?? "") && !actions.includes("Deny"))
      report({
        resource,
        path: "spec.validationActions",
        value: actions.join(", "),
        problem: "what has no certificate is let in, and written down",
        remedy: "Set it to Deny.",
      });
    if (POLICY.test(resource.type) && OWN.test(nameOf(resource) ?? "")) {
      const { failurePolicy } = (resource.props["spec"] ?? {}) as { failurePolicy?: string };
      if (failurePolicy === "Ignore")
        report({
          resource,
          path: "spec.failurePolicy",
          value: failurePolicy,
          problem: "what can not be judged is let in",
          remedy: "Set it to Fail.",
        });
    }
  },

  checkStack(resources, _place, report) {
    // Behind a cluster that does not exist yet a preview knows of an object only that it is there.
    const enforcing = resources.filter(({ type }) => PEER.test(type) || BINDING.test(type));
    if (enforcing.some((resource) => ifKnown(() => resource.props["spec"]) === undefined)) return;
    for (const namespace of resources.filter(({ type }) => type === NAMESPACE)) {
      const name = nameOf(namespace);
      const label = ifKnown(() => metadataOf(namespace).labels?.[LABEL]);
      if (name === undefined || label !== "required") continue;
      const labels = { ...metadataOf(namespace).labels, [NAME_LABEL]: name };
      if (enforcing.some((resource) => isOver(resource, name, labels))) continue;
      report({
        resource: namespace,
        path: `metadata.labels["${LABEL}"]`,
        value: label,
        problem: "nothing enforces it",
        remedy: REMEDY,
      });
    }
  },
});

const peerOf = ({ type, props }: Resource): PeerSpec | undefined =>
  PEER.test(type) ? (props["spec"] ?? {}) : undefined;
const bindingOf = ({ type, props }: Resource): BindingSpec | undefined =>
  BINDING.test(type) ? (props["spec"] as BindingSpec | undefined) : undefined;

/** Whether it enforces mutual TLS in a namespace, or may, where what it names is not known yet. */
function isOver(resource: StackResource, name: string, labels: Labels): boolean {
  return (
    ifKnown(() => {
      const peer = peerOf(resource);
      if (peer !== undefined)
        return peer.selector === undefined && [name, MESH].includes(metadataOf(resource).namespace ?? "");
      const { policyName = "", matchResources } = bindingOf(resource) ?? {};
      return OWN.test(policyName) && selects(matchResources?.namespaceSelector, labels);
    }) ?? true
  );
}

/** Whether a selector, all of what it asks for, chooses a namespace; without one every namespace is chosen. */
function selects(
  { matchLabels = {}, matchExpressions = [] }: NamespaceSelector = {},
  labels: Labels,
): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key = "", operator, values = [] }) => {
      const has = labels[key] !== undefined;
      const among = values.includes(labels[key] ?? "");
      if (operator === "In") return has && among;
      if (operator === "NotIn") return !(has && among);
      return operator === "Exists" ? has : !has;
    })
  );
}
