import { annotationPath, keysOf, okeBalancers, type AskedBalancer } from "../lib/balancers";
import { forEach } from "../lib/unknown";
import { defineRule } from "../rule";

/** Wins over the older annotation about lists, wherever it is set (oci-cloud-controller-manager, `getRuleManagementMode`). */
const MODE = "oci.oraclecloud.com/security-rule-management-mode";
const REMEDY = `Set ${MODE} to None: the network's stack has the rules.`;

/** Rules that nobody wrote are in no plan, in no diff, and stay. */
export const okeLbRuleManagementNone = defineRule({
  id: "oke-lb-rule-management-none",
  description: "OKE's controller writes no security rules for load balancers.",
  severity: "high",
  needs: [],
  serves: ["OK-20"],
  remediationSteps: REMEDY,

  check(resource, _place, report) {
    forEach(okeBalancers(resource), (balancer) => {
      const { key, value, mode } = managementOf(balancer);
      if (mode === "None") return;
      report({
        resource,
        path: annotationPath(balancer, key),
        value,
        problem: "the controller opens what the balancer needs by itself, in security lists or in a group",
        remedy: REMEDY,
      });
    });
  },
});

/** What OKE makes of the annotations: without any, it writes rules for a load balancer and none for a network one. */
function managementOf(balancer: AskedBalancer): { key: string; value: unknown; mode: unknown } {
  const { annotations, kind } = balancer;
  if (annotations[MODE] !== undefined)
    return { key: MODE, value: annotations[MODE], mode: annotations[MODE] };
  const lists = keysOf(balancer).lists;
  const value = annotations[lists];
  if (value === undefined && kind === "lb") return { key: MODE, value, mode: "All" };
  return { key: lists, value, mode: value ?? "None" };
}
