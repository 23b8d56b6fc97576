import { isOkeEngine } from "../lib/engines";
import { NETWORK_POLICY } from "../lib/network-policies";
import { nameOf } from "../lib/namespaces";
import { ifKnown } from "../lib/unknown";
import { defineRule, type StackResource } from "../rule";

const REMEDY =
  "Run Calico in policy-only mode on every node of the cluster in the same stack, with FELIX_INTERFACEPREFIX=oci, before its policies.";

/** OKE takes a policy that nothing enforces, and says nothing. */
export const okePolicyEngineRequired = defineRule({
  id: "oke-policy-engine-required",
  description: "Network policies on OKE have an engine that enforces them, in the same stack.",
  severity: "critical",
  needs: [],
  serves: ["OK-04", "OK-45"],
  remediationSteps: REMEDY,

  checkStack(resources, _place, report) {
    // An agent of which nothing is known yet may be the engine.
    const engines = resources.filter((one) => ifKnown(() => isOkeEngine(one)) !== false);
    const seen = new Set<string>();
    for (const policy of resources.filter(({ type }) => type === NETWORK_POLICY)) {
      const cluster = policy.provider?.name ?? "";
      if (seen.has(cluster) || !isOnOke(policy)) continue;
      if (engines.some((engine) => (engine.provider?.name ?? "") === cluster)) continue;
      seen.add(cluster);
      report({
        resource: policy,
        path: "metadata.name",
        value: nameOf(policy),
        problem: "nothing enforces it, nor any other policy of the cluster: every pod reaches every pod",
        remedy: REMEDY,
      });
    }
  },
});

/** By the command that gets its provider a token. A kubeconfig that is not known yet says nothing. */
function isOnOke({ provider }: StackResource): boolean {
  const kubeconfig = ifKnown(() => provider?.props["kubeconfig"]);
  return typeof kubeconfig === "string" && /"?command"?:\s*"?oci"?\b/.test(kubeconfig);
}
