import { describe, expect, test } from "vitest";
import { statementFault } from "../../../automation/clouds/oci/identity";
import type { Values } from "../../../automation/engine/provider";
import { driver, oci, openClouds, textOf, type Driver, type Made } from "./harness";
import { recordExercised } from "./exercised";

const id = (name: string) => `oci:Identity/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;

const compartment = (cloud: Driver, name: string, more: Values = {}): Promise<Made> =>
  cloud.create(id("Compartment"), name, { name, description: name, enableDelete: true, ...more });

async function base(region = "me-dubai-1") {
  const clouds = openClouds();
  const cloud = await oci(clouds, region);
  const home = await oci(clouds);
  const compartmentId = (await compartment(home, "all")).id;
  const vcn = await cloud.create("oci:Core/vcn:Vcn", "v", { compartmentId, cidrBlocks: ["10.65.0.0/16"] });
  const subnet = async (name: string, cidrBlock: string, prohibitPublicIpOnVnic: boolean) =>
    (
      await cloud.create("oci:Core/subnet:Subnet", name, {
        compartmentId,
        vcnId: vcn.id,
        cidrBlock,
        prohibitPublicIpOnVnic,
      })
    ).id;
  return {
    clouds,
    cloud,
    compartmentId,
    vcnId: vcn.id,
    closed: await subnet("private", "10.65.2.0/24", true),
    open: await subnet("public", "10.65.0.0/24", false),
  };
}

describe("identity", () => {
  test.each([
    "Allow group Admins to manage all-resources in tenancy",
    "allow group 'Default'/'Admins' to use keys in compartment data where target.key.id = 'x'",
    "Allow dynamic-group nodes to {CLUSTER_JOIN} in compartment id ocid1.compartment.oc1..aaa",
    "Allow service objectstorage-me-dubai-1, blockstorage to use keys in compartment a:b",
    "Allow any-user to read buckets in tenancy where request.principal.type='apigateway'",
    "Define tenancy Partner as ocid1.tenancy.oc1..aaa",
  ])("%s", (statement) => {
    expect(statementFault(statement)).toBeUndefined();
  });

  test.each([
    "Allow Admins to manage all-resources in tenancy",
    "Allow group Admins to administer buckets in tenancy",
    "Allow group Admins to manage buckets",
    "Permit group Admins to manage buckets in tenancy",
    "Allow group Admins manage buckets in tenancy",
  ])("%s is refused", (statement) => {
    expect(statementFault(statement)).toMatch(/is not a policy statement/);
  });

  test("policies name compartments at or below their own", async () => {
    const cloud = await oci();
    const parent = await compartment(cloud, "platform");
    const child = await compartment(cloud, "data", { compartmentId: parent.id });
    const policy = (name: string, compartmentId: string, place: string) =>
      cloud.create(id("Policy"), name, {
        compartmentId,
        name,
        description: name,
        statements: [`Allow group Ops to read buckets in ${place}`],
      });
    await policy("a", parent.id, "compartment data");
    await policy("b", parent.id, `compartment id ${child.id}`);
    await policy("c", parent.id, "compartment platform");
    await expect(policy("d", child.id, "compartment platform")).rejects.toThrow(
      /is not part of the policy compartment subtree/,
    );
    await expect(policy("e", parent.id, "compartment nowhere")).rejects.toThrow(/Compartment \{nowhere\}/);
    await expect(policy("a", parent.id, "tenancy")).rejects.toThrow(/409-PolicyAlreadyExists/);
  });

  test("IAM and tags are written in the home region only", async () => {
    const cloud = await oci(openClouds(), "me-jeddah-1");
    await expect(compartment(cloud, "x")).rejects.toThrow(
      /403-NotAllowed: Please go to your home region DXB/,
    );
    await expect(
      compartment(await oci(openClouds({ scenario: { ociHomeRegion: "me-jeddah-1" } }), "me-jeddah-1"), "x"),
    ).resolves.toBeDefined();
  });

  test("a compartment without enableDelete stays and is taken over", async () => {
    const cloud = await oci();
    const first = await compartment(cloud, "kept", { enableDelete: false });
    await cloud.delete(first);
    expect(await cloud.read(first)).toBeDefined();
    expect((await compartment(cloud, "kept", { enableDelete: false })).id).toBe(first.id);
    await expect(compartment(cloud, "kept")).rejects.toThrow(/409-CompartmentAlreadyExists/);
  });

  test("a compartment that holds something is not deleted, and one is at most six deep", async () => {
    const cloud = await oci();
    let parent = await compartment(cloud, "c1");
    const top = parent;
    for (let i = 2; i <= 6; i++)
      parent = await compartment(cloud, `c${String(i)}`, { compartmentId: parent.id });
    await expect(compartment(cloud, "c7", { compartmentId: parent.id })).rejects.toThrow(/six levels/);
    await expect(cloud.delete(top)).rejects.toThrow(/is not empty/);
    await cloud.delete(parent);
  });

  test("each tenancy has its own tag namespaces and groups", async () => {
    const clouds = openClouds();
    const named = (name: string) => ({ name, description: "d" });
    for (const tenancyOcid of ["ocid1.tenancy.oc1..aaaaaaaaone", "ocid1.tenancy.oc1..aaaaaaaatwo"]) {
      const cloud = await driver(clouds, "oci", { region: "me-dubai-1", tenancyOcid });
      const { id: compartmentId } = await compartment(cloud, "all", { compartmentId: tenancyOcid });
      await cloud.create(id("TagNamespace"), "tags", { compartmentId, ...named("causeway") });
      await cloud.create(id("Group"), "people", { compartmentId: tenancyOcid, ...named("deployers") });
    }
  });

  test("tags and groups", async () => {
    const cloud = await oci();
    const { id: compartmentId, outputs } = await compartment(cloud, "c");
    const parent = textOf(outputs, "compartmentId");
    const space = await cloud.create(id("TagNamespace"), "n", {
      compartmentId,
      name: "causeway",
      description: "d",
    });
    await expect(
      cloud.create(id("TagNamespace"), "m", { compartmentId, name: "Causeway", description: "d" }),
    ).rejects.toThrow(/409-/);
    await expect(
      cloud.create(id("TagNamespace"), "o", { compartmentId, name: "a.b", description: "d" }),
    ).rejects.toThrow(/no spaces or dots/);
    const tag = (name: string, more: Values = {}) =>
      cloud.create(id("Tag"), name, { tagNamespaceId: space.id, name, description: "d", ...more });
    await tag("Owner");
    await expect(tag("owner")).rejects.toThrow(/409-TagDefinitionAlreadyExists/);
    await expect(tag("Env", { validator: { validatorType: "ENUM", values: [] } })).rejects.toThrow(
      /needs values/,
    );
    await expect(cloud.delete(space)).rejects.toThrow(/409-Conflict/);
    const dynamic = (name: string, matchingRule: string) =>
      cloud.create(id("DynamicGroup"), name, {
        compartmentId: parent,
        name,
        description: "d",
        matchingRule,
      });
    await dynamic("fn", "ALL {resource.type = 'fnfunc', resource.compartment.id = 'x'}");
    await expect(dynamic("bad", "everything")).rejects.toThrow(/not a rule such as/);
  });

  test("the tenancy is the configuration's, else the scenario's, else the seed's", async () => {
    const namespaceOf = async (config: Values, ociTenancy?: string) => {
      const clouds = openClouds(ociTenancy === undefined ? {} : { scenario: { ociTenancy } });
      const cloud = await driver(clouds, "oci", { region: "me-dubai-1", ...config });
      return (await cloud.invoke("oci:ObjectStorage/getNamespace:getNamespace"))["namespace"];
    };
    const [a, b] = ["a", "b"].map((c) => `ocid1.tenancy.oc1..${c.repeat(60)}`);
    expect(await namespaceOf({ tenancyOcid: a ?? "" }, b)).toBe(await namespaceOf({}, a));
    expect(await namespaceOf({}, b)).not.toBe(await namespaceOf({}, a));
    expect(await namespaceOf({})).toMatch(/^[a-z2-7]{12}$/);
  });

  test("a provider without a region is refused", async () => {
    await expect(driver(openClouds(), "oci", {})).rejects.toThrow(/no region/);
    await expect(driver(openClouds(), "oci", { region: "me-dubai-2" })).rejects.toThrow(/not an OCI region/);
  });
});

describe("vaults, keys, secrets", () => {
  const setUp = async () => {
    const w = await base();
    const vault = (name: string) =>
      w.cloud.create("oci:Kms/vault:Vault", name, {
        compartmentId: w.compartmentId,
        displayName: name,
        vaultType: "DEFAULT",
      });
    const one = await vault("one");
    const key = (name: string, more: Values = {}, owner = one) =>
      w.cloud.create("oci:Kms/key:Key", name, {
        compartmentId: w.compartmentId,
        displayName: name,
        keyShape: { algorithm: "AES", length: 32 },
        managementEndpoint: textOf(owner.outputs, "managementEndpoint"),
        ...more,
      });
    return { ...w, vault, one, key };
  };

  test("keys are in a vault behind its endpoint and have an allowed shape", async () => {
    const { one, key } = await setUp();
    const made = await key("k");
    expect(made.outputs["vaultId"]).toBe(one.id);
    await expect(key("l", { keyShape: { algorithm: "AES", length: 33 } })).rejects.toThrow(
      /must be 16, 24, 32 bytes/,
    );
    await expect(key("m", { managementEndpoint: "https://no" })).rejects.toThrow(
      /404-NotAuthorizedOrNotFound/,
    );
  });

  test("secrets need a key of their vault, base 64 and a name of their own, and errors do not quote them", async () => {
    const { cloud, compartmentId, one, key, vault } = await setUp();
    const [own, two] = [await key("k"), await vault("two")];
    const secret = (name: string, content: string, more: Values = {}) =>
      cloud.create("oci:Vault/secret:Secret", name, {
        compartmentId,
        vaultId: one.id,
        keyId: own.id,
        secretName: "password",
        secretContent: { contentType: "BASE64", content },
        ...more,
      });
    const error = await secret("a", "hunter2!").catch((e: unknown) => e as Error);
    expect((error as Error).message).toMatch(/must be in base 64/);
    expect((error as Error).message).not.toContain("hunter2");
    const good = Buffer.from("hunter2").toString("base64");
    await secret("b", good);
    await expect(secret("c", good)).rejects.toThrow(/409-Conflict.*already exists in the vault/);
    await expect(secret("d", good, { vaultId: two.id, secretName: "x" })).rejects.toThrow(
      /is not in the vault/,
    );
    const rsa = await key("rsa", { keyShape: { algorithm: "RSA", length: 256 } });
    await expect(secret("e", good, { keyId: rsa.id, secretName: "y" })).rejects.toThrow(/symmetric key/);
    await expect(cloud.delete(one)).rejects.toThrow(/409-Conflict/);
  });
});

describe("object storage", () => {
  const setUp = async () => {
    const w = await base();
    const namespace = textOf(
      await w.cloud.invoke("oci:ObjectStorage/getNamespace:getNamespace"),
      "namespace",
    );
    const bucket = (name: string, more: Values = {}, cloud = w.cloud) =>
      cloud.create("oci:ObjectStorage/bucket:Bucket", name, {
        compartmentId: w.compartmentId,
        namespace,
        name,
        ...more,
      });
    return { ...w, namespace, bucket, jeddah: await oci(w.clouds, "me-jeddah-1") };
  };

  test("buckets", async () => {
    const { bucket, jeddah } = await setUp();
    const made = await bucket("orders", { versioning: "Enabled" });
    expect(made.outputs["accessType"]).toBe("NoPublicAccess");
    await expect(bucket("orders")).rejects.toThrow(/409-BucketAlreadyExists/);
    await expect(bucket("orders", {}, jeddah)).resolves.toBeDefined();
    await expect(bucket("x", { namespace: "elsewhere" })).rejects.toThrow(/404-NamespaceNotFound/);
    const retentionRules = [{ displayName: "keep", duration: { timeAmount: "1", timeUnit: "DAYS" } }];
    await expect(bucket("y", { versioning: "Enabled", retentionRules })).rejects.toThrow(
      /can not have retention rules/,
    );
    await bucket("z", { retentionRules });
    await expect(bucket("p", { accessType: "Public" })).rejects.toThrow(/must be NoPublicAccess/);
  });

  test("replication leads from one bucket to another, once", async () => {
    const { cloud, jeddah, bucket, namespace } = await setUp();
    await bucket("from");
    await bucket("into", {}, jeddah);
    const replicate = (driver_: Driver, name: string, from: string, to: string, region: string) =>
      driver_.create("oci:ObjectStorage/replicationPolicy:ReplicationPolicy", name, {
        namespace,
        bucket: from,
        name,
        destinationBucketName: to,
        destinationRegionName: region,
      });
    await expect(replicate(cloud, "a", "from", "nowhere", "me-jeddah-1")).rejects.toThrow(
      /the bucket nowhere in me-jeddah-1/,
    );
    await expect(replicate(cloud, "b", "from", "from", "me-dubai-1")).rejects.toThrow(/to itself/);
    await replicate(cloud, "c", "from", "into", "me-jeddah-1");
    await expect(replicate(cloud, "d", "from", "into", "me-jeddah-1")).rejects.toThrow(
      /replication policy already/,
    );
    await expect(replicate(jeddah, "e", "into", "from", "me-dubai-1")).rejects.toThrow(/read-only/);
  });
});

describe("logging and bastion", () => {
  test("logs", async () => {
    const { cloud, compartmentId, closed } = await base();
    const group = await cloud.create("oci:Logging/logGroup:LogGroup", "g", {
      compartmentId,
      displayName: "g",
    });
    const log = (name: string, more: Values = {}) =>
      cloud.create("oci:Logging/log:Log", name, {
        logGroupId: group.id,
        displayName: name,
        logType: "SERVICE",
        configuration: {
          source: { sourceType: "OCISERVICE", service: "flowlogs", resource: closed, category: "all" },
        },
        ...more,
      });
    await log("a");
    await expect(log("b")).rejects.toThrow(/409-Conflict/);
    await expect(log("c", { retentionDuration: 45 })).rejects.toThrow(/30, 60, 90/);
    await expect(log("d", { configuration: undefined as never })).rejects.toThrow(/needs its source/);
    const gone = `${closed.slice(0, -1)}${closed.endsWith("a") ? "b" : "a"}`;
    await expect(
      log("e", {
        configuration: {
          source: { sourceType: "OCISERVICE", service: "flowlogs", resource: gone, category: "all" },
        },
      }),
    ).rejects.toThrow(/404-NotAuthorizedOrNotFound/);
    await expect(cloud.delete(group)).rejects.toThrow(/409-Conflict/);
  });

  test("bastions", async () => {
    const { cloud, compartmentId, closed } = await base();
    const bastion = (name: string, more: Values = {}) =>
      cloud.create("oci:Bastion/bastion:Bastion", name, {
        compartmentId,
        name,
        bastionType: "STANDARD",
        targetSubnetId: closed,
        ...more,
      });
    await bastion("b", { clientCidrBlockAllowLists: ["192.0.2.0/24"], maxSessionTtlInSeconds: 10_800 });
    await expect(bastion("b c")).rejects.toThrow(/letters, digits/);
    await expect(bastion("d", { maxSessionTtlInSeconds: 10_801 })).rejects.toThrow(/from 1800 to 10800/);
    await expect(bastion("e", { clientCidrBlockAllowLists: ["me"] })).rejects.toThrow(/not an IP block/);
  });
});

describe("clusters", () => {
  const setUp = async () => {
    const w = await base();
    const cluster = (name: string, more: Values = {}) =>
      w.cloud.create("oci:ContainerEngine/cluster:Cluster", name, {
        compartmentId: w.compartmentId,
        vcnId: w.vcnId,
        name,
        kubernetesVersion: "v1.35.2",
        clusterPodNetworkOptions: [{ cniType: "OCI_VCN_IP_NATIVE" }],
        endpointConfig: { subnetId: w.closed, isPublicIpEnabled: false },
        options: { kubernetesNetworkConfig: { servicesCidr: "172.21.0.0/16" } },
        ...more,
      });
    return { ...w, cluster };
  };

  test("a cluster's endpoint, ranges and versions", async () => {
    const { cloud, cluster, closed } = await setUp();
    const made = await cluster("c");
    expect(made.outputs["endpoints"]).toMatchObject([
      { privateEndpoint: expect.stringMatching(/^10\.65\.2\.\d+:6443$/) as string, publicEndpoint: "" },
    ]);
    await expect(
      cluster("d", { endpointConfig: { subnetId: closed, isPublicIpEnabled: true } }),
    ).rejects.toThrow(/public IP address can not/);
    await expect(
      cluster("e", { options: { kubernetesNetworkConfig: { servicesCidr: "10.65.128.0/17" } } }),
    ).rejects.toThrow(/servicesCidr 10\.65\.128\.0\/17 overlaps/);
    await expect(cluster("f", { kubernetesVersion: "1.35" })).rejects.toThrow(/not a version such as/);
    await expect(cloud.update(made, { ...made.inputs, kubernetesVersion: "v1.37.1" })).rejects.toThrow(
      /can not go from v1\.35\.2/,
    );
    await cloud.update(made, { ...made.inputs, kubernetesVersion: "v1.36.1" });
    expect(
      await cloud.diff(made, { ...made.inputs, endpointConfig: { subnetId: "x", isPublicIpEnabled: false } }),
    ).toMatchObject({
      replaces: ["endpointConfig.subnetId"],
    });
    expect(
      await cloud.diff(made, {
        ...made.inputs,
        endpointConfig: { subnetId: closed, isPublicIpEnabled: true },
      }),
    ).toMatchObject({
      changes: "some",
      replaces: [],
    });
  });

  test("node pools", async () => {
    const { cloud, cluster, compartmentId, closed } = await setUp();
    const made = await cluster("c");
    const domains = (
      await cloud.invoke("oci:Identity/getAvailabilityDomains:getAvailabilityDomains", { compartmentId })
    )["availabilityDomains"] as { name: string }[];
    expect(domains).toHaveLength(1);
    const availabilityDomain = domains[0]?.name ?? "";
    const pods = {
      nodePoolPodNetworkOptionDetails: { cniType: "OCI_VCN_IP_NATIVE", podSubnetIds: [closed] },
    };
    const pool = (name: string, details: Values = {}, more: Values = {}) =>
      cloud.create("oci:ContainerEngine/nodePool:NodePool", name, {
        compartmentId,
        clusterId: made.id,
        name,
        nodeShape: "VM.Standard.E4.Flex",
        nodeShapeConfig: { ocpus: 1, memoryInGbs: 8 },
        nodeConfigDetails: {
          size: 2,
          placementConfigs: [{ availabilityDomain, subnetId: closed }],
          ...pods,
          ...details,
        },
        ...more,
      });
    const first = await pool("a");
    expect(first.outputs["nodes"]).toHaveLength(2);
    const addon = (clusterId: string, nodes: string) =>
      cloud.create("oci:ContainerEngine/addon:Addon", "scaler", {
        clusterId,
        addonName: "ClusterAutoscaler",
        removeAddonResourcesOnDelete: true,
        configurations: [{ key: "nodes", value: nodes }],
      });
    await expect(addon(made.id, `1:3:${first.id}`)).rejects.toThrow(/in enhanced clusters only/);
    const enhanced = await cluster("h", { type: "ENHANCED_CLUSTER" });
    await expect(addon(enhanced.id, `1:3:${first.id}`)).rejects.toThrow(/is not one of the cluster/);
    await expect(addon(enhanced.id, `3:1:${first.id}`)).rejects.toThrow(/is not min:max:OCID of a node pool/);
    const own = await pool("own", {}, { clusterId: enhanced.id });
    expect((await addon(enhanced.id, `1:3:${own.id}`)).id).toBe(
      `clusters/${enhanced.id}/addons/ClusterAutoscaler`,
    );
    await expect(addon(enhanced.id, `1:3:${own.id}`)).rejects.toThrow(/409-Conflict.*in the cluster already/);
    await expect(pool("b", { nodePoolPodNetworkOptionDetails: undefined as never })).rejects.toThrow(
      /needs podSubnetIds/,
    );
    await expect(
      pool("c", { placementConfigs: [{ availabilityDomain: "x", subnetId: closed }] }),
    ).rejects.toThrow(/"x" is not one of/);
    await expect(
      pool("d", {
        placementConfigs: [{ availabilityDomain, subnetId: closed, faultDomains: ["FAULT-DOMAIN-4"] }],
      }),
    ).rejects.toThrow(/FAULT-DOMAIN-4/);
    await expect(pool("e", {}, { nodeShapeConfig: undefined as never })).rejects.toThrow(/flexible shape/);
    await expect(pool("f", {}, { kubernetesVersion: "v1.36.1" })).rejects.toThrow(/newer than the cluster's/);
    await expect(pool("g", {}, { clusterId: made.id.replace(/.$/, "9") })).rejects.toThrow(
      /404-NotAuthorizedOrNotFound/,
    );
    await expect(cloud.delete(made)).rejects.toThrow(/409-Conflict/);
  });

  test("options and kubeconfig", async () => {
    const { cloud, cluster } = await setUp();
    const made = await cluster("c");
    const options = await cloud.invoke("oci:ContainerEngine/getNodePoolOption:getNodePoolOption", {
      nodePoolOptionId: made.id,
    });
    const sources = options["sources"] as { imageId: string; sourceName: string }[];
    expect(sources.find((s) => s.sourceName.includes("1.35.2"))?.imageId).toMatch(
      /^ocid1\.image\.oc1\.me-dubai-1\./,
    );
    const config = await cloud.invoke("oci:ContainerEngine/getClusterKubeConfig:getClusterKubeConfig", {
      clusterId: made.id,
    });
    const { clusters } = JSON.parse(textOf(config, "content")) as {
      clusters: { cluster: { server: string } }[];
    };
    expect(clusters[0]?.cluster.server).toMatch(/^https:\/\/10\.65\.2\.\d+:6443$/);
    await expect(
      cloud.invoke("oci:ContainerEngine/getClusterKubeConfig:getClusterKubeConfig", {
        clusterId: made.id,
        endpoint: "PUBLIC_ENDPOINT",
      }),
    ).rejects.toThrow(/has no publicEndpoint/);
  });
});

describe("gateways at the edge", () => {
  test("a private gateway refuses a public subnet, and the other way round", async () => {
    const { cloud, compartmentId, open, closed } = await base();
    const gateway = (name: string, endpointType: string, subnetId: string) =>
      cloud.create("oci:ApiGateway/gateway:Gateway", name, { compartmentId, endpointType, subnetId });
    await expect(gateway("a", "PRIVATE", open)).rejects.toThrow(/needs a private subnet/);
    await expect(gateway("b", "PUBLIC", closed)).rejects.toThrow(/needs a public subnet/);
    const made = await gateway("c", "PRIVATE", closed);
    const deploy = (name: string, pathPrefix: string, routes: Values[]) =>
      cloud.create("oci:ApiGateway/deployment:Deployment", name, {
        compartmentId,
        gatewayId: made.id,
        pathPrefix,
        specification: { routes },
      });
    const route = {
      path: "/orders",
      methods: ["GET"],
      backend: { type: "HTTP_BACKEND", url: "https://orders.internal" },
    };
    expect((await deploy("d", "/v1", [route])).outputs["endpoint"]).toMatch(/^https:\/\/.*me-dubai-1.*\/v1$/);
    await expect(deploy("e", "/v1/", [route])).rejects.toThrow(/409-Conflict/);
    await expect(deploy("f", "v2", [route])).rejects.toThrow(/must start with \//);
    await expect(deploy("g", "/v3", [route, route])).rejects.toThrow(/GET \/orders has a route already/);
    await expect(deploy("h", "/v4", [{ ...route, methods: ["FETCH"] }])).rejects.toThrow(
      /"FETCH" is not one of/,
    );
    await expect(deploy("i", "/v5", [{ ...route, backend: { type: "HTTP_BACKEND" } }])).rejects.toThrow(
      /is needed for an HTTP backend/,
    );
    await expect(cloud.delete(made)).rejects.toThrow(/409-Conflict/);
  });

  test("health checks, zones and steering", async () => {
    const { cloud, compartmentId } = await base();
    const monitor = (name: string, more: Values = {}) =>
      cloud.create("oci:HealthChecks/httpMonitor:HttpMonitor", name, {
        compartmentId,
        displayName: name,
        intervalInSeconds: 30,
        timeoutInSeconds: 10,
        protocol: "HTTPS",
        targets: ["192.0.2.1"],
        ...more,
      });
    const check = await monitor("a");
    await expect(monitor("b", { intervalInSeconds: 15 })).rejects.toThrow(/10, 30 or 60/);
    await expect(monitor("c", { intervalInSeconds: 10, timeoutInSeconds: 30 })).rejects.toThrow(
      /must not be above/,
    );
    const zone = await cloud.create("oci:Dns/zone:Zone", "z", {
      compartmentId,
      name: "example.com",
      zoneType: "PRIMARY",
    });
    await expect(
      cloud.create("oci:Dns/zone:Zone", "y", { compartmentId, name: "Example.com", zoneType: "PRIMARY" }),
    ).rejects.toThrow(/409-Conflict/);
    const policy = (name: string, more: Values = {}) =>
      cloud.create("oci:Dns/steeringPolicy:SteeringPolicy", name, {
        compartmentId,
        displayName: name,
        template: "FAILOVER",
        healthCheckMonitorId: check.id,
        answers: [{ name: "dxb", rtype: "A", rdata: "192.0.2.1", pool: "dxb" }],
        rules: [
          { ruleType: "FILTER" },
          { ruleType: "HEALTH" },
          { ruleType: "PRIORITY" },
          { ruleType: "LIMIT", defaultCount: 1 },
        ],
        ...more,
      });
    const steering = await policy("p");
    await expect(policy("q", { healthCheckMonitorId: undefined as never })).rejects.toThrow(
      /needs a health check/,
    );
    await expect(policy("r", { answers: [{ name: "a", rtype: "A", rdata: "example.com" }] })).rejects.toThrow(
      /not an IPv4 address/,
    );
    const attach = (name: string, domainName: string) =>
      cloud.create("oci:Dns/steeringPolicyAttachment:SteeringPolicyAttachment", name, {
        steeringPolicyId: steering.id,
        zoneId: zone.id,
        domainName,
      });
    const attached = await attach("t", "api.example.com");
    await expect(attach("u", "api.example.com")).rejects.toThrow(/409-Conflict/);
    await expect(attach("v", "api.example.org")).rejects.toThrow(/is not in the zone/);
    await expect(cloud.delete(check)).rejects.toThrow(/409-Conflict/);
    await cloud.delete(zone);
    expect(await cloud.read(attached)).toBeUndefined();
  });

  test("topics, alarms and repositories", async () => {
    const { cloud, compartmentId } = await base();
    const topic = await cloud.create("oci:Ons/notificationTopic:NotificationTopic", "t", {
      compartmentId,
      name: "alerts",
    });
    await expect(
      cloud.create("oci:Ons/notificationTopic:NotificationTopic", "u", { compartmentId, name: "alerts" }),
    ).rejects.toThrow(/409-Conflict/);
    const subscribe = (name: string, protocol: string) =>
      cloud.create("oci:Ons/subscription:Subscription", name, {
        compartmentId,
        topicId: topic.id,
        protocol,
        endpoint: "ops@example.com",
      });
    await subscribe("s", "EMAIL");
    await expect(subscribe("x", "FAX")).rejects.toThrow(/"FAX" must be one of/);
    const alarm = (name: string, more: Values = {}) =>
      cloud.create("oci:Monitoring/alarm:Alarm", name, {
        compartmentId,
        metricCompartmentId: compartmentId,
        displayName: name,
        destinations: [topic.id],
        isEnabled: true,
        namespace: "oci_vcn",
        query: 'VnicIngressDropsSecurityList[5m]{direction = "in"}.sum() > 100',
        severity: "WARNING",
        ...more,
      });
    await alarm("a", { pendingDuration: "PT5M" });
    await expect(alarm("b", { query: "cpu > 80" })).rejects.toThrow(/names no metric and interval/);
    await expect(alarm("c", { severity: "BAD" })).rejects.toThrow(/must be CRITICAL/);
    await expect(alarm("d", { pendingDuration: "5 minutes" })).rejects.toThrow(/PT1M to PT1H/);
    await expect(alarm("e", { destinations: [topic.id.replace(/.$/, "9")] })).rejects.toThrow(/404-/);
    await expect(cloud.delete(topic)).rejects.toThrow(/409-Conflict/);
    const repository = (displayName: string) =>
      cloud.create("oci:Artifacts/containerRepository:ContainerRepository", displayName, {
        compartmentId,
        displayName,
      });
    await repository("platform/orders");
    await expect(repository("Platform")).rejects.toThrow(/lower-case/);
  });
});

describe("functions", () => {
  test("domains, fault domains and regions", async () => {
    const { clouds, cloud, compartmentId } = await base();
    const list = async (c: Driver) =>
      (
        (await c.invoke("oci:Identity/getAvailabilityDomains:getAvailabilityDomains", { compartmentId }))[
          "availabilityDomains"
        ] as { name: string }[]
      ).map((d) => d.name);
    expect(await list(cloud)).toEqual([expect.stringMatching(/^[A-Za-z]{4}:ME-DUBAI-1-AD-1$/)]);
    expect(await list(await oci(clouds, "eu-frankfurt-1"))).toHaveLength(3);
    const [availabilityDomain = ""] = await list(cloud);
    const faults = await cloud.invoke("oci:Identity/getFaultDomains:getFaultDomains", {
      compartmentId,
      availabilityDomain,
    });
    expect((faults["faultDomains"] as { name: string }[]).map((f) => f.name)).toEqual(
      [1, 2, 3].map((n) => `FAULT-DOMAIN-${String(n)}`),
    );
    await expect(
      cloud.invoke("oci:Identity/getAvailabilityDomains:getAvailabilityDomains", {
        compartmentId: `${compartmentId}x`,
      }),
    ).rejects.toThrow(/404-/);
    const regions = await cloud.invoke("oci:Identity/getRegionSubscriptions:getRegionSubscriptions", {
      tenancyId: "x",
      filters: [{ name: "isHomeRegion", values: ["true"] }],
    });
    expect(regions["regionSubscriptions"]).toMatchObject([{ regionName: "me-dubai-1" }]);
  });
});

recordExercised("oci.services");
