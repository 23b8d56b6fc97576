/**
 * What is known of an environment's networks, in words that no cloud owns. It is plain data that nobody changes once it is
 * made; everything is named by its `id`, and shown by its `name`.
 *
 * Only IPv4 is modelled.
 */
import type { Acl } from "./acl";
import type { Filter } from "./filter";
import type { Gateway, RouteTable } from "./gateway";
import type { Endpoint, Network, Service, Subnet } from "./parts";
import type { Policy } from "./policy";

/** What could not be read into the model, so that no answer takes it as open or as shut. */
export interface Gap {
  /** `aws-network: aws:networkfirewall/firewall:Firewall "inspection"`. */
  readonly what: string;
  /** What answers do not consider because of it. */
  readonly why: string;
}

export interface Model {
  readonly networks: readonly Network[];
  readonly subnets: readonly Subnet[];
  readonly tables: readonly RouteTable[];
  readonly gateways: readonly Gateway[];
  /** Security groups and lists. */
  readonly filters: readonly Filter[];
  readonly acls: readonly Acl[];
  readonly policies: readonly Policy[];
  /** Labels of namespaces, by cluster and name: `eks/development`. */
  readonly namespaces: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly endpoints: readonly Endpoint[];
  readonly services: readonly Service[];
  readonly gaps: readonly Gap[];
}
