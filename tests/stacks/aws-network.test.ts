import { beforeAll, describe, expect, test } from "vitest";
import { awsNetworkContract } from "../../stacks/contracts/networks";
import { dev, prod, staging } from "../../stacks/environments";
import { program } from "../../stacks/aws-network";
import { named, type Recorded } from "../components/recorded";
import { stackRecorded } from "./recorded-stack";

const needs = {
  foundation: {
    compartmentIds: { network: "c", platform: "c", data: "c", security: "c" },
    environmentCompartmentId: "c",
    tagNamespaceId: "t",
    flowLogRoleArn: "arn:aws:iam::333333333333:role/flow-logs",
    alarmTopicIds: { dxb: "ocid1.onstopic.oc1.me-dubai-1.t", jed: "ocid1.onstopic.oc1.me-jeddah-1.t" },
  },
};
const zones = ["us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d"];
const answers = { "aws:index/getAvailabilityZones:getAvailabilityZones": { names: zones } };

describe.each([dev, staging, prod])("aws-network in $name", (env) => {
  let resources: Recorded[];
  let outputs: Record<string, unknown>;
  beforeAll(async () => {
    ({ resources, outputs } = await stackRecorded(awsNetworkContract, program, env, needs, answers));
  });
  const count = (type: string) => resources.filter((resource) => resource.type === type).length;

  test("CO-18 every subnet of the address plan is built, and no other", () => {
    const ranges = resources
      .filter((resource) => resource.type === "aws:ec2/subnet:Subnet")
      .map((resource) => resource.inputs["cidrBlock"]);
    expect(ranges.sort()).toEqual(Object.values(env.plan.aws.subnets).flat().sort());
  });

  test("there are as many NAT gateways as the environment has", () => {
    expect(count("aws:ec2/natGateway:NatGateway")).toBe(env.aws.natGateways);
    expect(count("aws:ec2/eip:Eip")).toBe(env.aws.natGateways);
  });

  test("flow logs are kept as long as the environment says, under a key of the stack's own", () => {
    expect(named(resources, "network-log-group").inputs).toMatchObject({
      retentionInDays: env.retention.awsLogDays,
      kmsKeyId: named(resources, "keys-key-flow-logs").props["arn"],
    });
    expect(named(resources, "network-flow-log").inputs["iamRoleArn"]).toBe(needs.foundation.flowLogRoleArn);
  });

  test("only dev saves on interface endpoints", () => {
    const interfaces = resources.filter((resource) => resource.inputs["vpcEndpointType"] === "Interface");
    expect(interfaces).toHaveLength(env.class === "dev" ? 9 : 15);
  });

  test("zones come from the region, in the order of every list", () => {
    expect(outputs["zones"]).toEqual(zones.slice(0, 3));
    expect(outputs["vpcCidr"]).toBe(env.plan.aws.vpc);
  });
});
