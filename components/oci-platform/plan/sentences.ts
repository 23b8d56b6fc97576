import type { GroupRole } from "./roles";

/** What a packet is, as a rule names it. */
export type Traffic =
  | { readonly protocol: "tcp" | "udp"; readonly ports: readonly [first: number, last: number] }
  | { readonly protocol: "icmp"; readonly type: number; readonly code: number }
  /** Everything: only from a group to itself. */
  | { readonly protocol: "all" };

/**
 * Who talks or listens: a role's group, the bastion's subnet, the whole VCN, Oracle's services in the region, a peer by
 * its name, or the internet.
 */
export type Party = GroupRole | "bastion" | "vcn" | "oracle-services" | "internet" | `peer:${string}`;

/** One allowance: "workers may reach the API endpoint on TCP 6443, to join the cluster". */
export interface Sentence {
  readonly from: Party;
  readonly to: Party;
  readonly on: Traffic;
  /** The reason, as the end of the sentence: `to join the cluster`. */
  readonly why: string;
}

/** One TCP port, or a range of them. */
export const tcp = (first: number, last = first): Traffic => ({ protocol: "tcp", ports: [first, last] });
/** One UDP port, or a range of them. */
export const udp = (first: number, last = first): Traffic => ({ protocol: "udp", ports: [first, last] });
/** "Fragmentation needed": without it a path with a smaller packet size swallows large packets (RFC 1191). */
export const PATH_DISCOVERY: Traffic = { protocol: "icmp", type: 3, code: 4 };
const ANYTHING: Traffic = { protocol: "all" };

/** Listener ports of database engines: the engines' own defaults; Autonomous Database has TLS on 1521 and mutual TLS on 1522. */
export const DATABASE_PORTS = {
  oracle: tcp(1521, 1522),
  postgresql: tcp(5432),
  mysql: tcp(3306),
} as const;
export type DatabaseEngine = keyof typeof DATABASE_PORTS;

/** Who can be named as a caller of the API gateway. */
export type GatewayClient = (typeof GATEWAY_CLIENTS)[number] | `peer:${string}`;
export const GATEWAY_CLIENTS = ["pods", "workers", "runners", "functions", "bastion"] as const;

/** What of the standing sentences differs from network to network. */
export interface SentenceChoices {
  readonly gatewayClients: readonly GatewayClient[];
  readonly databaseEngines: readonly DatabaseEngine[];
  readonly podBackendPorts: readonly number[];
  readonly internetEgress: readonly GroupRole[];
}

const may = (from: Party, to: Party, on: Traffic, why: string): Sentence => ({ from, to, on, why });

/**
 * Everything that may talk in a network, said once; nothing else may. Ports of the cluster are those of the OKE guide,
 * "Network resource configuration for cluster creation and deployment", for VCN-native pods and a private endpoint.
 */
export function standingSentences(choices: SentenceChoices): Sentence[] {
  return [
    ...clusterSentences(),
    ...entrySentences(choices.podBackendPorts),
    ...choices.gatewayClients.map((client) => may(client, "api-gateway", tcp(443), "to call internal APIs")),
    ...choices.databaseEngines.map((engine) =>
      may("pods", "database", DATABASE_PORTS[engine], `to use ${engine} databases`),
    ),
    may("bastion", "api-endpoint", tcp(6443), "for operators' sessions"),
    may("runners", "api-endpoint", tcp(6443), "to deploy to the cluster"),
    may("runners", "load-balancer", tcp(443), "to reach internal services such as the secrets server"),
    may("runners", "oracle-services", tcp(443), "to call Oracle's APIs"),
    may("functions", "oracle-services", tcp(443), "to call Oracle's APIs"),
    ...(["runners", "workers", "pods"] as const).map((role) =>
      may(role, "private-endpoints", tcp(443), "to use services and registries through private endpoints"),
    ),
    ...choices.internetEgress.map((role) =>
      may(role, "internet", tcp(443), "to fetch over HTTPS through the NAT gateway"),
    ),
  ];
}

/** What a cluster needs to come up and stay up. */
function clusterSentences(): Sentence[] {
  return [
    may("workers", "api-endpoint", tcp(6443), "to join the cluster and call the Kubernetes API"),
    may("workers", "api-endpoint", tcp(12250), "to keep the control plane's tunnel"),
    may("pods", "api-endpoint", tcp(6443), "to call the Kubernetes API"),
    may("pods", "api-endpoint", tcp(12250), "to keep the control plane's tunnel"),
    may("api-endpoint", "workers", tcp(10250), "to call kubelets"),
    may("api-endpoint", "pods", tcp(1, 65535), "to call webhooks and proxied services"),
    may("workers", "pods", tcp(1, 65535), "to probe containers"),
    may("workers", "pods", udp(53), "to resolve names of the cluster"),
    may("pods", "workers", tcp(1024, 65535), "to reach kubelets, exporters and node ports"),
    may("pods", "pods", ANYTHING, "to talk to each other, within network policies"),
    may("api-endpoint", "oracle-services", tcp(443), "to work with the OKE service"),
    may(
      "workers",
      "oracle-services",
      tcp(1, 65535),
      "to register, pull images and work with the OKE service",
    ),
    may("pods", "oracle-services", tcp(1, 65535), "to call Oracle's APIs"),
  ];
}

/** How requests get in. */
function entrySentences(podBackendPorts: readonly number[]): Sentence[] {
  const balancers = ["load-balancer-public", "load-balancer"] as const;
  return [
    may("internet", "load-balancer-public", tcp(443), "to use published hosts"),
    may("internet", "load-balancer-public", tcp(80), "to be redirected to HTTPS"),
    may("api-gateway", "load-balancer", tcp(443), "to call the backends of its routes"),
    may("api-gateway", "oracle-services", tcp(443), "to read keys, certificates and tokens' signers"),
    ...balancers.flatMap((balancer) => [
      may(balancer, "workers", tcp(30000, 32767), "to reach node ports"),
      may(balancer, "workers", tcp(10256), "to check the health of nodes"),
      ...podBackendPorts.map((port) => may(balancer, "pods", tcp(port), "to reach pods as backends")),
    ]),
  ];
}

const NAMES: Readonly<Record<Exclude<Party, `peer:${string}`>, string>> = {
  "load-balancer-public": "public load balancers",
  "load-balancer": "internal load balancers",
  "api-gateway": "the API gateway",
  "api-endpoint": "the API endpoint",
  database: "databases",
  "private-endpoints": "private endpoints",
  functions: "functions",
  runners: "runners",
  workers: "workers",
  pods: "pods",
  bastion: "the bastion",
  vcn: "the network itself",
  "oracle-services": "Oracle's services",
  internet: "the internet",
};

/** A party as a sentence calls it. */
export function partyName(party: Party): string {
  return isPeer(party) ? `the ${peerName(party)} network` : NAMES[party];
}

export function isPeer(party: Party): party is `peer:${string}` {
  return party.startsWith("peer:");
}

export function peerName(party: `peer:${string}`): string {
  return party.slice("peer:".length);
}

/** Traffic as a sentence calls it: `TCP 30000-32767`. */
export function trafficName(on: Traffic): string {
  switch (on.protocol) {
    case "all":
      return "anything";
    case "icmp":
      return `ICMP type ${on.type} code ${on.code}`;
    case "tcp":
    case "udp": {
      const [first, last] = on.ports;
      return `${on.protocol.toUpperCase()} ${first === last ? first : `${first}-${last}`}`;
    }
  }
}

/** The sentence in words; it is the description of the rules made from it. */
export function sentenceText({ from, to, on, why }: Sentence): string {
  const subject = partyName(from);
  return `${subject.charAt(0).toUpperCase()}${subject.slice(1)} may reach ${partyName(to)} on ${trafficName(on)}, ${why}`;
}
