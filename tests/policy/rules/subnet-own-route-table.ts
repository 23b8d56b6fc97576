import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";

const subnet: Sample = {
  type: "oci:Core/subnet:Subnet",
  name: "app",
  props: { vcnId: "vcn", routeTableId: "table", securityListIds: ["list"] },
};
const vcn: Sample = { type: "oci:Core/vcn:Vcn", name: "vcn", props: { cidrBlocks: ["10.0.0.0/16"] } };

export const subnetOwnRouteTableCases: RuleCases = {
  rule: "subnet-own-route-table",
  serves: ["OP-06"],
  violating: [
    {
      title: "the source's subnet, which names neither",
      resources: [{ ...subnet, props: { vcnId: "vcn", cidrBlock: "10.10.2.0/24" } }],
      says: ['"app": routeTableId is not set', "every forgotten subnet shares"],
    },
    {
      title: "no list",
      resources: [changed(subnet, { securityListIds: [] })],
      says: ["securityListIds is not set"],
    },
    {
      title: "the VCN's own table by its id",
      resources: [vcn, { ...subnet, sources: { routeTableId: ["vcn"] } }],
      says: ['"app": routeTableId is "vcn"', "the default of the VCN"],
    },
    {
      title: "the default list, even a managed one",
      resources: [
        { type: "oci:Core/defaultSecurityList:DefaultSecurityList", name: "default-list", props: {} },
        { ...subnet, sources: { securityListIds: ["default-list"] } },
      ],
      says: ['securityListIds is "default-list"'],
    },
  ],
  complying: [
    { title: "its own", resources: [subnet] },
    {
      title: "tables of the same stack",
      resources: [
        vcn,
        { type: "oci:Core/routeTable:RouteTable", name: "app-routes", props: { vcnId: "vcn" } },
        { ...subnet, sources: { vcnId: ["vcn"], routeTableId: ["app-routes"] } },
      ],
    },
  ],
  unknown: [],
  unknownButEnough: [
    {
      title: "ids that are not known yet",
      resources: [changed(subnet, { routeTableId: UNKNOWN, securityListIds: [UNKNOWN] })],
    },
  ],
};
