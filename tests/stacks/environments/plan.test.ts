import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cidr, contains, overlaps } from "../../../components/core";
import {
  ENVIRONMENT_NAMES,
  FOREIGN_RANGES,
  PLAN,
  addressPlan,
  planFaults,
  routedRanges,
  tunnelRanges,
  tunnelReservedBy,
  type AddressPlan,
} from "../../../stacks/environments";

const plans = ENVIRONMENT_NAMES.map(addressPlan);

/** The plan with one routed range replaced. */
function withRange(plan: AddressPlan, path: string, range: string): AddressPlan {
  const copy = structuredClone(plan) as unknown as Record<string, unknown>;
  const keys = path.split(/[.[\]]+/).filter(Boolean);
  const last = keys.pop() as string;
  const holder = keys.reduce((node, key) => node[key] as Record<string, unknown>, copy);
  holder[last] = range;
  return copy as unknown as AddressPlan;
}

describe("address plan", () => {
  test("gives the ranges of the specification", () => {
    const prod = addressPlan("prod");
    expect(prod.block).toBe("10.72.0.0/14");
    expect([prod.aws.vpc, prod.dxb.vcn, prod.jed.vcn]).toEqual([
      "10.72.0.0/16",
      "10.73.0.0/16",
      "10.74.0.0/16",
    ]);
    expect(prod.aws.subnets).toEqual({
      public: ["10.72.0.0/24", "10.72.1.0/24", "10.72.2.0/24"],
      database: ["10.72.4.0/24", "10.72.5.0/24", "10.72.6.0/24"],
      endpoints: ["10.72.8.0/24", "10.72.9.0/24", "10.72.10.0/24"],
      functions: ["10.72.12.0/24", "10.72.13.0/24", "10.72.14.0/24"],
      transit: ["10.72.16.0/28", "10.72.16.16/28", "10.72.16.32/28"],
      workers: ["10.72.32.0/19", "10.72.64.0/19", "10.72.96.0/19"],
    });
    expect(prod.dxb.subnets).toEqual({
      "load-balancer-public": "10.73.0.0/24",
      "load-balancer-internal": "10.73.1.0/24",
      "api-gateway": "10.73.2.0/24",
      "api-endpoint": "10.73.3.0/28",
      bastion: "10.73.3.64/26",
      database: "10.73.4.0/24",
      "private-endpoints": "10.73.5.0/24",
      functions: "10.73.6.0/24",
      runners: "10.73.7.0/24",
      workers: "10.73.8.0/22",
      pods: "10.73.32.0/19",
    });
  });

  test("CO-17 sites of one environment share its block; the blocks of all environments and reserves are apart", () => {
    const supernet = cidr(PLAN.supernet);
    const blocks = [...Object.values(PLAN.environments), ...Object.values(PLAN.reserved)].map(cidr);
    for (const block of blocks) expect(contains(supernet, block)).toBe(true);
    blocks.forEach((a, i) => blocks.slice(i + 1).forEach((b) => expect(overlaps(a, b)).toBe(false)));
    for (const [env, block] of Object.entries(PLAN.environments)) {
      const plan = addressPlan(env as keyof typeof PLAN.environments);
      for (const range of Object.values(routedRanges(plan)))
        expect(contains(cidr(block), cidr(range))).toBe(true);
    }
  });

  test("CO-18 is without fault in every environment", () => {
    for (const plan of plans) expect(planFaults(plan)).toEqual([]);
  });

  test("CO-14 service ranges overlap nothing in the plan nor each other", () => {
    const services = Object.values(PLAN.services).map(cidr);
    services.forEach((a, i) => services.slice(i + 1).forEach((b) => expect(overlaps(a, b)).toBe(false)));
    for (const service of services) expect(overlaps(service, cidr(PLAN.supernet))).toBe(false);
    const clash = {
      ...addressPlan("dev"),
      services: { ...PLAN.services, "oke-dxb": "172.20.0.0/16" },
    } as unknown as AddressPlan;
    expect(planFaults(clash).map((f) => f.path)).toContain("services.eks");
  });

  test("CO-18 changing any one range is caught: malformed, foreign, outside its parent, or on a sibling", () => {
    const cases = plans.flatMap((plan) => Object.keys(routedRanges(plan)).map((path) => ({ plan, path })));
    fc.assert(
      fc.property(
        fc.constantFrom(...cases),
        fc.oneof(
          fc.constantFrom(...Object.values(FOREIGN_RANGES)),
          fc.constantFrom("10.64.0.1/16", "nonsense", "10.64.0.0", "0.0.0.0/0"),
          fc.constantFrom(...Object.values(PLAN.reserved)),
        ),
        ({ plan, path }, range) => {
          expect(planFaults(withRange(plan, path, range)).map((f) => f.path)).toContainEqual(
            expect.stringMatching(/^\w+\./),
          );
        },
      ),
    );
    fc.assert(
      fc.property(fc.constantFrom(...cases), fc.nat(), ({ plan, path }, pick) => {
        const siblings = Object.entries(routedRanges(plan)).filter(([other]) => other !== path);
        const range = siblings[pick % siblings.length]?.[1] as string;
        expect(planFaults(withRange(plan, path, range)).length).toBeGreaterThan(0);
      }),
    );
  });

  test("CO-18 every subnet of every site is among what is looked at", () => {
    for (const plan of plans) {
      const subnets = [
        ...Object.values(plan.aws.subnets).flat(),
        ...Object.values(plan.dxb.subnets),
        ...Object.values(plan.jed.subnets),
      ];
      expect(subnets.length).toBeGreaterThan(20);
      expect(Object.values(routedRanges(plan)).sort()).toEqual(
        [plan.aws.vpc, plan.dxb.vcn, plan.jed.vcn, ...subnets].sort(),
      );
    }
  });

  test("CO-18 two networks of one range, and one that others use, are caught though they are within the block", () => {
    const [dev] = plans as [AddressPlan];
    const twice = planFaults(withRange(dev, "jed.vcn", dev.dxb.vcn));
    expect(twice).toContainEqual(
      expect.objectContaining({
        path: "dxb.vcn",
        allowed: expect.stringMatching(/^no overlap with jed\.vcn/) as string,
      }),
    );
    const elsewhere = { ...withRange(dev, "aws.vpc", "10.96.0.0/16"), block: "10.96.0.0/14" };
    expect(planFaults(elsewhere)).toContainEqual({
      path: "aws.vpc",
      given: "10.96.0.0/16",
      allowed: "no overlap with 10.96.0.0/16 (OKE services default)",
    });
  });

  test("CO-15 the tunnel generator never gives a range that a cloud keeps, over the whole of 169.254.0.0/16", () => {
    const reserved: [string, string][] = [
      ["169.254.0.0", "169.254.5.3"],
      ["169.254.169.252", "169.254.169.255"],
      ["169.254.10.0", "169.254.19.255"],
      ["169.254.100.0", "169.254.109.255"],
      ["169.254.192.0", "169.254.201.255"],
    ];
    const number = (address: string) => cidr(`${address}/32`).first;
    const usable =
      2 ** 14 - reserved.reduce((n, [a, b]) => n + Math.ceil((number(b) - number(a) + 1) / 4), 0);
    // 169.254.0.0/30 to 169.254.5.0/30 is every /30 from the first to the last.
    const ranges = tunnelRanges("169.254.0.0/16", usable);
    for (const range of ranges) {
      const block = cidr(range);
      for (const [a, b] of reserved)
        expect(block.last < number(a) || block.first > number(b), range).toBe(true);
    }
    expect(new Set(ranges).size).toBe(usable);
    expect(() => tunnelRanges("169.254.0.0/16", usable + 1)).toThrow(
      /usable \/30 ranges; \d+ are asked for: widen the pool/,
    );
    expect(tunnelReservedBy("169.254.100.4/30")).toBe("OCI");
    expect(tunnelReservedBy("169.254.169.252/30")).toBe("AWS");
    expect(tunnelReservedBy("169.254.32.0/30")).toBeUndefined();
  });

  test("CO-15 each environment's pool gives 64 tunnels of its own", () => {
    const all = ENVIRONMENT_NAMES.flatMap((env) => tunnelRanges(PLAN.tunnels[env], 64));
    expect(new Set(all).size).toBe(192);
  });
});
