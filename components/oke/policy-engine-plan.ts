import type { input } from "@pulumi/kubernetes/types";

/**
 * Calico's agent at one version, by digest. Version and digest as https://github.com/cacheplane/dawnai and others verify them
 * (read 2026-11-25); from where nodes can pull: a mirror with the same digest.
 */
export const ENGINE_IMAGE =
  "quay.io/calico/node:v3.32.1@sha256:7f874b3f0b540c2b523aea9961ef5e2f43b0af9056a47874c916d6cf348168d3";

/** Name of the agent, as the vendor's manifest has it: whoever looks for the engine looks for this. */
export const AGENT = "calico-node";
/** Namespace of the agent, of Kubernetes' own. */
export const AGENT_NAMESPACE = "kube-system";

/** How Felix writes its rules: `NFT` on Oracle Linux 8, found out by itself elsewhere. */
export const BACKENDS = ["NFT", "Auto"] as const;
export type Backend = (typeof BACKENDS)[number];

/** Name, volume and kind of what the agent has of its node. */
const MOUNTS = [
  ["lib-modules", "/lib/modules", undefined],
  ["var-run-calico", "/var/run/calico", "DirectoryOrCreate"],
  ["var-lib-calico", "/var/lib/calico", "DirectoryOrCreate"],
  ["xtables-lock", "/run/xtables.lock", "FileOrCreate"],
  ["policysync", "/var/run/nodeagent", "DirectoryOrCreate"],
  ["bpffs", "/sys/fs/bpf", "Directory"],
] as const;

/**
 * What makes Felix, Calico's policy agent, work beside the VCN-native plugin: the interfaces of its pods begin with `oci`, it
 * has no addresses to give, its chains come after those of the plugin, and what a policy allows goes on through them (OKE
 * guide, "Installing Calico alongside the OCI VCN-Native Pod Networking CNI plugin"; NFT: there, for Oracle Linux 8).
 */
function felix(backend: Backend): Readonly<Record<string, string>> {
  return {
    DATASTORE_TYPE: "kubernetes",
    WAIT_FOR_DATASTORE: "true",
    CALICO_NETWORKING_BACKEND: "none",
    CLUSTER_TYPE: "k8s",
    CALICO_MANAGE_CNI: "false",
    CALICO_DISABLE_FILE_LOGGING: "true",
    FELIX_DEFAULTENDPOINTTOHOSTACTION: "ACCEPT",
    FELIX_IPV6SUPPORT: "false",
    FELIX_HEALTHENABLED: "true",
    FELIX_INTERFACEPREFIX: "oci",
    NO_DEFAULT_POOLS: "true",
    FELIX_CHAININSERTMODE: "Append",
    FELIX_IPTABLESMANGLEALLOWACTION: "Return",
    ...(backend === "Auto" ? {} : { FELIX_IPTABLESBACKEND: backend }),
  };
}

const felixSays = (what: "live" | "ready"): input.core.v1.Probe => ({
  exec: { command: ["/bin/calico-node", `-felix-${what}`] },
  periodSeconds: 10,
  timeoutSeconds: 10,
  ...(what === "live" ? { initialDelaySeconds: 10, failureThreshold: 6 } : {}),
});

/**
 * The agent on every node: of the vendor's policy-only manifest
 * (https://github.com/projectcalico/calico/blob/v3.32.1/manifests/calico-policy-only.yaml) what is left when its own network
 * plugin, Typha and the controllers are taken out, as the OKE guide does. Memory is this platform's choice.
 */
export function agentSpec(image: string, backend: Backend): input.apps.v1.DaemonSetSpec {
  const labels = { "k8s-app": AGENT };
  return {
    selector: { matchLabels: labels },
    updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1 } },
    template: {
      metadata: { labels },
      spec: {
        nodeSelector: { "kubernetes.io/os": "linux" },
        hostNetwork: true,
        tolerations: [
          { effect: "NoSchedule", operator: "Exists" },
          { key: "CriticalAddonsOnly", operator: "Exists" },
          { effect: "NoExecute", operator: "Exists" },
        ],
        serviceAccountName: AGENT,
        securityContext: { seccompProfile: { type: "RuntimeDefault" } },
        terminationGracePeriodSeconds: 0,
        priorityClassName: "system-node-critical",
        containers: [
          {
            name: AGENT,
            image,
            env: [
              ...Object.entries(felix(backend)).map(([name, value]) => ({ name, value })),
              { name: "NODENAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
            ],
            securityContext: { privileged: true },
            resources: { requests: { cpu: "250m", memory: "128Mi" }, limits: { memory: "512Mi" } },
            lifecycle: { preStop: { exec: { command: ["/bin/calico-node", "-shutdown"] } } },
            livenessProbe: felixSays("live"),
            readinessProbe: felixSays("ready"),
            volumeMounts: MOUNTS.map(([name, mountPath]) => ({
              name,
              mountPath,
              readOnly: name === "lib-modules",
            })),
          },
        ],
        volumes: MOUNTS.map(([name, path, type]) => ({
          name,
          hostPath: { path, ...(type === undefined ? {} : { type }) },
        })),
      },
    },
  };
}

const may = (apiGroup: string, verbs: string, ...resources: string[]): input.rbac.v1.PolicyRule => ({
  apiGroups: [apiGroup],
  resources,
  verbs: verbs.split(" "),
});

/** What the agent may do: the vendor's role without what its own network plugin needs. */
export const AGENT_RULES: readonly input.rbac.v1.PolicyRule[] = [
  may("", "get list watch", "pods", "nodes", "namespaces", "serviceaccounts", "services", "endpoints"),
  may("", "get", "configmaps"),
  may("", "patch update", "nodes/status"),
  may("discovery.k8s.io", "list watch", "endpointslices"),
  may("networking.k8s.io", "list watch", "networkpolicies"),
  may(
    "policy.networking.k8s.io",
    "list watch",
    ...["adminnetworkpolicies", "baselineadminnetworkpolicies", "clusternetworkpolicies"],
  ),
  may(
    "crd.projectcalico.org",
    "get list watch",
    ...["bgpconfigurations", "bgpfilters", "bgppeers", "blockaffinities", "caliconodestatuses"],
    ...["clusterinformations", "felixconfigurations", "globalnetworkpolicies", "globalnetworksets"],
    ...["hostendpoints", "ipamblocks", "ippools", "ipreservations", "networkpolicies", "networksets"],
    ...["stagedglobalnetworkpolicies", "stagedkubernetesnetworkpolicies", "stagednetworkpolicies", "tiers"],
  ),
  may("crd.projectcalico.org", "create", "tiers"),
  may("crd.projectcalico.org", "create update", "felixconfigurations", "clusterinformations"),
  may("crd.projectcalico.org", "update", "caliconodestatuses"),
];
