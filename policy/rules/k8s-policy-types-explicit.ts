import { withInput } from "../lib/mend";
import { networkPolicyOf } from "../lib/network-policies";
import { defineRule } from "../rule";

const REMEDY = "Name the directions that it governs: policyTypes Ingress, Egress or both.";

/** Without its directions a policy governs egress only where it has egress rules: one that looks closed is open. */
export const k8sPolicyTypesExplicit = defineRule({
  id: "k8s-policy-types-explicit",
  description: "A network policy says which directions it governs.",
  severity: "high",
  needs: [],
  serves: ["OK-23"],
  remediationSteps: REMEDY,

  remediates:
    "Writes the directions that Kubernetes takes where none is named, so nothing is opened or closed.",
  remediate(resource) {
    const policy = networkPolicyOf(resource);
    if (policy?.spec === undefined || (policy.spec.policyTypes?.length ?? 0) > 0) return undefined;
    const directions = (policy.spec.egress ?? []).length > 0 ? ["Ingress", "Egress"] : ["Ingress"];
    return withInput(resource.props, ["spec", "policyTypes"], directions);
  },

  check(resource, _place, report) {
    const policy = networkPolicyOf(resource);
    if (policy === undefined || (policy.spec?.policyTypes?.length ?? 0) > 0) return;
    // Kubernetes documentation, "Network Policies": the default is Ingress, and Egress only if there is an egress rule.
    const problem = "egress stays open unless the policy happens to have an egress rule";
    report({ resource, path: "spec.policyTypes", value: policy.spec?.policyTypes, problem, remedy: REMEDY });
  },
});
