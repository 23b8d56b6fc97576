import { apart, UNKNOWN, type Sample, type RuleCases } from "../sample";

const table = (rule: Record<string, unknown>, more: Partial<Sample> = {}): Sample => ({
  type: "oci:Core/routeTable:RouteTable",
  name: "table",
  props: { routeRules: [rule] },
  ...more,
});
const route = (props: Record<string, unknown>): Sample => ({
  type: "aws:ec2/route:Route",
  name: "route",
  props,
});
const drg: Sample = { type: "oci:Core/drg:Drg", name: "drg", props: {} };
const nat: Sample = { type: "oci:Core/natGateway:NatGateway", name: "nat", props: {} };
const everything = { destination: "0.0.0.0/0" };

export const routeScopeExactCases: RuleCases = {
  rule: "route-scope-exact",
  serves: ["MC-12", "MC-13"],
  violating: [
    {
      title: "everything to the DRG",
      resources: [table({ ...everything, networkEntityId: "ocid1.drg.oc1.me-dubai-1.a" })],
      says: ['"table": routeRules[0].destination is "0.0.0.0/0"', "goes to the other cloud"],
    },
    {
      title: "everything to a DRG that is not made yet",
      resources: [
        drg,
        table({ ...everything, networkEntityId: UNKNOWN }, { sources: { routeRules: ["drg"] } }),
      ],
      says: ["routeRules[0].destination"],
    },
    {
      title: "everything to the VPN gateway",
      resources: [route({ destinationCidrBlock: "0.0.0.0/0", gatewayId: "vgw-1" })],
      says: ['"route": destinationCidrBlock is "0.0.0.0/0"'],
    },
    {
      title: "everything of IPv6, in a table of its own",
      resources: [
        {
          type: "aws:ec2/routeTable:RouteTable",
          name: "t",
          props: { routes: [{ ipv6CidrBlock: "::/0", gatewayId: "vgw-1" }] },
        },
      ],
      says: ["routes[0].ipv6CidrBlock"],
    },
    {
      title: "everything to the DRG by the older property, in the table that a VCN comes with",
      resources: [
        {
          ...table({ cidrBlock: "0.0.0.0/0", networkEntityId: "ocid1.drg.oc1.me-dubai-1.a" }),
          type: "oci:Core/defaultRouteTable:DefaultRouteTable",
        },
      ],
      says: ["routeRules[0].cidrBlock"],
    },
    {
      title: "everything to a VPN gateway that is not made yet, in the table that a VPC comes with",
      resources: [
        { type: "aws:ec2/vpnGateway:VpnGateway", name: "vpn", props: {} },
        {
          type: "aws:ec2/defaultRouteTable:DefaultRouteTable",
          name: "t",
          props: { routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: UNKNOWN }] },
          sources: { routes: ["vpn"] },
        },
      ],
      says: ["routes[0].cidrBlock"],
    },
    {
      title: "everything of IPv6 to the VPN gateway",
      resources: [
        { type: "aws:ec2/vpnGateway:VpnGateway", name: "vpn", props: {} },
        {
          ...route({ destinationIpv6CidrBlock: "::/0", gatewayId: UNKNOWN }),
          sources: { gatewayId: ["vpn"] },
        },
      ],
      says: ["destinationIpv6CidrBlock"],
    },
    {
      title: "everything of a connection with static routes",
      resources: [
        {
          type: "aws:ec2/vpnConnectionRoute:VpnConnectionRoute",
          name: "r",
          props: { destinationCidrBlock: "0.0.0.0/0" },
        },
      ],
      says: ['"r": destinationCidrBlock'],
    },
  ],
  complying: [
    {
      title: "the other cloud's ranges, and everything through a NAT gateway",
      resources: apart(
        table({ destination: "10.1.0.0/16", networkEntityId: "ocid1.drg.oc1.a" }),
        table({ ...everything, networkEntityId: "ocid1.natgateway.oc1.a" }),
        route({ destinationCidrBlock: "0.0.0.0/0", gatewayId: "igw-1" }),
      ),
    },
  ],
  unknown: [],
  unknownButEnough: [
    {
      title: "rules, a destination and a gateway that are not known",
      resources: [
        ...apart(
          table({}, { props: { routeRules: UNKNOWN } }),
          table({}, { props: { routeRules: [UNKNOWN] } }),
          table({ destination: UNKNOWN, networkEntityId: "ocid1.drg.oc1.a" }),
          table({ ...everything, networkEntityId: UNKNOWN }),
          table({ destination: 0, networkEntityId: "ocid1.drg.oc1.a" }),
        ),
        { type: "aws:ec2/internetGateway:InternetGateway", name: "igw", props: {} },
        {
          ...route({ destinationCidrBlock: "0.0.0.0/0", gatewayId: UNKNOWN }),
          sources: { gatewayId: ["igw"] },
        },
      ],
    },
    {
      title: "a list that leads to both",
      resources: [
        drg,
        nat,
        table({ ...everything, networkEntityId: UNKNOWN }, { sources: { routeRules: ["drg", "nat"] } }),
      ],
    },
  ],
};
