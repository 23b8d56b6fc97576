import { NAMESPACE } from "../lib/network-policies";
import { isOnNodes, metadataOf } from "../lib/namespaces";
import { defineRule } from "../rule";

const LABEL = "pod-security.kubernetes.io/enforce";
/** Levels of the Pod Security Standards, from the least. */
const LEVELS = ["privileged", "baseline", "restricted"];

/** A pod that shares the host's network or mounts its disk is past every policy of the cluster. */
export const k8sPodSecurity = defineRule({
  id: "k8s-pod-security",
  description: "Namespaces enforce a Pod Security Standard: baseline at least, restricted in production.",
  severity: "high",
  needs: [],
  uses: ["environments"],
  serves: ["OK-12"],
  remediationSteps: `Label the namespace ${LABEL} with baseline or restricted.`,

  check(resource, place, report) {
    if (resource.type !== NAMESPACE) return;
    const least = place.class === "prod" ? "restricted" : "baseline";
    const level = metadataOf(resource).labels?.[LABEL];
    if (LEVELS.indexOf(level ?? "") >= LEVELS.indexOf(least)) return;
    if (isOnNodes(metadataOf(resource).name ?? "")) return;
    report({
      resource,
      path: `metadata.labels["${LABEL}"]`,
      value: level,
      problem: "pods may share what is the node's: network, processes, disks",
      remedy: `Label the namespace ${LABEL}: ${least}.`,
    });
  },
});
