import { expect, test } from "vitest";
import type { Values } from "../../../automation/engine/provider";
import { recordExercised } from "./exercised";
import { aws, textOf, type Made } from "./harness";

const trust = (service: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });
const nothing = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Deny", Action: "*", Resource: "*" }],
});

async function world() {
  const cloud = await aws();
  const make = (type: string, name: string, inputs: Values): Promise<Made> =>
    cloud.create(`aws:${type}`, name, inputs);
  const vpc = await make("ec2/vpc:Vpc", "v", { cidrBlock: "10.64.0.0/16" });
  const subnet = (zone: string, i: number) =>
    make("ec2/subnet:Subnet", zone, {
      vpcId: vpc.id,
      cidrBlock: `10.64.${String(i)}.0/24`,
      availabilityZone: `us-east-1${zone}`,
    });
  const role = (name: string, service: string, more: Values = {}) =>
    make("iam/role:Role", name, { name, assumeRolePolicy: trust(service), ...more });
  const gone = async (made: Made): Promise<boolean> => (await cloud.read(made)) === undefined;
  return { cloud, make, vpc, subnet, role, gone };
}

test("an internet gateway stays while a NAT gateway has a public address in its VPC", async () => {
  const { cloud, make, vpc, subnet } = await world();
  const gateway = await make("ec2/internetGateway:InternetGateway", "i", { vpcId: vpc.id });
  const address = await make("ec2/eip:Eip", "e", {});
  const nat = await make("ec2/natGateway:NatGateway", "n", {
    subnetId: (await subnet("a", 0)).id,
    allocationId: address.id,
  });
  await expect(cloud.delete(gateway)).rejects.toThrow(
    /DependencyViolation: Network vpc-.*mapped public.*nat-/,
  );
  await cloud.delete(nat);
  await cloud.delete(gateway);
});

test("a private NAT gateway, or one in another VPC, holds no internet gateway", async () => {
  const { cloud, make, vpc, subnet } = await world();
  const other = await make("ec2/vpc:Vpc", "w", { cidrBlock: "10.65.0.0/16" });
  const gateway = await make("ec2/internetGateway:InternetGateway", "i", { vpcId: vpc.id });
  await make("ec2/internetGateway:InternetGateway", "j", { vpcId: other.id });
  await make("ec2/natGateway:NatGateway", "p", {
    subnetId: (await subnet("a", 0)).id,
    connectivityType: "private",
  });
  const there = await make("ec2/subnet:Subnet", "x", { vpcId: other.id, cidrBlock: "10.65.0.0/24" });
  const address = await make("ec2/eip:Eip", "e", {});
  await make("ec2/natGateway:NatGateway", "n", { subnetId: there.id, allocationId: address.id });
  await cloud.delete(gateway);
});

test("a route outlives what it leads to, and goes with its table, as does an association", async () => {
  const { cloud, make, vpc, subnet, gone } = await world();
  const gateway = await make("ec2/internetGateway:InternetGateway", "i", { vpcId: vpc.id });
  const table = await make("ec2/routeTable:RouteTable", "t", { vpcId: vpc.id });
  const route = await make("ec2/route:Route", "r", {
    routeTableId: table.id,
    destinationCidrBlock: "0.0.0.0/0",
    gatewayId: gateway.id,
  });
  const association = await make("ec2/routeTableAssociation:RouteTableAssociation", "a", {
    routeTableId: table.id,
    subnetId: (await subnet("a", 0)).id,
  });
  await cloud.delete(gateway);
  expect(await gone(route)).toBe(false);
  await cloud.delete(table);
  expect([await gone(route), await gone(association)]).toEqual([true, true]);
});

test("a security group takes its own rules along, one that names itself too; a rule of another holds it", async () => {
  const { cloud, make, vpc, gone } = await world();
  const group = (name: string) => make("ec2/securityGroup:SecurityGroup", name, { vpcId: vpc.id, name });
  const [one, two] = [await group("one"), await group("two")];
  const rule = (name: string, securityGroupId: string, referencedSecurityGroupId: string) =>
    make("vpc/securityGroupIngressRule:SecurityGroupIngressRule", name, {
      securityGroupId,
      referencedSecurityGroupId,
      ipProtocol: "-1",
    });
  const own = await rule("own", one.id, one.id);
  const foreign = await rule("foreign", two.id, one.id);
  await expect(cloud.delete(one)).rejects.toThrow(/DependencyViolation.*sgr-/);
  await cloud.delete(foreign);
  await cloud.delete(one);
  expect(await gone(own)).toBe(true);
});

test("a role that a function has can go, with policies only where the provider detaches them", async () => {
  const { cloud, make, role } = await world();
  const used = await role("used", "lambda.amazonaws.com");
  await make("lambda/function:Function", "f", {
    name: "f",
    role: textOf(used.outputs, "arn"),
    packageType: "Image",
    imageUri: "image",
  });
  await make("iam/instanceProfile:InstanceProfile", "p", { name: "p", role: "used" });
  await cloud.delete(used);
  for (const forceDetachPolicies of [false, true]) {
    const name = `with-${String(forceDetachPolicies)}`;
    const made = await role(name, "lambda.amazonaws.com", { forceDetachPolicies });
    const policy = await make("iam/rolePolicy:RolePolicy", name, { name, role: name, policy: nothing });
    const attempt = cloud.delete(made);
    if (forceDetachPolicies) await attempt;
    else await expect(attempt).rejects.toThrow(/DeleteConflict: Cannot delete entity, must detach/);
    expect(await cloud.read(policy)).toEqual(
      forceDetachPolicies ? undefined : expect.objectContaining({ id: `${name}:${name}` }),
    );
  }
});

test("a function takes its permissions and settings along and leaves its mappings", async () => {
  const { cloud, make, role, gone } = await world();
  const made = await make("lambda/function:Function", "f", {
    name: "f",
    role: textOf((await role("r", "lambda.amazonaws.com")).outputs, "arn"),
    packageType: "Image",
    imageUri: "image",
  });
  const permission = await make("lambda/permission:Permission", "p", {
    function: textOf(made.outputs, "arn"),
    action: "lambda:InvokeFunction",
    principal: "events.amazonaws.com",
  });
  const settings = await make("lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", "s", {
    functionName: "f",
    maximumRetryAttempts: 1,
  });
  const queue = await make("sqs/queue:Queue", "q", { name: "q" });
  const mapping = await make("lambda/eventSourceMapping:EventSourceMapping", "m", {
    functionName: "f",
    eventSourceArn: textOf(queue.outputs, "arn"),
  });
  await cloud.delete(made);
  expect(await Promise.all([permission, settings, mapping].map(gone))).toEqual([true, true, false]);
});

test("a cluster goes before its role and with its add-ons and entries, but after its nodes", async () => {
  const { cloud, make, role, subnet, gone } = await world();
  const subnetIds = [(await subnet("a", 0)).id, (await subnet("b", 1)).id];
  const own = await role("cluster", "eks.amazonaws.com");
  const cluster = await make("eks/cluster:Cluster", "c", {
    name: "c",
    roleArn: textOf(own.outputs, "arn"),
    vpcConfig: { subnetIds },
    accessConfig: { authenticationMode: "API" },
  });
  const addon = await make("eks/addon:Addon", "a", { clusterName: "c", addonName: "vpc-cni" });
  const entry = await make("eks/accessEntry:AccessEntry", "e", {
    clusterName: "c",
    principalArn: textOf(own.outputs, "arn"),
  });
  const nodeRoleArn = textOf((await role("node", "ec2.amazonaws.com")).outputs, "arn");
  const scalingConfig = { minSize: 1, desiredSize: 1, maxSize: 1 };
  const nodes = await make("eks/nodeGroup:NodeGroup", "n", {
    clusterName: "c",
    nodeGroupName: "n",
    nodeRoleArn,
    subnetIds,
    scalingConfig,
  });
  await cloud.delete(own);
  await expect(cloud.delete(cluster)).rejects.toThrow(
    /ResourceInUseException: Cluster has nodegroups attached/,
  );
  await cloud.delete(nodes);
  await cloud.delete(cluster);
  expect([await gone(addon), await gone(entry)]).toEqual([true, true]);
});

test("the default group's resource goes with its VPC", async () => {
  const { cloud, make, vpc, gone } = await world();
  const group = await make("ec2/defaultSecurityGroup:DefaultSecurityGroup", "d", { vpcId: vpc.id });
  await cloud.delete(vpc);
  expect(await gone(group)).toBe(true);
});

recordExercised("aws.deletion");
