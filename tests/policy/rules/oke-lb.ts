import { changed, UNKNOWN, type Sample } from "../sample";

export const PLAIN = "service.beta.kubernetes.io/oci-load-balancer-";
export const MODE = "oci.oraclecloud.com/security-rule-management-mode";
export const GROUPS = "oci.oraclecloud.com/oci-network-security-groups";
export const NLB = "oci-network-load-balancer.oraclecloud.com/";
export const ANNOTATIONS = {
  [GROUPS]: "ocid1.networksecuritygroup.oc1..balancers",
  [MODE]: "None",
  [`${PLAIN}internal`]: "true",
  [`${PLAIN}subnet1`]: "ocid1.subnet.oc1..balancers",
};
const OKE = "{ command: oci }";

/** A Service on OKE with these annotations beside those that are right; undefined takes one away. */
export const service = (annotations: object = {}, kubeconfig: string = OKE): Sample => ({
  type: "kubernetes:core/v1:Service",
  name: "orders",
  stack: "prod-platform",
  provider: { type: "kubernetes", props: { kubeconfig } },
  props: {
    metadata: {
      name: "orders",
      annotations: Object.fromEntries(
        Object.entries({ ...ANNOTATIONS, ...annotations }).filter(([, value]) => value !== undefined),
      ),
    },
    spec: { type: "LoadBalancer", ports: [{ port: 443 }] },
  },
});
/** A Service without a word to any cloud. */
export const bare = (kubeconfig: string = OKE): Sample =>
  changed(service({}, kubeconfig), { metadata: { name: "orders" } });
export const networkBalancer = (annotations: object): Sample =>
  changed(service(), {
    metadata: { annotations: { "oci.oraclecloud.com/load-balancer-type": "nlb", ...annotations } },
  });
/** The proxies of a gateway, whose Service their controller makes. */
export const proxy = (annotations: object): Sample => ({
  type: "kubernetes:gateway.envoyproxy.io/v1alpha1:EnvoyProxy",
  name: "proxy",
  stack: "prod-platform",
  props: { spec: { provider: { kubernetes: { envoyService: { annotations } } } } },
});
export const chart = (annotations: object): Sample => ({
  type: "kubernetes:helm.sh/v3:Release",
  name: "chart",
  stack: "prod-platform",
  props: { values: { controller: { service: { type: "LoadBalancer", annotations } } } },
});
export const inCluster = changed(bare(), { spec: { type: "ClusterIP" } });
export const onEks = bare('{"command":"aws"}');
export const unknownCluster = bare(UNKNOWN);
