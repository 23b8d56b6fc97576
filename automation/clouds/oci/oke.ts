import { addressIn, isBlock, overlap } from "../cidr";
import type { Context, Kind, Use } from "../kind";
import type { Entity } from "../world/world";
import { certificateAuthority } from "../tls/authority";
import * as v from "../values";
import { keyAim, uses } from "./access/ask";
import type { Permission, Principal } from "./access/evaluate";
import { nodePoolUses } from "./oke-nodes";
import { domainPrefix, isPrivate, oci, refuseForeignGroups, target, vcnOf } from "./common";
import { subnetTarget, vcnTarget } from "./network";
import { availabilityDomains, faultDomains } from "./regions";
import { keyTarget } from "./services";

export const CLUSTER = "oci:ContainerEngine/cluster:Cluster";
const SUBNET = "oci:Core/subnet:Subnet";

const version = (inputs: v.ObjectValue, report: (p: string, r: string) => void): void => {
  const text = v.text(inputs, "kubernetesVersion");
  if (text !== undefined && !/^v1\.\d\d\.\d+$/.test(text))
    report("kubernetesVersion", `"${text}" is not a version such as v1.34.1`);
};

const minor = (text: string | undefined): number => Number(text?.split(".")[1] ?? 0);

/**
 * What a cluster does with its own identity: it encrypts Kubernetes secrets (OKE guide, "Encrypting Kubernetes Secrets at
 * Rest in Etcd"), and gives pods addresses in a network of another compartment (OKE guide, "Using the OCI VCN-Native Pod
 * Networking CNI plugin").
 */
function clusterUses(c: Context): Use[] {
  const compartment = c.text("compartmentId") ?? c.site.account;
  const self = { kind: "resource", type: "cluster", id: c.old?.id ?? "", compartment } as const;
  const key = keyAim(c, c.text("kmsKeyId"));
  const network = v.text(c.find(c.text("vcnId"), "oci:Core/vcn:Vcn")?.outputs, "compartmentId");
  const native = c
    .objects("clusterPodNetworkOptions")
    .some((o) => v.text(o, "cniType") === "OCI_VCN_IP_NATIVE");
  const addresses: Permission[] = ["PRIVATE_IP_ASSIGN", "NETWORK_SECURITY_GROUP_UPDATE_MEMBERS"];
  return [
    ...(key
      ? uses(c, self, ["KEY_ENCRYPT", "KEY_DECRYPT"], key, "its secrets can neither be encrypted nor read")
      : []),
    ...(native && network !== undefined && network !== compartment
      ? uses(
          c,
          self,
          addresses,
          { name: c.text("vcnId") ?? "", compartment: network },
          "pods get no addresses and nodes stay NotReady",
        )
      : []),
    ...tagUses(c, self, compartment),
  ];
}

/**
 * Volumes and load balancers that Kubernetes makes carry the cluster's tags, which it may then have to use in another
 * compartment (OKE guide, "Additional IAM Policy when a Cluster and a Tag Namespace are in Different Compartments").
 */
function tagUses(c: Context, self: Principal, compartment: string): Use[] {
  const tags = ["serviceLbConfig", "persistentVolumeConfig"].flatMap((of) =>
    Object.keys(v.textMap(c.inputs, `options.${of}.definedTags`)),
  );
  const names = new Set(tags.map((key) => key.slice(0, key.indexOf(".")).toLowerCase()));
  return c
    .all("oci:Identity/tagNamespace:TagNamespace")
    .filter(({ outputs }) => names.has((v.text(outputs, "name") ?? "").toLowerCase()))
    .flatMap(({ id, outputs }) => {
      const of = v.text(outputs, "compartmentId") ?? c.site.account;
      const outcome = "Kubernetes makes neither volumes nor load balancers with them";
      return of === compartment
        ? []
        : uses(c, self, ["TAG_NAMESPACE_USE"], { name: id, compartment: of }, outcome);
    });
}

const cluster: Kind = oci({
  type: CLUSTER,
  uses: clusterUses,
  simulates:
    "an endpoint in a subnet of its VCN with groups of the same VCN, a public address in public subnets only, ranges that do not overlap the VCN, versions one by one, an identity that may use its key and, with native pods, the network; not deleted while Services of type LoadBalancer are in it; comes with an endpoint and its authority",
  ocid: "cluster",
  naming: { property: "name", maximum: 255 },
  references: {
    vcnId: vcnTarget,
    kmsKeyId: keyTarget,
    "endpointConfig.subnetId": subnetTarget,
    "endpointConfig.nsgIds": target("Core/networkSecurityGroup:NetworkSecurityGroup"),
    "options.serviceLbSubnetIds": subnetTarget,
  },
  holds: [
    "vcnId",
    "endpointConfig.subnetId",
    "endpointConfig.nsgIds",
    "options.serviceLbSubnetIds",
    "kmsKeyId",
  ],
  // Hand-checked against oracle/terraform-provider-oci, containerengine_cluster_resource.go.
  replaces: {
    "endpointConfig.isPublicIpEnabled": false,
    "endpointConfig.nsgIds": false,
    "endpointConfig.subnetId": true,
    "options.serviceLbConfig": false,
    "options.persistentVolumeConfig": false,
    "options.admissionControllerOptions": false,
    "options.openIdConnectDiscovery": false,
    "options.openIdConnectTokenAuthenticationConfig": false,
    "options.kubernetesNetworkConfig": true,
    "options.serviceLbSubnetIds": true,
    "options.addOns": false,
    "endpointConfig.securityAttributes": false,
  },
  check: (inputs, report) => {
    version(inputs, report);
    const type = v.text(inputs, "type");
    if (type !== undefined && !["BASIC_CLUSTER", "ENHANCED_CLUSTER"].includes(type))
      report("type", `"${type}" must be BASIC_CLUSTER or ENHANCED_CLUSTER`);
    for (const [i, option] of v.objects(inputs, "clusterPodNetworkOptions").entries()) {
      const cni = v.text(option, "cniType");
      if (cni !== undefined && !["FLANNEL_OVERLAY", "OCI_VCN_IP_NATIVE"].includes(cni))
        report(
          `clusterPodNetworkOptions[${String(i)}].cniType`,
          `"${cni}" must be FLANNEL_OVERLAY or OCI_VCN_IP_NATIVE`,
        );
    }
    for (const key of ["podsCidr", "servicesCidr"]) {
      const block = v.text(inputs, `options.kubernetesNetworkConfig.${key}`);
      if (block !== undefined && !isBlock(block))
        report(`options.kubernetesNetworkConfig.${key}`, `"${block}" is not an IP block`);
    }
  },
  rules: (c) => {
    const own = c.text("vcnId");
    for (const id of [c.text("endpointConfig.subnetId") ?? [], c.texts("options.serviceLbSubnetIds")].flat())
      if (vcnOf(c.find(id, SUBNET)) !== own)
        c.refuse("400-InvalidParameter", `The subnet ${id} is not in the VCN ${own ?? ""}`);
    refuseForeignGroups(c, c.texts("endpointConfig.nsgIds"), own);
    if (
      c.flag("endpointConfig.isPublicIpEnabled") === true &&
      isPrivate(c.find(c.text("endpointConfig.subnetId"), SUBNET))
    )
      c.refuse(
        "400-InvalidParameter",
        "A public IP address can not be assigned to the endpoint in a private subnet",
      );
    refuseOverlap(c);
    const [before, after] = [v.text(c.old?.outputs, "kubernetesVersion"), c.text("kubernetesVersion")];
    if (before !== undefined && (minor(after) > minor(before) + 1 || minor(after) < minor(before)))
      c.refuse("400-InvalidParameter", `The cluster can not go from ${before} to ${after ?? ""}`);
  },
  outputs: (c, id) => {
    const address = endpointAddress(c);
    const isPublic = c.flag("endpointConfig.isPublicIpEnabled") ?? false;
    return {
      state: "ACTIVE",
      type: c.text("type") ?? "BASIC_CLUSTER",
      endpoints: [
        {
          kubernetes: "",
          privateEndpoint: `${address}:6443`,
          publicEndpoint: isPublic
            ? `203.0.113.${String(c.derive.below("public endpoint", 254) + 1)}:6443`
            : "",
          vcnHostnameEndpoint: "",
        },
      ],
      availableKubernetesUpgrades: [],
      certificateAuthority: certificateAuthority(c.derive, `kubernetes ${id}`, c.now),
    };
  },
  beforeDelete: (c, entity) => {
    const balanced = balancedServices(c, entity);
    if (balanced.length > 0)
      c.refuse(
        "409-Conflict",
        `The cluster ${entity.id} still has Services of type LoadBalancer: ${balanced.join(", ")}. With it goes the ` +
          "controller that would delete their load balancers, which then stay, are charged for and hold their subnets: delete the Services first",
      );
  },
  aliases: (o) =>
    ["privateEndpoint", "publicEndpoint"].flatMap((k) => {
      const address = v.text(o, `endpoints.0.${k}`);
      return address === undefined || address === "" ? [] : [`https://${address}`];
    }),
});

/**
 * Services whose load balancers nobody would delete any more. OKE itself deletes such a cluster (OKE guide, "Deleting a
 * Kubernetes Cluster": load balancers that Kubernetes made stay); the rehearsal refuses, as what follows is found out late.
 */
function balancedServices(c: Context, cluster: Entity): string[] {
  const servers = ["privateEndpoint", "publicEndpoint"].map(
    (key) => `kubernetes https://${v.text(cluster.outputs, `endpoints.0.${key}`) ?? ""}`,
  );
  return c.world
    .all("kubernetes:core/v1:Service")
    .filter((e) => servers.includes(e.scope) && v.text(e.inputs, "spec.type") === "LoadBalancer")
    .map(({ id }) => id);
}

/** The address of the endpoint in its subnet: past the first ones, which OCI and gateways take. */
function endpointAddress(c: Context): string {
  const block =
    v.text(c.find(c.text("endpointConfig.subnetId"), SUBNET)?.outputs, "cidrBlock") ?? "10.0.0.0/28";
  return addressIn(block, 2 + c.derive.below("endpoint address", 8));
}

function refuseOverlap(c: Context): void {
  const blocks = v.texts(c.find(c.text("vcnId"), "oci:Core/vcn:Vcn")?.outputs, "cidrBlocks");
  const native = c
    .objects("clusterPodNetworkOptions")
    .some((o) => v.text(o, "cniType") === "OCI_VCN_IP_NATIVE");
  for (const key of native ? ["servicesCidr"] : ["podsCidr", "servicesCidr"]) {
    const range = c.text(`options.kubernetesNetworkConfig.${key}`);
    const clash = blocks.find((b) => range !== undefined && overlap(b, range));
    if (clash !== undefined)
      c.refuse("400-InvalidParameter", `${key} ${range ?? ""} overlaps the CIDR ${clash} of the VCN`);
  }
}

const nodePool: Kind = oci({
  type: "oci:ContainerEngine/nodePool:NodePool",
  uses: nodePoolUses,
  simulates:
    "a cluster that exists and is not older, domains of the region, subnets of the cluster's VCN, sizes for flexible shapes, pod subnets where pods have VCN addresses; a key that its boot volumes may be encrypted with and a way out of its subnets",
  ocid: "nodepool",
  replaces: { "nodeConfigDetails.nodePoolPodNetworkOptionDetails.cniType": true },
  naming: { property: "name", maximum: 255 },
  references: {
    clusterId: target("ContainerEngine/cluster:Cluster"),
    "nodeConfigDetails.placementConfigs.subnetId": subnetTarget,
    "nodeConfigDetails.nsgIds": target("Core/networkSecurityGroup:NetworkSecurityGroup"),
    "nodeConfigDetails.nodePoolPodNetworkOptionDetails.podSubnetIds": subnetTarget,
  },
  holds: [
    "clusterId",
    "nodeConfigDetails.placementConfigs.subnetId",
    "nodeConfigDetails.nsgIds",
    "nodeConfigDetails.nodePoolPodNetworkOptionDetails.podSubnetIds",
  ],
  check: (inputs, report, site) => {
    version(inputs, report);
    const size = v.numeric(inputs, "nodeConfigDetails.size");
    if (size !== undefined && (size < 0 || !Number.isInteger(size)))
      report("nodeConfigDetails.size", "must be a whole number that is not negative");
    if (/\.Flex$/i.test(v.text(inputs, "nodeShape") ?? "") && inputs["nodeShapeConfig"] === undefined)
      report("nodeShapeConfig", "a flexible shape needs ocpus and memoryInGbs");
    const domains = availabilityDomains(site.region, domainPrefix(site));
    for (const [i, place] of v.objects(inputs, "nodeConfigDetails.placementConfigs").entries()) {
      const at = `nodeConfigDetails.placementConfigs[${String(i)}]`;
      const domain = v.text(place, "availabilityDomain");
      if (domain !== undefined && !domains.includes(domain))
        report(`${at}.availabilityDomain`, `"${domain}" is not one of ${domains.join(", ")}`);
      for (const fault of v.texts(place, "faultDomains"))
        if (!faultDomains.includes(fault))
          report(`${at}.faultDomains`, `"${fault}" is not one of ${faultDomains.join(", ")}`);
    }
  },
  rules: (c) => {
    const owner = c.find(c.text("clusterId"), CLUSTER);
    const own = v.text(owner?.outputs, "vcnId");
    const pods = c.texts("nodeConfigDetails.nodePoolPodNetworkOptionDetails.podSubnetIds");
    const places = c
      .objects("nodeConfigDetails.placementConfigs")
      .flatMap((p) => v.text(p, "subnetId") ?? []);
    for (const id of [...places, ...pods])
      if (vcnOf(c.find(id, SUBNET)) !== own)
        c.refuse("400-InvalidParameter", `The subnet ${id} is not in the cluster's VCN`);
    refuseForeignGroups(c, c.texts("nodeConfigDetails.nsgIds"), own);
    const native = v.text(owner?.inputs, "clusterPodNetworkOptions.0.cniType") === "OCI_VCN_IP_NATIVE";
    if (native && pods.length === 0)
      c.refuse("400-InvalidParameter", "A node pool of a cluster with VCN-native pods needs podSubnetIds");
    const limit = v.text(owner?.outputs, "kubernetesVersion");
    if (minor(c.text("kubernetesVersion") ?? limit) > minor(limit))
      c.refuse(
        "400-InvalidParameter",
        `Nodes of ${c.text("kubernetesVersion") ?? ""} are newer than the cluster's ${limit ?? ""}`,
      );
  },
  outputs: (c) => {
    const size = c.number("nodeConfigDetails.size") ?? 0;
    const places = c.objects("nodeConfigDetails.placementConfigs");
    return {
      state: "ACTIVE",
      kubernetesVersion:
        c.text("kubernetesVersion") ??
        v.text(c.find(c.text("clusterId"), CLUSTER)?.outputs, "kubernetesVersion") ??
        "",
      nodes: Array.from({ length: size }, (_, i) => ({
        id: `ocid1.instance.oc1.${c.site.region}.${c.derive.base32(`node ${String(i)}`, 60)}`,
        availabilityDomain: v.text(places[i % Math.max(1, places.length)], "availabilityDomain") ?? "",
        faultDomain: faultDomains[i % faultDomains.length] ?? "",
        state: "ACTIVE",
      })),
    };
  },
});

export const oke: readonly Kind[] = [cluster, nodePool];
