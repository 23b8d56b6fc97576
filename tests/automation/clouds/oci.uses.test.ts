import { describe, expect, test } from "vitest";
import type { Values } from "../../../automation/engine/provider";
import { oci, openClouds, textOf } from "./harness";
import { exercised, recordExercised } from "./exercised";

const DUBAI = "me-dubai-1";
const JEDDAH = "me-jeddah-1";

/** Two sites with compartments for keys, data and clusters below one of the environment's. */
async function setUp() {
  const clouds = openClouds();
  const at = { [DUBAI]: await oci(clouds), [JEDDAH]: await oci(clouds, JEDDAH) };
  const home = at[DUBAI];
  const make = (type: string, name: string, inputs: Values, region: keyof typeof at = DUBAI) =>
    at[region].create(`oci:${type}`, name, inputs);
  const compartment = async (name: string, compartmentId?: string) =>
    (
      await make("Identity/compartment:Compartment", name, {
        name,
        description: name,
        ...(compartmentId === undefined ? {} : { compartmentId }),
      })
    ).id;
  const env = await compartment("env");
  const tenancy = textOf(
    await home.invoke("oci:Identity/getCompartment:getCompartment", { id: env }),
    "compartmentId",
  );
  const [security, data, platform, network] = [
    await compartment("security", env),
    await compartment("data", env),
    await compartment("platform", env),
    await compartment("network", env),
  ];
  const policy = (name: string, compartmentId: string, ...statements: string[]) =>
    make("Identity/policy:Policy", name, { compartmentId, name, description: name, statements });
  const key = async (region: keyof typeof at = DUBAI) => {
    const vault = await make(
      "Kms/vault:Vault",
      region,
      { compartmentId: security, displayName: "v", vaultType: "DEFAULT" },
      region,
    );
    const inputs = {
      compartmentId: security,
      displayName: "k",
      keyShape: { algorithm: "AES", length: 32 },
      managementEndpoint: textOf(vault.outputs, "managementEndpoint"),
    };
    return (await make("Kms/key:Key", region, inputs, region)).id;
  };
  const namespace = textOf(await home.invoke("oci:ObjectStorage/getNamespace:getNamespace"), "namespace");
  const bucket = (name: string, more: Values = {}, region: keyof typeof at = DUBAI) =>
    make("ObjectStorage/bucket:Bucket", name, { compartmentId: data, namespace, name, ...more }, region);
  const refused = (type: string) => {
    const asked = clouds.uses().filter((u) => u.type === `oci:${type}`);
    expect(asked.length, `nothing was asked of ${type}`).toBeGreaterThan(0);
    const refusals = asked.flatMap((u) => u.refusal ?? []);
    if (refusals.length > 0) exercised(`oci:${type}`, "at the end");
    return refusals;
  };
  return {
    clouds,
    home,
    make,
    tenancy,
    env,
    security,
    data,
    platform,
    network,
    policy,
    key,
    namespace,
    bucket,
    refused,
  };
}

describe("Object Storage", () => {
  const BUCKET = "ObjectStorage/bucket:Bucket";

  test("a bucket's key, used by the region's service: caller, permission and key are named", async () => {
    const { bucket, key, policy, refused, security, env } = await setUp();
    const own = await key();
    await bucket("orders", { kmsKeyId: own });
    const words = (permission: string) =>
      `service objectstorage-me-dubai-1 is not authorized to ${permission} on ${own}, because no policy statement allows it: ` +
      "objects in the bucket orders can neither be written nor read";
    expect(refused(BUCKET)).toEqual([words("KEY_ENCRYPT, KEY_DECRYPT")]);
    await policy("elsewhere", env, "Allow service objectstorage-me-dubai-1 to use keys in compartment data");
    await policy("other", env, "Allow service objectstorage-me-jeddah-1 to use keys in compartment security");
    await policy("less", env, "Allow service objectstorage-me-dubai-1 to read keys in compartment security");
    await policy(
      "narrow",
      env,
      `Allow service objectstorage-me-dubai-1 to use keys in compartment security where target.key.id = 'x'`,
    );
    expect(refused(BUCKET)).toHaveLength(1);
    await policy(
      "right",
      security,
      `Allow service objectstorage-me-dubai-1 to use keys in compartment security where target.key.id = '${own}'`,
    );
    expect(refused(BUCKET)).toEqual([]);
  });

  test("a statement of a compartment above holds below", async () => {
    const { bucket, key, policy, refused, env } = await setUp();
    await bucket("orders", { kmsKeyId: await key() });
    await policy("above", env, "Allow service objectstorage-me-dubai-1 to use keys in compartment env");
    expect(refused(BUCKET)).toEqual([]);
  });

  test("a lifecycle policy is refused at once where the service may not do what it says", async () => {
    const { bucket, make, policy, namespace, data } = await setUp();
    await bucket("orders");
    const rule = (name: string, more: Values) => ({
      name,
      action: "DELETE",
      isEnabled: true,
      timeAmount: "7",
      timeUnit: "DAYS",
      ...more,
    });
    const lifecycle = (...rules: Values[]) =>
      make("ObjectStorage/objectLifecyclePolicy:ObjectLifecyclePolicy", "l", {
        bucket: "orders",
        namespace,
        rules,
      });
    await expect(lifecycle(rule("a", {}))).rejects.toThrow(
      /400-InsufficientServicePermissions: .*"objectstorage-me-dubai-1".* is not authorized to BUCKET_INSPECT, BUCKET_READ, OBJECT_INSPECT, OBJECT_DELETE on orders/,
    );
    const granted = ["BUCKET_INSPECT", "BUCKET_READ", "OBJECT_INSPECT", "OBJECT_DELETE"];
    const any = granted.map((p) => `request.permission = '${p}'`).join(", ");
    await policy(
      "p",
      data,
      `Allow service objectstorage-me-dubai-1 to manage object-family in compartment data where any {${any}}`,
    );
    await expect(lifecycle(rule("a", { target: "previous-object-versions" }))).rejects.toThrow(
      /OBJECT_VERSION_DELETE on orders/,
    );
    await expect(lifecycle(rule("a", { action: "ARCHIVE" }))).rejects.toThrow(/OBJECT_UPDATE_TIER on orders/);
    await expect(lifecycle(rule("a", {}), rule("a", {}))).rejects.toThrow(/two rules have the same name/);
    await expect(lifecycle(rule("a", {}))).resolves.toBeDefined();
    await expect(lifecycle(rule("a", {}))).rejects.toThrow(/409-Conflict/);
  });

  test("a replication reads one bucket and writes the other, by the source region's service", async () => {
    const TYPE = "ObjectStorage/replicationPolicy:ReplicationPolicy";
    const { bucket, make, policy, refused, namespace, env } = await setUp();
    await bucket("from");
    await bucket("into", {}, JEDDAH);
    await make(TYPE, "r", {
      namespace,
      name: "r",
      bucket: "from",
      destinationBucketName: "into",
      destinationRegionName: JEDDAH,
    });
    expect(refused(TYPE)).toHaveLength(2);
    const grant = (service: string, name: string) =>
      `Allow service objectstorage-${service} to manage object-family in compartment data where target.bucket.name = '${name}'`;
    await policy("p", env, grant(DUBAI, "from"), grant(JEDDAH, "into"));
    expect(refused(TYPE)).toEqual([
      "service objectstorage-me-dubai-1 is not authorized to OBJECT_CREATE, OBJECT_OVERWRITE, OBJECT_DELETE on into, because no " +
        "policy statement allows it: the replication stays in CLIENT_ERROR",
    ]);
    await policy("q", env, grant(DUBAI, "into"));
    expect(refused(TYPE)).toEqual([]);
  });
});

describe("Kubernetes clusters", () => {
  const CLUSTER = "ContainerEngine/cluster:Cluster";
  const POOL = "ContainerEngine/nodePool:NodePool";

  async function withCluster() {
    const w = await setUp();
    const { make, network, platform, tenancy } = w;
    const vcn = await make("Core/vcn:Vcn", "v", { compartmentId: network, cidrBlocks: ["10.65.0.0/16"] });
    const vcnId = vcn.id;
    const subnetId = (
      await make("Core/subnet:Subnet", "s", {
        compartmentId: network,
        vcnId,
        cidrBlock: "10.65.2.0/24",
        prohibitPublicIpOnVnic: true,
      })
    ).id;
    const kmsKeyId = await w.key();
    const cluster = await make(CLUSTER, "c", {
      compartmentId: platform,
      vcnId,
      name: "c",
      kmsKeyId,
      kubernetesVersion: "v1.35.2",
      clusterPodNetworkOptions: [{ cniType: "OCI_VCN_IP_NATIVE" }],
      endpointConfig: { subnetId, isPublicIpEnabled: false },
    });
    const group = (name: string, matchingRule: string) =>
      make("Identity/dynamicGroup:DynamicGroup", name, {
        compartmentId: tenancy,
        name,
        description: name,
        matchingRule,
      });
    return { ...w, vcn, vcnId, subnetId, kmsKeyId, cluster, group };
  }

  test("a cluster acts by a dynamic group that its rule puts it in", async () => {
    const { cluster, group, kmsKeyId, policy, platform, refused, vcnId, env } = await withCluster();
    const words = (permission: string, on: string) =>
      expect.stringContaining(
        `cluster ${cluster.id} is not authorized to ${permission} on ${on}, because`,
      ) as string;
    expect(refused(CLUSTER)).toEqual([
      words("KEY_ENCRYPT, KEY_DECRYPT", kmsKeyId),
      words("PRIVATE_IP_ASSIGN, NETWORK_SECURITY_GROUP_UPDATE_MEMBERS", vcnId),
    ]);
    await group("clusters", `ALL {resource.type = 'cluster', resource.compartment.id = '${platform}'}`);
    await group(
      "others",
      "ALL {resource.type = 'cluster', resource.compartment.id = 'ocid1.compartment.oc1..x'}",
    );
    await policy("others", env, "Allow dynamic-group others to use keys in compartment security");
    expect(refused(CLUSTER)).toHaveLength(2);
    await policy(
      "clusters",
      env,
      "Allow dynamic-group clusters to use keys in compartment security",
      "Allow dynamic-group clusters to use virtual-network-family in compartment network",
    );
    expect(refused(CLUSTER)).toEqual([]);
  });

  test("any-user with a condition on the principal is the same", async () => {
    const { policy, refused, env } = await withCluster();
    await policy(
      "p",
      env,
      "Allow any-user to use keys in compartment security where request.principal.type = 'cluster'",
      "Allow any-user to use private-ips in compartment network where request.principal.type = 'nodepool'",
    );
    expect(refused(CLUSTER)).toEqual([expect.stringContaining("PRIVATE_IP_ASSIGN")]);
  });

  test("tags of another compartment are used by what Kubernetes makes, when the cluster may", async () => {
    const { make, policy, refused, env, platform, vcnId, subnetId } = await withCluster();
    const namespace = await make("Identity/tagNamespace:TagNamespace", "tags", {
      compartmentId: env,
      name: "Causeway",
      description: "tags",
    });
    const tagged = (name: string, tag: string) =>
      make(CLUSTER, name, {
        compartmentId: platform,
        vcnId,
        name,
        kubernetesVersion: "v1.35.2",
        clusterPodNetworkOptions: [{ cniType: "FLANNEL_OVERLAY" }],
        endpointConfig: { subnetId, isPublicIpEnabled: false },
        options: { serviceLbConfig: { definedTags: { [tag]: "x" } } },
      });
    const before = refused(CLUSTER).length;
    await tagged("other", "elsewhere.Team");
    expect(refused(CLUSTER)).toHaveLength(before);
    await tagged("own", "causeway.Team");
    expect(refused(CLUSTER).filter((text) => text.includes(namespace.id))).toEqual([
      expect.stringContaining("TAG_NAMESPACE_USE"),
    ]);
    await policy(
      "tags",
      env,
      "Allow any-user to use tag-namespaces in tenancy where request.principal.type = 'cluster'",
    );
    expect(refused(CLUSTER)).toHaveLength(before);
  });

  async function withPool(details: (w: Awaited<ReturnType<typeof withCluster>>) => Values = () => ({})) {
    const w = await withCluster();
    const { home, make, cluster, platform, subnetId } = w;
    const domains = await home.invoke("oci:Identity/getAvailabilityDomains:getAvailabilityDomains", {
      compartmentId: platform,
    });
    const [first] = domains["availabilityDomains"] as { name: string }[];
    await make(POOL, "p", {
      compartmentId: platform,
      clusterId: cluster.id,
      name: "p",
      nodeShape: "VM.Standard.E4.Flex",
      nodeShapeConfig: { ocpus: 1, memoryInGbs: 8 },
      nodeConfigDetails: {
        size: 1,
        placementConfigs: [{ availabilityDomain: first?.name ?? "", subnetId }],
        nodePoolPodNetworkOptionDetails: { cniType: "OCI_VCN_IP_NATIVE", podSubnetIds: [subnetId] },
        ...details(w),
      },
    });
    return w;
  }

  test("boot volumes with a key of one's own: Block Volume encrypts, the node pool assigns", async () => {
    const { policy, refused, env } = await withPool(({ kmsKeyId }) => ({ kmsKeyId }));
    const unauthorized = () => refused(POOL).filter((r) => r.includes("not authorized"));
    expect(unauthorized()).toHaveLength(2);
    await policy("volumes", env, "Allow service blockstorage to use keys in compartment security");
    expect(unauthorized()).toEqual([
      expect.stringMatching(
        /^nodepool ocid1\.nodepool\.\S+ is not authorized to KEY_ASSOCIATE on ocid1\.key\.\S+, because no policy statement allows it: no node of the pool can be launched/,
      ),
    ]);
    await policy(
      "pools",
      env,
      "Allow any-user to use key-delegates in compartment security where request.principal.type = 'nodepool'",
    );
    expect(unauthorized()).toEqual([]);
  });

  test("nodes without a way out do not register; a service gateway, or NAT that lets traffic through, is one", async () => {
    const { home, make, network, vcn, subnetId, refused } = await withPool();
    const place = { compartmentId: network, vcnId: vcn.id };
    const words = [
      `nodes in ${subnetId} do not register with the cluster: its route table leads neither to a service gateway nor, from this subnet, to the internet`,
    ];
    expect(refused(POOL)).toEqual(words);
    const to = (networkEntityId: string, more: Values = {}) => ({
      routeRules: [{ destination: "0.0.0.0/0", destinationType: "CIDR_BLOCK", networkEntityId, ...more }],
    });
    const internet = (await make("Core/internetGateway:InternetGateway", "i", place)).id;
    const manageDefaultResourceId = textOf(vcn.outputs, "defaultRouteTableId");
    const table = await make("Core/defaultRouteTable:DefaultRouteTable", "t", {
      manageDefaultResourceId,
      ...to(internet),
    });
    // The subnet is private: an internet gateway leads nowhere from it.
    expect(refused(POOL)).toEqual(words);
    const nat = await make("Core/natGateway:NatGateway", "n", { ...place, blockTraffic: true });
    await home.update(table, { manageDefaultResourceId, ...to(nat.id) });
    expect(refused(POOL)).toEqual(words);
    await home.update(nat, { ...place, blockTraffic: false });
    expect(refused(POOL)).toEqual([]);
    const services = (await home.invoke("oci:Core/getServices:getServices"))["services"] as {
      id: string;
      cidrBlock: string;
    }[];
    const all = services.find((s) => s.cidrBlock.startsWith("all-"));
    const gateway = await make("Core/serviceGateway:ServiceGateway", "s", {
      ...place,
      services: [{ serviceId: all?.id ?? "" }],
    });
    const label = { destination: all?.cidrBlock ?? "", destinationType: "SERVICE_CIDR_BLOCK" };
    await home.update(table, { manageDefaultResourceId, ...to(gateway.id, label) });
    expect(refused(POOL)).toEqual([]);
  });
});

recordExercised("oci.uses");
