/**
 * Kubernetes network policies. A pod that no policy selects takes and sends everything; one that some policy selects for a
 * direction takes or sends only what one of the policies that select it allows there: policies add up and none forbids.
 * Both ends have to agree, and answers pass by themselves.
 *
 * Source: Kubernetes documentation, "Network Policies" ("The two sorts of pod isolation", "Behavior of to and from
 * selectors"). What it says of a pod's own node, which always reaches the pod, is no question here: a node of a model is any
 * of them.
 */
import type { Direction } from "./filter";
import { inRange } from "./filter";
import type { Pod } from "./parts";
import type { Interval } from "./pieces";
import type { Place } from "./place";
import type { Packet, PortRange } from "./traffic";
import type { Work } from "./work";

export interface Expression {
  readonly key: string;
  readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist";
  readonly values: readonly string[];
}

/** All of it must hold; an empty selector selects everything. */
export type Selector = readonly Expression[];

export type Peer =
  | { readonly block: Interval; readonly except: readonly Interval[] }
  /** Without `namespaces`: pods of the policy's own. Without `pods`: all pods there. */
  | { readonly namespaces?: Selector; readonly pods?: Selector };

export interface PolicyRule {
  readonly direction: Direction;
  /** Anyone, when it is left out. */
  readonly peers?: readonly Peer[];
  /** Everything, when it is left out. A named port is known to the pod alone: it has no range. */
  readonly ports?: readonly {
    readonly protocol: "tcp" | "udp" | "other";
    readonly range?: PortRange | "named";
  }[];
}

export interface Policy {
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
  /** What it is for, in a sentence, where it says so. */
  readonly text?: string;
  /** Whether its cluster is known to enforce policies: without an engine for them they are stored and do nothing. */
  readonly enforced: boolean;
  readonly pods: Selector;
  /** The directions in which it isolates what it selects. */
  readonly isolates: readonly Direction[];
  readonly rules: readonly PolicyRule[];
}

/** What policies say: `open` when none selects the pod, `unknown` when that depends on labels that are not known. */
export type PolicyVerdict =
  | { readonly kind: "open" }
  | { readonly kind: "allowed"; readonly by: Policy }
  | { readonly kind: "refused" | "unknown"; readonly by: readonly Policy[] };

type Labels = Readonly<Record<string, string>>;
/** undefined: it can not be told. */
type Perhaps = boolean | undefined;

/** All, where false outweighs what is not known. */
const every = (parts: readonly Perhaps[]): Perhaps =>
  parts.includes(false) ? false : parts.includes(undefined) ? undefined : true;
/** Any, where true outweighs what is not known. */
const some = (parts: readonly Perhaps[]): Perhaps =>
  parts.includes(true) ? true : parts.includes(undefined) ? undefined : false;

/**
 * @param policies of every cluster.
 * @param namespaces labels by cluster and name, `eks/development`.
 */
export function policyVerdict(
  policies: readonly Policy[],
  namespaces: Readonly<Record<string, Labels>>,
  pod: Pod,
  direction: Direction,
  other: Place,
  packet: Packet,
  work: Work,
): PolicyVerdict {
  const selecting: Policy[] = [];
  const perhaps: Policy[] = [];
  let mayPass = false;
  let allPass = true;
  for (const policy of policies) {
    if (policy.cluster !== pod.cluster || policy.namespace !== pod.namespace) continue;
    if (!policy.isolates.includes(direction)) continue;
    const selected = selects(policy.pods, pod.labels);
    if (selected === false) continue;
    (selected === true ? selecting : perhaps).push(policy);
    const allowed = some(
      policy.rules.map((rule) => {
        work.evaluations++;
        if (rule.direction !== direction) return false;
        return every([
          rule.peers === undefined || some(rule.peers.map((peer) => isPeer(peer, policy, other, namespaces))),
          rule.ports === undefined || some(rule.ports.map((port) => isPort(port, packet))),
        ]);
      }),
    );
    if (allowed === true && selected === true) return { kind: "allowed", by: policy };
    if (allowed !== false) mayPass = true;
    if (allowed !== true) allPass = false;
  }
  if (selecting.length === 0 && allPass) return { kind: "open" };
  if (selecting.length === 0 || mayPass) return { kind: "unknown", by: [...selecting, ...perhaps] };
  return { kind: "refused", by: selecting };
}

function isPort({ protocol, range }: NonNullable<PolicyRule["ports"]>[number], packet: Packet): Perhaps {
  if (protocol !== packet.protocol) return false;
  if (range === "named") return undefined;
  return range === undefined || (range[0] <= packet.port && packet.port <= range[1]);
}

function isPeer(
  peer: Peer,
  policy: Policy,
  other: Place,
  namespaces: Readonly<Record<string, Labels>>,
): Perhaps {
  if ("block" in peer) {
    return inRange(peer.block, other) && !peer.except.some((range) => inRange(range, other));
  }
  const pod = other.kind === "inside" ? other.endpoint.pod : undefined;
  if (pod?.cluster !== policy.cluster) return false;
  const { namespace } = pod;
  const there =
    peer.namespaces === undefined
      ? namespace === undefined
        ? undefined
        : namespace === policy.namespace
      : selects(
          peer.namespaces,
          namespace === undefined ? undefined : namespaces[`${pod.cluster}/${namespace}`],
        );
  return every([there, peer.pods === undefined || selects(peer.pods, pod.labels)]);
}

/** @param labels undefined when they are not known: then only the empty selector is sure to select. */
export function selects(selector: Selector, labels: Labels | undefined): Perhaps {
  if (selector.length === 0) return true;
  if (labels === undefined) return undefined;
  return selector.every(({ key, operator, values }) => {
    const value = labels[key];
    switch (operator) {
      case "In":
        return value !== undefined && values.includes(value);
      case "NotIn":
        return value === undefined || !values.includes(value);
      case "Exists":
        return value !== undefined;
      case "DoesNotExist":
        return value === undefined;
    }
  });
}
