import { Subnet } from "@pulumi/aws/ec2/subnet";
import { Vpc } from "@pulumi/aws/ec2/vpc";
import { VpcEndpoint } from "@pulumi/aws/ec2/vpcEndpoint";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { EksCluster, WorkloadNamespaces } from "./index";

const config = new pulumi.Config();
const place = {
  naming: { org: "acme", env: "dev", site: "use1" },
  tags: {
    Environment: "dev",
    Service: "shop",
    Team: "shop",
    Owner: "shop-team",
    CostCenter: "shop-dev",
    DataClass: "internal",
    DrTier: "none",
    ManagedBy: "pulumi",
  },
} as const;

// A network in short form: without NAT, so with endpoints of the services that nodes call.
const vpcCidr = "10.64.0.0/16";
const vpc = new Vpc("network", { cidrBlock: vpcCidr, enableDnsHostnames: true });
const workers = { a: "10.64.32.0/19", b: "10.64.64.0/19", c: "10.64.96.0/19" };
const subnets = Object.entries(workers).map(
  ([zone, cidrBlock]) =>
    new Subnet(`workers-${zone}`, { vpcId: vpc.id, cidrBlock, availabilityZone: `us-east-1${zone}` }),
);

for (const service of ["ec2", "ecr.api", "ecr.dkr"])
  new VpcEndpoint(service, {
    vpcId: vpc.id,
    serviceName: `com.amazonaws.us-east-1.${service}`,
    vpcEndpointType: "Interface",
    subnetIds: subnets.map(({ id }) => id),
    privateDnsEnabled: true,
  });
new VpcEndpoint("s3", {
  vpcId: vpc.id,
  serviceName: "com.amazonaws.us-east-1.s3",
  routeTableIds: [vpc.mainRouteTableId],
});

const cluster = new EksCluster("cluster", {
  ...place,
  kubernetesVersion: "1.36",
  roleArn: config.require("clusterRoleArn"),
  vpcId: vpc.id,
  vpcCidr,
  subnetIds: pulumi.all(subnets.map(({ id }) => id)),
  servicesCidr: "172.20.0.0/16",
  apiClients: { runners: "10.64.8.0/24" },
  secretsKeyArn: config.require("clusterKeyArn"),
  logs: { retentionDays: 30, kmsKeyArn: config.require("logKeyArn") },
  access: { deployer: { principalArn: config.require("deployerRoleArn"), policy: "cluster-admin" } },
  nodes: {
    roleArn: config.require("nodeRoleArn"),
    instanceTypes: ["m6i.large", "m5.large"],
    spot: true,
    size: { first: config.getNumber("nodes") ?? 3, min: 1, max: 6 },
    kmsKeyArn: config.require("clusterKeyArn"),
  },
  deletionProtection: false,
});

// The kubeconfig holds no credential: a command gets a token for every call.
const kubeconfig = pulumi.jsonStringify({
  apiVersion: "v1",
  kind: "Config",
  "current-context": "cluster",
  clusters: [
    {
      name: "cluster",
      cluster: { server: cluster.endpoint, "certificate-authority-data": cluster.certificateAuthority },
    },
  ],
  contexts: [{ name: "cluster", context: { cluster: "cluster", user: "caller" } }],
  users: [
    {
      name: "caller",
      user: {
        exec: {
          apiVersion: "client.authentication.k8s.io/v1beta1",
          command: "aws",
          args: ["eks", "get-token", "--output", "json", "--cluster-name", cluster.clusterName],
          interactiveMode: "Never",
        },
      },
    },
  ],
});
const kubernetes = new KubernetesProvider(
  "kubernetes",
  { kubeconfig, enableServerSideApply: true },
  { dependsOn: [cluster] },
);
const namespaces = new WorkloadNamespaces(
  "shop",
  {
    ...place,
    namespaces: {
      workloads: {
        name: "development",
        quota: { cpu: "4500m", memory: "18Gi" },
        allow: [
          {
            name: "ingress",
            direction: "ingress",
            peer: { namespace: "ingress" },
            ports: [{ protocol: "TCP", port: 8080 }],
            why: "to hand on requests",
          },
        ],
      },
    },
  },
  { providers: [kubernetes] },
);

export const endpoint = cluster.endpoint;
export const namespace = namespaces.names["workloads"];
