import { annotationPath, isInternal, keysOf, okeBalancers } from "../lib/balancers";
import { names } from "../lib/relations";
import { forEach, ifKnown } from "../lib/unknown";
import { defineRule } from "../rule";
import { inputsOf, ofType } from "../tokens";

const SUBNET = "oci:Core/subnet:Subnet";

/** Private addresses in a public subnet are one change away from public ones. */
export const okeLbSubnetPrivate = defineRule({
  id: "oke-lb-subnet-private",
  description: "An internal load balancer on OKE names its subnet, a private one, and its security group.",
  severity: "high",
  needs: [],
  serves: ["OK-28"],
  remediationSteps:
    "Annotate the Service with the OCIDs of the internal balancers' subnet and security group, from the network's outputs.",

  check(resource, _place, report) {
    forEach(okeBalancers(resource), (balancer) => {
      if (!isInternal(balancer)) return;
      const keys = keysOf(balancer);
      for (const [key, problem] of [
        [keys.subnet, "it lands in whichever subnet the cluster lists first"],
        [keys.groups, "no security group says who reaches it"],
      ] as const) {
        const value = balancer.annotations[key];
        if (typeof value === "string" && value.trim() !== "") continue;
        report({
          resource,
          path: annotationPath(balancer, key),
          value,
          problem,
          remedy: "Name it by its OCID, from the network's outputs.",
        });
      }
    });
  },

  checkStack(resources, _place, report) {
    const open = ofType(resources, SUBNET).filter(
      // Core Services API, CreateSubnetDetails: public addresses are allowed unless this is set.
      (subnet) => ifKnown(() => inputsOf(subnet, SUBNET)?.prohibitPublicIpOnVnic ?? false) === false,
    );
    for (const resource of resources) {
      for (const balancer of ifKnown(() => okeBalancers(resource)) ?? []) {
        if (ifKnown(() => isInternal(balancer)) !== true) continue;
        const key = keysOf(balancer).subnet;
        const subnet = open.find((one) =>
          names(
            ifKnown(() => balancer.annotations[key]),
            one,
          ),
        );
        if (subnet === undefined) continue;
        report({
          resource,
          path: annotationPath(balancer, key),
          value: subnet.name,
          problem: "an internal balancer stands in a subnet that permits public addresses",
          remedy: "Name a subnet with prohibitPublicIpOnVnic.",
        });
      }
    }
  },
});
