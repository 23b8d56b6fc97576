import { isOnNodes, metadataOf } from "../lib/namespaces";
import { podsOf, type Container, type Pods } from "../lib/pods";
import { forEach, isGivenLater } from "../lib/unknown";
import { defineRule, type Resource } from "../rule";

type Fault = Readonly<Record<"path" | "problem" | "remedy", string>> & { readonly value?: unknown };

/** What breaks out, starves its neighbours or is sent requests that it can not answer has been let. */
export const k8sWorkloadHardened = defineRule({
  id: "k8s-workload-hardened",
  description:
    "Containers run as no root, without privileges and with a read-only file system, say what they need, and are probed.",
  severity: "high",
  needs: [],
  serves: ["SE-55"],
  absorbs: ["workload-hardening", "obs-resources-set"],
  remediationSteps:
    "Set the security context that Kubernetes calls restricted, requests for cpu and memory, a memory limit, and both probes.",

  check(resource, _place, report) {
    const pods = podsOf(resource);
    if (pods === undefined) return;
    for (const list of ["initContainers", "containers"] as const) {
      forEach(pods.spec[list], (container, i) => {
        const path = `${pods.path}.${list}[${i}]`;
        // An init container that is restarted always is a sidecar.
        const serves = pods.serve && (list === "containers" || container.restartPolicy === "Always");
        const faults = [
          ...(isNodeAgent(resource, pods) ? [] : securityFaults(container, pods)),
          ...resourceFaults(container),
          ...(serves ? probeFaults(container) : []),
        ];
        for (const fault of faults) report({ resource, ...fault, path: `${path}.${fault.path}` });
      });
    }
  },
});

/**
 * What serves a node itself, as a network plugin does, has rights on it by its nature: it is in a namespace of such agents,
 * on every node, in its network, and the last to be evicted from it.
 */
function isNodeAgent(resource: Resource, { spec }: Pods): boolean {
  if (resource.type !== "kubernetes:apps/v1:DaemonSet") return false;
  if (spec.hostNetwork !== true || spec.priorityClassName !== "system-node-critical") return false;
  return isOnNodes(metadataOf(resource).namespace ?? "default");
}

const isMissing = (read: () => unknown): boolean => !isGivenLater(read) && read() === undefined;

function securityFaults({ securityContext: own = {} }: Container, { spec }: Pods): Fault[] {
  const at = "securityContext";
  const faults: Fault[] = [];
  const expect = (holds: boolean, key: string, value: unknown, problem: string, remedy: string) => {
    if (!holds) faults.push({ path: `${at}.${key}`, value, problem, remedy });
  };
  const nonRoot = own.runAsNonRoot ?? spec.securityContext?.runAsNonRoot;
  const dropped = own.capabilities?.drop;
  expect(
    nonRoot === true,
    "runAsNonRoot",
    nonRoot,
    "it may run as root",
    "Set it to true, here or for the pod.",
  );
  expect(own.privileged !== true, "privileged", own.privileged, "it owns its node", "Leave it out.");
  expect(
    own.allowPrivilegeEscalation === false,
    "allowPrivilegeEscalation",
    own.allowPrivilegeEscalation,
    "a process in it may get more rights than it started with",
    "Set it to false.",
  );
  expect(
    dropped?.includes("ALL") === true,
    "capabilities.drop",
    dropped,
    "it keeps capabilities of root",
    'Set it to ["ALL"], and add the few that it needs.',
  );
  expect(
    own.readOnlyRootFilesystem === true,
    "readOnlyRootFilesystem",
    own.readOnlyRootFilesystem,
    "what gets in can change the program",
    "Set it to true, and mount an emptyDir where it has to write.",
  );
  return faults;
}

function resourceFaults({ resources = {} }: Container): Fault[] {
  const missing = (list: "requests" | "limits", key: string, problem: string, remedy: string): Fault[] =>
    isMissing(() => resources[list]?.[key]) ? [{ path: `resources.${list}.${key}`, problem, remedy }] : [];
  const unplaced = "the scheduler does not know what it needs, and evicts it first";
  const ask = "Ask for what it uses on an ordinary day.";
  return [
    ...missing("requests", "cpu", unplaced, ask),
    ...missing("requests", "memory", unplaced, ask),
    ...missing(
      "limits",
      "memory",
      "a leak in it takes its neighbours down",
      "Limit it to what it may use at most.",
    ),
  ];
}

function probeFaults(container: Container): Fault[] {
  const probe = (key: "readinessProbe" | "livenessProbe", problem: string, remedy: string): Fault[] =>
    isMissing(() => container[key]) ? [{ path: key, problem, remedy }] : [];
  return [
    ...probe(
      "readinessProbe",
      "requests are sent to it before it can answer",
      "Ask it whether it can answer, by what it depends on as well.",
    ),
    ...probe(
      "livenessProbe",
      "it is not restarted when it hangs",
      "Ask it whether it lives, and not by what it depends on: else an outage of that restarts every pod.",
    ),
  ];
}
