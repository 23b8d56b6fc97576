import { describe, expect, test } from "vitest";
import { cidr } from "../../../lib/cidr";
import {
  canReach,
  partyNamed,
  type FilterRule,
  type Model,
  type Pod,
  type Policy,
} from "../../../lib/reachability";

const world = { range: cidr("0.0.0.0/0") };
const out = (over: Partial<FilterRule> = {}): FilterRule => ({
  direction: "out",
  end: world,
  on: { protocol: "tcp" },
  ...over,
});
const into = (over: Partial<FilterRule> = {}): FilterRule => ({
  direction: "in",
  end: world,
  on: { protocol: "tcp" },
  ...over,
});

interface Given {
  readonly client?: readonly FilterRule[];
  readonly server?: readonly FilterRule[];
  readonly pods?: readonly [client: Pod, server: Pod];
  readonly policies?: readonly Policy[];
}

/** A client and a server in subnets of one network, with a NAT gateway and a service gateway. */
function model({ client = [out()], server = [into()], pods, policies = [] }: Given = {}): Model {
  const subnet = (id: string, range: string) => ({
    id,
    name: id,
    network: "n",
    range: cidr(range),
    table: "t",
    lists: [],
  });
  return {
    networks: [{ id: "n", name: "net", ranges: [cidr("10.0.0.0/16")] }],
    subnets: [subnet("s1", "10.0.1.0/24"), subnet("s2", "10.0.2.0/24")],
    tables: [
      {
        id: "t",
        name: "table",
        routes: [
          { to: world, via: "nat" },
          { to: { service: "all" }, via: "sgw" },
        ],
      },
    ],
    gateways: [
      { kind: "nat", id: "nat", name: "NAT" },
      { kind: "service", id: "sgw", name: "services", services: ["all"] },
    ],
    filters: [
      { id: "c", name: "clients", rules: client },
      { id: "s", name: "servers", rules: server },
    ],
    acls: [],
    policies,
    namespaces: { "k/shop": { team: "shop" }, "k/ops": { team: "ops" } },
    endpoints: [
      { name: "app/client", subnets: ["s1"], groups: ["c"], isPublic: false, ...(pods && { pod: pods[0] }) },
      { name: "app/server", subnets: ["s2"], groups: ["s"], isPublic: false, ...(pods && { pod: pods[1] }) },
    ],
    services: [{ name: "storage", labels: ["all", "storage-only"] }],
    gaps: [],
  };
}

function ask(of: Model, from = "app/client", to = "app/server", port = 443) {
  const [source, target] = [from, to].map((name) => {
    const named = partyNamed(of, name);
    if ("fault" in named) throw new Error(named.fault);
    return named.party;
  });
  if (source === undefined || target === undefined) throw new Error("two names are asked about");
  const { verdict, blocks, hops, only } = canReach(of, source, target, { protocol: "tcp", port });
  return {
    verdict,
    why: blocks.map(({ leg, text }) => `${leg}: ${text}`),
    hops: hops.map(({ name }) => name),
    only,
  };
}

describe("A rule is needed at both ends", () => {
  test("and each that is missing is named, with its group and what it would let through", () => {
    expect(ask(model()).verdict).toBe("reaches");
    expect(ask(model({ client: [], server: [] })).why).toEqual([
      "request: no rule of clients lets app/client send TCP 443 to app/server",
      "request: no rule of servers lets app/server receive TCP 443 from app/client",
    ]);
  });

  test("by a group of the other end, by its range or in part of it", () => {
    expect(ask(model({ server: [into({ end: { group: "c" } })] })).verdict).toBe("reaches");
    expect(ask(model({ server: [into({ end: { group: "s" } })] })).verdict).toBe("blocked");
    const half = ask(model({ server: [into({ end: { range: cidr("10.0.1.0/25") } })] }));
    expect(half.verdict).toBe("partly");
    expect(half.only?.from).toEqual([{ first: cidr("10.0.1.0/25").first, last: cidr("10.0.1.0/25").last }]);
  });
});

describe("A stateless rule", () => {
  const stateless = into({ stateless: true });

  test("lets no answer out, which takes a rule from the listener's port to the callers'", () => {
    expect(ask(model({ server: [stateless] })).why).toEqual([
      "reply: no rule of servers lets app/server send answers of TCP 443 to app/client",
    ]);
    const back = out({ stateless: true, on: { protocol: "tcp", sourcePorts: [443, 443] } });
    expect(ask(model({ server: [stateless, back] })).verdict).toBe("reaches");
    const some = out({ stateless: true, on: { protocol: "tcp", ports: [32768, 40000] } });
    expect(ask(model({ server: [stateless, some] })).verdict).toBe("partly");
  });

  test("goes before one that tracks the connection", () => {
    expect(ask(model({ server: [into(), stateless] })).verdict).toBe("blocked");
  });
});

describe("Routes", () => {
  /** The NAT gateway in the servers' subnet, which leads on to the internet and has a list of its own. */
  const throughSubnet = (...refused: readonly ("in" | "out")[]): Model => {
    const plain = model();
    const rule = (direction: "in" | "out", range: string, number: number) => ({
      ...{ number, direction, allow: !refused.includes(direction) || range === "10.0.0.0/16" },
      ...{ range: cidr(range), on: { protocol: "all" as const } },
    });
    const ranges = ["10.0.0.0/16", "0.0.0.0/0"];
    const rules = (["in", "out"] as const).flatMap((way) => ranges.map((range, i) => rule(way, range, i)));
    const [client, server] = plain.subnets;
    if (client === undefined || server === undefined) throw new Error("the model has no two subnets");
    return {
      ...plain,
      subnets: [client, { ...server, table: "public", acl: "list" }],
      tables: [...plain.tables, { id: "public", name: "public", routes: [{ to: world, via: "igw" }] }],
      gateways: [
        { kind: "nat", id: "nat", name: "NAT", subnet: "s2" },
        { kind: "internet", id: "igw", name: "door", network: "n" },
      ],
      acls: [{ id: "list", name: "list", rules }],
    };
  };

  test("pass the list of the subnet that a NAT gateway stands in, there and back", () => {
    expect(ask(throughSubnet(), "app/client", "internet").verdict).toBe("reaches");
    expect(ask(throughSubnet("out"), "app/client", "internet").why).toEqual([
      expect.stringMatching(/^request: .*list refuses TCP 443 out of s2/),
    ]);
    expect(ask(throughSubnet("in"), "app/client", "internet").why).toEqual([
      expect.stringMatching(/^reply: .*list refuses answers of TCP 443 into s2/),
    ]);
  });

  test("lead out through NAT, and to services by the gateway that has them before it", () => {
    expect(ask(model(), "app/client", "internet").hops).toEqual([
      "app/client",
      "app/client",
      "NAT",
      "internet",
    ]);
    expect(
      ask(model({ client: [out({ end: { service: "all" } })] }), "app/client", "storage").hops,
    ).toContain("services");
    expect(
      ask(model({ client: [out({ end: { service: "other" } })] }), "app/client", "storage").verdict,
    ).toBe("blocked");
  });

  test("never lead in through NAT", () => {
    expect(ask(model(), "internet", "app/server").why).toEqual([
      "request: net has no internet gateway",
      "reply: answers would leave by NAT, under another address",
    ]);
  });
});

describe("Network policies", () => {
  const shop: Pod = { cluster: "k", namespace: "shop", labels: { app: "web" } };
  const ops: Pod = { cluster: "k", namespace: "ops" };
  const policy = (over: Partial<Policy>): Policy => ({
    cluster: "k",
    namespace: "shop",
    name: "p",
    enforced: true,
    pods: [],
    isolates: ["in"],
    rules: [],
    ...over,
  });
  const from = (key: string, value: string) => [
    { namespaces: [{ key, operator: "In" as const, values: [value] }] },
  ];

  test("refuse all that none of them allows, once one selects the pod, and add up", () => {
    const asked = (...policies: Policy[]) => ask(model({ pods: [ops, shop], policies })).verdict;
    expect(asked()).toBe("reaches");
    expect(asked(policy({}))).toBe("blocked");
    expect(asked(policy({ isolates: ["out"] }))).toBe("reaches");
    expect(asked(policy({}), policy({ rules: [{ direction: "in", peers: from("team", "ops") }] }))).toBe(
      "reaches",
    );
    expect(asked(policy({}), policy({ rules: [{ direction: "in", peers: from("team", "shop") }] }))).toBe(
      "blocked",
    );
    expect(asked(policy({ pods: [{ key: "app", operator: "In", values: ["db"] }] }))).toBe("reaches");
  });

  test("are told when they depend on labels or ports that are not known", () => {
    const asked = (of: Policy) => ask(model({ pods: [shop, ops], policies: [of] }));
    const named = policy({
      namespace: "ops",
      rules: [{ direction: "in", ports: [{ protocol: "tcp", range: "named" }] }],
    });
    expect(asked(named).verdict).toBe("unknown");
    const some = policy({ namespace: "ops", pods: [{ key: "app", operator: "Exists", values: [] }] });
    expect(asked(some).verdict).toBe("unknown");
    expect(asked(some).why).toEqual([
      "request: whether network policies (ops/p) let app/server receive TCP 443 from app/client depends on labels that are not known",
    ]);
    expect(asked(policy({ namespace: "ops", enforced: false })).why).toEqual([
      "request: no network policy lets app/server receive TCP 443 from app/client, but nothing is known in k that enforces ops/p",
    ]);
    expect(asked(policy({ namespace: "ops", enforced: false })).verdict).toBe("unknown");
    expect(asked({ ...some, rules: [{ direction: "in" }] }).verdict).toBe("reaches");
  });
});

describe("Names", () => {
  test("are addresses too, of what alone is in the subnet, of the internet and of what is beyond", () => {
    const of = model();
    const at = partyNamed(of, "10.0.1.9");
    expect(at).toMatchObject({ party: { kind: "endpoint", endpoint: { name: "app/client" } } });
    expect("notes" in at && at.notes).toEqual([
      "10.0.1.9 is taken for app/client, which alone is known in s1",
    ]);
    expect(partyNamed(of, "8.8.8.0/24")).toMatchObject({ party: { kind: "internet" } });
    expect(partyNamed(of, "192.168.0.0/16")).toMatchObject({ party: { kind: "beyond" } });
  });

  test("that are not known are answered with those that are, the nearest first", () => {
    expect(partyNamed(model(), "app/sever")).toEqual({
      fault:
        "an IPv4 address or CIDR block, or one of internet, app/client, app/server, storage (did you mean app/server?)",
    });
    const fault = (name: string) => {
      const named = partyNamed(model(), name);
      return "fault" in named ? named.fault : undefined;
    };
    expect(fault("10.0.9.9")).toMatch(/within one subnet: 10\.0\.9\.9 is in net/);
    expect(fault("0.0.0.0/0")).toMatch(/wholly of the internet|in net/);
  });
});
