import { beforeAll, describe, expect, test } from "vitest";
import { awsTags, kubernetesLabels } from "../../../components/core";
import { EksCluster, WorkloadNamespaces, type EksClusterArgs } from "../../../components/gitops";
import { NAMING, TAGS, named, recorded, type Recorded } from "../recorded";
import { EKS_ANSWERS } from "./answers";

const args: EksClusterArgs = {
  naming: NAMING,
  tags: TAGS,
  kubernetesVersion: "1.36",
  roleArn: "arn:role/cluster",
  vpcId: "vpc-1",
  vpcCidr: "10.64.0.0/16",
  subnetIds: ["subnet-a", "subnet-b", "subnet-c"],
  servicesCidr: "172.20.0.0/16",
  apiClients: { runners: "10.65.7.0/24" },
  secretsKeyArn: "arn:key/clusters",
  logs: { retentionDays: 90, kmsKeyArn: "arn:key/logs" },
  access: {
    deployer: { principalArn: "arn:role/deployer", policy: "cluster-admin" },
    developers: { principalArn: "arn:role/developers", policy: "edit", namespaces: ["development"] },
  },
  nodes: {
    roleArn: "arn:role/nodes",
    instanceTypes: ["m6i.xlarge", "m5.xlarge"],
    size: { first: 3, min: 3, max: 9 },
    kmsKeyArn: "arn:key/clusters",
  },
  addonVersions: { coredns: "v1.14.3-eksbuild.3" },
};
const registered = (change: Partial<EksClusterArgs> = {}) =>
  recorded(() => new EksCluster("cluster", { ...args, ...change }), EKS_ANSWERS);

describe("EksCluster", () => {
  let resources: Recorded[];
  let cluster: Recorded;
  beforeAll(async () => {
    resources = await registered();
    cluster = named(resources, "cluster-cluster");
  });

  test("GO-06 its API is private, in the subnets that it is given", () => {
    expect(cluster.inputs).toMatchObject({
      name: "acme-dev-use1-gitops-cluster",
      version: "1.36",
      vpcConfig: {
        endpointPrivateAccess: true,
        endpointPublicAccess: false,
        subnetIds: ["subnet-a", "subnet-b", "subnet-c"],
        securityGroupIds: ["cluster-api-access-id"],
      },
      kubernetesNetworkConfig: { ipFamily: "ipv4", serviceIpv4Cidr: "172.20.0.0/16" },
      upgradePolicy: { supportType: "STANDARD" },
      deletionProtection: true,
    });
  });

  test("no argument and no transform can write a public endpoint down", () => {
    const vpcConfig = { endpointPrivateAccess: true, subnetIds: [], securityGroupIds: [] } as const;
    const transforms: EksClusterArgs["transform"][] = [
      // @ts-expect-error the only endpoint there is is private
      { cluster: { vpcConfig: { ...vpcConfig, endpointPublicAccess: true } } },
      // @ts-expect-error and it says so: EKS makes a public one when nothing is said
      { cluster: { vpcConfig } },
    ];
    expect(transforms).toHaveLength(2);
  });

  test("the API admits its clients on 443 and opens nothing outwards", () => {
    const { inputs } = named(resources, "cluster-api-access");
    expect(Object.keys(inputs)).not.toContain("egress");
    expect(Object.keys(inputs)).not.toContain("ingress");
    expect(named(resources, "cluster-api-access-rule-runners").inputs).toMatchObject({
      securityGroupId: "cluster-api-access-id",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrIpv4: "10.65.7.0/24",
    });
    expect(resources.filter(({ type }) => /securityGroup(In|E)gress/.test(type))).toHaveLength(1);
  });

  test("secrets have the caller's key", () => {
    expect(cluster.inputs["encryptionConfig"]).toEqual({
      provider: { keyArn: "arn:key/clusters" },
      resources: ["secrets"],
    });
  });

  test("all control-plane logs are kept, for a time, encrypted", () => {
    expect(cluster.inputs["enabledClusterLogTypes"]).toEqual([
      "api",
      "audit",
      "authenticator",
      "controllerManager",
      "scheduler",
    ]);
    expect(named(resources, "cluster-log-group").inputs).toMatchObject({
      name: "/aws/eks/acme-dev-use1-gitops-cluster/cluster",
      retentionInDays: 90,
      kmsKeyId: "arn:key/logs",
    });
  });

  test("access is by entries alone, and the creator has none", () => {
    expect(cluster.inputs["accessConfig"]).toEqual({
      authenticationMode: "API",
      bootstrapClusterCreatorAdminPermissions: false,
    });
    expect(named(resources, "cluster-access-deployer").inputs).toMatchObject({
      principalArn: "arn:role/deployer",
      type: "STANDARD",
    });
    expect(named(resources, "cluster-access-policy-deployer").inputs).toMatchObject({
      policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
      accessScope: { type: "cluster" },
    });
    expect(named(resources, "cluster-access-policy-developers").inputs).toMatchObject({
      policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy",
      accessScope: { type: "namespace", namespaces: ["development"] },
    });
  });

  test("GO-09 IAM trusts the cluster's issuer, and no thumbprint is written down", () => {
    const { inputs } = named(resources, "cluster-issuer");
    expect(inputs).toMatchObject({
      url: "https://oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF",
      clientIdLists: ["sts.amazonaws.com"],
    });
    expect(inputs["thumbprintLists"]).toBeUndefined();
  });

  test("GO-07 nodes are a managed group within its bounds, on demand unless spot is asked for", async () => {
    const { inputs } = named(resources, "cluster-nodes");
    expect(inputs).toMatchObject({
      nodeGroupNamePrefix: "acme-dev-use1-gitops-workers-",
      version: "1.36",
      subnetIds: ["subnet-a", "subnet-b", "subnet-c"],
      instanceTypes: ["m6i.xlarge", "m5.xlarge"],
      amiType: "AL2023_x86_64_STANDARD",
      capacityType: "ON_DEMAND",
      scalingConfig: { desiredSize: 3, minSize: 3, maxSize: 9 },
      launchTemplate: { id: "cluster-node-template-id", version: "7" },
    });
    const spot = await registered({ nodes: { ...args.nodes, spot: true, architecture: "arm64" } });
    expect(named(spot, "cluster-nodes").inputs).toMatchObject({
      capacityType: "SPOT",
      amiType: "AL2023_ARM_64_STANDARD",
    });
  });

  test("nodes answer the second metadata version only, not to pods, and their disks have the caller's key", () => {
    const { inputs } = named(resources, "cluster-node-template");
    expect(inputs).toMatchObject({
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [{ ebs: { encrypted: "true", kmsKeyId: "arn:key/clusters", volumeSize: 50 } }],
    });
    expect(inputs["tagSpecifications"]).toEqual(
      ["instance", "volume", "network-interface"].map((resourceType) => ({
        resourceType,
        tags: awsTags(TAGS),
      })),
    );
  });

  test("GO-08 network policies are enforced; a pin is taken, and without one EKS chooses", () => {
    const network = named(resources, "cluster-addon-vpc-cni").inputs;
    expect(JSON.parse(network["configurationValues"] as string)).toEqual({ enableNetworkPolicy: "true" });
    expect(network["addonVersion"]).toBeUndefined();
    expect(named(resources, "cluster-addon-coredns").inputs["addonVersion"]).toBe("v1.14.3-eksbuild.3");
    expect(cluster.inputs["bootstrapSelfManagedAddons"]).toBe(false);
  });

  test("GO-53 nodes come after what they need to become ready, and DNS after the nodes", () => {
    const order = (name: string) => resources.findIndex((resource) => resource.name === name);
    for (const before of ["vpc-cni", "kube-proxy", "eks-pod-identity-agent"])
      expect(order(`cluster-addon-${before}`)).toBeLessThan(order("cluster-nodes"));
    expect(order("cluster-nodes")).toBeLessThan(order("cluster-addon-coredns"));
    expect(order("cluster-log-group")).toBeLessThan(order("cluster-cluster"));
  });

  test("nodes are rolled by a release of their image, and by one of the cluster's own version only", async () => {
    const made = await registered({ nodes: { ...args.nodes, imageRelease: "1.36.1-20261110" } });
    const other = { ...args, nodes: { ...args.nodes, imageRelease: "1.35.4-20261110" } };
    expect(() => new EksCluster("cluster", other)).toThrow(
      'nodes.imageRelease is "1.35.4-20261110"; allowed: a release of the nodes\' image for 1.36',
    );
    expect(named(made, "cluster-nodes").inputs["releaseVersion"]).toBe("1.36.1-20261110");
    expect(named(resources, "cluster-nodes").inputs).not.toHaveProperty("releaseVersion");
  });

  test("the program's size holds where nothing else may change it, and is the first one elsewhere", async () => {
    expect(named(resources, "cluster-nodes").ignoreChanges).toEqual(["scalingConfig.desiredSize"]);
    const fixed = await registered({ nodes: { ...args.nodes, size: { first: 4, min: 4, max: 4 } } });
    expect(named(fixed, "cluster-nodes").ignoreChanges).toEqual([]);
  });

  test("everything wrong comes at once, before anything is registered", () => {
    const wrong = () =>
      new EksCluster("cluster", {
        ...args,
        kubernetesVersion: "1.36.1",
        servicesCidr: "10.64.0.0/20",
        apiClients: { world: "0.0.0.0/0" },
        logs: { ...args.logs, retentionDays: 31 },
        access: {},
        nodes: {
          ...args.nodes,
          instanceTypes: ["xlarge"],
          imageRelease: "latest",
          size: { first: 1, min: 3, max: 9 },
          diskGb: 10,
        },
      });
    expect(wrong).toThrow(/^EksCluster "cluster": 9 invalid inputs\n/);
    for (const path of [
      "kubernetesVersion",
      "servicesCidr",
      "apiClients.world",
      "logs.retentionDays",
      "access",
      "nodes.instanceTypes[0]",
      "nodes.imageRelease",
      "nodes.size.first",
      "nodes.diskGb",
    ]) {
      expect(wrong).toThrow(`\n  ${path} is `);
    }
  });
});

describe("WorkloadNamespaces", () => {
  let resources: Recorded[];
  beforeAll(async () => {
    resources = await recorded(
      () =>
        new WorkloadNamespaces("shop", {
          naming: NAMING,
          tags: TAGS,
          podSecurityVersion: "1.36",
          namespaces: {
            workloads: {
              name: "production",
              quota: { cpu: "27", memory: "108Gi" },
              allow: [
                {
                  name: "entry",
                  direction: "ingress",
                  peer: { namespace: "ingress" },
                  ports: [{ protocol: "TCP", port: 8080 }],
                  why: "to hand on requests",
                },
              ],
            },
          },
        }),
    );
  });

  test("pods must meet the restricted standard", () => {
    const { inputs } = named(resources, "shop-namespace-workloads");
    expect(inputs["metadata"]).toMatchObject({
      name: "production",
      labels: {
        ...kubernetesLabels(TAGS),
        "pod-security.kubernetes.io/enforce": "restricted",
        "pod-security.kubernetes.io/enforce-version": "v1.36",
      },
    });
  });

  test("OK-24 nothing passes but what is named, and every policy is in the namespace", () => {
    const policies = resources.filter(({ type }) => type.endsWith(":NetworkPolicy"));
    const specs = Object.fromEntries(
      policies.map(({ inputs }) => {
        const { name, namespace } = inputs["metadata"] as { name: string; namespace: string };
        expect(namespace).toBe("production");
        return [name, (inputs["spec"] as { policyTypes: string[] }).policyTypes];
      }),
    );
    expect(specs).toEqual({
      "default-deny": ["Ingress", "Egress"],
      "allow-dns": ["Egress"],
      "allow-entry": ["Ingress"],
    });
  });

  test("the quota, the limits of containers and the default account are set", () => {
    expect(named(resources, "shop-quota-workloads").inputs["spec"]).toMatchObject({
      hard: { "requests.cpu": "27", "limits.memory": "108Gi", "services.loadbalancers": "0" },
    });
    expect(named(resources, "shop-limits-workloads").inputs["spec"]).toEqual({
      limits: [
        {
          type: "Container",
          default: { cpu: "500m", memory: "512Mi" },
          defaultRequest: { cpu: "100m", memory: "128Mi" },
        },
      ],
    });
    const account = named(resources, "shop-default-account-workloads");
    // The provider creates no object that is there already, and Kubernetes makes this one.
    expect(account.type).toBe("kubernetes:core/v1:ServiceAccountPatch");
    expect(account.inputs).toMatchObject({
      metadata: { name: "default", namespace: "production" },
      automountServiceAccountToken: false,
    });
  });

  test("two namespaces of one name are refused", () => {
    const shop = { name: "shop", quota: { cpu: "1", memory: "1Gi" } };
    expect(
      () => new WorkloadNamespaces("shop", { naming: NAMING, tags: TAGS, namespaces: { a: shop, b: shop } }),
    ).toThrow('namespaces.b.name is "shop"; allowed: a name that no other namespace has');
  });
});
