import type { Sample } from "../sample";

/** A cluster as it should be. */
export const cluster: Sample = {
  type: "oci:ContainerEngine/cluster:Cluster",
  name: "cluster",
  props: {
    id: "ocid1.cluster.a",
    name: "acme-dev-dxb-oke-cluster",
    type: "ENHANCED_CLUSTER",
    kubernetesVersion: "v1.34.1",
    clusterPodNetworkOptions: [{ cniType: "OCI_VCN_IP_NATIVE" }],
    imagePolicyConfig: { isPolicyEnabled: true, keyDetails: [{ kmsKeyId: "ocid1.key.sign" }] },
  },
};

const placement = {
  availabilityDomain: "xAbC:ME-DUBAI-1-AD-1",
  faultDomains: ["FAULT-DOMAIN-1", "FAULT-DOMAIN-2", "FAULT-DOMAIN-3"],
  subnetId: "ocid1.subnet.workers",
};
const details = {
  size: 7,
  isPvEncryptionInTransitEnabled: true,
  placementConfigs: [placement],
  nodePoolPodNetworkOptionDetails: {
    cniType: "OCI_VCN_IP_NATIVE",
    podSubnetIds: ["ocid1.subnet.pods"],
    podNsgIds: ["ocid1.nsg.pods"],
    maxPodsPerNode: 31,
  },
};

/** A node pool as it should be. */
export const pool: Sample = {
  type: "oci:ContainerEngine/nodePool:NodePool",
  name: "pool",
  props: {
    name: "acme-dev-dxb-oke-workers",
    clusterId: "ocid1.cluster.a",
    kubernetesVersion: "v1.34.1",
    nodeSourceDetails: { sourceType: "IMAGE", imageId: "ocid1.image.a" },
    nodeConfigDetails: details,
  },
};

/** The pool with other details, and with other networking of its pods. */
export const withDetails = (own: object, pods: object = {}): Sample => ({
  ...pool,
  props: {
    ...pool.props,
    nodeConfigDetails: {
      ...details,
      nodePoolPodNetworkOptionDetails: { ...details.nodePoolPodNetworkOptionDetails, ...pods },
      ...own,
    },
  },
});

/** The pool with its one placement changed. */
export const placed = (own: object): Sample => withDetails({ placementConfigs: [{ ...placement, ...own }] });

export const vcn: Sample = {
  type: "oci:Core/vcn:Vcn",
  name: "vcn",
  props: { id: "ocid1.vcn.a", cidrBlocks: ["10.65.0.0/16"], defaultSecurityListId: "ocid1.list.default" },
};

/** A subnet of the VCN, by its role. */
export const subnet = (role: string, cidrBlock: string, own: object = {}): Sample => ({
  type: "oci:Core/subnet:Subnet",
  name: role,
  props: {
    id: `ocid1.subnet.${role}`,
    vcnId: "ocid1.vcn.a",
    displayName: `acme-dev-dxb-oci-${role}`,
    cidrBlock,
    securityListIds: ["ocid1.list.closed"],
    prohibitPublicIpOnVnic: true,
    ...own,
  },
});

export const inProd = (sample: Sample): Sample => ({ ...sample, stack: "prod-sample" });

/** A policy with these statements. */
export const iam = (name: string, ...statements: string[]): Sample => ({
  type: "oci:Identity/policy:Policy",
  name,
  props: { compartmentId: "ocid1.compartment.a", name, description: name, statements },
});
