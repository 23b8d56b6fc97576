import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  SUBNET_ROLES,
  firstZones,
  planVpc,
  vpcFaults,
  type VpcInput,
} from "../../../components/aws-platform/plan/vpc";
import { addressPlan, ENVIRONMENT_NAMES } from "../../../stacks/environments";

const input = (environment: (typeof ENVIRONMENT_NAMES)[number], natGateways: 1 | 3): VpcInput => {
  const { vpc, subnets } = addressPlan(environment).aws;
  return { cidr: vpc, subnets, natGateways };
};
const dev = input("dev", 1);

describe("planVpc", () => {
  const environments = fc.constantFrom(...ENVIRONMENT_NAMES);
  const counts = fc.constantFrom<1 | 3>(1, 3);

  test("every range of the address plan becomes one subnet, and every subnet has a table", () => {
    fc.assert(
      fc.property(environments, counts, (environment, natGateways) => {
        const given = input(environment, natGateways);
        const plan = planVpc(given);
        expect(vpcFaults(given)).toEqual([]);
        expect(plan.subnets.map((s) => s.cidr).sort()).toEqual(Object.values(given.subnets).flat().sort());
        const tables = plan.tables.map((t) => t.key);
        expect(new Set(tables).size).toBe(tables.length);
        expect(plan.subnets.filter((s) => !tables.includes(s.table))).toEqual([]);
      }),
    );
  });

  test("databases, endpoints and transit have no way to the internet, and only the public role has one inwards", () => {
    for (const natGateways of [1, 3] as const) {
      const plan = planVpc(input("prod", natGateways));
      for (const { role, table } of plan.subnets) {
        const route = plan.tables.find((t) => t.key === table)?.defaultRoute;
        switch (SUBNET_ROLES[role]) {
          case "public":
            expect(route).toBe("internet");
            break;
          case "isolated":
            expect(route).toBeUndefined();
            break;
          case "egress":
            expect(route).toHaveProperty("nat");
        }
      }
    }
  });

  test("with three NAT gateways a lost zone takes no other with it; one serves all", () => {
    const routes = (natGateways: 1 | 3) =>
      planVpc(input("dev", natGateways)).tables.flatMap(({ key, defaultRoute }) =>
        typeof defaultRoute === "object" ? [[key, defaultRoute.nat]] : [],
      );
    expect(routes(3)).toEqual([
      ["functions-a", "a"],
      ["functions-b", "b"],
      ["functions-c", "c"],
      ["workers-a", "a"],
      ["workers-b", "b"],
      ["workers-c", "c"],
    ]);
    expect(new Set(routes(1).map(([, nat]) => nat))).toEqual(new Set(["a"]));
    expect(planVpc(input("dev", 1)).nats).toEqual(["a"]);
    expect(planVpc(input("dev", 3)).nats).toEqual(["a", "b", "c"]);
  });

  test("going from one NAT gateway to three keeps every subnet and table", () => {
    const names = (n: 1 | 3) => [
      planVpc(input("dev", n)).subnets,
      planVpc(input("dev", n)).tables.map((t) => t.key),
    ];
    expect(names(1)).toEqual(names(3));
  });
});

describe("vpcFaults", () => {
  const paths = (given: VpcInput) => vpcFaults(given).map((fault) => `${fault.path}: ${fault.allowed}`);

  test("an overlap names both ranges", () => {
    const { database } = dev.subnets;
    const subnets = { ...dev.subnets, database: [database[0], database[0], database[2]] as const };
    expect(paths({ ...dev, subnets })).toEqual([
      "subnets.database[1]: no overlap with subnets.database[0], 10.64.4.0/24",
    ]);
  });

  test("a range outside the VPC, one with host bits and one that is too small are told together", () => {
    const subnets = { ...dev.subnets, transit: ["10.99.0.0/28", "10.64.16.1/28", "10.64.16.32/29"] as const };
    expect(paths({ ...dev, subnets })).toEqual([
      "subnets.transit[0]: a part of cidr, 10.64.0.0/16",
      "subnets.transit[1]: an IPv4 block from /16 to /28 with its host bits zero",
      "subnets.transit[2]: an IPv4 block from /16 to /28 with its host bits zero",
    ]);
  });

  test("a missing zone, an unknown role and a count of two are faults", () => {
    const subnets = { ...dev.subnets, public: ["10.64.0.0/24"], guests: dev.subnets.public };
    const given = { ...dev, subnets, natGateways: 2 } as unknown as VpcInput;
    expect(vpcFaults(given).map((fault) => fault.path)).toEqual([
      "subnets.public",
      "subnets.guests",
      "natGateways",
    ]);
  });

  test("a range that is given twice is caught, wherever it is", () => {
    const roles = Object.keys(SUBNET_ROLES) as (keyof typeof SUBNET_ROLES)[];
    fc.assert(
      fc.property(
        fc.constantFrom(...roles),
        fc.constantFrom(0, 1, 2),
        fc.constantFrom(0, 1, 2),
        (role, a, b) => {
          fc.pre(a !== b);
          const moved = [...dev.subnets[role]] as [string, string, string];
          moved[a] = moved[b] ?? "";
          expect(vpcFaults({ ...dev, subnets: { ...dev.subnets, [role]: moved } })).toHaveLength(1);
        },
      ),
    );
  });
});

test("a region with fewer than three zones is refused by a message, not by a subnet without a zone", () => {
  expect(firstZones(["x-1a", "x-1b", "x-1d", "x-1e"])).toEqual(["x-1a", "x-1b", "x-1d"]);
  expect(() => firstZones(["x-1a", "x-1b"])).toThrow(/\["x-1a","x-1b"\]; allowed: at least three zones/);
});
