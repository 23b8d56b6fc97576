import { beforeAll, describe, expect, test } from "vitest";
import { eksContract, okeDxbContract, okeJedContract } from "../../stacks/contracts/clusters";
import { NSG_ROLES } from "../../stacks/contracts/networks";
import { AWS_SUBNET_ROLES, CATALOGUE, OCI_SUBNET_ROLES, dev, prod, staging } from "../../stacks/environments";
import { program as eks } from "../../stacks/eks";
import { program as okeDxb } from "../../stacks/oke-dxb";
import { program as okeJed } from "../../stacks/oke-jed";
import { EKS_ANSWERS } from "../components/gitops/answers";
import { OKE_ANSWERS } from "../components/oke/answers";
import { named, type Recorded } from "../components/recorded";
import { stackRecorded } from "./recorded-stack";

function byRole<R extends string, T>(roles: readonly R[], value: (role: R) => T): Record<R, T> {
  return Object.fromEntries(roles.map((role) => [role, value(role)])) as Record<R, T>;
}
const keys = (where: string) =>
  byRole(["data", "events", "clusters", "logs"], (purpose) => `key-${where}-${purpose}`);
const secrets = {
  awsKeyArns: keys("aws"),
  ociVaultIds: { dxb: "v", jed: "v" },
  ociKeyIds: { dxb: keys("dxb"), jed: keys("jed") },
  bootstrapCaPem: "pem",
  bootstrapCaKeyPem: "pem",
  apiCertificate: { certificateId: "c", hostname: "api.example.org" },
  standbyApiCertificate: null,
};
const identity = {
  deployerRoleArn: "arn:role/deployer",
  eventTargetRoleArn: "arn:role/targets",
  eksClusterRoleArn: "arn:role/cluster",
  eksNodeRoleArn: "arn:role/nodes",
  groupIds: {
    "cluster-admins": "g",
    "network-admins": "g",
    "node-operators": "g",
    "api-platform": "g",
    "api-publishers": "g",
    "image-publishers": "g",
    deployers: "g",
    auditors: "g",
  },
};
const foundation = {
  compartmentIds: { network: "c-network", platform: "c-platform", data: "c-data", security: "c-security" },
  environmentCompartmentId: "c-env",
  tagNamespaceId: "t",
  flowLogRoleArn: "arn:role/flow",
  alarmTopicIds: { dxb: "ocid1.onstopic.oc1.me-dubai-1.t", jed: "ocid1.onstopic.oc1.me-jeddah-1.t" },
};
const awsNetwork = {
  vpcId: "vpc-1",
  vpcCidr: "10.64.0.0/16",
  zones: ["a", "b", "c"] as [string, string, string],
  subnetIds: byRole(AWS_SUBNET_ROLES, (role): [string, string, string] => [
    `${role}-a`,
    `${role}-b`,
    `${role}-c`,
  ]),
  endpointSecurityGroupId: "sg-endpoints",
};
const ociNetwork = {
  vcnId: "vcn-1",
  vcnCidr: "10.65.0.0/16",
  subnetIds: byRole(
    OCI_SUBNET_ROLES.filter((role) => role !== "load-balancer-public"),
    (role) => `subnet-${role}`,
  ),
  nsgIds: byRole(NSG_ROLES, (role) => `nsg-${role}`),
  bastionId: "bastion-1",
  drgId: "drg-1",
  remotePeeringId: "rpc-1",
  logGroupId: "logs-network",
  availabilityDomains: ["xAbC:AD-1"],
  faultDomains: ["FAULT-DOMAIN-1", "FAULT-DOMAIN-2", "FAULT-DOMAIN-3"],
};

describe.each([dev, staging, prod])("eks in $name", (env) => {
  let resources: Recorded[];
  let outputs: Record<string, unknown>;
  beforeAll(async () => {
    ({ resources, outputs } = await stackRecorded(
      eksContract,
      eks,
      env,
      { network: awsNetwork, identity, secrets },
      EKS_ANSWERS,
    ));
  });

  test("CO-14 GO-06 the cluster has the catalogue's version and the plan's range of services", () => {
    const { inputs } = named(resources, "cluster-cluster");
    expect(inputs).toMatchObject({
      name: `acme-${env.name}-use1-gitops-cluster`,
      version: env.eks.kubernetesVersion,
      kubernetesNetworkConfig: { serviceIpv4Cidr: "172.20.0.0/16" },
      vpcConfig: { subnetIds: ["workers-a", "workers-b", "workers-c"] },
      deletionProtection: env.name !== "dev",
    });
    expect(Object.keys(CATALOGUE.eks)).toContain(inputs["version"]);
    expect(named(resources, "cluster-addon-kube-proxy").inputs["addonVersion"]).toBe("v1.36.0-eksbuild.14");
  });

  test("CO-09 only the runners of the environment's own sites reach the API", () => {
    const clients = resources
      .filter(({ type }) => type === "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
      .map(({ inputs }) => inputs["cidrIpv4"]);
    expect(clients).toEqual([env.plan.dxb.subnets.runners, env.plan.jed.subnets.runners]);
  });

  test("keys, roles and log retention come from where they are kept", () => {
    expect(named(resources, "cluster-cluster").inputs).toMatchObject({
      roleArn: "arn:role/cluster",
      encryptionConfig: { provider: { keyArn: "key-aws-clusters" } },
    });
    expect(named(resources, "cluster-log-group").inputs).toMatchObject({
      kmsKeyId: "key-aws-logs",
      retentionInDays: env.retention.awsLogDays,
    });
    expect(named(resources, "cluster-nodes").inputs["nodeRoleArn"]).toBe("arn:role/nodes");
    expect(named(resources, "cluster-access-deployer").inputs["principalArn"]).toBe("arn:role/deployer");
  });

  test("it hands on what later stacks need, and nothing that opens the cluster", () => {
    expect(outputs).toEqual({
      clusterName: `acme-${env.name}-use1-gitops-cluster`,
      endpoint: "https://0123456789ABCDEF.gr7.us-east-1.eks.amazonaws.com",
      certificateAuthority: "QUJDRA==",
      oidcIssuer: "https://oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF",
      oidcProviderArn: expect.stringContaining("openIdConnectProvider") as string,
      clusterSecurityGroupId: "sg-cluster",
    });
  });

  test("every resource is made by the environment's own provider", () => {
    const others = resources.filter(({ type }) => !type.startsWith("pulumi:providers:"));
    expect(others.filter(({ madeBy }) => madeBy !== "aws")).toEqual([]);
  });
});

test("differences between environments: EKS nodes", async () => {
  const nodes: unknown[] = [];
  for (const env of [dev, staging, prod]) {
    const needs = { network: awsNetwork, identity, secrets };
    const { resources } = await stackRecorded(eksContract, eks, env, needs, EKS_ANSWERS);
    const { scalingConfig, capacityType, instanceTypes } = named(resources, "cluster-nodes").inputs;
    nodes.push([scalingConfig, capacityType, instanceTypes]);
  }
  expect(nodes).toEqual([
    [{ desiredSize: 3, minSize: 3, maxSize: 3 }, "SPOT", ["t3.large"]],
    [{ desiredSize: 3, minSize: 3, maxSize: 5 }, "ON_DEMAND", ["t3.xlarge"]],
    [{ desiredSize: 3, minSize: 3, maxSize: 9 }, "ON_DEMAND", ["m6i.xlarge"]],
  ]);
});

const sites = [
  { name: "oke-dxb", contract: okeDxbContract, program: okeDxb, key: "dxb", provider: "oci-primary" },
  { name: "oke-jed", contract: okeJedContract, program: okeJed, key: "jed", provider: "oci-standby" },
] as const;
const okeNeeds = { foundation, network: ociNetwork, identity, secrets };

describe.each(sites)("$name", ({ contract, program, key, provider }) => {
  test("GW-42 OK-50 flow and cluster logs are kept for a year in a locked bucket, from the time that the owner names", async () => {
    const lockedFrom = "2027-01-15T00:00:00Z";
    const { resources } = await stackRecorded(contract, program, prod, okeNeeds, OKE_ANSWERS, {
      "causeway:ociLogLockFrom": lockedFrom,
    });
    expect(named(resources, "cluster-log-archive-bucket").inputs).toMatchObject({
      compartmentId: "c-data",
      kmsKeyId: `key-${key}-data`,
      retentionRules: [{ duration: { timeAmount: "365", timeUnit: "DAYS" }, timeRuleLocked: lockedFrom }],
    });
    const { inputs, madeBy } = named(resources, "cluster-logs-connector");
    expect(madeBy).toBe(provider);
    expect(inputs["source"]).toMatchObject({
      logSources: [
        { compartmentId: "c-network", logGroupId: "logs-network" },
        { compartmentId: "c-platform", logGroupId: "cluster-log-group-id" },
      ],
    });
    expect(named(resources, "cluster-logs-grant").madeBy).toBe("oci-home");
    const { resources: without } = await stackRecorded(contract, program, prod, okeNeeds, OKE_ANSWERS);
    expect(without.filter(({ name }) => name.includes("archive"))).toEqual([]);
  });

  describe.each([dev, staging, prod])("in $name", (env) => {
    let resources: Recorded[];
    let outputs: Record<string, unknown>;
    beforeAll(async () => {
      ({ resources, outputs } = await stackRecorded(contract, program, env, okeNeeds, OKE_ANSWERS));
    });

    test("CO-14 OP-15 OK-01 OK-13 it is where the plan and the network put it, in the compartment of platforms", () => {
      expect(named(resources, "cluster-cluster").inputs).toMatchObject({
        name: `acme-${env.name}-${key}-oke-cluster`,
        compartmentId: "c-platform",
        kubernetesVersion: env.oke.kubernetesVersion,
        kmsKeyId: `key-${key}-clusters`,
        vcnId: "vcn-1",
        endpointConfig: {
          isPublicIpEnabled: false,
          subnetId: "subnet-api-endpoint",
          nsgIds: ["nsg-api-endpoint"],
        },
        options: {
          kubernetesNetworkConfig: { servicesCidr: key === "dxb" ? "172.21.0.0/16" : "172.22.0.0/16" },
          serviceLbSubnetIds: ["subnet-load-balancer-internal"],
        },
      });
    });

    test("OP-45 busy nodes, full nodes and backends that do not answer ring at the site's topic", () => {
      const alarm = (role: string) => named(resources, `cluster-alarm-${role}`).inputs;
      expect(alarm("node-cpu")).toMatchObject({
        query: "CpuUtilization[1m].mean() > 80",
        pendingDuration: "PT10M",
        severity: "WARNING",
        destinations: [foundation.alarmTopicIds[key]],
      });
      expect(alarm("node-memory")).toMatchObject({ query: "MemoryUtilization[1m].mean() > 85" });
      expect(alarm("backends-unhealthy")).toMatchObject({
        query: "UnHealthyBackendServers[1m].max() > 0",
        severity: "WARNING",
      });
      expect(alarm("backends-down")).toMatchObject({
        query: "UnHealthyBackendServers[1m].max() > 2",
        pendingDuration: "PT5M",
        severity: "CRITICAL",
      });
    });

    test("OK-02 OK-54 OP-19 its pool has the size of the settings, over three fault domains, in the subnet of workers", () => {
      const { inputs } = named(resources, "workers-pool");
      expect(inputs).toMatchObject({
        nodeShapeConfig: { ocpus: env.oke.ocpus, memoryInGbs: env.oke.memoryGb },
        nodeConfigDetails: {
          size: key === "dxb" ? env.oke.nodes.desired : env.oke.standbyNodes,
          nsgIds: ["nsg-workers"],
          kmsKeyId: `key-${key}-clusters`,
          placementConfigs: [
            {
              subnetId: "subnet-workers",
              faultDomains: ["FAULT-DOMAIN-1", "FAULT-DOMAIN-2", "FAULT-DOMAIN-3"],
            },
          ],
          nodePoolPodNetworkOptionDetails: { podSubnetIds: ["subnet-pods"], podNsgIds: ["nsg-pods"] },
        },
      });
      const [placement] = (inputs["nodeConfigDetails"] as { placementConfigs: object[] }).placementConfigs;
      expect(Object.keys(placement ?? {}).includes("preemptibleNodeConfig")).toBe(env.name === "dev");
    });

    test("OK-53 the log group is there before the cluster, and the cluster before its nodes", () => {
      const names = resources.map(({ name }) => name);
      const order = ["cluster-log-group", "cluster-cluster", "workers-pool"];
      expect(names.filter((name) => order.includes(name))).toEqual(order);
    });

    test("OK-50 the control plane's logs are kept as long as the environment keeps OCI logs", () => {
      expect(named(resources, "cluster-control-plane-log").inputs["retentionDuration"]).toBe(
        env.retention.ociLogDays,
      );
      expect(env.class !== "prod" || env.retention.ociLogDays >= 90).toBe(true);
    });

    test("OK-57 it hands on what later stacks need, and nothing that opens the cluster", () => {
      expect(outputs).toEqual({
        clusterId: "cluster-cluster-id",
        endpoint: "https://10.65.3.5:6443",
        certificateAuthority: "QUJDRA==",
        nodePoolId: "workers-pool-id",
        kubernetesVersion: env.oke.kubernetesVersion,
        logGroupId: "cluster-log-group-id",
        nsgIds: {
          "api-endpoint": "nsg-api-endpoint",
          "load-balancer": "nsg-load-balancer",
          workers: "nsg-workers",
          pods: "nsg-pods",
        },
        accessPath: expect.objectContaining({
          host: "10.65.3.5",
          port: 6443,
          bastionId: "bastion-1",
          runnersCidr: env.plan[key].subnets.runners,
        }) as object,
      });
    });

    test("every resource is made by the site's own provider, and policies by that of the home region", () => {
      const others = resources.filter(({ type }) => !type.startsWith("pulumi:providers:"));
      const wanted = (type: string) => (type.startsWith("oci:Identity/") ? "oci-home" : provider);
      expect(others.filter(({ type, madeBy }) => madeBy !== wanted(type))).toEqual([]);
    });

    test("OP-19 OP-41 the autoscaler owns the size between the bounds of the settings, by its own identity, where there is something to own", () => {
      const min = key === "dxb" ? env.oke.nodes.min : env.oke.standbyNodes;
      const scaled = min > 0 && env.oke.nodes.max > min;
      expect(resources.some(({ name }) => name === "autoscaler-addon")).toBe(scaled);
      if (!scaled) return;
      expect(named(resources, "autoscaler-addon").inputs).toMatchObject({
        clusterId: "cluster-cluster-id",
        configurations: [
          { key: "authType", value: "workload" },
          { key: "nodes", value: `${min}:${env.oke.nodes.max}:workers-pool-id` },
        ],
      });
      const { statements } = named(resources, "autoscaler-identity-policy").inputs as {
        statements: string[];
      };
      expect(statements).toHaveLength(6);
      for (const statement of statements)
        expect(statement).toMatch(
          /where all \{request\.principal\.type = 'workload', .*namespace = 'kube-system', .*service_account = 'cluster-autoscaler', .*cluster_id = 'cluster-cluster-id'\}$/,
        );
    });
  });
});
