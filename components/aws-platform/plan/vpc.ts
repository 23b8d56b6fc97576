import { InputError, contains, overlappingPairs, parseCidr, type Cidr, type Fault } from "../../core";

/** Zones by letter: the first, second and third of the region, whatever they are called there. */
export const ZONE_KEYS = ["a", "b", "c"] as const;
export type ZoneKey = (typeof ZONE_KEYS)[number];

/** One value for each of the three zones. */
export type PerZone<T> = readonly [T, T, T];

/** The value of one zone. */
export function ofZone<T>([a, b, c]: PerZone<T>, zone: ZoneKey): T {
  return { a, b, c }[zone];
}

/**
 * How a role's subnets reach the internet: `public` through the internet gateway, `egress` outwards only, through NAT,
 * `isolated` not at all.
 */
export type Reach = "public" | "egress" | "isolated";

/** The roles of subnets. */
export const SUBNET_ROLES = {
  public: "public",
  database: "isolated",
  endpoints: "isolated",
  functions: "egress",
  transit: "isolated",
  workers: "egress",
} as const satisfies Record<string, Reach>;
export type SubnetRole = keyof typeof SUBNET_ROLES;

/** Roles whose route tables lead to S3 and DynamoDB without leaving AWS. */
const AWS_SERVICE_ROLES: readonly SubnetRole[] = ["database", "functions", "workers"];

/** Bounds of a prefix length, VPC and subnet alike (VPC User Guide, "VPC CIDR blocks" and "Subnet sizing"). */
const PREFIX = { min: 16, max: 28 };

export interface VpcInput {
  /** The VPC's range. */
  readonly cidr: string;
  /** A range for each zone, by role. */
  readonly subnets: Readonly<Record<SubnetRole, PerZone<string>>>;
  /** NAT gateways: 1 for all zones, or 3, one a zone. */
  readonly natGateways: 1 | 3;
}

export interface SubnetPlan {
  /** `workers-a`. */
  readonly key: string;
  readonly role: SubnetRole;
  readonly zone: ZoneKey;
  readonly cidr: string;
  /** Key of its route table. */
  readonly table: string;
}

export interface RouteTablePlan {
  /** The role, with the zone where each zone has its own: `workers-a`. */
  readonly key: string;
  /** Where everything else goes: the internet gateway, the NAT gateway of a zone, or nowhere. */
  readonly defaultRoute: "internet" | { readonly nat: ZoneKey } | undefined;
  /** Whether S3 and DynamoDB are reached from it, through gateway endpoints. */
  readonly awsServices: boolean;
}

export interface VpcPlan {
  readonly subnets: readonly SubnetPlan[];
  readonly tables: readonly RouteTablePlan[];
  /** Zones that have a NAT gateway. */
  readonly nats: readonly ZoneKey[];
}

const ROLES = Object.keys(SUBNET_ROLES) as SubnetRole[];

/**
 * Subnets, route tables and NAT gateways. A role with egress has a table in each zone even when one NAT gateway serves
 * all: going from one to three then changes routes and nothing else.
 */
export function planVpc({ subnets, natGateways }: VpcInput): VpcPlan {
  const nats = natGateways === 1 ? ZONE_KEYS.slice(0, 1) : [...ZONE_KEYS];
  const tableOf = (role: SubnetRole, zone: ZoneKey): RouteTablePlan => {
    const awsServices = AWS_SERVICE_ROLES.includes(role);
    const reach: Reach = SUBNET_ROLES[role];
    switch (reach) {
      case "public":
        return { key: role, defaultRoute: "internet", awsServices };
      case "isolated":
        return { key: role, defaultRoute: undefined, awsServices };
      case "egress":
        return {
          key: `${role}-${zone}`,
          defaultRoute: { nat: nats.includes(zone) ? zone : "a" },
          awsServices,
        };
    }
  };
  const places = ROLES.flatMap((role) => ZONE_KEYS.map((zone) => ({ role, zone })));
  const tables = new Map(
    places.map(({ role, zone }) => {
      const table = tableOf(role, zone);
      return [table.key, table];
    }),
  );
  return {
    subnets: places.map(({ role, zone }) => ({
      key: `${role}-${zone}`,
      role,
      zone,
      cidr: ofZone(subnets[role], zone),
      table: tableOf(role, zone).key,
    })),
    tables: [...tables.values()],
    nats,
  };
}

/** Everything wrong with the input, each fault with its path. */
export function vpcFaults(input: VpcInput): Fault[] {
  const faults: Fault[] = [];
  const ranges: Record<string, Cidr> = {};
  const read = (path: string, text: string): Cidr | undefined => {
    const block = parseCidr(text);
    if (block && block.prefix >= PREFIX.min && block.prefix <= PREFIX.max) return block;
    const allowed = `an IPv4 block from /${PREFIX.min} to /${PREFIX.max} with its host bits zero`;
    faults.push({ path, given: text, allowed });
    return undefined;
  };
  const vpc = read("cidr", input.cidr);
  for (const role of ROLES) {
    const zones: readonly string[] = input.subnets[role] ?? [];
    if (zones.length !== ZONE_KEYS.length) {
      faults.push({ path: `subnets.${role}`, given: zones, allowed: "three ranges, one a zone" });
    }
    zones.forEach((text, index) => {
      const path = `subnets.${role}[${index}]`;
      const block = read(path, text);
      if (!block) return;
      ranges[path] = block;
      if (vpc && !contains(vpc, block)) {
        faults.push({ path, given: text, allowed: `a part of cidr, ${input.cidr}` });
      }
    });
  }
  for (const role of Object.keys(input.subnets).filter((key) => !(key in SUBNET_ROLES))) {
    faults.push({ path: `subnets.${role}`, given: role, allowed: `one of the roles ${ROLES.join(", ")}` });
  }
  for (const [a, b] of overlappingPairs(ranges)) {
    faults.push({ path: b, given: textAt(input, b), allowed: `no overlap with ${a}, ${textAt(input, a)}` });
  }
  if (![1, 3].includes(input.natGateways)) {
    faults.push({ path: "natGateways", given: input.natGateways, allowed: "1 (shared) or 3 (one a zone)" });
  }
  return faults;
}

function textAt(input: VpcInput, path: string): string {
  const [, role, index] = /^subnets\.(\w+)\[(\d)\]$/.exec(path) ?? [];
  return input.subnets[role as SubnetRole][Number(index)] ?? "";
}

/** Zones in which EKS places no control plane (EKS User Guide, "Subnet requirements for clusters"), by zone id. */
export const ZONES_WITHOUT_EKS = ["use1-az3", "usw1-az2", "cac1-az3"] as const;

/**
 * The zones that a VPC is built in, of those a region has for it.
 * @throws {InputError} when they are fewer than three.
 */
export function firstZones(names: readonly string[]): PerZone<string> {
  const [a, b, c] = names;
  if (a !== undefined && b !== undefined && c !== undefined) return [a, b, c];
  const allowed = "at least three zones in which EKS may place a control plane: choose another region";
  throw new InputError("Vpc", [{ path: "zones of the region", given: names, allowed }]);
}
