import { defineRule } from "../rule";
import { inputsOf } from "../tokens";

/** A static route goes on pointing at a tunnel that is down. */
export const interconnectBgpOnly = defineRule({
  id: "interconnect-bgp-only",
  description: "In production connections between clouds route by BGP.",
  severity: "high",
  needs: [],
  uses: ["environments"],
  serves: ["MC-11"],
  remediationSteps: "Leave staticRoutesOnly out on AWS, and set routing to BGP for each tunnel on OCI.",

  check(resource, place, report) {
    if (place.class !== "prod") return;
    if (inputsOf(resource, "aws:ec2/vpnConnection:VpnConnection")?.staticRoutesOnly === true) {
      const problem = "traffic goes on into a tunnel that is down";
      report({ resource, path: "staticRoutesOnly", value: true, problem, remedy: "Leave it out." });
    }
    const tunnel = inputsOf(
      resource,
      "oci:Core/ipsecConnectionTunnelManagement:IpsecConnectionTunnelManagement",
    );
    if (tunnel === undefined || tunnel.routing === "BGP") return;
    report({
      resource,
      path: "routing",
      value: tunnel.routing,
      problem: "traffic goes on into a tunnel that is down",
      remedy: "Set it to BGP, with bgpSessionInfo.",
    });
  },
});
