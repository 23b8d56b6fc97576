import { expect, test } from "vitest";
import type { Values } from "../../../automation/engine/provider";
import { exercised, recordExercised } from "./exercised";
import { aws, openClouds, textOf, type Made } from "./harness";

const trust = (service: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });

async function world() {
  const clouds = openClouds();
  const cloud = await aws(clouds);
  const make = (type: string, name: string, inputs: Values): Promise<Made> =>
    cloud.create(`aws:${type}`, name, inputs);
  const vpcId = (await make("ec2/vpc:Vpc", "v", { cidrBlock: "10.64.0.0/16" })).id;
  const ids: Record<string, string> = {};
  for (const [i, zone] of ["a", "b", "c", "d"].entries()) {
    const place = { vpcId, cidrBlock: `10.64.${String(i)}.0/24`, availabilityZone: `us-east-1${zone}` };
    ids[zone] = (await make("ec2/subnet:Subnet", zone, place)).id;
  }
  const subnetIds = (...zones: string[]): string[] => zones.map((zone) => ids[zone] ?? "");
  const arnOf = async (name: string, service: string) =>
    textOf(
      (await make("iam/role:Role", name, { name, assumeRolePolicy: trust(`${service}.amazonaws.com`) }))
        .outputs,
      "arn",
    );
  const good = {
    name: "c",
    roleArn: await arnOf("cluster", "eks"),
    version: "1.34",
    vpcConfig: { subnetIds: subnetIds("a", "b") },
    kubernetesNetworkConfig: { serviceIpv4Cidr: "172.20.0.0/16" },
    accessConfig: { authenticationMode: "API_AND_CONFIG_MAP" },
  };
  const cluster = (more: Values = {}) => make("eks/cluster:Cluster", "c", { ...good, ...more });
  const nodeRoleArn = await arnOf("node", "ec2");
  const nodes = (name: string, more: Values = {}) =>
    make("eks/nodeGroup:NodeGroup", name, {
      clusterName: "c",
      nodeGroupName: name,
      nodeRoleArn,
      subnetIds: subnetIds("a"),
      scalingConfig: { minSize: 1, desiredSize: 1, maxSize: 1 },
      ...more,
    });
  return { clouds, cloud, make, vpcId, subnetIds, good, cluster, nodes };
}

test("a cluster is in zones that EKS is in, and stays in them", async () => {
  const { cloud, make, vpcId, good, cluster, subnetIds } = await world();
  const place = { vpcId, cidrBlock: "10.64.9.0/24", availabilityZoneId: "use1-az3" };
  const without = (await make("ec2/subnet:Subnet", "without", place)).id;
  await expect(cluster({ vpcConfig: { subnetIds: [...subnetIds("a"), without] } })).rejects.toThrow(
    /UnsupportedAvailabilityZoneException: .*availability zone use1-az3/,
  );
  const made = await cluster();
  const moved = { ...good, vpcConfig: { subnetIds: subnetIds("a", "d") } };
  await expect(cloud.update(made, moved)).rejects.toThrow(
    /same set of AZs as before: us-east-1a, us-east-1b, not us-east-1a, us-east-1d/,
  );
  await cloud.update(made, { ...good, vpcConfig: { subnetIds: subnetIds("b", "a") } });
});

test("services have a private range outside of the VPC", async () => {
  const { cluster } = await world();
  const range = (serviceIpv4Cidr: string) => cluster({ kubernetesNetworkConfig: { serviceIpv4Cidr } });
  await expect(range("10.64.128.0/20")).rejects.toThrow(/overlaps the VPC's block 10\.64\.0\.0\/16/);
  await expect(range("100.64.0.0/16")).rejects.toThrow(/must be in one of 10\.0\.0\.0\/8/);
  await expect(range("10.100.0.0/25")).rejects.toThrow(/from \/12 to \/24/);
  await expect(range("10.100.0.1/24")).rejects.toThrow(/is not an IP block/);
  await range("10.100.0.0/16");
});

test("a version goes up by one or back by one, an authentication mode only towards the API", async () => {
  const { cloud, good, cluster } = await world();
  const made = await cluster();
  await expect(cloud.update(made, { ...good, version: "1.36" })).rejects.toThrow(/from 1\.34 to 1\.36/);
  await expect(cloud.update(made, { ...good, version: "1.32" })).rejects.toThrow(/from 1\.34 to 1\.32/);
  const mode = (authenticationMode: string) => ({ ...good, accessConfig: { authenticationMode } });
  await expect(cloud.update(made, mode("CONFIG_MAP"))).rejects.toThrow(
    /InvalidParameterException: Unsupported authentication mode update from API_AND_CONFIG_MAP to CONFIG_MAP/,
  );
  const later = await cloud.update(made, mode("API"));
  await expect(cloud.update(later, mode("API_AND_CONFIG_MAP"))).rejects.toThrow(
    /from API to API_AND_CONFIG_MAP/,
  );
  await cloud.update(later, { ...mode("API"), version: "1.33" });
});

test("nodes: no newer than their cluster, instances of their image's architecture, a disk in one place", async () => {
  const { cluster, nodes, make } = await world();
  await cluster();
  await expect(nodes("a", { version: "1.35" })).rejects.toThrow(
    /1\.35 is newer than that of the cluster c, 1\.34/,
  );
  await nodes("b", { version: "1.33" });
  await expect(nodes("c", { instanceTypes: ["t4g.medium"] })).rejects.toThrow(
    /\[t4g\.medium\] is not a valid instance type for requested amiType AL2023_x86_64_STANDARD/,
  );
  const arm = { amiType: "AL2023_ARM_64_STANDARD" };
  await expect(nodes("d", { ...arm, instanceTypes: ["m7g.large", "m7i.large"] })).rejects.toThrow(
    /\[m7i\.large\] is not a valid instance type/,
  );
  await nodes("e", { ...arm, instanceTypes: ["m7g.large", "c6gn.xlarge", "im4gn.large", "a1.large"] });
  await nodes("f", { instanceTypes: ["g5.xlarge", "g4dn.xlarge", "m7i-flex.large", "x2iedn.xlarge"] });
  const template = await make("ec2/launchTemplate:LaunchTemplate", "t", { name: "t" });
  const launchTemplate = { id: template.id, version: "1" };
  await expect(nodes("g", { launchTemplate, diskSize: 50 })).rejects.toThrow(/diskSize: .*launchTemplate/);
  // What image it launches, the template may say.
  await nodes("h", { launchTemplate, instanceTypes: ["t4g.medium"] });
});

test("EKS makes the log group of a cluster that logs, unless it is there", async () => {
  const { cluster, make } = await world();
  const group = (name: string) => make("cloudwatch/logGroup:LogGroup", name, { name });
  await group("/aws/eks/other/cluster");
  await cluster({ enabledClusterLogTypes: ["audit"] });
  await expect(group("/aws/eks/c/cluster")).rejects.toThrow(
    /ResourceAlreadyExistsException: .*EKS made it for the cluster c/,
  );
  await group("/aws/eks/quiet/cluster");
});

test("coredns needs nodes, at the end of an update", async () => {
  const { clouds, cluster, nodes, make } = await world();
  await cluster();
  await make("eks/addon:Addon", "dns", { clusterName: "c", addonName: "coredns" });
  const refused = () =>
    clouds
      .uses()
      .filter((use) => use.type === "aws:eks/addon:Addon")
      .map((use) => use.refusal);
  expect(refused()).toEqual([
    expect.stringMatching(/InsufficientNumberOfReplicas: .*coredns of c has no nodes/),
  ]);
  exercised("aws:eks/addon:Addon", "at the end");
  await nodes("n");
  expect(refused()).toEqual([undefined]);
});

recordExercised("aws.eks");
