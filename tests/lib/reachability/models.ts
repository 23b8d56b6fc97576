/** Random models, small enough to be walked address by address. */
import fc from "fast-check";
import { cidr } from "../../../lib/cidr";
import type {
  Acl,
  Door,
  Endpoint,
  Filter,
  FilterRule,
  Gateway,
  Listener,
  Match,
  Model,
  Pod,
  Policy,
  PolicyRule,
  Route,
  RouteTable,
  Selector,
  Subnet,
} from "../../../lib/reachability";

export const BEYOND = cidr("192.168.7.0/30");
export const SERVICE = { name: "storage", labels: ["all-services", "storage-only"] };
/** Of the internet: one of each set that the ranges below tell apart. */
export const ABROAD = ["8.8.8.8", "8.8.8.9", "8.8.9.1", "9.9.9.9"].map((text) => cidr(`${text}/32`).first);

const networks = ["a", "b", "c"].map((id, i) => ({ id, name: id, ranges: [cidr(`10.0.${i}.0/24`)] }));
const subnetIds = networks.flatMap(({ id }) => [`${id}0`, `${id}1`]);
const rangeOf = (id: string) =>
  cidr(`10.0.${networks.findIndex((one) => one.id === id[0])}.${Number(id[1]) * 64}/30`);

/** Whole more often than not: what is open in part only is open nowhere. */
const mostOf = <T>(all: readonly T[]): fc.Arbitrary<readonly T[]> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant([...all]) }, { weight: 1, arbitrary: fc.subarray([...all]) });
const oneOf = <T>(...values: readonly T[]) => fc.constantFrom(...values);
/** The rare value once in a while. */
const rarely = <T, U>(rare: T, common: fc.Arbitrary<U>): fc.Arbitrary<T | U> =>
  fc.oneof({ weight: 1, arbitrary: fc.constant(rare) }, { weight: 12, arbitrary: common });

const ranges = [
  "0.0.0.0/0",
  "10.0.0.0/8",
  "10.0.0.0/24",
  "10.0.1.0/30",
  "10.0.1.2/31",
  "10.0.2.64/30",
  "10.0.0.1/32",
  "8.8.8.0/24",
  "8.8.8.8/32",
  "192.168.0.0/16",
  "192.168.7.2/31",
].map(cidr);
const range = fc.oneof(
  { weight: 2, arbitrary: fc.constant(cidr("0.0.0.0/0")) },
  { weight: 3, arbitrary: oneOf(...ranges) },
);

const match = fc.record<Match>({
  protocol: oneOf("all", "tcp", "tcp", "tcp", "udp", "other"),
  ports: oneOf<Match["ports"]>(undefined, [443, 443], [1, 65535], [400, 500], [32768, 45000], [32768, 65535]),
  sourcePorts: oneOf<Match["sourcePorts"]>(undefined, undefined, undefined, [32768, 50000], [443, 443]),
});

const gateways: readonly fc.Arbitrary<Gateway>[] = [
  ...networks.map(({ id }) =>
    fc.constant<Gateway>({ kind: "internet", id: `igw-${id}`, name: `igw-${id}`, network: id }),
  ),
  ...networks.map(({ id }) =>
    oneOf(undefined, `${id}0`, `${id}1`, "nowhere").map((subnet): Gateway => ({
      kind: "nat",
      id: `nat-${id}`,
      name: `nat-${id}`,
      ...(subnet && { subnet }),
    })),
  ),
  oneOf(["all-services"], ["storage-only"], ["other"]).map((services): Gateway => ({
    kind: "service",
    id: "services",
    name: "services",
    services,
  })),
  ...["hub", "far-hub"].map((id, i) =>
    fc
      .tuple(mostOf(networks.map((one) => one.id)), fc.boolean(), fc.boolean())
      .map(([attached, link, beyond]): Gateway => ({
        kind: "transit",
        id,
        name: id,
        networks: attached,
        links: link && i === 0 ? ["far-hub"] : [],
        beyond: beyond ? [BEYOND] : [],
      })),
  ),
];

const via = rarely(
  undefined,
  rarely(
    "unheard-of",
    oneOf(...networks.flatMap(({ id }) => [`igw-${id}`, `nat-${id}`]), "services", "hub", "hub", "far-hub"),
  ),
);
const route = fc.record<Route>({
  to: fc.oneof(
    { weight: 5, arbitrary: range.map((one) => ({ range: one })) },
    { weight: 1, arbitrary: oneOf({ service: "all-services" }, { service: "storage-only" }) },
  ),
  via,
});

/** Two routes of a table to one place can not be. */
const distinct = (routes: readonly Route[]): Route[] => [
  ...new Map(routes.map((one) => [JSON.stringify(one.to), one])).values(),
];

/** Routes that a sane table has, most of the time, and some others. */
const tables: fc.Arbitrary<RouteTable[]> = fc.tuple(
  ...subnetIds.map((id) =>
    fc
      .tuple(
        mostOf<Route>([
          { to: { range: cidr("10.0.0.0/8") }, via: "hub" },
          { to: { range: cidr("192.168.0.0/16") }, via: "hub" },
          { to: { service: "all-services" }, via: "services" },
        ]),
        oneOf("igw", "nat").map((kind): Route => ({
          to: { range: cidr("0.0.0.0/0") },
          via: `${kind}-${id.slice(0, 1)}`,
        })),
        fc.array(route, { maxLength: 2 }),
      )
      .map(([sane, out, others]) => ({
        id: `t-${id}`,
        name: `t-${id}`,
        routes: distinct([...sane, out, ...others]),
      })),
  ),
);

const groupIds = ["g1", "g2", "g3", "l1"];
const end = fc.oneof<fc.Arbitrary<FilterRule["end"]>[]>(
  range.map((one) => ({ range: one })),
  oneOf(...groupIds).map((group) => ({ group })),
  oneOf({ service: "all-services" }, { service: "storage-only" }),
);
const filterRule = (stateless: fc.Arbitrary<boolean>) =>
  fc.record<FilterRule>({ direction: oneOf("in", "out"), end, on: match, stateless });
const open: readonly FilterRule[] = (["in", "out"] as const).map((direction) => ({
  direction,
  end: { range: cidr("0.0.0.0/0") },
  on: { protocol: "all" },
}));
const filters = (stateless: fc.Arbitrary<boolean>): fc.Arbitrary<Filter[]> =>
  fc.tuple(
    ...groupIds.map((id) =>
      fc
        .tuple(fc.subarray([...open]), fc.array(filterRule(stateless), { maxLength: 5 }))
        .map(([wide, rules]) => ({ id, name: id, rules: [...rules, ...wide] })),
    ),
  );

const acl: fc.Arbitrary<Acl["rules"]> = fc
  .array(
    fc.record({
      direction: oneOf("in" as const, "out" as const),
      allow: rarely(false, fc.boolean()),
      range,
      on: match,
    }),
    {
      maxLength: 6,
    },
  )
  .map((rules) => rules.map((rule, i) => ({ ...rule, number: 100 * (i + 1) })));
const everything: Acl["rules"] = (["in", "out"] as const).map((direction) => ({
  number: 9000,
  direction,
  allow: true,
  range: cidr("0.0.0.0/0"),
  on: { protocol: "all" },
}));
const acls: fc.Arbitrary<Acl[]> = fc.tuple(acl, fc.boolean()).map(([rules, closes]) => [
  { id: "acl0", name: "acl0", rules: closes ? rules : [...rules, ...everything] },
  { id: "acl1", name: "acl1", rules: everything },
]);

const selector: fc.Arbitrary<Selector> = fc.oneof(
  fc.constant<Selector>([]),
  fc
    .record({
      key: oneOf("app", "kind"),
      operator: oneOf("In" as const, "NotIn" as const, "Exists" as const, "DoesNotExist" as const),
      values: fc.subarray(["web", "db", "x"], { minLength: 1 }),
    })
    .map((one) => [one]),
);
const peer: fc.Arbitrary<NonNullable<PolicyRule["peers"]>[number]> = fc.oneof(
  fc.record({ block: range, except: fc.array(range, { maxLength: 1 }) }),
  fc.record({ namespaces: selector, pods: selector }),
  fc.record({ namespaces: selector }),
  fc.record({ pods: selector }),
);
const policyRule = fc.record<PolicyRule>(
  {
    direction: oneOf("in", "out"),
    peers: fc.array(peer, { minLength: 1, maxLength: 2 }),
    ports: fc.array(
      fc.record({
        protocol: oneOf("tcp" as const, "udp" as const),
        range: oneOf<[number, number]>([443, 443], [1, 65535], [80, 400]),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  },
  { requiredKeys: ["direction"] },
);
const policy = fc.record<Policy>({
  cluster: fc.constant("k"),
  namespace: oneOf("shop", "ops"),
  name: oneOf("p", "q"),
  enforced: fc.constant(true),
  pods: selector,
  isolates: fc.subarray(["in", "out"] as const, { minLength: 1 }),
  rules: fc.array(policyRule, { maxLength: 3 }),
});

const listener: fc.Arbitrary<Listener> = fc.record({
  protocol: oneOf("tcp" as const, "udp" as const),
  port: oneOf(443, 80),
  to: fc.array(fc.record({ endpoint: oneOf("e0", "e1", "e2", "e3"), port: oneOf(443, 80) }), {
    maxLength: 2,
  }),
});
const door: fc.Arbitrary<Door> = fc.record({
  name: fc.constant("door"),
  clients: fc.array(range, { minLength: 1, maxLength: 2 }),
  port: oneOf(443, 22),
});

const endpoint = (name: string): fc.Arbitrary<Endpoint> =>
  fc
    .record({
      subnets: oneOf(...subnetIds).chain((id) => oneOf([id], [id], [id, id === "a0" ? "b1" : "a0"])),
      groups: fc
        .array(rarely("unheard-of", oneOf("g1", "g2", "g3")), { minLength: 1, maxLength: 2 })
        .map((all) => [...new Set(all)]),
      isPublic: fc.boolean(),
      pod: oneOf<Pod | undefined>(
        undefined,
        undefined,
        { cluster: "k", namespace: "shop", labels: { app: "web" } },
        { cluster: "k", namespace: "ops", labels: { app: "db", kind: "x" } },
      ),
      listeners: fc.oneof(fc.constant(undefined), fc.array(listener, { minLength: 1, maxLength: 3 })),
      doors: fc.oneof(
        { weight: 5, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: fc.tuple(door) },
      ),
    })
    .map(({ pod, listeners, doors, ...rest }) => ({
      name,
      ...rest,
      ...(pod && { pod }),
      ...(listeners && { listeners }),
      ...(doors && { doors }),
    }));

const subnets = (acl: fc.Arbitrary<string | undefined>): fc.Arbitrary<Subnet[]> =>
  fc.tuple(
    ...subnetIds.map((id) =>
      fc
        .tuple(fc.subarray(["l1"]), acl, rarely(`no-${id}`, fc.constant(`t-${id}`)))
        .map(([lists, given, table]): Subnet => ({
          id,
          name: id,
          network: id.slice(0, 1),
          range: rangeOf(id),
          table,
          lists,
          ...(given && { acl: given }),
        })),
    ),
  );

/** @param plain rules that track connections alone, and no ordered lists. */
export function models({ plain }: { readonly plain: boolean }): fc.Arbitrary<Model> {
  return fc
    .record({
      gateways: fc.tuple(...gateways).chain((all) => fc.subarray(all, { minLength: 4 })),
      tables,
      subnets: subnets(
        plain
          ? fc.constant(undefined)
          : rarely("no-acl", oneOf(undefined, undefined, "acl0", "acl0", "acl1")),
      ),
      filters: filters(plain ? fc.constant(false) : oneOf(false, false, true)),
      acls,
      policies: fc.array(policy, { maxLength: 2 }),
      endpoints: fc.tuple(...["e0", "e1", "e2", "e3"].map(endpoint)),
    })
    .map((parts) => ({
      ...parts,
      networks,
      namespaces: { "k/shop": { app: "web" }, "k/ops": { kind: "x" } },
      services: [SERVICE],
      gaps: [],
    }));
}
