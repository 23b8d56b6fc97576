import { beforeAll, describe, expect, test } from "vitest";
import { InputError, ociDefinedTags } from "../../../components/core";
import { NodePool, OkeCluster, type NodePoolArgs, type OkeClusterArgs } from "../../../components/oke";
import { fixedChanges, fixedOf } from "../../../components/oke/immutable";
import type { Resource } from "../../../policy/rule";
import { noPublicOke } from "../../../policy/rules/no-public-oke";
import { FACTS } from "../../policy/facts";
import { NAMING, TAGS, named, recorded, type Recorded } from "../recorded";
import { OKE_ANSWERS, OKE_IMAGE_ID } from "./answers";

const PLACE_OF_RULES = {
  stack: "prod-oke",
  class: "prod",
  facts: { ...FACTS, org: "acme", waivers: [], today: "2026-11-25" },
  today: "2026-11-25",
} as const;
const place = { naming: { ...NAMING, site: "dxb" }, tags: TAGS, compartmentId: "ocid1.compartment.a" };
const clusterArgs: OkeClusterArgs = {
  ...place,
  kmsKeyId: "ocid1.key.a",
  kubernetesVersion: "v1.36.1",
  vcnId: "ocid1.vcn.a",
  ranges: {
    vcn: "10.65.0.0/16",
    endpoint: "10.65.3.0/28",
    loadBalancers: "10.65.1.0/24",
    workers: "10.65.8.0/22",
    pods: "10.65.32.0/19",
  },
  access: { bastionId: "ocid1.bastion.a", runnersCidr: "10.65.7.0/24" },
  endpoint: { subnetId: "ocid1.subnet.api", nsgIds: ["ocid1.nsg.api"] },
  servicesCidr: "172.21.0.0/16",
  loadBalancerSubnetIds: ["ocid1.subnet.lb"],
};
const poolArgs: NodePoolArgs = {
  ...place,
  kmsKeyId: "ocid1.key.a",
  clusterId: "ocid1.cluster.a",
  clusterVersion: "v1.36.1",
  shape: { name: "VM.Standard3.Flex", ocpus: 4, memoryGb: 32 },
  size: { first: 3, min: 3, max: 9 },
  nodes: {
    availabilityDomains: ["xAbC:ME-DUBAI-1-AD-1"],
    faultDomains: ["FAULT-DOMAIN-1", "FAULT-DOMAIN-2", "FAULT-DOMAIN-3"],
    subnetId: "ocid1.subnet.workers",
    cidr: "10.65.8.0/22",
    nsgIds: ["ocid1.nsg.workers"],
  },
  pods: { subnetId: "ocid1.subnet.pods", cidr: "10.65.32.0/19", nsgIds: ["ocid1.nsg.pods"] },
};
const pool = (args: Partial<NodePoolArgs> = {}) =>
  recorded(() => new NodePool("workers", { ...poolArgs, ...args }), OKE_ANSWERS).then((resources) =>
    named(resources, "workers-pool"),
  );

describe("OkeCluster", () => {
  let cluster: Recorded;
  let log: Recorded;
  let logGroup: Recorded;
  let order: string[];
  const outputs: Record<string, unknown> = {};
  beforeAll(async () => {
    const resources = await recorded(() => {
      const made = new OkeCluster("cluster", clusterArgs);
      made.endpoint.apply((value) => (outputs["endpoint"] = value));
      made.certificateAuthority.apply((value) => (outputs["certificateAuthority"] = value));
      made.accessPath.apply((value) => (outputs["accessPath"] = value));
    }, OKE_ANSWERS);
    cluster = named(resources, "cluster-cluster");
    log = named(resources, "cluster-control-plane-log");
    logGroup = named(resources, "cluster-log-group");
    order = resources.map(({ name }) => name);
  });

  test("OK-48 OK-50 OK-53 the control plane's logs have a group of their own, made before the cluster, and are kept 90 days", () => {
    expect(logGroup.inputs).toMatchObject({ compartmentId: "ocid1.compartment.a" });
    expect(log.inputs).toMatchObject({
      logGroupId: "cluster-log-group-id",
      logType: "SERVICE",
      isEnabled: true,
      retentionDuration: 90,
      configuration: {
        source: {
          sourceType: "OCISERVICE",
          service: "oke-k8s-cp-prod",
          category: "all-service-logs",
          resource: "cluster-cluster-id",
        },
      },
    });
    expect(order.indexOf("cluster-log-group")).toBeLessThan(order.indexOf("cluster-cluster"));
  });

  test("OK-32 OK-57 an output names the bastion, the runners, and the command that opens a session to the endpoint", () => {
    expect(outputs["accessPath"]).toMatchObject({
      host: "10.65.3.5",
      port: 6443,
      bastionId: "ocid1.bastion.a",
      runnersCidr: "10.65.7.0/24",
      command:
        "oci bastion session create-port-forwarding --bastion-id ocid1.bastion.a --target-private-ip 10.65.3.5 --target-port 6443 --ssh-public-key-file ~/.ssh/id_ed25519.pub --session-ttl 10800",
      text: expect.stringMatching(
        /^a runner in 10\.65\.7\.0\/24, or a session of the bastion \(oci /,
      ) as string,
    });
  });

  describe("OK-03 what OKE fixes", () => {
    const options = {
      kubernetesNetworkConfigs: [{ servicesCidr: "172.21.0.0/16" }],
      serviceLbSubnetIds: ["ocid1.subnet.lb"],
    };
    const live = {
      id: "ocid1.cluster.live",
      vcnId: "ocid1.vcn.a",
      kmsKeyId: "ocid1.key.a",
      clusterPodNetworkOptions: [{ cniType: "OCI_VCN_IP_NATIVE" }],
      endpointConfigs: [
        { subnetId: "ocid1.subnet.api", nsgIds: ["ocid1.nsg.other"], isPublicIpEnabled: false },
      ],
      options: [options],
    };
    const beside = (cluster: object) =>
      recorded(() => new OkeCluster("cluster", clusterArgs), {
        ...OKE_ANSWERS,
        "oci:ContainerEngine/getClusters:getClusters": { clusters: [cluster] },
      });

    test("an order of subnets is no change, and of two clusters of a name the one that fits counts", async () => {
      const two = { ...live, options: [{ ...options, serviceLbSubnetIds: ["b", "a"] }] };
      const wanted = { ...fixedOf(two), loadBalancerSubnetIds: ["a", "b"] };
      expect(fixedChanges(fixedOf(two), wanted)).toEqual([]);
      const other = { ...live, id: "ocid1.cluster.other", vcnId: "ocid1.vcn.b" };
      const resources = await recorded(() => new OkeCluster("cluster", clusterArgs), {
        ...OKE_ANSWERS,
        "oci:ContainerEngine/getClusters:getClusters": { clusters: [other, live] },
      });
      expect(named(resources, "cluster-cluster").inputs["vcnId"]).toBe("ocid1.vcn.a");
    });

    test("is not changed: what it has is left alone, and the endpoint's groups change in place", async () => {
      expect(named(await beside(live), "cluster-cluster").inputs["vcnId"]).toBe("ocid1.vcn.a");
    });

    test.each([
      ["vcnId", { vcnId: "ocid1.vcn.b" }],
      ["kmsKeyId", { kmsKeyId: "" }],
      ["pod networking", { clusterPodNetworkOptions: [{ cniType: "FLANNEL_OVERLAY" }] }],
      ["endpoint.subnetId", { endpointConfigs: [{ subnetId: "ocid1.subnet.old" }] }],
      [
        "servicesCidr",
        { options: [{ ...options, kubernetesNetworkConfigs: [{ servicesCidr: "172.30.0.0/16" }] }] },
      ],
      ["loadBalancerSubnetIds", { options: [{ ...options, serviceLbSubnetIds: [] }] }],
    ])("a change of %s is refused by name", (path, own) => {
      const faults = fixedChanges(fixedOf({ ...live, ...own }), fixedOf(live));
      expect(faults.map((fault) => fault.path)).toEqual([path]);
    });
  });

  test("OP-15 OK-30 OK-31 it is enhanced, and its API has a private address and a security group only", () => {
    expect(cluster.inputs).toMatchObject({
      name: "acme-dev-dxb-oke-cluster",
      type: "ENHANCED_CLUSTER",
      endpointConfig: {
        isPublicIpEnabled: false,
        subnetId: "ocid1.subnet.api",
        nsgIds: ["ocid1.nsg.api"],
      },
    });
  });

  test("OK-30 OK-31 the rule on private APIs passes it as it is, and refuses each of its three halves undone", () => {
    const asked = (resource: Resource) => {
      const paths: string[] = [];
      noPublicOke.check?.(resource, PLACE_OF_RULES, ({ path }) => paths.push(path));
      return paths;
    };
    const resource = (endpoint: object): Resource => ({
      type: cluster.type,
      name: cluster.name,
      urn: "urn",
      protect: true,
      props: {
        ...cluster.inputs,
        endpointConfig: { ...(cluster.inputs["endpointConfig"] as object), ...endpoint },
      },
    });
    expect(asked(resource({}))).toEqual([]);
    expect(asked(resource({ isPublicIpEnabled: true }))).toEqual(["endpointConfig.isPublicIpEnabled"]);
    expect(asked(resource({ nsgIds: [] }))).toEqual(["endpointConfig.nsgIds"]);

    const beside = (isPrivate: boolean) => {
      const subnet = {
        type: "oci:Core/subnet:Subnet",
        name: "api",
        urn: "urn",
        protect: false,
        props: { id: "ocid1.subnet.api", prohibitPublicIpOnVnic: isPrivate },
        sources: () => [],
      };
      const found: string[] = [];
      const user = { ...resource({}), sources: () => [] };
      noPublicOke.checkStack?.([subnet, user], PLACE_OF_RULES, ({ path }) => found.push(path));
      return found;
    };
    expect([beside(true), beside(false)]).toEqual([[], ["endpointConfig"]]);
  });

  test("OP-15 no argument and no transform can write a public endpoint down", () => {
    const transforms: OkeClusterArgs["transform"][] = [
      // @ts-expect-error the only endpoint there is has no public address
      { cluster: { endpointConfig: { isPublicIpEnabled: true, subnetId: "s", nsgIds: ["n"] } } },
      // @ts-expect-error and it has security groups
      { cluster: { endpointConfig: { isPublicIpEnabled: false, subnetId: "s" } } },
    ];
    // @ts-expect-error at least one
    const endpoint: OkeClusterArgs["endpoint"] = { subnetId: "s", nsgIds: [] };
    expect([transforms.length, endpoint.nsgIds.length]).toEqual([2, 0]);
  });

  test("OP-17 OK-03 pods have addresses of the VCN, services a range of their own", () => {
    expect(cluster.inputs).toMatchObject({
      clusterPodNetworkOptions: [{ cniType: "OCI_VCN_IP_NATIVE" }],
      options: {
        kubernetesNetworkConfig: { servicesCidr: "172.21.0.0/16" },
        serviceLbSubnetIds: ["ocid1.subnet.lb"],
      },
    });
  });

  test("OP-20 OK-55 Kubernetes secrets are encrypted with the caller's key", () => {
    expect(cluster.inputs["kmsKeyId"]).toBe("ocid1.key.a");
  });

  test("OP-21 dashboard and Tiller are off, OIDC discovery is on, images are verified when keys are given", async () => {
    expect(cluster.inputs).toMatchObject({
      imagePolicyConfig: { isPolicyEnabled: false },
      options: {
        addOns: { isKubernetesDashboardEnabled: false, isTillerEnabled: false },
        openIdConnectDiscovery: { isOpenIdConnectDiscoveryEnabled: true },
      },
    });
    const verified = await recorded(
      () => new OkeCluster("cluster", { ...clusterArgs, imageSigningKeyIds: ["ocid1.key.sign"] }),
      OKE_ANSWERS,
    );
    expect(named(verified, "cluster-cluster").inputs["imagePolicyConfig"]).toEqual({
      isPolicyEnabled: true,
      keyDetails: [{ kmsKeyId: "ocid1.key.sign" }],
    });
  });

  test("what Kubernetes makes by itself is tagged like the cluster", () => {
    const definedTags = ociDefinedTags(TAGS);
    expect(cluster.inputs).toMatchObject({
      definedTags,
      options: { persistentVolumeConfig: { definedTags }, serviceLbConfig: { definedTags } },
    });
  });

  test("OP-23 its outputs are where the API is and whom to trust, and hold no credential", () => {
    expect(outputs).toMatchObject({ endpoint: "https://10.65.3.5:6443", certificateAuthority: "QUJDRA==" });
    expect(JSON.stringify(outputs)).not.toMatch(/token|password|PRIVATE KEY/i);
  });

  test("everything wrong comes at once", () => {
    const wrong = () =>
      new OkeCluster("cluster", {
        ...clusterArgs,
        kubernetesVersion: "1.36.1",
        servicesCidr: "10.65.0.0/20",
        endpoint: { subnetId: "s", nsgIds: [] as unknown as [string] },
      });
    expect(wrong).toThrow(InputError);
    expect(wrong).toThrow(
      [
        'OkeCluster "cluster": 3 invalid inputs',
        '  kubernetesVersion is "1.36.1"; allowed: a Kubernetes version in OKE form, v1.36.1',
        '  servicesCidr is "10.65.0.0/20"; allowed: a range outside the VCN\'s, 10.65.0.0/16: services are never routed',
        "  endpoint.nsgIds is []; allowed: at least one",
      ].join("\n"),
    );
  });
});

describe("NodePool", () => {
  test("OP-18 shape, image, size and placement are explicit, and the deprecated subnets are not used", async () => {
    const { inputs } = await pool();
    expect(inputs).toMatchObject({
      kubernetesVersion: "v1.36.1",
      nodeShape: "VM.Standard3.Flex",
      nodeShapeConfig: { ocpus: 4, memoryInGbs: 32 },
      nodeSourceDetails: { sourceType: "IMAGE", imageId: OKE_IMAGE_ID, bootVolumeSizeInGbs: "50" },
      nodeConfigDetails: {
        size: 3,
        placementConfigs: [
          {
            availabilityDomain: "xAbC:ME-DUBAI-1-AD-1",
            faultDomains: ["FAULT-DOMAIN-1", "FAULT-DOMAIN-2", "FAULT-DOMAIN-3"],
            subnetId: "ocid1.subnet.workers",
          },
        ],
      },
    });
    expect(Object.keys(inputs)).not.toContain("subnetIds");
  });

  test("OK-06 OK-17 nodes and pods have their own subnets and security groups", async () => {
    const { inputs } = await pool();
    expect(inputs["nodeConfigDetails"]).toMatchObject({
      nsgIds: ["ocid1.nsg.workers"],
      nodePoolPodNetworkOptionDetails: {
        cniType: "OCI_VCN_IP_NATIVE",
        podSubnetIds: ["ocid1.subnet.pods"],
        podNsgIds: ["ocid1.nsg.pods"],
        maxPodsPerNode: 93,
      },
    });
  });

  test("OP-20 OK-55 boot volumes have the caller's key, and the way to them is encrypted", async () => {
    const { inputs } = await pool();
    expect(inputs["nodeConfigDetails"]).toMatchObject({
      kmsKeyId: "ocid1.key.a",
      isPvEncryptionInTransitEnabled: true,
    });
  });

  test("nodes answer the second metadata version only, and nobody logs in", async () => {
    const { inputs } = await pool();
    expect(inputs["nodeMetadata"]).toEqual({ areLegacyImdsEndpointsDisabled: "true" });
    expect(inputs["sshPublicKey"]).toBeUndefined();
  });

  test("the program's size holds where nothing else may change it, and is the first one elsewhere", async () => {
    expect((await pool()).ignoreChanges).toEqual(["nodeConfigDetails.size"]);
    const fixed = await pool({ size: { first: 5, min: 5, max: 5 } });
    expect(fixed.ignoreChanges).toEqual([]);
    expect(fixed.inputs["nodeConfigDetails"]).toMatchObject({ size: 5 });
  });

  test("a boot volume of a given size is used whole, after the node has joined as it always does", async () => {
    const { inputs } = await pool({ bootVolumeGb: 200 });
    expect(inputs["nodeSourceDetails"]).toMatchObject({ bootVolumeSizeInGbs: "200" });
    const { user_data: script = "" } = inputs["nodeMetadata"] as Record<string, string>;
    const lines = Buffer.from(script, "base64").toString().trim().split("\n");
    expect(lines[0]).toBe("#!/bin/bash");
    expect(lines[1]).toContain(
      "/opc/v2/instance/metadata/oke_init_script | base64 --decode >/var/run/oke-init.sh",
    );
    expect(lines.slice(2)).toEqual(["bash /var/run/oke-init.sh", "/usr/libexec/oci-growfs -y"]);
  });

  test("OP-22 updates add one node and take none away, and a node whose pods stay is kept", async () => {
    const { inputs } = await pool({ evictionMinutes: 10 });
    expect(inputs).toMatchObject({
      nodePoolCyclingDetails: {
        isNodeCyclingEnabled: true,
        maximumSurge: "1",
        maximumUnavailable: "0",
      },
      nodeEvictionNodePoolSettings: {
        evictionGraceDuration: "PT10M",
        isForceDeleteAfterGraceDuration: false,
      },
    });
  });

  test("an image that is given is taken, and none is looked up", async () => {
    const { inputs } = await recorded(
      () => new NodePool("workers", { ...poolArgs, imageId: "ocid1.image.own" }),
    ).then((resources) => named(resources, "workers-pool"));
    expect(inputs["nodeSourceDetails"]).toMatchObject({ imageId: "ocid1.image.own" });
  });

  test("everything wrong comes at once", () => {
    const wrong = () =>
      new NodePool("workers", {
        ...poolArgs,
        kubernetesVersion: "v1.37.0",
        shape: { name: "VM.Standard2.1", ocpus: 1, memoryGb: 0 },
        size: { first: 1, min: 3, max: 9 },
        podsPerNode: 62,
        bootVolumeGb: 49,
        evictionMinutes: 61,
      });
    expect(wrong).toThrow(
      [
        'NodePool "workers": 7 invalid inputs',
        '  kubernetesVersion is "v1.37.0"; allowed: at most the control plane\'s version, v1.36.1: upgrade the cluster first',
        '  shape.name is "VM.Standard2.1"; allowed: a flexible VM shape such as VM.Standard3.Flex',
        "  shape.memoryGb is 0; allowed: a whole number above 0",
        "  podsPerNode is 62; allowed: a whole number of pods from 1 to 31",
        "  size.first is 1; allowed: from size.min to size.max, 3 to 9",
        "  bootVolumeGb is 49; allowed: a whole number of GB from 50 to 32768",
        "  evictionMinutes is 61; allowed: a whole number of minutes from 0 to 60",
      ].join("\n"),
    );
  });
});
