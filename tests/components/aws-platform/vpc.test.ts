import { describe, expect, test } from "vitest";
import { Vpc, VpcEndpoints } from "../../../components/aws-platform";
import type { VpcArgs } from "../../../components/aws-platform";
import { addressPlan } from "../../../stacks/environments";
import { named } from "../recorded";
import { ACCOUNT, NAMING, TAGS, inputsOf, registered, statements } from "./registered";

const plan = addressPlan("dev").aws;
const base = {
  naming: NAMING,
  tags: TAGS,
  cidr: plan.vpc,
  subnets: plan.subnets,
  flowLogRoleArn: "arn:aws:iam::111111111111:role/flow-logs",
  flowLogKeyArn: "arn:aws:kms:us-east-1:111111111111:key/1",
} satisfies VpcArgs;
const ZONES = "aws:index/getAvailabilityZones:getAvailabilityZones";
const found = (names: string[]) => ({ [ZONES]: { names } });
const make = (
  args: Partial<VpcArgs> = {},
  zones = ["us-east-1a", "us-east-1b", "us-east-1d", "us-east-1f"],
) => registered(() => new Vpc("network", { ...base, ...args }), found(zones));

describe("Vpc", () => {
  test("subnets of a role lie in three zones of the region, and give no public address", async () => {
    const resources = await make();
    const subnets = resources.filter((r) => r.type === "aws:ec2/subnet:Subnet");
    expect(subnets).toHaveLength(18);
    expect(
      ["a", "b", "c"].map((zone) => inputsOf(resources, `network-subnet-workers-${zone}`)),
    ).toMatchObject([
      { cidrBlock: "10.64.32.0/19", availabilityZone: "us-east-1a" },
      { cidrBlock: "10.64.64.0/19", availabilityZone: "us-east-1b" },
      { cidrBlock: "10.64.96.0/19", availabilityZone: "us-east-1d" },
    ]);
    expect(new Set(subnets.map((s) => s.inputs["mapPublicIpOnLaunch"]))).toEqual(new Set([false]));
  });

  test("internal load balancers find the workers' subnets, and public ones nothing unless it is asked for", async () => {
    const tagsOf = async (args: Partial<VpcArgs>, key: string) =>
      inputsOf(await make(args), `network-subnet-${key}`)["tags"];
    expect(await tagsOf({}, "workers-b")).toMatchObject({ "kubernetes.io/role/internal-elb": "1" });
    expect(await tagsOf({}, "public-b")).not.toHaveProperty(["kubernetes.io/role/elb"]);
    expect(await tagsOf({ publicLoadBalancers: true }, "public-b")).toMatchObject({
      "kubernetes.io/role/elb": "1",
    });
  });

  test("one NAT gateway serves all zones, or each has its own", async () => {
    const routes = async (natGateways: 1 | 3) =>
      (await make({ natGateways }))
        .filter((r) => r.type === "aws:ec2/route:Route")
        .map((r) => [r.name, r.inputs["natGatewayId"] ?? r.inputs["gatewayId"]]);
    expect(await routes(1)).toEqual([
      ["network-route-public", "network-internet-gateway-id"],
      ...["functions-a", "functions-b", "functions-c", "workers-a", "workers-b", "workers-c"].map((key) => [
        `network-route-${key}`,
        "network-nat-gateway-a-id",
      ]),
    ]);
    expect((await routes(3)).at(-1)).toEqual(["network-route-workers-c", "network-nat-gateway-c-id"]);
  });

  test("every subnet is tied to its role's table", async () => {
    const resources = await make();
    expect(inputsOf(resources, "network-association-database-c")).toEqual({
      subnetId: "network-subnet-database-c-id",
      routeTableId: "network-route-table-database-id",
    });
    expect(resources.filter((r) => r.name.startsWith("network-association-"))).toHaveLength(18);
  });

  test("the default group admits nothing, either way", async () => {
    const resources = await make();
    expect(inputsOf(resources, "network-default-group")).toMatchObject({ ingress: [], egress: [] });
  });

  test("all traffic is logged, under a key, for as long as is asked", async () => {
    const resources = await make({ flowLogDays: 30 });
    expect(inputsOf(resources, "network-log-group")).toMatchObject({
      name: "acme-dev-use1-aws-vpc-flow-logs",
      retentionInDays: 30,
      kmsKeyId: base.flowLogKeyArn,
    });
    expect(inputsOf(resources, "network-flow-log")).toMatchObject({
      trafficType: "ALL",
      logDestination: named(resources, "network-log-group").props["arn"],
      iamRoleArn: base.flowLogRoleArn,
    });
  });

  test("every fault of the inputs is reported, and nothing is registered", async () => {
    const resources = await registered(() => {
      const wrong = { ...base, cidr: "10.64.0.0/8", zones: ["a", "a", "b"] as const, flowLogDays: 31 };
      expect(() => new Vpc("network", wrong)).toThrow(
        /3 invalid inputs\n {2}cidr.*\n {2}zones.*\n {2}flowLogDays is 31/,
      );
    });
    expect(resources).toEqual([]);
  });
});

const endpointBase = {
  naming: NAMING,
  tags: TAGS,
  account: ACCOUNT,
  vpcId: "vpc-1",
  vpcCidr: plan.vpc,
  subnetIds: ["subnet-a", "subnet-b", "subnet-c"],
  routeTableIds: ["rtb-workers-a"],
};
const endpoints = (args: object = {}) =>
  registered(() => new VpcEndpoints("endpoints", { ...endpointBase, ...args }));

describe("VpcEndpoints", () => {
  test("HTTPS from the VPC is all that the interface endpoints admit", async () => {
    const resources = await endpoints();
    expect(inputsOf(resources, "endpoints-group")).toMatchObject({
      ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.64.0.0/16"] }],
      egress: [],
    });
  });

  test("what private nodes need to join is there by default, and as little as is asked for otherwise", async () => {
    const services = async (args: object) =>
      (await endpoints(args))
        .filter((r) => r.inputs["vpcEndpointType"] === "Interface")
        .map((r) => r.inputs["serviceName"]);
    const all = await services({});
    // EKS User Guide, "Deploy private clusters with limited internet access".
    for (const word of [
      "ec2",
      "ecr.api",
      "ecr.dkr",
      "sts",
      "eks",
      "eks-auth",
      "elasticloadbalancing",
      "logs",
    ]) {
      expect(all).toContain(`com.amazonaws.us-east-1.${word}`);
    }
    expect(await services({ services: ["sts"] })).toEqual(["com.amazonaws.us-east-1.sts"]);
  });

  test("interface endpoints work for identities of the account only", async () => {
    const resources = await endpoints();
    const policies = resources
      .filter((r) => r.inputs["vpcEndpointType"] === "Interface" && r.inputs["policy"] !== undefined)
      .map((r) => statements(r.inputs["policy"])[0]);
    expect(policies.length).toBe(14);
    for (const policy of policies) {
      expect(policy?.["Action"]).toMatch(/^[a-z0-9]+:\*$/);
      expect(policy?.Condition).toEqual({ StringEquals: { "aws:PrincipalAccount": "111111111111" } });
    }
    expect(inputsOf(resources, "endpoints-interface-monitoring")["policy"]).toContain('"cloudwatch:*"');
  });

  test("a pod's token can be exchanged for a role of the account, though it has no account yet", async () => {
    const resources = await endpoints();
    expect(statements(inputsOf(resources, "endpoints-interface-sts")["policy"])[1]).toMatchObject({
      Action: "sts:AssumeRoleWithWebIdentity",
      Resource: "arn:aws:iam::111111111111:role/*",
    });
  });

  test("S3 is open to the account's buckets, and others can only be read where they are named", async () => {
    const resources = await endpoints({ readableBuckets: ["quay-images"] });
    const [own, read, ...rest] = statements(inputsOf(resources, "endpoints-gateway-s3")["policy"]);
    expect(own?.Condition).toEqual({ StringEquals: { "aws:ResourceAccount": "111111111111" } });
    expect(read).toMatchObject({
      Action: "s3:GetObject",
      Resource: [
        "arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*",
        "arn:aws:s3:::al2023-repos-us-east-1-*/*",
        "arn:aws:s3:::quay-images/*",
      ],
    });
    expect(rest).toEqual([]);
    expect(inputsOf(resources, "endpoints-gateway-s3")["routeTableIds"]).toEqual(["rtb-workers-a"]);
  });

  test("every fault of the inputs is reported, and nothing is registered", async () => {
    const resources = await registered(() => {
      const wrong = {
        ...endpointBase,
        vpcCidr: "10.64.0.1/16",
        subnetIds: [],
        services: ["sts", "sts", "nope"],
      };
      expect(() => new VpcEndpoints("endpoints", wrong as never)).toThrow(
        /4 invalid inputs\n {2}vpcCidr.*\n {2}subnetIds.*\n {2}services\[2\] is "nope".*\n {2}services is .*once/,
      );
    });
    expect(resources).toEqual([]);
  });
});
