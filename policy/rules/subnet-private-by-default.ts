import { purposesOf } from "../lib/purpose";
import { defineRule } from "../rule";
import { inputsOf } from "../tokens";

const SUBNET = "oci:Core/subnet:Subnet";
const PUBLIC = ["load-balancer-public", "public-load-balancer"];
const REMEDY =
  "Set prohibitPublicIpOnVnic to true; a public load balancers' subnet says so by the tag Purpose = load-balancer-public, and its environment by publicEntry.";

/** What can have a public address gets one sooner or later. */
export const subnetPrivateByDefault = defineRule({
  id: "subnet-private-by-default",
  description: "OCI subnets admit no public addresses, but for a declared one of public load balancers.",
  severity: "high",
  needs: [],
  uses: ["environments"],
  serves: ["OP-07"],
  remediationSteps: REMEDY,

  check(resource, place, report) {
    const subnet = inputsOf(resource, SUBNET);
    if (subnet === undefined) return;
    if (subnet.prohibitPublicIpOnVnic === true || subnet.prohibitInternetIngress === true) return;
    const declared = purposesOf(resource).some((purpose) => PUBLIC.includes(purpose));
    if (declared && place.environment?.publicEntry === true) return;
    report({
      resource,
      path: "prohibitPublicIpOnVnic",
      value: subnet.prohibitPublicIpOnVnic,
      problem: declared
        ? "the environment has no public entry, and this subnet would be one"
        : "what is put into it may get a public address",
      remedy: REMEDY,
    });
  },
});
