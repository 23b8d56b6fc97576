import {
  cidr,
  contains,
  formatCidr,
  overlappingPairs,
  overlaps,
  parseCidr,
  subBlock,
  type Cidr,
  type Fault,
} from "../../components/core";

/** The environments that are shipped. */
export const ENVIRONMENT_NAMES = ["dev", "staging", "prod"] as const;
export type EnvironmentName = (typeof ENVIRONMENT_NAMES)[number];

/** The sites of an environment: one AWS region and two OCI regions. */
export type Site = "aws" | "dxb" | "jed";

/**
 * The address plan (docs/requirements/00.md, "Address plan"). It is the only place where a routed range is written; every
 * subnet, rule, allow list and route is derived from it.
 */
export const PLAN = {
  supernet: "10.64.0.0/11",
  environments: { dev: "10.64.0.0/14", staging: "10.68.0.0/14", prod: "10.72.0.0/14" },
  /** Second octet of each site's /16, counted from the environment's block. */
  sites: { aws: 0, dxb: 1, jed: 2 },
  reserved: { test: "10.76.0.0/14", pprd: "10.80.0.0/14", shared: "10.84.0.0/14", spare: "10.88.0.0/13" },
  /** Cluster service ranges: never routed, never advertised. */
  services: { eks: "172.20.0.0/16", "oke-dxb": "172.21.0.0/16", "oke-jed": "172.22.0.0/16" },
  /** Pools for VPN inside addresses, in /30s. */
  tunnels: { dev: "169.254.32.0/24", staging: "169.254.33.0/24", prod: "169.254.34.0/24" },
  /** Pools for dedicated links, in /30s, one a BGP session; dev has no dedicated link. */
  links: { staging: "10.95.255.64/26", prod: "10.95.255.0/26" },
} as const;

/** An OCI site's subnets by role: offset in its /16 as the last two octets, and prefix length. */
const OCI_SUBNETS = {
  "load-balancer-public": [0, 0, 24],
  "load-balancer-internal": [1, 0, 24],
  "api-gateway": [2, 0, 24],
  "api-endpoint": [3, 0, 28],
  bastion: [3, 64, 26],
  database: [4, 0, 24],
  "private-endpoints": [5, 0, 24],
  functions: [6, 0, 24],
  runners: [7, 0, 24],
  workers: [8, 0, 22],
  pods: [32, 0, 19],
} as const;

export type OciSubnetRole = keyof typeof OCI_SUBNETS;
export const OCI_SUBNET_ROLES = Object.keys(OCI_SUBNETS) as OciSubnetRole[];

/** The AWS site's subnets by role, one for each of three zones. */
const AWS_SUBNETS = {
  public: [
    [0, 0, 24],
    [1, 0, 24],
    [2, 0, 24],
  ],
  database: [
    [4, 0, 24],
    [5, 0, 24],
    [6, 0, 24],
  ],
  endpoints: [
    [8, 0, 24],
    [9, 0, 24],
    [10, 0, 24],
  ],
  functions: [
    [12, 0, 24],
    [13, 0, 24],
    [14, 0, 24],
  ],
  transit: [
    [16, 0, 28],
    [16, 16, 28],
    [16, 32, 28],
  ],
  workers: [
    [32, 0, 19],
    [64, 0, 19],
    [96, 0, 19],
  ],
} as const;

export type AwsSubnetRole = keyof typeof AWS_SUBNETS;
export const AWS_SUBNET_ROLES = Object.keys(AWS_SUBNETS) as AwsSubnetRole[];

/** A CIDR for each of three zones. */
export type PerZone = readonly [string, string, string];

/** The plan of one environment, as components take it. */
export interface AddressPlan {
  readonly environment: EnvironmentName;
  /** The environment's whole block. */
  readonly block: string;
  readonly aws: { readonly vpc: string; readonly subnets: Readonly<Record<AwsSubnetRole, PerZone>> };
  readonly dxb: { readonly vcn: string; readonly subnets: Readonly<Record<OciSubnetRole, string>> };
  readonly jed: { readonly vcn: string; readonly subnets: Readonly<Record<OciSubnetRole, string>> };
  readonly services: typeof PLAN.services;
}

type Place = readonly [number, number, number];

function at(site: Cidr, [third, fourth, prefix]: Place): string {
  return formatCidr(subBlock(site, third * 256 + fourth, prefix));
}

function mapValues<K extends string, A, B>(record: Readonly<Record<K, A>>, f: (value: A) => B): Record<K, B> {
  return Object.fromEntries(Object.entries<A>(record).map(([key, value]) => [key, f(value)])) as Record<K, B>;
}

/** The plan of an environment. */
export function addressPlan(environment: EnvironmentName): AddressPlan {
  const block = cidr(PLAN.environments[environment]);
  const site = (key: Site): Cidr => subBlock(block, PLAN.sites[key] * 2 ** 16, 16);
  const oci = (key: "dxb" | "jed") => ({
    vcn: formatCidr(site(key)),
    subnets: mapValues<OciSubnetRole, Place, string>(OCI_SUBNETS, (place) => at(site(key), place)),
  });
  return {
    environment,
    block: formatCidr(block),
    aws: {
      vpc: formatCidr(site("aws")),
      subnets: mapValues<AwsSubnetRole, readonly [Place, Place, Place], PerZone>(AWS_SUBNETS, ([a, b, c]) => [
        at(site("aws"), a),
        at(site("aws"), b),
        at(site("aws"), c),
      ]),
    },
    dxb: oci("dxb"),
    jed: oci("jed"),
    services: PLAN.services,
  };
}

/** Every routed range of an environment's plan by path, smallest parts last. */
export function routedRanges(plan: AddressPlan): Record<string, string> {
  const ranges: Record<string, string> = {
    "aws.vpc": plan.aws.vpc,
    "dxb.vcn": plan.dxb.vcn,
    "jed.vcn": plan.jed.vcn,
  };
  for (const [role, zones] of Object.entries(plan.aws.subnets)) {
    zones.forEach((range, zone) => (ranges[`aws.subnets.${role}[${zone}]`] = range));
  }
  for (const site of ["dxb", "jed"] as const) {
    for (const [role, range] of Object.entries(plan[site].subnets)) ranges[`${site}.subnets.${role}`] = range;
  }
  return ranges;
}

/**
 * Ranges that no routed range may touch: those the source document uses (see docs/requirements/00.md, "Address
 * inventory"), defaults of clusters and container bridges, and 100.64.0.0/10, which Exadata uses inside (RFC 6598).
 */
export const FOREIGN_RANGES: Readonly<Record<string, string>> = {
  "VCN of areas 7 and 10": "10.0.0.0/16",
  "VPC of area 3": "10.1.0.0/16",
  "VCN of area 3": "10.2.0.0/16",
  "VCN of area 9": "10.10.0.0/16",
  "OKE services default": "10.96.0.0/16",
  "OKE overlay pods default": "10.244.0.0/16",
  "EKS services default A": "172.20.0.0/16",
  "EKS services default B": "10.100.0.0/16",
  "container bridge": "172.17.0.0/16",
  "eksctl default": "192.168.0.0/16",
  "carrier-grade NAT": "100.64.0.0/10",
  "link local": "169.254.0.0/16",
};

const FOREIGN_BLOCKS = Object.entries(FOREIGN_RANGES).map(
  ([name, range]) => [name, range, cidr(range)] as const,
);

/** Everything wrong with an environment's plan: form, nesting, overlap, foreign ranges. None for the plan above. */
export function planFaults(plan: AddressPlan): Fault[] {
  const faults: Fault[] = [];
  const blocks: Record<string, Cidr> = {};
  for (const [path, range] of Object.entries(routedRanges(plan))) {
    const block = parseCidr(range);
    if (block) blocks[path] = block;
    else faults.push({ path, given: range, allowed: "an IPv4 block with its host bits zero" });
  }
  const whole = parseCidr(plan.block);
  for (const [path, block] of Object.entries(blocks)) {
    const [site, kind] = path.split(".");
    const parentPath = kind === "subnets" ? (site === "aws" ? "aws.vpc" : `${site}.vcn`) : undefined;
    const parent = parentPath === undefined ? whole : blocks[parentPath];
    if (parent && !contains(parent, block)) {
      faults.push({
        path,
        given: formatCidr(block),
        allowed: `a part of ${parentPath ?? "block"}, ${formatCidr(parent)}`,
      });
    }
    for (const [name, range, foreign] of FOREIGN_BLOCKS) {
      if (overlaps(block, foreign)) {
        faults.push({ path, given: formatCidr(block), allowed: `no overlap with ${range} (${name})` });
      }
    }
  }
  const siblings = (prefix: RegExp) =>
    Object.fromEntries(Object.entries(blocks).filter(([path]) => prefix.test(path)));
  for (const group of [/^\w+\.(vpc|vcn)$/, /^aws\.subnets/, /^dxb\.subnets/, /^jed\.subnets/]) {
    for (const [a, b] of overlappingPairs(siblings(group))) {
      faults.push({
        path: a,
        given: formatCidr(blocks[a] as Cidr),
        allowed: `no overlap with ${b}, ${formatCidr(blocks[b] as Cidr)}`,
      });
    }
  }
  return [...faults, ...serviceFaults(plan)];
}

function serviceFaults(plan: AddressPlan): Fault[] {
  const entries: [string, string][] = Object.entries(plan.services).map(([key, range]) => [
    `services.${key}`,
    range,
  ]);
  const all = Object.fromEntries(
    [...entries, ["block", plan.block]].flatMap(([path, range]) => {
      const block = parseCidr(range as string);
      return block ? [[path as string, block]] : [];
    }),
  ) as Record<string, Cidr>;
  const malformed = entries.filter(([, range]) => !parseCidr(range));
  return [
    ...malformed.map(([path, range]) => ({
      path,
      given: range,
      allowed: "an IPv4 block with its host bits zero",
    })),
    ...overlappingPairs(all).map(([a, b]) => ({
      path: a,
      given: formatCidr(all[a] as Cidr),
      allowed: `no overlap with ${b}, ${formatCidr(all[b] as Cidr)}`,
    })),
  ];
}

/**
 * Inside addresses that the two VPN services keep for themselves.
 * AWS: Site-to-Site VPN user guide, "Tunnel options". OCI: Site-to-Site VPN, "Required information" (169.254.10.0-19.255,
 * 100.0-109.255, 192.0-201.255).
 */
const TUNNEL_RESERVED: readonly { readonly first: string; readonly last: string; readonly owner: string }[] =
  [
    { first: "169.254.0.0/30", last: "169.254.5.0/30", owner: "AWS" },
    { first: "169.254.169.252/30", last: "169.254.169.252/30", owner: "AWS" },
    { first: "169.254.10.0/24", last: "169.254.19.0/24", owner: "OCI" },
    { first: "169.254.100.0/24", last: "169.254.109.0/24", owner: "OCI" },
    { first: "169.254.192.0/24", last: "169.254.201.0/24", owner: "OCI" },
  ];

/** Who keeps a /30 for itself, or undefined when both clouds take it. */
export function tunnelReservedBy(range: string): string | undefined {
  const block = cidr(range);
  return TUNNEL_RESERVED.find((r) =>
    overlaps(block, { first: cidr(r.first).first, last: cidr(r.last).last, prefix: 0 }),
  )?.owner;
}

/**
 * The first `count` /30s of a pool that neither cloud keeps for itself.
 * @throws {RangeError} when the pool is exhausted.
 */
export function tunnelRanges(pool: string, count: number): string[] {
  const block = cidr(pool);
  const size = block.last - block.first + 1;
  const ranges: string[] = [];
  for (let offset = 0; offset + 4 <= size && ranges.length < count; offset += 4) {
    const range = formatCidr(subBlock(block, offset, 30));
    if (tunnelReservedBy(range) === undefined) ranges.push(range);
  }
  if (ranges.length < count) {
    throw new RangeError(
      `pool ${pool} has ${ranges.length} usable /30 ranges; ${count} are asked for: widen the pool`,
    );
  }
  return ranges;
}
