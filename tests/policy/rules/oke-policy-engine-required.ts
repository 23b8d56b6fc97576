import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";

const provider = { type: "kubernetes", props: { kubeconfig: '{"exec":{"command":"oci"}}' } };
const policy: Sample = {
  type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
  name: "deny",
  provider,
  props: { metadata: { name: "default-deny", namespace: "shop" }, spec: { podSelector: {} } },
};
const agent = (container: object, pod: object = {}): Sample => ({
  type: "kubernetes:apps/v1:DaemonSet",
  name: "engine",
  provider,
  props: {
    metadata: { name: "calico-node", namespace: "kube-system" },
    spec: {
      template: { spec: { nodeSelector: { "kubernetes.io/os": "linux" }, ...pod, containers: [container] } },
    },
  },
});
const calico = {
  image: "quay.io/calico/node:v3.32.1",
  env: [{ name: "FELIX_INTERFACEPREFIX", value: "oci" }],
};

export const okePolicyEngineRequiredCases: RuleCases = {
  rule: "oke-policy-engine-required",
  serves: ["OK-04", "OK-45"],
  violating: [
    {
      title: "policies and no engine",
      resources: [policy, { ...policy, name: "allow" }],
      says: ['"deny": metadata.name is "default-deny"', "nothing enforces it"],
    },
    {
      title: "an agent that watches other interfaces",
      resources: [policy, agent({ image: calico.image })],
      says: ["nothing enforces it"],
    },
    {
      title: "another image under its name",
      resources: [policy, agent({ ...calico, image: "example.com/sleep:1" })],
      says: ["nothing enforces it"],
    },
    {
      title: "an agent on some nodes",
      resources: [policy, agent(calico, { nodeSelector: { pool: "large" } })],
      says: ["nothing enforces it"],
    },
    {
      title: "something that is called like the engine",
      resources: [
        policy,
        {
          type: "kubernetes:core/v1:ServiceAccount",
          name: "engine",
          provider,
          props: { metadata: { name: "calico-node" } },
        },
      ],
      says: ["nothing enforces it"],
    },
  ],
  complying: [
    { title: "an engine", resources: [policy, agent(calico)] },
    {
      title: "a cluster of EKS, whose add-on enforces them",
      resources: [{ ...policy, provider: { ...provider, props: { kubeconfig: '{"command":"aws"}' } } }],
    },
    {
      title: "a cluster of which nothing is said",
      resources: [{ ...policy, provider: { ...provider, props: {} } }],
    },
    { title: "no policies", resources: [agent({ image: "example.com/sleep:1" })] },
  ],
  unknown: [],
  unknownButEnough: [
    {
      title: "a cluster that is not known",
      resources: [{ ...policy, provider: { ...provider, props: { kubeconfig: UNKNOWN } } }],
    },
    {
      title: "an agent of which nothing is known",
      resources: [policy, changed(agent(calico), { spec: UNKNOWN })],
    },
  ],
};
