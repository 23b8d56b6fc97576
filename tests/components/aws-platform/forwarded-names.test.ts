import { describe, expect, test } from "vitest";
import { ForwardedNames, type ForwardedNamesArgs } from "../../../components/aws-platform";
import { NAMING, TAGS, named, recorded } from "../recorded";

const zones = {
  dxb: { zone: "dxb.dev.internal.example.org", resolvers: ["10.65.5.9"] },
  jed: { zone: "jed.dev.internal.example.org", resolvers: ["10.66.5.9", "10.66.5.10"] },
};
const make = (more: Partial<ForwardedNamesArgs> = {}) =>
  new ForwardedNames("names", {
    naming: NAMING,
    tags: TAGS,
    vpcId: "vpc-1",
    subnetIds: ["subnet-a", "subnet-b"],
    zones,
    ...more,
  });

describe("GW-12 names of other networks in a VPC", () => {
  test("questions for a zone go to the resolvers that answer for it, from an address in each subnet", async () => {
    const made = await recorded(() => make());
    expect(named(made, "names-endpoint").inputs).toMatchObject({
      direction: "OUTBOUND",
      ipAddresses: [{ subnetId: "subnet-a" }, { subnetId: "subnet-b" }],
      securityGroupIds: ["names-group-id"],
    });
    expect(named(made, "names-rule-jed").inputs).toMatchObject({
      domainName: "jed.dev.internal.example.org",
      ruleType: "FORWARD",
      resolverEndpointId: "names-endpoint-id",
      targetIps: [
        { ip: "10.66.5.9", port: 53 },
        { ip: "10.66.5.10", port: 53 },
      ],
    });
    for (const role of ["dxb", "jed"])
      expect(named(made, `names-association-${role}`).inputs).toMatchObject({
        resolverRuleId: `names-rule-${role}-id`,
        vpcId: "vpc-1",
      });
  });

  test("the endpoint reaches those resolvers by UDP and TCP 53, nobody else, and is reached by nobody", async () => {
    const made = await recorded(() => make());
    const { ingress, egress } = named(made, "names-group").inputs as {
      ingress: object[];
      egress: Record<string, unknown>[];
    };
    const cidrBlocks = ["10.65.5.9/32", "10.66.5.9/32", "10.66.5.10/32"];
    expect(ingress).toEqual([]);
    expect(egress.map(({ description: _, ...rule }) => rule)).toEqual(
      ["udp", "tcp"].map((protocol) => ({ protocol, fromPort: 53, toPort: 53, cidrBlocks })),
    );
  });

  test.each<[title: string, more: Partial<ForwardedNamesArgs>, said: RegExp]>([
    ["one subnet", { subnetIds: ["subnet-a"] }, /subnetIds is "1 subnets"; allowed: 2 to 6/],
    ["no zone", { zones: {} }, /one zone at least/],
    ["a zone twice", { zones: { ...zones, more: zones.dxb } }, /zones\.more\.zone is .*has no rule yet/],
    ["a zone that is none", { zones: { a: { ...zones.dxb, zone: "." } } }, /zones\.a\.zone/],
    ["no resolver", { zones: { a: { ...zones.dxb, resolvers: [] } } }, /one to 6, each once/],
    [
      "a resolver twice",
      { zones: { a: { ...zones.dxb, resolvers: ["10.0.0.1", "10.0.0.1"] } } },
      /each once/,
    ],
    ["a name for a resolver", { zones: { a: { ...zones.dxb, resolvers: ["ns1"] } } }, /an IPv4 address/],
  ])("refuses %s before anything is registered", async (_title, more, said) => {
    const made = await recorded(() => {
      expect(() => make(more)).toThrow(said);
    });
    expect(made).toEqual([]);
  });
});
