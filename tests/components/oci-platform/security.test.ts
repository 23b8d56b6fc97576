import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { networkPlan } from "../../../components/oci-platform/plan/network";
import { GROUP_ROLES, type GroupRole } from "../../../components/oci-platform/plan/roles";
import {
  ruleFaults,
  securityPlan,
  sentenceFaults,
  type SecurityPlan,
} from "../../../components/oci-platform/plan/rules";
import {
  sentenceText,
  standingSentences,
  tcp,
  udp,
  type Sentence,
  type SentenceChoices,
} from "../../../components/oci-platform/plan/sentences";
import { addressPlan } from "../../../stacks/environments";
import { Walker, type Host, type Packet } from "./walker";

const { dxb, aws } = addressPlan("dev");
const PEERS = { aws: aws.vpc };
const CHOICES: SentenceChoices = {
  databaseEngines: ["oracle"],
  podBackendPorts: [],
  internetEgress: [],
  gatewayClients: [],
};

function groundOf(publicIngress = true) {
  const { groups } = networkPlan({ cidr: dxb.vcn, subnets: dxb.subnets, publicIngress, peers: PEERS });
  return { vcn: dxb.vcn, subnets: dxb.subnets, groups, peers: PEERS };
}

function planOf(choices: Partial<SentenceChoices> = {}, allow: readonly Sentence[] = []): SecurityPlan {
  return securityPlan([...standingSentences({ ...CHOICES, ...choices }), ...allow], groundOf());
}

const walk = (plan: SecurityPlan) => new Walker(plan, dxb.subnets, aws.vpc);

const HOSTS: readonly Host[] = [...GROUP_ROLES, "bastion", "peer", "internet", "oracle-services"];
const PORTS = [
  1, 22, 53, 79, 80, 81, 442, 443, 444, 1023, 1024, 1520, 1521, 1522, 1523, 3306, 5432, 6442, 6443, 6444,
  8080, 10249, 10250, 10251, 10255, 10256, 10257, 12249, 12250, 12251, 29999, 30000, 32767, 32768, 65535,
];
const PACKETS: readonly Packet[] = PORTS.flatMap((port): Packet[] => [
  { protocol: "tcp", port },
  { protocol: "udp", port },
]);

/** Who may reach whom, written down by hand from the requirements: the test's own copy of the matrix. */
const DECLARED: readonly [
  from: Host,
  to: Host,
  protocol: "tcp" | "udp" | "any",
  first: number,
  last: number,
][] = [
  ["internet", "load-balancer-public", "tcp", 80, 80],
  ["internet", "load-balancer-public", "tcp", 443, 443],
  // The world includes the peers.
  ["peer", "load-balancer-public", "tcp", 80, 80],
  ["peer", "load-balancer-public", "tcp", 443, 443],
  ["load-balancer-public", "workers", "tcp", 30000, 32767],
  ["load-balancer-public", "workers", "tcp", 10256, 10256],
  ["load-balancer", "workers", "tcp", 30000, 32767],
  ["load-balancer", "workers", "tcp", 10256, 10256],
  ["workers", "api-endpoint", "tcp", 6443, 6443],
  ["workers", "api-endpoint", "tcp", 12250, 12250],
  ["pods", "api-endpoint", "tcp", 6443, 6443],
  ["pods", "api-endpoint", "tcp", 12250, 12250],
  ["api-endpoint", "workers", "tcp", 10250, 10250],
  ["api-endpoint", "pods", "tcp", 1, 65535],
  ["workers", "pods", "tcp", 1, 65535],
  ["workers", "pods", "udp", 53, 53],
  ["pods", "workers", "tcp", 1024, 65535],
  ["pods", "pods", "any", 1, 65535],
  ["pods", "database", "tcp", 1521, 1522],
  ["bastion", "api-endpoint", "tcp", 6443, 6443],
  ["runners", "api-endpoint", "tcp", 6443, 6443],
  ["runners", "load-balancer", "tcp", 443, 443],
  ["api-gateway", "load-balancer", "tcp", 443, 443],
  ["workers", "private-endpoints", "tcp", 443, 443],
  ["pods", "private-endpoints", "tcp", 443, 443],
  ["runners", "private-endpoints", "tcp", 443, 443],
  ["api-endpoint", "oracle-services", "tcp", 443, 443],
  ["workers", "oracle-services", "tcp", 1, 65535],
  ["pods", "oracle-services", "tcp", 1, 65535],
  ["runners", "oracle-services", "tcp", 443, 443],
  ["functions", "oracle-services", "tcp", 443, 443],
  ["api-gateway", "oracle-services", "tcp", 443, 443],
];

function declares(from: Host, to: Host, packet: Packet): boolean {
  return DECLARED.some(
    ([f, t, protocol, first, last]) =>
      f === from &&
      t === to &&
      "port" in packet &&
      (protocol === "any" || protocol === packet.protocol) &&
      first <= packet.port &&
      packet.port <= last,
  );
}

/** Outsiders among themselves are nobody's business here. */
const OUTSIDE: ReadonlySet<Host> = new Set(["peer", "internet", "oracle-services"]);
const PAIRS = HOSTS.flatMap((from) => HOSTS.map((to) => [from, to] as const)).filter(
  ([from, to]) => !(OUTSIDE.has(from) && OUTSIDE.has(to)),
);

/** Packets on which two answers differ. */
function differences(plan: SecurityPlan): string[] {
  const walker = walk(plan);
  return PAIRS.flatMap(([from, to]) =>
    PACKETS.filter((packet) => walker.passes(from, to, packet) !== declares(from, to, packet)).map(
      (packet) => `${from} > ${to}: ${JSON.stringify(packet)}`,
    ),
  );
}

function differs(plan: SecurityPlan): boolean {
  const walker = walk(plan);
  return PAIRS.some(([from, to]) =>
    PACKETS.some((packet) => walker.passes(from, to, packet) !== declares(from, to, packet)),
  );
}

describe("the reachability matrix", () => {
  test("OP-11: rules let through exactly what is declared, for every pair of roles", () => {
    expect(differences(planOf())).toEqual([]);
  });

  test("OP-11: removing any one rule of a protocol with ports shows", () => {
    const plan = planOf();
    const kept = plan.groupRules.filter(({ on }) => on.protocol === "icmp");
    expect(plan.groupRules.length - kept.length).toBeGreaterThan(40);
    for (const rule of plan.groupRules.filter(({ on }) => on.protocol !== "icmp")) {
      const less = { ...plan, groupRules: plan.groupRules.filter((other) => other !== rule) };
      expect(differs(less), rule.key).toBe(true);
    }
    expect(differs({ ...plan, bastionRules: [] })).toBe(true);
  });

  test("OP-11: any undeclared allowance shows", () => {
    const party = fc.constantFrom<GroupRole>(...GROUP_ROLES);
    const traffic = fc.constantFrom(...PORTS).chain((port) => fc.constantFrom(tcp(port), udp(port)));
    fc.assert(
      fc.property(party, party, traffic, (from, to, on) => {
        const packet = { protocol: on.protocol, port: "ports" in on ? on.ports[0] : 0 } as Packet;
        fc.pre(!declares(from, to, packet));
        expect(differs(planOf({}, [{ from, to, on, why: "for no reason" }]))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test("OP-11: path discovery passes between every two groups, and to the services they use", () => {
    const walker = walk(planOf());
    const discovery: Packet = { protocol: "icmp", type: 3, code: 4 };
    for (const from of GROUP_ROLES) {
      for (const to of GROUP_ROLES) expect(walker.passes(from, to, discovery), `${from} > ${to}`).toBe(true);
    }
    for (const role of ["api-endpoint", "workers", "pods"] as const) {
      expect(walker.passes(role, "oracle-services", discovery)).toBe(true);
    }
    expect(walker.passes("workers", "api-endpoint", { protocol: "icmp", type: 8, code: 0 })).toBe(false);
    expect(walker.passes("peer", "database", discovery)).toBe(false);
  });

  test("OP-11: other database engines open their port and no other", () => {
    const walker = walk(planOf({ databaseEngines: ["postgresql", "mysql"] }));
    const open = PORTS.filter((port) => walker.passes("pods", "database", { protocol: "tcp", port }));
    expect(open).toEqual([3306, 5432]);
  });

  test("OP-11: pods as backends open their port to both load balancers", () => {
    const walker = walk(planOf({ podBackendPorts: [8080] }));
    for (const balancer of ["load-balancer", "load-balancer-public"] as const) {
      const open = PORTS.filter((port) => walker.passes(balancer, "pods", { protocol: "tcp", port }));
      expect(open).toEqual([8080]);
    }
  });

  test("a peer reaches what a sentence allows, and finds the packet size on the way", () => {
    const walker = walk(planOf({}, [{ from: "peer:aws", to: "database", on: tcp(1522), why: "for orders" }]));
    const open = HOSTS.filter((host) => walker.passes("peer", host, { protocol: "tcp", port: 1522 }));
    expect(open).toEqual(["database", ...HOSTS.filter((host) => OUTSIDE.has(host))]);
    expect(walker.passes("peer", "database", { protocol: "icmp", type: 3, code: 4 })).toBe(true);
  });

  test("OK-11, OK-20: the internet reaches public balancers on 443 and 80, and without them nothing", () => {
    const reached = (plan: SecurityPlan) =>
      HOSTS.filter((host) => !OUTSIDE.has(host)).flatMap((host) =>
        PACKETS.filter((packet) => walk(plan).passes("internet", host, packet)).map((packet) => ({
          host,
          ...packet,
        })),
      );
    expect(reached(planOf())).toEqual([
      { host: "load-balancer-public", protocol: "tcp", port: 80 },
      { host: "load-balancer-public", protocol: "tcp", port: 443 },
    ]);
    const standing = standingSentences(CHOICES);
    expect(reached(securityPlan(standing, groundOf(false)))).toEqual([]);
  });

  test("OK-21: balancers take 443, and of the cluster reach node ports and the nodes' health, by group", () => {
    const walker = walk(planOf());
    const into = HOSTS.flatMap((from) =>
      PACKETS.filter((packet) => walker.passes(from, "load-balancer", packet)).map((packet) => [
        from,
        packet.protocol,
        "port" in packet && packet.port,
      ]),
    );
    expect(into).toEqual([
      ["api-gateway", "tcp", 443],
      ["runners", "tcp", 443],
    ]);
    const nodes = PORTS.filter((port) =>
      walker.passes("load-balancer", "workers", { protocol: "tcp", port }),
    );
    expect(nodes).toEqual([10256, 30000, 32767]);
    const rules = planOf().groupRules.filter(
      ({ group, key }) => group === "workers" && key.includes("from-load-balancer-tcp"),
    );
    expect(rules.map(({ counterpart }) => counterpart)).toEqual([
      { kind: "group", role: "load-balancer" },
      { kind: "group", role: "load-balancer" },
    ]);
  });

  test("only runners call the internet, and only over HTTPS", () => {
    const walker = walk(planOf({ internetEgress: ["runners"] }));
    const calls = GROUP_ROLES.flatMap((role) =>
      PACKETS.filter((packet) => walker.passes(role, "internet", packet)).map((packet) => [role, packet]),
    );
    expect(calls).toEqual([["runners", { protocol: "tcp", port: 443 }]]);
  });
});

describe("rules", () => {
  test("OP-11: each names a protocol and its ports; all protocols only from a group to itself", () => {
    for (const rule of planOf().groupRules.filter(({ on }) => on.protocol === "all")) {
      expect(rule.counterpart).toEqual({ kind: "group", role: rule.group });
    }
  });

  test("OP-11: between groups both sides name the other's group, never a range", () => {
    const between = planOf().groupRules.filter(({ description }) =>
      /^Workers may reach the API/.test(description),
    );
    expect(between.map(({ key, counterpart }) => [key, counterpart])).toEqual([
      ["workers-to-api-endpoint-tcp-6443", { kind: "group", role: "api-endpoint" }],
      ["api-endpoint-from-workers-tcp-6443", { kind: "group", role: "workers" }],
      ["workers-to-api-endpoint-tcp-12250", { kind: "group", role: "api-endpoint" }],
      ["api-endpoint-from-workers-tcp-12250", { kind: "group", role: "workers" }],
    ]);
  });

  test("the bastion's half is a rule of its subnet, since its endpoint takes no group", () => {
    const { bastionRules, groupRules } = planOf();
    expect(bastionRules).toEqual([
      {
        direction: "EGRESS",
        cidr: dxb.subnets["api-endpoint"],
        on: tcp(6443),
        description: "The bastion may reach the API endpoint on TCP 6443, for operators' sessions",
      },
    ]);
    expect(groupRules.find(({ key }) => key === "api-endpoint-from-bastion-tcp-6443")?.counterpart).toEqual({
      kind: "range",
      cidr: dxb.subnets.bastion,
    });
  });

  test("descriptions are the sentences, within the service's 255 characters", () => {
    const rules = planOf({ podBackendPorts: [8080] }).groupRules;
    expect(rules[0]?.description).toBe(
      "Workers may reach the API endpoint on TCP 6443, to join the cluster and call the Kubernetes API",
    );
    expect(Math.max(...rules.map(({ description }) => description.length))).toBeLessThanOrEqual(255);
  });

  test("keys are unique and stable role words", () => {
    const keys = planOf({ internetEgress: ["runners"] }).groupRules.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.filter((key) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(key))).toEqual([]);
  });

  test("a role without a subnet has no rules, and nobody has rules about it", () => {
    const ground = groundOf(false);
    const { groupRules } = securityPlan(standingSentences(CHOICES), ground);
    expect(groupRules.filter(({ key }) => key.includes("load-balancer-public"))).toEqual([]);
    expect(JSON.stringify(groupRules)).not.toContain("0.0.0.0/0");
  });
});

describe("sentences of a user's own", () => {
  const faultsOf = (sentence: Sentence) =>
    sentenceFaults("allow", [sentence], groundOf()).map(({ path, allowed }) => `${path}: ${allowed}`);
  const fine: Sentence = { from: "pods", to: "database", on: tcp(1522), why: "for orders" };

  test("a fitting one has no fault", () => expect(faultsOf(fine)).toEqual([]));

  test.each<[string, Sentence, RegExp]>([
    [
      "unknown peer",
      { ...fine, from: "peer:azure" },
      /allow\[0\]\.from: a party of this network: .*peer:aws/,
    ],
    ["no group at either end", { ...fine, from: "vcn", to: "internet" }, /a security group at one end/],
    ["all protocols between groups", { ...fine, on: { protocol: "all" } }, /only a group's talk with itself/],
    ["ports upside down", { ...fine, on: tcp(90, 80) }, /allow\[0\]\.on\.ports: two ports from 1 to 65535/],
    ["port zero", { ...fine, on: tcp(0) }, /two ports from 1 to 65535/],
    ["the internet to pods", { ...fine, from: "internet", to: "pods" }, /only to load-balancer-public/],
    [
      "the internet to SSH",
      { ...fine, from: "internet", to: "load-balancer-public", on: tcp(22) },
      /443 or 80/,
    ],
    ["a novel", { ...fine, why: "to ".repeat(90) }, /at most 255 characters/],
  ])("%s is refused", (_what, sentence, message) => {
    expect(faultsOf(sentence).join("\n")).toMatch(message);
  });

  test("the same allowance twice, and more rules than a group takes, are refused", () => {
    const twice = planOf({}, [{ from: "workers", to: "api-endpoint", on: tcp(6443), why: "again" }]);
    expect(ruleFaults("allow", twice.groupRules).map(({ given }) => given)).toEqual([
      "workers-to-api-endpoint-tcp-6443",
      "api-endpoint-from-workers-tcp-6443",
    ]);
    const many = Array.from({ length: 120 }, (_, i): Sentence => ({ ...fine, on: udp(i + 1) }));
    const faults = ruleFaults("allow", planOf({}, many).groupRules);
    expect(faults.map(({ path }) => path)).toEqual(["allow (pods)", "allow (database)"]);
  });

  test("a sentence reads as one", () => {
    expect(sentenceText({ from: "peer:aws", to: "database", on: tcp(1521, 1522), why: "for orders" })).toBe(
      "The aws network may reach databases on TCP 1521-1522, for orders",
    );
  });
});
