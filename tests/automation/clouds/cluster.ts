import type { Values } from "../../../automation/engine/provider";
import type { SimulatedClouds } from "../../../automation/clouds";
import { aws, driver, openClouds, textOf } from "./harness";

/** A kubeconfig that leads to an API server. */
export const kubeconfig = (server: string): string =>
  JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "c",
    clusters: [{ name: "k", cluster: { server } }],
    contexts: [{ name: "c", context: { cluster: "k", user: "u" } }],
    users: [{ name: "u", user: {} }],
  });

/** An EKS cluster in a world of its own, and the address of its API server. */
async function eks(clouds: SimulatedClouds): Promise<string> {
  const cloud = await aws(clouds);
  const vpc = await cloud.create("aws:ec2/vpc:Vpc", "v", { cidrBlock: "10.64.0.0/16" });
  const subnetIds: string[] = [];
  for (const [i, zone] of ["a", "b"].entries())
    subnetIds.push(
      (
        await cloud.create("aws:ec2/subnet:Subnet", zone, {
          vpcId: vpc.id,
          cidrBlock: `10.64.${String(i)}.0/24`,
          availabilityZone: `us-east-1${zone}`,
        })
      ).id,
    );
  const role = await cloud.create("aws:iam/role:Role", "r", {
    name: "r",
    assumeRolePolicy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "eks.amazonaws.com" }, Action: "sts:AssumeRole" }],
    }),
  });
  const cluster = await cloud.create("aws:eks/cluster:Cluster", "c", {
    name: "c",
    roleArn: textOf(role.outputs, "arn"),
    vpcConfig: { subnetIds, endpointPrivateAccess: true, endpointPublicAccess: false },
  });
  return textOf(cluster.outputs, "endpoint");
}

/** A cluster of a world of its own, and the provider that leads to it. */
export async function cluster(config: Values = {}) {
  const clouds = openClouds();
  const server = await eks(clouds);
  return {
    clouds,
    server,
    kube: await driver(clouds, "kubernetes", { kubeconfig: kubeconfig(server), ...config }),
  };
}
