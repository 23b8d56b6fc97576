import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aws, openClouds, textOf, type Driver, type Made } from "./harness";
import { recordExercised } from "./exercised";

const t = (name: string) => `aws:ec2/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;

const vpc = (cloud: Driver, name = "vpc", cidrBlock = "10.64.0.0/16", more = {}): Promise<Made> =>
  cloud.create(t("Vpc"), name, { cidrBlock, ...more });

const subnet = (cloud: Driver, owner: Made, name: string, cidrBlock: string, zone = "a"): Promise<Made> =>
  cloud.create(t("Subnet"), name, { vpcId: owner.id, cidrBlock, availabilityZone: `us-east-1${zone}` });

describe("VPC and subnets", () => {
  test("ids and ARNs have the cloud's form", async () => {
    const cloud = await aws();
    const owner = await vpc(cloud);
    expect(owner.id).toMatch(/^vpc-0[0-9a-f]{16}$/);
    expect(owner.outputs["arn"]).toMatch(/^arn:aws:ec2:us-east-1:\d{12}:vpc\/vpc-0[0-9a-f]{16}$/);
    const made = await subnet(cloud, owner, "a", "10.64.0.0/24");
    expect(made.id).toMatch(/^subnet-0[0-9a-f]{16}$/);
    expect(made.outputs["availabilityZoneId"]).toBe("use1-az1");
  });

  test("a subnet is accepted exactly when it lies in the VPC and overlaps no other", async () => {
    // Blocks by number and length, judged here by plain arithmetic and by the cloud.
    const block = fc.record({ start: fc.nat(2 ** 17 - 1), prefix: fc.integer({ min: 16, max: 28 }) });
    const range = ({ start, prefix }: { start: number; prefix: number }) => {
      const size = 2 ** (32 - prefix);
      const first = Math.floor((10 * 2 ** 24 + 63 * 2 ** 16 + start) / size) * size;
      return { first, last: first + size - 1, prefix };
    };
    const text = (r: { first: number; prefix: number }) =>
      `${[24, 16, 8, 0].map((s) => Math.floor(r.first / 2 ** s) % 256).join(".")}/${String(r.prefix)}`;
    const outer = { first: 10 * 2 ** 24 + 64 * 2 ** 16, last: 10 * 2 ** 24 + 65 * 2 ** 16 - 1 };
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(block, { minLength: 1, maxLength: 6 }), async (blocks) => {
        const cloud = await aws();
        const owner = await vpc(cloud);
        const taken: { first: number; last: number }[] = [];
        for (const [i, b] of blocks.entries()) {
          const r = range(b);
          const fits = outer.first <= r.first && r.last <= outer.last;
          const clash = taken.some((o) => r.first <= o.last && o.first <= r.last);
          const attempt = subnet(cloud, owner, String(i), text(r));
          if (!fits) await expect(attempt).rejects.toThrow(/InvalidSubnet\.Range/);
          else if (clash) await expect(attempt).rejects.toThrow(/InvalidSubnet\.Conflict/);
          else {
            await attempt;
            taken.push(r);
            accepted++;
          }
        }
      }),
      { numRuns: 40, seed: 7 },
    );
    expect(accepted).toBeGreaterThan(20);
  });

  test("sizes, host bits, zones and unknown VPCs are refused", async () => {
    const cloud = await aws();
    await expect(vpc(cloud, "v", "10.0.0.0/15")).rejects.toThrow(/from \/16 to \/28/);
    await expect(vpc(cloud, "v", "10.0.0.1/16")).rejects.toThrow(/host bits/);
    const owner = await vpc(cloud);
    await expect(subnet(cloud, owner, "s", "10.64.0.0/24", "z")).rejects.toThrow(
      /InvalidParameterValue: Value \(us-east-1z\).*us-east-1a, us-east-1b/,
    );
    await expect(
      cloud.create(t("Subnet"), "s", { vpcId: "vpc-00000000000000000", cidrBlock: "10.64.0.0/24" }),
    ).rejects.toThrow("InvalidVpcID.NotFound: The vpc ID 'vpc-00000000000000000' does not exist");
  });

  test("another region's VPC is not there", async () => {
    const clouds = openClouds();
    const owner = await vpc(await aws(clouds));
    const elsewhere = await aws(clouds, { region: "me-central-1" });
    await expect(
      elsewhere.create(t("Subnet"), "s", { vpcId: owner.id, cidrBlock: "10.64.0.0/24" }),
    ).rejects.toThrow(/InvalidVpcID\.NotFound/);
  });

  test("a VPC with subnets can not be deleted, an empty one can", async () => {
    const cloud = await aws();
    const owner = await vpc(cloud);
    const inner = await subnet(cloud, owner, "a", "10.64.0.0/24");
    await expect(cloud.delete(owner)).rejects.toThrow(/DependencyViolation.*subnet-/);
    await cloud.delete(inner);
    await cloud.delete(owner);
    expect(await cloud.read(owner)).toBeUndefined();
  });

  test("what changes in place and what makes a new one", async () => {
    const cloud = await aws();
    const owner = await vpc(cloud);
    const inner = await subnet(cloud, owner, "a", "10.64.0.0/24");
    const base = { ...inner.inputs };
    expect(await cloud.diff(inner, { ...base, cidrBlock: "10.64.1.0/24" })).toMatchObject({
      replaces: ["cidrBlock"],
    });
    expect(await cloud.diff(inner, { ...base, mapPublicIpOnLaunch: true })).toMatchObject({
      changes: "some",
      replaces: [],
    });
  });
});

describe("gateways and routes", () => {
  const world = async () => {
    const cloud = await aws();
    const owner = await vpc(cloud);
    const inner = await subnet(cloud, owner, "a", "10.64.0.0/24");
    const address = await cloud.create(t("Eip"), "e", { domain: "vpc" });
    return { cloud, owner, inner, address };
  };

  test("a public NAT gateway needs an address of its own and an internet gateway in its VPC", async () => {
    const { cloud, owner, inner, address } = await world();
    await expect(cloud.create(t("NatGateway"), "n", { subnetId: inner.id })).rejects.toThrow(
      /allocationId: .*needs/,
    );
    const inputs = { subnetId: inner.id, allocationId: address.id };
    await expect(cloud.create(t("NatGateway"), "n", inputs)).rejects.toThrow(/Gateway\.NotAttached/);
    await cloud.create(t("InternetGateway"), "i", { vpcId: owner.id });
    const nat = await cloud.create(t("NatGateway"), "n", inputs);
    expect(nat.outputs["publicIp"]).toBe(address.outputs["publicIp"]);
    await expect(cloud.create(t("NatGateway"), "m", inputs)).rejects.toThrow(/Resource\.AlreadyAssociated/);
    await expect(cloud.delete(address)).rejects.toThrow(/in use by nat-/);
  });

  test("a VPC has one internet gateway", async () => {
    const { cloud, owner } = await world();
    await cloud.create(t("InternetGateway"), "i", { vpcId: owner.id });
    await expect(cloud.create(t("InternetGateway"), "j", { vpcId: owner.id })).rejects.toThrow(
      /AlreadyAssociated/,
    );
  });

  test("a route has one destination and one target, in the same VPC, and no twin", async () => {
    const { cloud, owner } = await world();
    const other = await vpc(cloud, "other", "10.65.0.0/16");
    const gateway = await cloud.create(t("InternetGateway"), "i", { vpcId: owner.id });
    const foreign = await cloud.create(t("InternetGateway"), "f", { vpcId: other.id });
    const table = await cloud.create(t("RouteTable"), "t", { vpcId: owner.id });
    const route = (name: string, gatewayId: string) =>
      cloud.create(t("Route"), name, {
        routeTableId: table.id,
        destinationCidrBlock: "0.0.0.0/0",
        gatewayId,
      });
    await expect(route("x", foreign.id)).rejects.toThrow(/belong to different networks/);
    await route("r", gateway.id);
    await expect(route("s", gateway.id)).rejects.toThrow(/RouteAlreadyExists/);
    await expect(
      cloud.create(t("Route"), "n", { routeTableId: table.id, gatewayId: gateway.id }),
    ).rejects.toThrow(/exactly one of destinationCidrBlock/);
    await expect(
      cloud.create(t("RouteTable"), "u", {
        vpcId: owner.id,
        routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: foreign.id }],
      }),
    ).rejects.toThrow(/different networks/);
  });

  test("a subnet has one route table", async () => {
    const { cloud, owner, inner } = await world();
    const [one, two] = [
      await cloud.create(t("RouteTable"), "1", { vpcId: owner.id }),
      await cloud.create(t("RouteTable"), "2", { vpcId: owner.id }),
    ];
    await cloud.create(t("RouteTableAssociation"), "a", { subnetId: inner.id, routeTableId: one.id });
    await expect(
      cloud.create(t("RouteTableAssociation"), "b", { subnetId: inner.id, routeTableId: two.id }),
    ).rejects.toThrow(/Resource\.AlreadyAssociated/);
  });

  test("the main route table of a VPC can be referred to", async () => {
    const { cloud, owner, inner } = await world();
    const main = textOf(owner.outputs, "mainRouteTableId");
    await expect(
      cloud.create(t("RouteTableAssociation"), "a", { subnetId: inner.id, routeTableId: main }),
    ).resolves.toBeDefined();
  });
});

describe("security groups", () => {
  const rule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
  const open = { ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "10.64.0.0/16" };

  test("one name in a VPC; a group that a rule names stays", async () => {
    const cloud = await aws();
    const owner = await vpc(cloud);
    const group = await cloud.create(t("SecurityGroup"), "g", { vpcId: owner.id, name: "web" });
    await expect(cloud.create(t("SecurityGroup"), "h", { vpcId: owner.id, name: "web" })).rejects.toThrow(
      /InvalidGroup\.Duplicate/,
    );
    const other = await cloud.create(t("SecurityGroup"), "o", { vpcId: owner.id, name: "db" });
    await cloud.create(rule, "r", {
      ipProtocol: "-1",
      securityGroupId: other.id,
      referencedSecurityGroupId: group.id,
    });
    await expect(cloud.delete(group)).rejects.toThrow(/DependencyViolation.*dependent object: sgr-/);
    await expect(cloud.create(t("SecurityGroup"), "s", { vpcId: owner.id, name: "sg-x" })).rejects.toThrow(
      /sg-/,
    );
  });

  test("rules: one source, ports in order, blocks that are blocks, no twin", async () => {
    const cloud = await aws();
    const group = await cloud.create(t("SecurityGroup"), "g", { vpcId: (await vpc(cloud)).id, name: "g" });
    const add = (name: string, change: object) =>
      cloud.create(rule, name, { securityGroupId: group.id, ...open, ...change });
    await add("a", {});
    await expect(add("b", {})).rejects.toThrow(/InvalidPermission\.Duplicate/);
    await expect(add("c", { cidrIpv4: "10.64.0.1/16" })).rejects.toThrow(/cidrIpv4: .*not an IP block/);
    await expect(add("d", { fromPort: 444 })).rejects.toThrow(/must not be above toPort/);
    await expect(add("e", { toPort: 70000 })).rejects.toThrow(/70000 is not a port/);
    await expect(add("f", { cidrIpv6: "::/0" })).rejects.toThrow(/exactly one of/);
    await expect(add("g", { ipProtocol: "htp" })).rejects.toThrow(/not a protocol/);
  });

  test("the default group is taken over under the id that came with the VPC", async () => {
    const cloud = await aws();
    const owner = await vpc(cloud);
    const made = await cloud.create(t("DefaultSecurityGroup"), "d", { vpcId: owner.id });
    expect(made.id).toBe(owner.outputs["defaultSecurityGroupId"]);
    expect(made.outputs).toMatchObject({ ingress: [], egress: [], name: "default" });
  });
});

describe("endpoints and flow logs", () => {
  test("gateway endpoints are for s3 and dynamodb", async () => {
    const cloud = await aws();
    const owner = await vpc(cloud);
    const make = (name: string, service: string) =>
      cloud.create(t("VpcEndpoint"), name, {
        vpcId: owner.id,
        serviceName: `com.amazonaws.us-east-1.${service}`,
      });
    expect((await make("s", "s3")).outputs["prefixListId"]).toMatch(/^pl-[0-9a-f]{8}$/);
    await expect(make("e", "ecr.api")).rejects.toThrow(/no gateway endpoint/);
    await expect(
      cloud.create(t("VpcEndpoint"), "w", { vpcId: owner.id, serviceName: "com.amazonaws.eu-west-1.s3" }),
    ).rejects.toThrow(/InvalidServiceName/);
  });

  test("interface endpoints: one subnet a zone, and private DNS only where the VPC has names", async () => {
    const cloud = await aws();
    const plain = await vpc(cloud, "plain");
    const named = await vpc(cloud, "named", "10.65.0.0/16", { enableDnsHostnames: true });
    const make = (name: string, owner: Made, subnets: Made[], more = {}) =>
      cloud.create(t("VpcEndpoint"), name, {
        vpcId: owner.id,
        serviceName: "com.amazonaws.us-east-1.sqs",
        vpcEndpointType: "Interface",
        subnetIds: subnets.map((s) => s.id),
        ...more,
      });
    const inPlain = await subnet(cloud, plain, "p", "10.64.0.0/24");
    const [a, a2, b] = [
      await subnet(cloud, named, "a", "10.65.0.0/24"),
      await subnet(cloud, named, "a2", "10.65.1.0/24"),
      await subnet(cloud, named, "b", "10.65.2.0/24", "b"),
    ];
    await expect(make("x", plain, [inPlain], { privateDnsEnabled: true })).rejects.toThrow(
      /enableDnsHostnames/,
    );
    await expect(make("y", named, [a, a2])).rejects.toThrow(/DuplicateSubnetsInSameZone/);
    await expect(make("z", named, [inPlain])).rejects.toThrow(/not in vpc-/);
    const made = await make("ok", named, [a, b], { privateDnsEnabled: true });
    expect(made.outputs["networkInterfaceIds"]).toHaveLength(2);
    await expect(make("again", named, [a], { privateDnsEnabled: true })).rejects.toThrow(
      /conflicting DNS domain/,
    );
  });

  test("a flow log watches one thing and writes somewhere that exists", async () => {
    const cloud = await aws();
    const owner = await vpc(cloud);
    const group = await cloud.create("aws:cloudwatch/logGroup:LogGroup", "l", { name: "/flow" });
    const role = await cloud.create("aws:iam/role:Role", "r", {
      name: "flow",
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "vpc-flow-logs.amazonaws.com" },
            Action: "sts:AssumeRole",
          },
        ],
      }),
    });
    const base = { vpcId: owner.id, trafficType: "ALL", logDestination: textOf(group.outputs, "arn") };
    await expect(cloud.create(t("FlowLog"), "f", base)).rejects.toThrow(/iamRoleArn/);
    const whole = { ...base, iamRoleArn: textOf(role.outputs, "arn") };
    const made = await cloud.create(t("FlowLog"), "f", whole);
    await expect(cloud.create(t("FlowLog"), "g", whole)).rejects.toThrow(/FlowLogAlreadyExists/);
    await expect(
      cloud.create(t("FlowLog"), "h", { ...whole, logDestination: `${textOf(group.outputs, "arn")}-not` }),
    ).rejects.toThrow(/does not exist/);
    expect(await cloud.diff(made, { ...whole, trafficType: "REJECT" })).toMatchObject({
      replaces: ["trafficType"],
    });
  });
});

recordExercised("aws.network");
