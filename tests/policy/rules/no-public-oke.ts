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
