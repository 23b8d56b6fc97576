import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkPath, type GatewayPaths, type PathGap } from "../../../components/api-gateway";
import { cidr } from "../../../lib/cidr";
import type { Filter, Model, RouteTable } from "../../../lib/reachability";
import { API, SERVED, network, pathsOver, walks } from "./gateway-paths";

const told = (gaps: readonly PathGap[]) =>
  gaps.map(({ kind, from, to, on }) => `${kind}: ${from} to ${to}${on === undefined ? "" : ` on ${on}`}`);
const check = (model: Model, more: Partial<GatewayPaths> = {}, api = API) =>
  checkPath(pathsOver(model, more), [api]);

interface Choice {
  readonly clients: readonly ("pods" | "runners" | "functions")[];
  readonly port: number;
}
const USUAL: Choice = { clients: ["pods", "runners"], port: 30443 };

/** Whether single packets take every way that the paths of these tests have. */
function allWalk(model: Model, { clients, port }: Choice = USUAL): boolean {
  const ways = [
    ...clients.map((client) => [client, "api-gateway", 443, "tcp"] as const),
    ["10.64.0.0/16", "api-gateway", 443, "tcp"],
    ["10.64.0.0/16", "private-endpoints", 53, "udp"],
    ["10.64.0.0/16", "private-endpoints", 53, "tcp"],
    ["api-gateway", "load-balancer", 443, "tcp"],
    ["load-balancer", "workers", port, "tcp"],
    ["load-balancer", "workers", 10256, "tcp"],
  ] as const;
  return ways.every(([from, to, on, protocol]) => walks(model, from, to, on, protocol));
}

/** Each single rule or route of a model, as the model without it. */
function* withoutOne(model: Model): Generator<Model> {
  for (const filter of model.filters) {
    for (const rule of filter.rules) {
      const less: Filter = { ...filter, rules: filter.rules.filter((one) => one !== rule) };
      yield { ...model, filters: model.filters.map((one) => (one === filter ? less : one)) };
    }
  }
  for (const table of model.tables) {
    for (const route of table.routes) {
      const less: RouteTable = { ...table, routes: table.routes.filter((one) => one !== route) };
      yield { ...model, tables: model.tables.map((one) => (one === table ? less : one)) };
    }
  }
}

describe("checkPath", () => {
  test("GW-18 finds nothing where everything is open that must be, and nothing else", () => {
    expect(told(check(network()))).toEqual([]);
    expect(allWalk(network())).toBe(true);
  });

  test("GW-18 finds a gap exactly where a walk of single packets does not arrive", () => {
    const seen = { open: 0, shut: 0 };
    const specification = fc.record({
      clients: fc.subarray(["pods", "runners", "functions"] as const, { minLength: 1 }),
      // Node ports, and the ports next to them.
      port: fc.constantFrom(30000, 30443, 32767, 29999, 32768),
      // Few are missing, else nearly every network would be shut.
      lost: fc.array(fc.nat({ max: 200 }), { maxLength: 2 }),
    });
    fc.assert(
      fc.property(specification, ({ clients, port, lost }) => {
        const whole = network({ gatewayClients: [...clients, "peer:aws"] });
        const model = lost.reduce((left, n) => [...withoutOne(left)][n] ?? left, whole);
        const open = allWalk(model, { clients, port });
        seen[open ? "open" : "shut"]++;
        const behind = [{ at: "workers", port, healthPort: 10256 }] as const;
        const hosts = Object.fromEntries(
          Object.keys(pathsOver(model).hosts).map((host) => [host, { ...SERVED, behind }]),
        );
        const gaps = check(model, {
          clients: [
            { class: "peer-cloud", from: "10.64.0.0/16" },
            ...clients.map((from) => ({ class: "vcn", from }) as const),
          ],
          hosts,
        });
        expect(gaps.length === 0).toBe(open);
      }),
      { numRuns: 200, seed: 10 },
    );
    expect(Math.min(seen.open, seen.shut)).toBeGreaterThan(20);
  });

  test("GW-11 GW-13 GW-14 GW-15 GW-18 any one rule or route that is missing makes exactly one finding", () => {
    const kinds = new Set<string>();
    for (const model of withoutOne(network())) {
      const gaps = check(model);
      expect(gaps).toHaveLength(allWalk(model) ? 0 : 1);
      gaps.forEach((gap) => kinds.add(told([gap])[0] ?? ""));
    }
    expect([...kinds].sort()).toEqual([
      "route: 10.64.0.0/16 to api-gateway on TCP 443",
      "route: 10.64.0.0/16 to private-endpoints on UDP 53, TCP 53",
      "rule: 10.64.0.0/16 to api-gateway on TCP 443",
      "rule: 10.64.0.0/16 to private-endpoints on TCP 53",
      "rule: 10.64.0.0/16 to private-endpoints on UDP 53",
      "rule: api-gateway to load-balancer on TCP 443",
      "rule: load-balancer to workers on TCP 10256",
      "rule: load-balancer to workers on TCP 30443",
      "rule: pods to api-gateway on TCP 443",
      "rule: runners to api-gateway on TCP 443",
    ]);
  });

  test("names every gap at once, with its routes and what is missing", () => {
    const gaps = check({ ...network(), filters: [] });
    expect(gaps.length).toBeGreaterThan(8);
    expect(gaps.find(({ to }) => to === "load-balancer")).toMatchObject({
      routes: ["GET /v1/health", "GET /v1/customer"],
      from: "api-gateway",
      on: "TCP 443",
    });
  });

  test("GW-09 GW-10 whoever reaches the gateway and is no client is told", () => {
    const gaps = check(network({ gatewayClients: ["pods", "runners", "functions", "peer:aws"] }));
    expect(gaps).toMatchObject([
      {
        kind: "stranger",
        from: "functions",
        what: "functions reaches api-gateway, and is none of its clients",
      },
    ]);
  });

  test("GW-17 a static route for a part of the network overrules local routing, and is told", () => {
    const model = network();
    const added = { to: { range: cidr("10.65.1.0/24") }, via: "nat-gateway" };
    const tables = model.tables.map((one) =>
      one.id === "api-gateway" ? { ...one, routes: [...one.routes, added] } : one,
    );
    const kinds = check({ ...model, tables }).map(({ kind, from, to }) => [kind, from, to]);
    expect(kinds).toContainEqual(["local-route", "api-gateway routes", "10.65.1.0/24"]);
    expect(kinds).toContainEqual(["gateway", "api-gateway", "load-balancer"]);
    expect(check(model)).toEqual([]);
  });

  test("GW-17 a backend in another network is reached by the gateway between them", () => {
    const far = {
      kind: "vm",
      at: "10.90.1.5",
      signedBy: "public",
      direct: { reason: "a host of another site" },
    } as const;
    const hosts = { ...pathsOver(network()).hosts, "customers.svc.dxb.dev.internal.example.org": far };
    expect(told(check(network(), { hosts }))).toEqual(["rule: api-gateway to 10.90.1.5 on TCP 443"]);
    const allowed = network({
      allow: [
        ...(["tcp", "udp"] as const).map((protocol) => ({
          from: "peer:aws" as const,
          to: "private-endpoints" as const,
          on: { protocol, ports: [53, 53] as const },
          why: "to resolve names",
        })),
        {
          from: "api-gateway",
          to: "peer:site",
          on: { protocol: "tcp", ports: [443, 443] },
          why: "to call customers",
        },
      ],
    });
    expect(check(allowed, { hosts })).toEqual([]);
    const unrouted = {
      ...allowed,
      tables: allowed.tables.map((one) => ({
        ...one,
        routes: one.routes.filter(
          ({ to }) => !("range" in to && to.range.first === cidr("10.90.0.0/16").first),
        ),
      })),
    };
    expect(told(check(unrouted, { hosts }))).toEqual(["route: api-gateway to 10.90.1.5 on TCP 443"]);
  });

  test("GW-12 names that clients or the gateway can not resolve are told", () => {
    const { names } = pathsOver(network());
    const without = check(network(), { names: { ...names, records: [] } });
    expect(told(without)).toEqual([
      "name: pods to api.dxb.dev.internal.example.org",
      "name: api-gateway to id.svc.dxb.dev.internal.example.org",
      "name: api-gateway to customers.svc.dxb.dev.internal.example.org",
    ]);
    const { hostname, records } = names;
    const deaf = check(network(), { names: { hostname, records } });
    expect(told(deaf)).toEqual(["name: 10.64.0.0/16 to api.dxb.dev.internal.example.org"]);
    const shut = check(network({ allow: [] }));
    expect(told(shut).sort()).toEqual([
      "rule: 10.64.0.0/16 to private-endpoints on TCP 53",
      "rule: 10.64.0.0/16 to private-endpoints on UDP 53",
    ]);
  });

  test("GW-07 an authority that the gateway does not trust is told", () => {
    const gaps = check(network(), { trusts: [] });
    expect(told(gaps)).toEqual([
      "trust: api-gateway to id.svc.dxb.dev.internal.example.org",
      "trust: api-gateway to customers.svc.dxb.dev.internal.example.org",
    ]);
    expect(gaps[0]?.what).toContain("signed by platform, which the gateway does not trust");
  });

  test("GW-16 every backend has a place, and one without a load balancer says why", () => {
    const { hosts } = pathsOver(network());
    const [id, customers] = Object.keys(hosts) as [string, string];
    expect(check(network(), { hosts: { [id]: SERVED } })[0]).toMatchObject({
      kind: "place",
      routes: ["GET /v1/customer"],
      what: `nothing is said of where ${customers} is`,
    });
    const direct = { kind: "vm", at: "load-balancer", signedBy: "public", direct: { reason: "so" } } as const;
    expect(told(check(network(), { hosts: { ...hosts, [customers]: direct } }))).toEqual([
      `place: api-gateway to ${customers}`,
    ]);
  });

  test("GW-33 GW-46 an identity domain is called through the service gateway", () => {
    const keys = { url: "https://idcs-0a1b.identity.oraclecloud.com/admin/v1/SigningCert/jwk" };
    const api = { ...API, authentication: { ...API.authentication, keys } } as typeof API;
    const hosts = {
      ...pathsOver(network()).hosts,
      "idcs-0a1b.identity.oraclecloud.com": { kind: "oracle-service" } as const,
    };
    expect(check(network(), { hosts }, api)).toEqual([]);
    const storageOnly: Model = {
      ...network(),
      gateways: network().gateways.map((one) =>
        one.kind === "service" ? { ...one, services: ["object-storage"] } : one,
      ),
    };
    expect(told(check(storageOnly, { hosts }, api))).toEqual([
      "gateway: api-gateway to oracle-services on TCP 443",
    ]);
  });
});
