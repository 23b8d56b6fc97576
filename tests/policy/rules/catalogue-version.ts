import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";

const eks: Sample = { type: "aws:eks/cluster:Cluster", name: "eks", props: { version: "1.34" } };
const oke: Sample = {
  type: "oci:ContainerEngine/cluster:Cluster",
  name: "oke",
  props: { id: "ocid1.cluster.a", kubernetesVersion: "v1.34.1" },
};
const pool: Sample = {
  type: "oci:ContainerEngine/nodePool:NodePool",
  name: "pool",
  props: { clusterId: "ocid1.cluster.a", kubernetesVersion: "v1.34.1" },
};
const chart: Sample = {
  type: "kubernetes:helm.sh/v3:Release",
  name: "argo",
  props: { chart: "argo-cd", version: "9.1.0" },
};

export const catalogueVersionCases: RuleCases = {
  rule: "catalogue-version",
  serves: ["GO-06", "OK-54", "OP-16"],
  violating: [
    {
      title: "an EKS version whose support has ended",
      resources: [changed(eks, { version: "1.33" })],
      says: ['"eks": version is "1.33"', "ended its support on 2026-07-29", "Choose one of 1.34"],
    },
    {
      title: "a version on the day its support ends",
      resources: [changed(eks, { version: "1.32" })],
      says: ["ended its support on 2026-11-25"],
    },
    {
      title: "an EKS version that nobody chose",
      resources: [changed(eks, { version: undefined })],
      says: ["version is not set", "newest EKS version of the day"],
    },
    {
      title: "an OKE version without v",
      resources: [changed(oke, { kubernetesVersion: "1.34.1" })],
      says: ['"oke": kubernetesVersion is "1.34.1"', "has no such OKE version"],
    },
    {
      title: "nodes of an old version",
      resources: [changed(pool, { kubernetesVersion: "v1.33.1" })],
      says: ['"pool": kubernetesVersion is "v1.33.1"', "2026-06-30"],
    },
    {
      title: "nodes ahead of their control plane",
      resources: [changed(oke, { kubernetesVersion: "v1.33.1" }), pool],
      says: ['"pool": kubernetesVersion is "v1.34.1"', "ahead of their control plane, v1.33.1"],
    },
    {
      title: "nodes ahead of a control plane whose id is not known yet",
      resources: [
        changed(oke, { id: UNKNOWN, kubernetesVersion: "v1.33.1" }),
        { ...changed(pool, { clusterId: UNKNOWN }), sources: { clusterId: ["oke"] } },
      ],
      says: ['"pool": kubernetesVersion is "v1.34.1"', "ahead of their control plane"],
    },
    {
      title: "OP-22 nodes further behind their control plane than OKE lets them be",
      resources: [changed(oke, { kubernetesVersion: "v1.38.1" }), pool],
      says: ['"pool": kubernetesVersion is "v1.34.1"', "more than 3 minor versions behind", "v1.38.1"],
    },
    {
      title: "a chart that is not in the catalogue",
      resources: [changed(chart, { chart: "oci://registry.example.com/charts/ingress-nginx" })],
      says: ['"argo": chart is "oci://registry.example.com/charts/ingress-nginx"', "no such chart"],
    },
    {
      title: "a chart of another version",
      resources: [changed(chart, { version: "5.55.0" })],
      says: ['version is "5.55.0"', "Choose one of 9.1.0"],
    },
    {
      title: "a chart of whatever version",
      resources: [changed(chart, { version: undefined })],
      says: ["version is not set"],
    },
  ],
  complying: [{ title: "versions of the catalogue", resources: [eks, oke, pool, chart] }],
  unknown: [
    { title: "a version that is not known", resources: [changed(eks, { version: UNKNOWN })] },
    { title: "a chart version that is not known", resources: [changed(chart, { version: UNKNOWN })] },
  ],
};
