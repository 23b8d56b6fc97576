import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cidr, formatCidr, subBlock } from "../../../components/core";
import {
  addressFaults,
  allServices,
  bastionFaults,
  networkPlan,
  sourceLayout,
  type NetworkInputs,
} from "../../../components/oci-platform/plan/network";
import { SUBNET_ROLES, type SubnetRole } from "../../../components/oci-platform/plan/roles";
import { addressPlan } from "../../../stacks/environments";

const { dxb, jed, aws, services } = addressPlan("dev");
const PEERS = { aws: aws.vpc, "other-site": jed.vcn };

const inputsOf = (own: Partial<NetworkInputs> = {}): NetworkInputs => ({
  cidr: dxb.vcn,
  subnets: dxb.subnets,
  publicIngress: false,
  peers: PEERS,
  ...own,
});

describe("subnets", () => {
  test("OP-05: the source's VCN yields the source's four subnets", () => {
    expect(sourceLayout("10.10.0.0/16", true)).toEqual({
      "load-balancer-public": "10.10.1.0/24",
      workers: "10.10.2.0/24",
      database: "10.10.3.0/24",
      bastion: "10.10.4.0/24",
    });
    expect(sourceLayout("10.10.0.0/16", false)["load-balancer-internal"]).toBe("10.10.1.0/24");
  });

  test("OP-08: the plan adds API endpoint, pods, private endpoints, functions, API gateway and runners", () => {
    const roles = networkPlan(inputsOf()).subnets.map(({ role }) => role);
    expect(roles).toEqual(SUBNET_ROLES.filter((role) => role !== "load-balancer-public"));
  });

  test("OP-07: only the load balancers' subnet is public, and only with public ingress", () => {
    const publicRoles = (publicIngress: boolean) =>
      networkPlan(inputsOf({ publicIngress }))
        .subnets.filter(({ isPublic }) => isPublic)
        .map(({ role }) => role);
    expect(publicRoles(false)).toEqual([]);
    expect(publicRoles(true)).toEqual(["load-balancer-public"]);
  });

  test("every role with interfaces has a group; the bastion's subnet has none", () => {
    const { groups } = networkPlan(inputsOf({ publicIngress: true }));
    expect([...groups].sort()).toEqual(
      SUBNET_ROLES.filter((role) => role !== "bastion")
        .map((role) => (role === "load-balancer-internal" ? "load-balancer" : role))
        .sort(),
    );
  });
});

describe("routes", () => {
  const NAT = ["internet by nat-gateway"];
  const SERVICES = ["services by service-gateway"];
  const PRIVATE = [`${aws.vpc} by drg`, `${jed.vcn} by drg`];
  const TABLES: Readonly<Record<SubnetRole, readonly string[]>> = {
    "load-balancer-public": ["internet by internet-gateway"],
    "load-balancer-internal": PRIVATE,
    bastion: PRIVATE,
    "api-gateway": [...SERVICES, ...PRIVATE],
    "api-endpoint": [...SERVICES, ...PRIVATE],
    database: [...SERVICES, ...PRIVATE],
    "private-endpoints": [...SERVICES, ...PRIVATE],
    functions: [...SERVICES, ...PRIVATE],
    runners: [...NAT, ...SERVICES, ...PRIVATE],
    workers: [...NAT, ...SERVICES, ...PRIVATE],
    pods: [...NAT, ...SERVICES, ...PRIVATE],
  };

  test.each(SUBNET_ROLES)("OP-10: the table of %s leads where it should and nowhere else", (role) => {
    const subnet = networkPlan(inputsOf({ publicIngress: true })).subnets.find((s) => s.role === role);
    const routes = (subnet?.routes ?? []).map(({ to, via }) => {
      const name = to === "oracle-services" ? "services" : to.cidr === "0.0.0.0/0" ? "internet" : to.cidr;
      return `${name} by ${via}`;
    });
    expect(routes).toEqual(TABLES[role]);
  });

  test("OP-09: the internet gateway exists only with public ingress", () => {
    expect(networkPlan(inputsOf()).internetGateway).toBe(false);
    expect(networkPlan(inputsOf({ publicIngress: true })).internetGateway).toBe(true);
    const none = networkPlan(inputsOf()).subnets.flatMap(({ routes }) => routes);
    expect(none.filter(({ via }) => via === "internet-gateway")).toEqual([]);
  });

  test("OP-09: all services are found among what the region offers, and never Object Storage alone", () => {
    const objects = { cidrBlock: "oci-dxb-objectstorage" };
    const all = { cidrBlock: "all-dxb-services-in-oracle-services-network" };
    expect(allServices([objects, all])).toBe(all);
    expect(() => allServices([objects])).toThrow(
      /is \["oci-dxb-objectstorage"\]; allowed: a list with "All <region>/,
    );
  });

  test("CO-17: peers are the other networks of the same environment, and nothing reaches further", () => {
    const drg = networkPlan(inputsOf())
      .subnets.flatMap(({ routes }) => routes)
      .filter(({ via }) => via === "drg")
      .map(({ to }) => (to === "oracle-services" ? to : to.cidr));
    expect(new Set(drg)).toEqual(new Set([aws.vpc, jed.vcn]));
  });
});

describe("addresses", () => {
  const say = (inputs: NetworkInputs, serviceRange = services["oke-dxb"] as string) =>
    addressFaults(inputs, { peers: inputs.peers, serviceRange }).map(
      ({ path, given, allowed }) => `${path} ${String(given)}: ${allowed}`,
    );

  test("OP-14: the shipped plans have no fault", () => {
    for (const name of ["dev", "staging", "prod"] as const) {
      const plan = addressPlan(name);
      for (const site of ["dxb", "jed"] as const) {
        const inputs = inputsOf({
          cidr: plan[site].vcn,
          subnets: plan[site].subnets,
          peers: { aws: plan.aws.vpc },
        });
        expect(say(inputs, plan.services[`oke-${site}`])).toEqual([]);
      }
    }
  });

  test.each<[string, Partial<NetworkInputs>, string]>([
    [
      "a subnet outside the VCN",
      { subnets: { workers: "10.66.8.0/22" } },
      `subnets.workers 10.66.8.0/22: a part of cidr, ${dxb.vcn}`,
    ],
    [
      "two subnets that overlap",
      { subnets: { workers: "10.65.8.0/22", pods: "10.65.10.0/24" } },
      "subnets.workers 10.65.8.0/22: no overlap with subnets.pods, 10.65.10.0/24",
    ],
    [
      "a peer in the VCN",
      { peers: { aws: "10.65.64.0/18" } },
      `peers.aws 10.65.64.0/18: no overlap with cidr, ${dxb.vcn}`,
    ],
    ["a VCN that is too large", { cidr: "10.64.0.0/14" }, "cidr 10.64.0.0/14: a block from /16 to /30"],
    [
      "host bits",
      { subnets: { workers: "10.65.8.1/22" } },
      "subnets.workers 10.65.8.1/22: an IPv4 block with its host bits zero, such as 10.65.0.0/16",
    ],
    ["no subnet at all", { subnets: {} }, "subnets [object Object]: a range for one role at least"],
  ])("OP-14: %s is refused, with both ranges", (_what, own, message) => {
    expect(say(inputsOf(own))).toContain(message);
  });

  test("OP-14: the cluster's service range is kept apart from VCN, subnets and peers", () => {
    const faults = say(inputsOf({ cidr: "172.21.0.0/16", subnets: { workers: "172.21.8.0/22" } }));
    expect(faults).toEqual([
      "serviceRange 172.21.0.0/16: no overlap with cidr, 172.21.0.0/16",
      "serviceRange 172.21.0.0/16: no overlap with subnets.workers, 172.21.8.0/22",
    ]);
    expect(say(inputsOf({ peers: { aws: "172.21.0.0/20" } }))).toEqual([
      "peers.aws 172.21.0.0/20: no overlap with serviceRange, 172.21.0.0/16",
    ]);
  });

  test("OP-14: every fault is told at once", () => {
    const inputs = inputsOf({
      subnets: { workers: "10.66.8.0/22", pods: "10.66.10.0/24" },
      peers: { aws: "nonsense" },
    });
    expect(say(inputs)).toHaveLength(4);
  });

  /** A VCN with subnets laid one after the other, each aligned to its own size, and peers beside it. */
  const layout = fc
    .record({
      second: fc.integer({ min: 1, max: 254 }),
      sizes: fc.array(fc.integer({ min: 21, max: 28 }), { minLength: 1, maxLength: SUBNET_ROLES.length }),
    })
    .map(({ second, sizes }): NetworkInputs => {
      const vcn = cidr(`10.${second}.0.0/16`);
      let next = 0;
      const subnets = sizes.map((prefix, i) => {
        const size = 2 ** (32 - prefix);
        const offset = Math.ceil(next / size) * size;
        next = offset + size;
        return [SUBNET_ROLES[i], formatCidr(subBlock(vcn, offset, prefix))];
      });
      return inputsOf({
        cidr: formatCidr(vcn),
        subnets: Object.fromEntries(subnets) as Record<SubnetRole, string>,
        peers: { aws: `10.${second === 254 ? 1 : second + 1}.0.0/16` },
      });
    });

  test("OP-14: plans without overlap are accepted, whatever their sizes", () => {
    fc.assert(
      fc.property(layout, (inputs) => {
        expect(say(inputs)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test("OP-14: moving one subnet onto another is always refused", () => {
    fc.assert(
      fc.property(layout, fc.nat(), (inputs, pick) => {
        const roles = Object.keys(inputs.subnets) as SubnetRole[];
        fc.pre(roles.length > 1);
        const victim = roles[pick % roles.length] as SubnetRole;
        const other = roles[(pick + 1) % roles.length] as SubnetRole;
        const moved = { ...inputs, subnets: { ...inputs.subnets, [victim]: inputs.subnets[other] } };
        const range = inputs.subnets[other] as string;
        expect(say(moved).join("\n")).toMatch(new RegExp(`${range}: no overlap with .*, ${range}`));
      }),
      { numRuns: 200 },
    );
  });
});

describe("the bastion", () => {
  const say = (clients: readonly string[], own: object = {}, inputs = inputsOf()) =>
    bastionFaults({ clients, ...own }, inputs).map(({ path, allowed }) => `${path}: ${allowed}`);

  test("OP-12: clients within the network and its peers are let in", () => {
    expect(say([dxb.subnets.runners, aws.subnets.workers[0]], { maxSessionMinutes: 180 })).toEqual([]);
  });

  test.each<[string, string[], object, RegExp]>([
    ["nobody", [], {}, /bastion\.clients: at least one/],
    ["the world", ["0.0.0.0/0"], {}, /bastion\.clients\[0\]: a range within the network or its peers/],
    ["half the world", ["0.0.0.0/1"], {}, /within the network or its peers/],
    ["another environment", ["10.68.0.0/16"], {}, /within the network or its peers/],
    ["nonsense", ["home"], {}, /within the network or its peers/],
    ["four hours", [dxb.subnets.runners], { maxSessionMinutes: 240 }, /minutes from 30 to 180/],
  ])("OP-12: %s is refused", (_what, clients, own, message) => {
    expect(say(clients, own).join("\n")).toMatch(message);
  });

  test("OP-12: it needs its subnet", () => {
    const inputs = inputsOf({ subnets: { workers: dxb.subnets.workers } });
    expect(say([dxb.vcn], {}, inputs)).toEqual(["subnets.bastion: a range, since a bastion is asked for"]);
  });
});
