/** The things that a model is about: networks, subnets, and what is in them. */
import type { Cidr } from "../cidr";
import type { Interval } from "./pieces";
import type { Traffic } from "./traffic";

/** A VCN or a VPC. */
export interface Network {
  readonly id: string;
  readonly name: string;
  readonly ranges: readonly Cidr[];
}

export interface Subnet {
  readonly id: string;
  readonly name: string;
  /** Id of its network. */
  readonly network: string;
  readonly range: Cidr;
  /** Id of its route table. */
  readonly table: string;
  /** Ids of security lists: they add to the groups of whatever is in the subnet. */
  readonly lists: readonly string[];
  /** Id of the ordered list at its boundary (AWS network ACL); none lets everything through. */
  readonly acl?: string;
}

/** What an endpoint answers on, and what it passes a connection on to. */
export interface Listener {
  readonly protocol: Traffic["protocol"];
  readonly port: number;
  /** Names of endpoints behind it, and the port there; empty for what answers itself. */
  readonly to: readonly { readonly endpoint: string; readonly port: number }[];
}

/** A pod, as network policies see it. What is left out is not known. */
export interface Pod {
  readonly cluster: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A way in that the provider runs outside the network, such as the public endpoint of a managed cluster's API. */
export interface Door {
  readonly name: string;
  /** Whom it lets in. */
  readonly clients: readonly Interval[];
  readonly port: number;
  /** What it is of, as in rules. */
  readonly resource?: string;
}

/** Something that talks or listens: the interfaces of one role, wherever in its subnets they are. */
export interface Endpoint {
  /** As people know it: `oke-dxb/workers`. */
  readonly name: string;
  readonly aliases?: readonly string[];
  /** Ids of the subnets that its interfaces are in, one at least. */
  readonly subnets: readonly string[];
  /** Ids of the security groups of its interfaces. */
  readonly groups: readonly string[];
  /** Whether its interfaces have public addresses. */
  readonly isPublic: boolean;
  readonly pod?: Pod;
  /** @default it may listen anywhere, as far as is known */
  readonly listeners?: readonly Listener[];
  readonly doors?: readonly Door[];
}

/** A provider's service that is reached from within networks: object storage, a registry. */
export interface Service {
  readonly name: string;
  /** What routes and rules call it: the label of a service range, the id of a prefix list. */
  readonly labels: readonly string[];
}
