// What a policy engine says of Kubernetes policies: the very reading and evaluation that `causeway path` uses.
import { Inventory, type Deployed } from "../../../automation/deploy/reachability/deployed";
import { kubernetesParts } from "../../../automation/deploy/reachability/kubernetes";
import { parseCidr } from "../../../lib/cidr";
import { noWork, type Pod } from "../../../lib/reachability";
import type { Place } from "../../../lib/reachability/place";
import { policyVerdict } from "../../../lib/reachability/policy";

const CLUSTER = "oke";
const PODS = parseCidr("10.65.32.0/19");

/** A pod, by its namespace and the value of its label `app`, or an address outside the cluster. */
export type End =
  { readonly namespace: string; readonly app: string | undefined } | { readonly address: string };

/** An object of the cluster, as a state has it. */
export function inState(kind: string, name: string, outputs: object): Deployed {
  return {
    ...{ stack: "s", type: `kubernetes:${kind}`, name, id: name, provider: CLUSTER, urn: name },
    outputs: outputs as Deployed["outputs"],
  };
}

export type Policies = ReturnType<typeof kubernetesParts>;
export const policiesOf = (objects: readonly Deployed[]): Policies => kubernetesParts(new Inventory(objects));

function placeOf(end: End): Place {
  const address = (text: string) => parseCidr(`${text}/32`)?.first ?? 0;
  if ("address" in end) return { kind: "beyond", address: address(end.address) };
  const labels: Readonly<Record<string, string>> =
    end.app === undefined ? {} : { app: end.app, "k8s-app": end.app };
  const pod: Pod = { cluster: CLUSTER, namespace: end.namespace, labels };
  const endpoint = { name: end.namespace, subnets: ["s"], groups: [], isPublic: false, pod };
  if (PODS === undefined) throw new Error("no range");
  const subnet = { id: "s", name: "pods", network: "n", range: PODS, table: "t", lists: [] };
  return { kind: "inside", endpoint, subnet, address: address("10.65.32.7") };
}

/** Whether the policies at one end let TCP through, on its way to the other end or from there. */
export function lets(parts: Policies, at: End, direction: "in" | "out", other: End, port: number): boolean {
  const place = placeOf(at);
  if (place.kind !== "inside" || place.endpoint.pod === undefined) return true;
  const packet = { protocol: "tcp", sourcePort: 40_000, port } as const;
  const { policies, namespaces } = parts;
  const verdict = policyVerdict(
    policies,
    namespaces,
    place.endpoint.pod,
    direction,
    placeOf(other),
    packet,
    noWork(),
  );
  return verdict.kind === "allowed" || verdict.kind === "open";
}

/** Whether both ends let it through. */
export const reaches = (parts: Policies, from: End, to: End, port: number): boolean =>
  lets(parts, from, "out", to, port) && lets(parts, to, "in", from, port);
