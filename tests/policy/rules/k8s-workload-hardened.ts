import { UNKNOWN, type RuleCases, type Sample } from "../sample";

type Fields = Readonly<Record<string, unknown>>;

const security: Fields = {
  runAsNonRoot: true,
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  readOnlyRootFilesystem: true,
};
const api: Fields = {
  name: "api",
  securityContext: security,
  resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "256Mi" } },
  readinessProbe: { httpGet: { path: "/ready", port: 8080 } },
  livenessProbe: { httpGet: { path: "/live", port: 8080 } },
};
const without = (key: string): Fields =>
  Object.fromEntries(Object.entries(api).filter(([name]) => name !== key));
const secured = (changes: Fields): Fields => ({ ...api, securityContext: { ...security, ...changes } });

function workload(kind: string, containers: readonly Fields[], pod: Fields = {}): Sample {
  const spec = { containers, ...pod };
  const template = { spec: { template: { spec } } };
  const group = ["Job", "CronJob"].includes(kind) ? "batch" : "apps";
  return {
    type: `kubernetes:${group}/v1:${kind}`,
    name: "shop",
    props: kind === "CronJob" ? { spec: { jobTemplate: template } } : template,
  };
}
/** An agent of the node, as a network plugin is. */
const agent = (container: Fields, namespace = "kube-system", pod: Fields = {}): Sample => {
  const own = { hostNetwork: true, priorityClassName: "system-node-critical", ...pod };
  const made = workload("DaemonSet", [container], own);
  return { ...made, props: { ...made.props, metadata: { name: "agent", namespace } } };
};
const privileged: Fields = { ...api, securityContext: { privileged: true } };
const path = "spec.template.spec.containers[0]";

const refused = (title: string, container: Fields, ...says: string[]) => ({
  title,
  resources: [workload("Deployment", [container])],
  says: [`"shop": ${path}.${says[0] ?? ""}`, ...says.slice(1)],
});

export const k8sWorkloadHardenedCases: RuleCases = {
  rule: "k8s-workload-hardened",
  serves: ["SE-55"],
  violating: [
    refused("no security context", without("securityContext"), "securityContext.runAsNonRoot is not set"),
    refused("root", secured({ runAsNonRoot: false }), "securityContext.runAsNonRoot is false", "as root"),
    refused("a privileged container", secured({ privileged: true }), "securityContext.privileged is true"),
    refused(
      "privileges that grow",
      secured({ allowPrivilegeEscalation: undefined }),
      "securityContext.allowPrivilegeEscalation is not set",
    ),
    refused(
      "some capabilities dropped",
      secured({ capabilities: { drop: ["NET_RAW"] } }),
      'securityContext.capabilities.drop is ["NET_RAW"]',
    ),
    refused(
      "a file system to write to",
      secured({ readOnlyRootFilesystem: false }),
      "securityContext.readOnlyRootFilesystem is false",
      "emptyDir",
    ),
    refused("no resources", without("resources"), "resources.limits.memory is not set"),
    refused(
      "requests without memory",
      { ...api, resources: { requests: { cpu: "1" }, limits: { memory: "1Gi" } } },
      "resources.requests.memory is not set",
    ),
    refused("no readiness probe", without("readinessProbe"), "readinessProbe is not set"),
    refused("no liveness probe", without("livenessProbe"), "livenessProbe is not set"),
    {
      title: "the second container, of a stateful set",
      resources: [workload("StatefulSet", [api, without("readinessProbe")])],
      says: ["spec.template.spec.containers[1].readinessProbe"],
    },
    {
      title: "an init container as root",
      resources: [workload("DaemonSet", [api], { initContainers: [secured({ runAsNonRoot: false })] })],
      says: ["spec.template.spec.initContainers[0].securityContext.runAsNonRoot"],
    },
    {
      title: "a sidecar without probes",
      resources: [
        workload("Deployment", [api], {
          initContainers: [{ ...without("livenessProbe"), restartPolicy: "Always" }],
        }),
      ],
      says: ["initContainers[0].livenessProbe"],
    },
    {
      title: "an agent of nodes without limits",
      resources: [agent({ ...privileged, resources: {} })],
      says: ["resources.limits.memory is not set"],
    },
    {
      title: "an agent in a namespace of workloads",
      resources: [agent(privileged, "shop")],
      says: ["securityContext.privileged is true"],
    },
    {
      title: "an agent in the pods' network",
      resources: [agent(privileged, "kube-system", { hostNetwork: false })],
      says: ["securityContext.privileged is true"],
    },
    {
      title: "an agent that is evicted like others",
      resources: [agent(privileged, "kube-system", { priorityClassName: "high" })],
      says: ["securityContext.privileged is true"],
    },
    {
      title: "what a schedule runs",
      resources: [workload("CronJob", [without("resources")])],
      says: ["spec.jobTemplate.spec.template.spec.containers[0].resources.requests.cpu"],
    },
  ],
  complying: [
    { title: "an agent of nodes with rights on them", resources: [agent(privileged)] },
    { title: "a hardened workload", resources: [workload("Deployment", [api])] },
    {
      title: "no root said once for the pod",
      resources: [
        workload("Deployment", [secured({ runAsNonRoot: undefined })], {
          securityContext: { runAsNonRoot: true },
        }),
      ],
    },
    {
      title: "a job and an init container without probes",
      resources: [
        workload("Job", [without("readinessProbe")], { initContainers: [without("livenessProbe")] }),
      ],
    },
    {
      title: "a patch of a workload, which says only what it changes",
      resources: [{ ...workload("DeploymentPatch", [{ name: "api", image: "api:2" }]) }],
    },
    {
      title: "a Service",
      resources: [{ type: "kubernetes:core/v1:Service", props: { spec: { ports: [{ port: 80 }] } } }],
    },
  ],
  unknown: [
    {
      title: "a security context that is not known",
      resources: [workload("Deployment", [{ ...api, securityContext: UNKNOWN }])],
    },
  ],
  unknownButEnough: [
    {
      title: "a probe and a limit that are not known",
      resources: [
        workload("Deployment", [
          {
            ...api,
            livenessProbe: UNKNOWN,
            resources: { requests: { cpu: UNKNOWN, memory: "1Gi" }, limits: { memory: UNKNOWN } },
          },
        ]),
      ],
    },
  ],
};
