import { apart, UNKNOWN, type Sample, type RuleCases } from "../sample";
import { inProd } from "./argo";

const vpn = (staticRoutesOnly: unknown): Sample => ({
  type: "aws:ec2/vpnConnection:VpnConnection",
  name: "vpn",
  props: { staticRoutesOnly },
});
const tunnel = (routing: unknown): Sample => ({
  type: "oci:Core/ipsecConnectionTunnelManagement:IpsecConnectionTunnelManagement",
  name: "tunnel",
  props: { routing },
});

export const interconnectBgpOnlyCases: RuleCases = {
  rule: "interconnect-bgp-only",
  serves: ["MC-11"],
  violating: [
    {
      title: "static routes of AWS",
      resources: inProd(vpn(true)),
      says: ['"vpn": staticRoutesOnly is true'],
    },
    {
      title: "static routes of OCI",
      resources: inProd(tunnel("STATIC")),
      says: ['"tunnel": routing is "STATIC"'],
    },
    {
      title: "a tunnel that says nothing",
      resources: inProd(tunnel(undefined)),
      says: ["routing is not set"],
    },
  ],
  complying: [
    { title: "BGP", resources: apart(...inProd(vpn(undefined), vpn(false), tunnel("BGP"))) },
    { title: "static routes in dev", resources: [vpn(true), tunnel("STATIC")] },
  ],
  unknown: [{ title: "a routing that is not known", resources: inProd(tunnel(UNKNOWN)) }],
};
