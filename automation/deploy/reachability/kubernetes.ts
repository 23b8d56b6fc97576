/** Network policies and namespaces, from resources of `@pulumi/kubernetes`. */
import type {
  Direction,
  Endpoint,
  Expression,
  Model,
  Peer,
  Policy,
  PolicyRule,
  Selector,
} from "../../../lib/reachability";
import {
  isObject,
  object,
  objects,
  text,
  texts,
  type Deployed,
  type Inventory,
  type Values,
} from "./deployed";

type Parts = Pick<Model, "policies" | "namespaces">;

const POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const NAMESPACE = "kubernetes:core/v1:Namespace";
/** Annotation of a policy with the sentence that it was made from (`ALLOWS` of components/kubernetes). */
const ALLOWS = "pulumi-causeway/allows";
const OKE_CLUSTER = "oci:ContainerEngine/cluster:Cluster";
/** The label that Kubernetes itself gives (Kubernetes documentation, "Well-Known Labels"). */
const NAME_LABEL = "kubernetes.io/metadata.name";

export function kubernetesParts(inventory: Inventory): Parts {
  const policies = inventory.of(POLICY).map((policy) => policyOf(policy, inventory));
  const namespaces = inventory.of(NAMESPACE).map((namespace) => {
    const metadata = object(namespace.outputs, "metadata");
    const name = text(metadata, "name") ?? namespace.id;
    const labels = { ...labelsOf(object(metadata, "labels")), [NAME_LABEL]: name };
    return [`${clusterOf(namespace, inventory)}/${name}`, labels] as const;
  });
  const named = policies.flatMap(({ cluster, rules }) =>
    namesIn(rules).map((name) => [`${cluster}/${name}`, { [NAME_LABEL]: name }] as const),
  );
  return { policies, namespaces: Object.fromEntries([...named, ...namespaces]) };
}

/** Namespaces that policies call by their name exist, whoever makes them. */
function namesIn(rules: readonly PolicyRule[]): string[] {
  return rules
    .flatMap(({ peers = [] }) => peers)
    .flatMap((peer) => ("namespaces" in peer ? (peer.namespaces ?? []) : []))
    .filter(({ key, operator }) => key === NAME_LABEL && operator === "In")
    .flatMap(({ values }) => values);
}

/** Each namespace's pods, beside those that no policy selects. */
export function podEndpoints(endpoints: readonly Endpoint[], { namespaces }: Parts): Endpoint[] {
  return endpoints.flatMap((endpoint) => {
    const { pod } = endpoint;
    if (pod === undefined) return [];
    return Object.keys(namespaces)
      .filter((key) => key.startsWith(`${pod.cluster}/`))
      .map((key) => {
        const namespace = key.slice(pod.cluster.length + 1);
        return { ...endpoint, name: `${endpoint.name}/${namespace}`, pod: { ...pod, namespace } };
      });
  });
}

/** The stack of the cluster whose address is in the provider's kubeconfig; else the provider's own name. */
function clusterOf({ provider }: Deployed, inventory: Inventory): string {
  const [urn = "", id] = provider.split(/::(?=[^:]*$)/);
  const found = inventory
    .of("pulumi:providers:kubernetes")
    .find((one) => one.urn === urn && (id === undefined || one.id === id));
  const kubeconfig = found === undefined ? undefined : text(found.outputs, "kubeconfig");
  const clusters: [string, string | undefined][] = [
    ...inventory
      .of("aws:eks/cluster:Cluster")
      .map((one): [string, string | undefined] => [one.stack, text(one.outputs, "endpoint")]),
    ...inventory.of(OKE_CLUSTER).flatMap((one) =>
      objects(one.outputs, "endpoints").flatMap((endpoint): [string, string | undefined][] => [
        [one.stack, text(endpoint, "privateEndpoint")],
        [one.stack, text(endpoint, "publicEndpoint")],
      ]),
    ),
  ];
  const named = clusters.find(
    ([, address]) => address !== undefined && kubeconfig?.includes(address) === true,
  );
  return named?.[0] ?? found?.name ?? urn;
}

/**
 * Whether the cluster is known to enforce policies. EKS's own plugin does where its add-on is told to (EKS User Guide, "Limit
 * Pod traffic with Kubernetes network policies"), OKE's does not (OKE documentation, "Installing Calico and Setting Up Network
 * Policies"). Elsewhere an agent must run on every node; a name alone, or the definitions of an engine, are none.
 */
function isEnforced(cluster: string, inventory: Inventory): boolean {
  const isOke = inventory.of(OKE_CLUSTER).some(({ stack }) => stack === cluster);
  return (
    inventory.of("aws:eks/addon:Addon").some((addon) => addon.stack === cluster && isPolicyAddon(addon)) ||
    inventory
      .of("kubernetes:apps/v1:DaemonSet")
      .some((agent) => isAgent(agent, isOke) && clusterOf(agent, inventory) === cluster) ||
    (!isOke &&
      inventory
        .of("kubernetes:helm.sh/v3:Release")
        .some((release) => isEngineChart(release) && clusterOf(release, inventory) === cluster))
  );
}

function isPolicyAddon({ outputs }: Deployed): boolean {
  return (
    text(outputs, "addonName") === "vpc-cni" &&
    /"enableNetworkPolicy"\s*:\s*"?true/.test(text(outputs, "configurationValues") ?? "")
  );
}

/** Charts that bring their agents themselves; neither knows the pods' interfaces of OKE. */
function isEngineChart({ outputs }: Deployed): boolean {
  return /(^|\/)(cilium|tigera-operator)$/.test(text(outputs, "chart") ?? "");
}

/**
 * An agent of Calico or Cilium that is on all Linux nodes. On OKE it is Calico's, and told of the interfaces of the VCN-native
 * plugin: otherwise it watches those of a plugin that is not there, and lets everything pass.
 */
function isAgent({ outputs }: Deployed, isOke: boolean): boolean {
  const pod = object(object(object(outputs, "spec"), "template"), "spec");
  const narrowed = Object.keys(object(pod, "nodeSelector")).some((key) => key !== "kubernetes.io/os");
  if (narrowed || Object.keys(object(pod, "affinity")).length > 0) return false;
  return objects(pod, "containers").some((container) => {
    const image = /(?:^|\/)(calico\/node|cilium\/cilium)(?:[:@]|$)/.exec(text(container, "image") ?? "")?.[1];
    if (!isOke || image === undefined) return image !== undefined;
    const env = objects(container, "env");
    const prefix = env.find((one) => text(one, "name") === "FELIX_INTERFACEPREFIX");
    return image === "calico/node" && prefix !== undefined && text(prefix, "value") === "oci";
  });
}

function policyOf(policy: Deployed, inventory: Inventory): Policy {
  const [metadata, spec] = [object(policy.outputs, "metadata"), object(policy.outputs, "spec")];
  const types = texts(spec, "policyTypes");
  const egress = objects(spec, "egress");
  const cluster = clusterOf(policy, inventory);
  const says = text(object(metadata, "annotations"), ALLOWS);
  // Without types it is about ingress, and about egress where it has rules for it (API reference, NetworkPolicySpec).
  const isolates: Direction[] =
    types.length > 0
      ? types.map((type) => (type === "Egress" ? "out" : "in"))
      : ["in", ...(egress.length > 0 ? (["out"] as const) : [])];
  return {
    cluster,
    namespace: text(metadata, "namespace") ?? "default",
    name: text(metadata, "name") ?? policy.name,
    ...(says === undefined ? {} : { text: says }),
    enforced: isEnforced(cluster, inventory),
    pods: selectorOf(object(spec, "podSelector")),
    isolates,
    rules: [
      ...objects(spec, "ingress").map((rule) => ruleOf(rule, "in", policy, inventory)),
      ...egress.map((rule) => ruleOf(rule, "out", policy, inventory)),
    ],
  };
}

/** An empty list of peers or ports is none: it stands for everyone and everything. */
function ruleOf(rule: Values, direction: Direction, of: Deployed, inventory: Inventory): PolicyRule {
  const given = objects(rule, direction === "in" ? "from" : "to");
  const ports = objects(rule, "ports");
  return {
    direction,
    ...(given.length > 0 ? { peers: given.flatMap((one) => peerOf(one, of, inventory)) } : {}),
    ...(ports.length > 0 ? { ports: ports.map(portOf) } : {}),
  };
}

function peerOf(peer: Values, of: Deployed, inventory: Inventory): Peer[] {
  if (isObject(peer["ipBlock"])) {
    const block = inventory.block(text(peer["ipBlock"], "cidr"), of);
    const except = texts(peer["ipBlock"], "except").flatMap((range) => inventory.block(range, of) ?? []);
    return block === undefined ? [] : [{ block, except }];
  }
  return [
    {
      ...(isObject(peer["namespaceSelector"]) ? { namespaces: selectorOf(peer["namespaceSelector"]) } : {}),
      ...(isObject(peer["podSelector"]) ? { pods: selectorOf(peer["podSelector"]) } : {}),
    },
  ];
}

function portOf(given: Values): NonNullable<PolicyRule["ports"]>[number] {
  const { port, endPort } = given;
  const protocol = { TCP: "tcp", UDP: "udp" }[text(given, "protocol") ?? "TCP"] ?? "other";
  const range =
    typeof port === "number"
      ? ([port, typeof endPort === "number" ? endPort : port] as const)
      : port === undefined
        ? undefined
        : "named";
  return { protocol: protocol as "tcp" | "udp" | "other", ...(range === undefined ? {} : { range }) };
}

function selectorOf(selector: Values): Selector {
  const labels = Object.entries(labelsOf(object(selector, "matchLabels")));
  return [
    ...labels.map(([key, value]): Expression => ({ key, operator: "In", values: [value] })),
    ...objects(selector, "matchExpressions").map((one): Expression => ({
      key: text(one, "key") ?? "",
      operator: (text(one, "operator") ?? "Exists") as Expression["operator"],
      values: texts(one, "values"),
    })),
  ];
}

function labelsOf(labels: Values): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, String(value)]));
}
