import { UNKNOWN, type Sample, type RuleCases } from "../sample";
import { inProd } from "./argo";

const vpn = (name: string, props: Record<string, unknown> = {}): Sample => ({
  type: "aws:ec2/vpnConnection:VpnConnection",
  name,
  props,
});
const ipsec: Sample = { type: "oci:Core/ipsec:Ipsec", name: "ipsec", props: {} };
const circuit: Sample = { type: "oci:Core/virtualCircuit:VirtualCircuit", name: "circuit", props: {} };

export const interconnectRedundantPathsCases: RuleCases = {
  rule: "interconnect-redundant-paths",
  serves: ["MC-19"],
  violating: [
    {
      title: "one connection, with both of its ends",
      resources: [vpn("one"), ipsec].map((sample) => ({ ...sample, stack: "prod-links" })),
      says: ['"one": paths is 1', "apart"],
    },
    { title: "one end alone", resources: inProd(ipsec), says: ['"ipsec": paths is 1'] },
  ],
  complying: [
    { title: "two connections", resources: inProd(vpn("one"), vpn("two"), ipsec) },
    { title: "a circuit and a tunnel", resources: inProd(circuit, ipsec) },
    { title: "one in dev", resources: [vpn("one")] },
  ],
  unknown: [],
  unknownButEnough: [
    {
      title: "connections of which nothing is known",
      resources: inProd(
        vpn("one", { customerGatewayId: UNKNOWN }),
        vpn("two", { customerGatewayId: UNKNOWN }),
      ),
    },
  ],
};
