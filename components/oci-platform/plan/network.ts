import {
  InputError,
  cidr,
  contains,
  formatCidr,
  overlaps,
  parseCidr,
  subBlock,
  type Cidr,
  type Fault,
} from "../../core";
import {
  GROUP_ROLES,
  SUBNET_OF,
  SUBNET_ROLES,
  WORLD,
  type GroupRole,
  type Peers,
  type SubnetRole,
} from "./roles";

export type Gateway = "internet-gateway" | "nat-gateway" | "service-gateway" | "drg";

/** Where packets for a destination leave the VCN. */
export interface Route {
  /** A range, or Oracle's services in the region. */
  readonly to: { readonly cidr: string } | "oracle-services";
  readonly via: Gateway;
  readonly description: string;
}

export interface PlannedSubnet {
  readonly role: SubnetRole;
  readonly cidr: string;
  /** Whether its interfaces may have public addresses. */
  readonly isPublic: boolean;
  readonly routes: readonly Route[];
}

export interface NetworkPlan {
  readonly subnets: readonly PlannedSubnet[];
  readonly groups: ReadonlySet<GroupRole>;
  readonly internetGateway: boolean;
}

/** What the plan of a network is made from. */
export interface NetworkInputs {
  readonly cidr: string;
  readonly subnets: Readonly<Partial<Record<SubnetRole, string>>>;
  readonly publicIngress: boolean;
  readonly peers: Peers;
}

/** Range of the source document's VCN. */
export const SOURCE_VCN = "10.10.0.0/16";

/**
 * The source document's four subnets in a VCN: load balancers, nodes, databases, bastion, each the /24 at that third
 * octet. Meant for a first look: nodes and pods of a real cluster need the address plan's larger ranges.
 */
export function sourceLayout(vcn: string, publicIngress: boolean): Partial<Record<SubnetRole, string>> {
  const block = parseCidr(vcn);
  if (!block || block.prefix > 21) return {};
  const at = (third: number) => formatCidr(subBlock(block, third * 256, 24));
  return {
    [publicIngress ? "load-balancer-public" : "load-balancer-internal"]: at(1),
    workers: at(2),
    database: at(3),
    bastion: at(4),
  };
}

/** The network to be made: only subnets that have a range, the public one only where the internet may come in. */
export function networkPlan({ subnets, publicIngress, peers }: NetworkInputs): NetworkPlan {
  const planned = SUBNET_ROLES.flatMap((role): PlannedSubnet[] => {
    const range = subnets[role];
    const isPublic = role === "load-balancer-public";
    if (range === undefined || (isPublic && !publicIngress)) return [];
    return [{ role, cidr: range, isPublic, routes: routesOf(role, peers) }];
  });
  const roles = new Set(planned.map(({ role }) => role));
  return {
    subnets: planned,
    groups: new Set(GROUP_ROLES.filter((role) => roles.has(SUBNET_OF[role]))),
    internetGateway: roles.has("load-balancer-public"),
  };
}

/** Tables with a default route through the NAT gateway. */
const NAT_ROLES: ReadonlySet<SubnetRole> = new Set(["runners", "workers", "pods"]);
/** Tables with a route to Oracle's services; load balancers and the bastion call none. */
const SERVICE_ROLES: ReadonlySet<SubnetRole> = new Set([
  ...NAT_ROLES,
  "api-gateway",
  "api-endpoint",
  "database",
  "private-endpoints",
  "functions",
]);

function routesOf(role: SubnetRole, peers: Peers): Route[] {
  if (role === "load-balancer-public") {
    return [{ to: { cidr: WORLD }, via: "internet-gateway", description: "Clients on the internet" }];
  }
  const routes: Route[] = [];
  if (NAT_ROLES.has(role)) {
    routes.push({ to: { cidr: WORLD }, via: "nat-gateway", description: "The internet, outbound only" });
  }
  if (SERVICE_ROLES.has(role)) {
    routes.push({
      to: "oracle-services",
      via: "service-gateway",
      description: "Oracle's services in the region",
    });
  }
  for (const [name, range] of Object.entries(peers)) {
    routes.push({ to: { cidr: range }, via: "drg", description: `The ${name} network` });
  }
  return routes;
}

/** Size of VCNs and subnets: OCI Networking guide, "Allowed VCN size and address ranges". */
const LARGEST = 16;
const SMALLEST = 30;
const BLOCK = "an IPv4 block with its host bits zero, such as 10.65.0.0/16";

/** What must not meet the network's addresses. */
export interface Surroundings {
  readonly peers: Peers;
  /** Service range of the cluster in this network, when there is one. */
  readonly serviceRange?: string;
}

/** Everything wrong with a network's addresses: form, size, nesting, overlap. */
export function addressFaults(
  { cidr: vcn, subnets }: NetworkInputs,
  { peers, serviceRange }: Surroundings,
): Fault[] {
  const faults: Fault[] = [];
  const read = (path: string, text: string): Cidr | undefined => {
    const block = parseCidr(text);
    if (!block) faults.push({ path, given: text, allowed: BLOCK });
    return block;
  };
  const whole = read("cidr", vcn);
  const inside = Object.entries(subnets).flatMap(([role, text]) => {
    const block = read(`subnets.${role}`, text);
    return block ? [{ path: `subnets.${role}`, block }] : [];
  });
  const outside = [
    ...Object.entries(peers).map(([name, text]) => [`peers.${name}`, text] as const),
    ...(serviceRange === undefined ? [] : [["serviceRange", serviceRange] as const]),
  ].flatMap(([path, text]) => {
    const block = read(path, text);
    return block ? [{ path, block }] : [];
  });
  for (const { path, block } of [...(whole ? [{ path: "cidr", block: whole }] : []), ...inside]) {
    if (block.prefix < LARGEST || block.prefix > SMALLEST) {
      faults.push({ path, given: formatCidr(block), allowed: `a block from /${LARGEST} to /${SMALLEST}` });
    }
  }
  if (whole) {
    for (const { path, block } of inside.filter(({ block: subnet }) => !contains(whole, subnet))) {
      faults.push({ path, given: formatCidr(block), allowed: `a part of cidr, ${formatCidr(whole)}` });
    }
  }
  if (Object.keys(subnets).length === 0) {
    faults.push({ path: "subnets", given: {}, allowed: "a range for one role at least" });
  }
  const mine = [...(whole ? [{ path: "cidr", block: whole }] : []), ...inside];
  return [...faults, ...overlapFaults(inside, inside), ...overlapFaults(outside, [...mine, ...outside])];
}

interface Place {
  readonly path: string;
  readonly block: Cidr;
}

/** Pairs that overlap, each once, named with both ranges. */
function overlapFaults(some: readonly Place[], others: readonly Place[]): Fault[] {
  return some.flatMap((one, i) =>
    others
      .filter((other) => other !== one && !(some.indexOf(other) >= 0 && some.indexOf(other) < i))
      .filter((other) => overlaps(one.block, other.block))
      .map((other) => ({
        path: one.path,
        given: formatCidr(one.block),
        allowed: `no overlap with ${other.path}, ${formatCidr(other.block)}`,
      })),
  );
}

/** Session lifetimes of the bastion in minutes: OCI Bastion API, CreateBastionDetails `maxSessionTtlInSeconds`. */
export const SESSION_MINUTES = { min: 30, max: 180 } as const;

/** Everything wrong with who may use the bastion. */
export function bastionFaults(
  bastion: { readonly clients: readonly string[]; readonly maxSessionMinutes?: number },
  { cidr: vcn, subnets, peers }: NetworkInputs,
): Fault[] {
  const faults: Fault[] = [];
  const known = [vcn, ...Object.values(peers)];
  if (subnets.bastion === undefined) {
    faults.push({
      path: "subnets.bastion",
      given: undefined,
      allowed: "a range, since a bastion is asked for",
    });
  }
  if (bastion.clients.length === 0) {
    faults.push({ path: "bastion.clients", given: [], allowed: "at least one range of clients" });
  }
  bastion.clients.forEach((client, i) => {
    const block = parseCidr(client);
    if (!block || !known.some((range) => parseCidr(range) && contains(cidr(range), block))) {
      faults.push({
        path: `bastion.clients[${i}]`,
        given: client,
        allowed: `a range within the network or its peers, ${known.join(", ")}`,
      });
    }
  });
  const minutes = bastion.maxSessionMinutes ?? SESSION_MINUTES.max;
  if (!Number.isInteger(minutes) || minutes < SESSION_MINUTES.min || minutes > SESSION_MINUTES.max) {
    faults.push({
      path: "bastion.maxSessionMinutes",
      given: minutes,
      allowed: `a whole number of minutes from ${SESSION_MINUTES.min} to ${SESSION_MINUTES.max}`,
    });
  }
  return faults;
}

/** `cidrBlock` of the "All <region> Services In Oracle Services Network" entry; a region's key has three letters. */
const ALL_SERVICES = /^all-[a-z]{3}-services-in-oracle-services-network$/;

/**
 * The entry that stands for all of Oracle's services in the region, of those that service gateways may serve: the other
 * one is Object Storage alone, with which nodes never join.
 *
 * @throws {InputError} when the region does not offer it.
 */
export function allServices<S extends { readonly cidrBlock: string }>(offered: readonly S[]): S {
  const entry = offered.find(({ cidrBlock }) => ALL_SERVICES.test(cidrBlock));
  if (entry !== undefined) return entry;
  const given = offered.map(({ cidrBlock }) => cidrBlock);
  throw new InputError("services of the region's service gateways", [
    { path: "", given, allowed: 'a list with "All <region> Services In Oracle Services Network"' },
  ]);
}
