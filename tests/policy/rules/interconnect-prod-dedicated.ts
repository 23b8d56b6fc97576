import { UNKNOWN, type Sample, type RuleCases } from "../sample";
import { inProd } from "./argo";

const vpn = (props: Record<string, unknown> = {}): Sample => ({
  type: "aws:ec2/vpnConnection:VpnConnection",
  name: "vpn",
  props,
});
const circuit: Sample = {
  type: "aws:directconnect/privateVirtualInterface:PrivateVirtualInterface",
  name: "circuit",
  props: {},
};

export const interconnectProdDedicatedCases: RuleCases = {
  rule: "interconnect-prod-dedicated",
  serves: ["MC-08", "MC-45"],
  advises: true,
  violating: [
    {
      title: "tunnels alone",
      resources: inProd(vpn()),
      says: ['"vpn": paths is "vpn"', "those of the internet"],
    },
  ],
  complying: [
    { title: "a circuit beside the tunnel", resources: inProd(vpn(), circuit) },
    { title: "tunnels in dev", resources: [vpn()] },
  ],
  unknown: [],
  unknownButEnough: [
    {
      title: "a circuit of which nothing is known",
      resources: inProd(vpn({ customerGatewayId: UNKNOWN }), circuit),
    },
  ],
};
