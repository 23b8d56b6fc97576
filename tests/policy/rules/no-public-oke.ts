import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";

const endpoint = { isPublicIpEnabled: false, subnetId: "ocid1.subnet.api", nsgIds: ["ocid1.nsg.api"] };

const cluster: Sample = {
  type: "oci:ContainerEngine/cluster:Cluster",
  name: "oke",
  props: {
    compartmentId: "ocid1.compartment.a",
    vcnId: "ocid1.vcn.a",
    kubernetesVersion: "v1.34.1",
    endpointConfig: endpoint,
  },
};

const workers: Sample = {
  type: "oci:Core/subnet:Subnet",
  name: "network-subnet-workers",
  props: {
    id: "ocid1.subnet.workers",
    displayName: "acme-dev-dxb-network-workers",
    cidrBlock: "10.65.8.0/22",
    prohibitPublicIpOnVnic: true,
  },
};

const pool: Sample = {
  type: "oci:ContainerEngine/nodePool:NodePool",
  name: "pool",
  props: {
    nodeConfigDetails: {
      placementConfigs: [{ subnetId: "ocid1.subnet.front" }],
    },
  },
};

const front = changed(workers, {
  id: "ocid1.subnet.front",
  displayName: "acme-dev-dxb-network-front",
  prohibitPublicIpOnVnic: false,
});

/** A subnet for load balancers: public, and of no interest to the rule while nothing of a cluster is in it. */
const balancers: Sample = {
  ...changed(front, { id: "ocid1.subnet.lb", displayName: "acme-dev-dxb-network-lb" }),
  name: "network-subnet-lb",
};
const virtual: Sample = {
  type: "oci:ContainerEngine/virtualNodePool:VirtualNodePool",
  name: "virtual",
  props: {
    placementConfigurations: [{ availabilityDomain: "ad-1", subnetId: "ocid1.subnet.workers" }],
    podConfiguration: { shape: "Pod.Standard.E4.Flex", subnetId: "ocid1.subnet.workers" },
  },
};

export const noPublicOkeCases: RuleCases = {
  rule: "no-public-oke",
  serves: ["OK-30", "OP-15"],
  violating: [
    {
      title: "a public endpoint",
      resources: [changed(cluster, { endpointConfig: { ...endpoint, isPublicIpEnabled: true } })],
      says: ['"oke": endpointConfig.isPublicIpEnabled is true', "Set it to false"],
    },
    {
      title: "no endpoint",
      resources: [changed(cluster, { endpointConfig: undefined })],
      says: ['"oke": endpointConfig is not set', "Set endpointConfig"],
    },
    {
      title: "an endpoint in no subnet",
      resources: [changed(cluster, { endpointConfig: { ...endpoint, subnetId: undefined } })],
      says: ["endpointConfig.subnetId is not set"],
    },
    {
      title: "no network security group",
      resources: [changed(cluster, { endpointConfig: { ...endpoint, nsgIds: [] } })],
      says: ["endpointConfig.nsgIds is []", "Give it the network security group"],
    },
    {
      title: "a public fault beside an unknown value",
      resources: [
        changed(cluster, { endpointConfig: { ...endpoint, subnetId: UNKNOWN, isPublicIpEnabled: true } }),
      ],
      says: ["endpointConfig.isPublicIpEnabled is true"],
    },
    {
      title: "a subnet for workers that permits public addresses",
      resources: [changed(workers, { prohibitPublicIpOnVnic: undefined })],
      says: ['"network-subnet-workers": prohibitPublicIpOnVnic is not set', "Set it to true"],
    },
    {
      title: "a node pool in a subnet that permits public addresses",
      resources: [front, pool],
      says: ['"pool": nodeConfigDetails is "subnet network-subnet-workers"', "permits public addresses"],
    },
    {
      title: "a cluster's endpoint in a subnet that permits public addresses",
      resources: [
        front,
        changed(cluster, {
          endpointConfig: { ...endpoint, subnetId: "ocid1.subnet.front", nsgIds: [UNKNOWN] },
        }),
      ],
      says: ['"oke": endpointConfig is "subnet network-subnet-workers"'],
    },
    {
      title: "a node pool of the older form",
      resources: [front, changed(pool, { nodeConfigDetails: undefined, subnetIds: ["ocid1.subnet.front"] })],
      says: ['"pool": subnetIds is "subnet network-subnet-workers"'],
    },
    ...[
      { placementConfigurations: [{ availabilityDomain: "ad-1", subnetId: "ocid1.subnet.front" }] },
      { podConfiguration: { shape: "Pod.Standard.E4.Flex", subnetId: "ocid1.subnet.front" } },
    ].map((change) => ({
      title: `virtual nodes with ${Object.keys(change).join()} in a subnet that permits public addresses`,
      resources: [front, changed(virtual, change)],
      says: [`"virtual": ${Object.keys(change).join()} is "subnet network-subnet-workers"`],
    })),
    ...[
      ...["Nodes", "node_a", "dev-worker", "dev_pods", "pod", "api-endpoint"],
      ...["oke-api", "k8s_endpoint", "dev Kubernetes API", "k8sapi"],
    ].map((displayName) => ({
      title: `a public subnet called ${displayName}`,
      resources: [changed(workers, { displayName, prohibitPublicIpOnVnic: false })],
      says: ['"network-subnet-workers": prohibitPublicIpOnVnic is false'],
    })),
    {
      title: "a public subnet for workers by its name in the program",
      resources: [changed(workers, { displayName: undefined, prohibitPublicIpOnVnic: false })],
      says: ['"network-subnet-workers": prohibitPublicIpOnVnic is false'],
    },
    {
      title: "a node pool in a public subnet whose id is not known yet",
      resources: [
        changed(front, { id: UNKNOWN }),
        {
          ...changed(pool, { nodeConfigDetails: { placementConfigs: [{ subnetId: UNKNOWN }] } }),
          sources: { nodeConfigDetails: ["network-subnet-workers"] },
        },
      ],
      says: ['"pool": nodeConfigDetails is "subnet network-subnet-workers"'],
    },
  ],
  mends: [
    {
      sample: changed(cluster, { endpointConfig: { subnetId: "s", isPublicIpEnabled: true } }),
      to: { endpointConfig: { subnetId: "s", isPublicIpEnabled: false } },
    },
  ],
  complying: [
    { title: "a private endpoint with a group", resources: [cluster, workers] },
    {
      title:
        "nodes in a subnet that lets nothing in from the internet, beside a public one for load balancers",
      resources: [
        changed(front, { id: "ocid1.subnet.nodes", prohibitInternetIngress: true }),
        balancers,
        changed(pool, {
          nodeConfigDetails: { placementConfigs: [{ subnetId: "ocid1.subnet.nodes" }] },
          nodeMetadata: { subnet: "ocid1.subnet.lb" },
        }),
        virtual,
        changed(cluster, { options: { serviceLbSubnetIds: ["ocid1.subnet.lb"] } }),
      ],
    },
    ...["nodeport-front", "bluenode", "workersleb"].map((displayName) => ({
      title: `a public subnet called ${displayName}, which only begins or ends like one for nodes`,
      resources: [changed(balancers, { displayName })],
    })),
    {
      title: "a public subnet for load balancers",
      resources: [
        changed(workers, { displayName: "acme-dev-dxb-network-lb-public", prohibitPublicIpOnVnic: false }),
      ],
    },
  ],
  unknown: [
    {
      title: "an endpoint that is not known",
      resources: [changed(cluster, { endpointConfig: UNKNOWN })],
    },
    {
      title: "a group list that is not known",
      resources: [changed(cluster, { endpointConfig: { ...endpoint, nsgIds: UNKNOWN } })],
    },
  ],
};
