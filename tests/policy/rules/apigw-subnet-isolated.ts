import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";
import { gateway } from "./api-gateway";

const PURPOSE = { "causeway.Purpose": "api-gateway" };
const subnet: Sample = {
  type: "oci:Core/subnet:Subnet",
  name: "subnet",
  props: {
    id: "ocid1.subnet.oc1..gateway",
    prohibitPublicIpOnVnic: true,
    definedTags: PURPOSE,
    routeTableId: "table",
  },
};
const services = {
  destination: "all-dxb-services-in-oracle-services-network",
  networkEntityId: "ocid1.servicegateway.oc1..s",
};
const table: Sample = {
  type: "oci:Core/routeTable:RouteTable",
  name: "table",
  props: {
    id: "table",
    definedTags: PURPOSE,
    routeRules: [services, { destination: "10.64.0.0/16", networkEntityId: "ocid1.drg.oc1..d" }],
  },
};
const routes = (...routeRules: object[]) => changed(table, { routeRules: [services, ...routeRules] });
const untagged = (sample: Sample) => changed(sample, { definedTags: undefined });
const nat: Sample = { type: "oci:Core/natGateway:NatGateway", name: "nat", props: { id: "nat" } };

export const apigwSubnetIsolatedCases: RuleCases = {
  rule: "apigw-subnet-isolated",
  serves: ["GW-02", "GW-03"],
  violating: [
    {
      title: "a subnet that admits public addresses",
      resources: [changed(subnet, { prohibitPublicIpOnVnic: false })],
      says: ['"subnet": prohibitPublicIpOnVnic is false', "public address"],
    },
    {
      title: "a default route",
      resources: [routes({ destination: "0.0.0.0/0", networkEntityId: "x" })],
      says: ['"table": routeRules[1].destination is "0.0.0.0/0"', "a way to the internet"],
    },
    {
      title: "some of the internet by a NAT gateway, by its id",
      resources: [routes({ destination: "203.0.113.0/24", networkEntityId: "ocid1.natgateway.oc1..n" })],
      says: ['routeRules[1].networkEntityId is "ocid1.natgateway.oc1..n"'],
    },
    {
      title: "by a NAT gateway whose id is not known",
      resources: [
        nat,
        {
          ...routes({ destination: "203.0.113.0/24", networkEntityId: UNKNOWN }),
          sources: { routeRules: ["nat"] },
        },
      ],
      says: ['"table": routeRules is "nat"'],
    },
    {
      title: "by an internet gateway whose id is not known, beside a rule of which nothing is",
      resources: [
        { type: "oci:Core/internetGateway:InternetGateway", name: "internet", props: { id: UNKNOWN } },
        {
          ...routes({ destination: UNKNOWN, networkEntityId: UNKNOWN }),
          sources: { routeRules: ["internet"] },
        },
      ],
      says: ['"table": routeRules is "internet"'],
    },
    {
      title: "a default route in the older form, beside a rule that is not known",
      resources: [
        changed(table, {
          routeRules: [
            { destination: UNKNOWN, networkEntityId: "ocid1.drg.oc1..d" },
            { cidrBlock: "0.0.0.0/0", networkEntityId: UNKNOWN },
          ],
        }),
      ],
      says: ['"table": routeRules[1].destination is "0.0.0.0/0"'],
    },
    {
      title: "a subnet by its name alone",
      resources: [
        untagged(changed(subnet, { displayName: "dev_API-Gateway", prohibitPublicIpOnVnic: undefined })),
      ],
      says: ['"subnet": prohibitPublicIpOnVnic is not set'],
    },
    {
      title: "the subnet of a second gateway, beside one that is elsewhere",
      resources: [
        changed(gateway, { subnetId: "elsewhere" }),
        { ...gateway, name: "second" },
        { ...untagged(changed(subnet, { id: "other" })), name: "other" },
        changed(subnet, { definedTags: { "causeway.Purpose": "partners" }, prohibitPublicIpOnVnic: false }),
        changed(table, {
          definedTags: undefined,
          routeRules: [{ destination: "::/0", networkEntityId: "x" }],
        }),
      ],
      says: ['"subnet": prohibitPublicIpOnVnic is false'],
    },
    {
      title: "the subnet of a gateway that says nothing of it",
      resources: [gateway, untagged(changed(subnet, { prohibitPublicIpOnVnic: undefined }))],
      says: ['"subnet": prohibitPublicIpOnVnic is not set'],
    },
    {
      title: "its table",
      resources: [
        gateway,
        untagged(subnet),
        untagged(routes({ destination: "0.0.0.0/0", networkEntityId: "ocid1.internetgateway.oc1..i" })),
      ],
      says: ['routeRules[1].networkEntityId is "ocid1.internetgateway.oc1..i"'],
    },
  ],
  complying: [
    { title: "services and peers only", resources: [gateway, subnet, table] },
    {
      title:
        "a range that only ends like everything, and a subnet and a table that their tags give to others",
      resources: [
        gateway,
        table,
        {
          ...changed(subnet, {
            ...{ id: "other", displayName: "api-gateway", prohibitPublicIpOnVnic: false },
            ...{ routeTableId: "others", definedTags: { "causeway.Purpose": "workers" } },
          }),
          name: "other",
        },
        {
          ...changed(routes({ destination: "0.0.0.0/0", networkEntityId: "ocid1.natgateway.oc1..n" }), {
            ...{ id: "others", displayName: "api-gateway", definedTags: { "causeway.Purpose": "workers" } },
          }),
          name: "others",
        },
      ],
    },
    {
      title: "other subnets and tables, which other rules are about",
      resources: [
        gateway,
        nat,
        untagged(changed(subnet, { id: "other", prohibitPublicIpOnVnic: false })),
        {
          ...untagged(routes({ destination: "0.0.0.0/0", networkEntityId: "nat" })),
          sources: { routeRules: ["nat"] },
        },
      ],
    },
  ],
  unknown: [
    {
      title: "a subnet of which it is not known",
      resources: [changed(subnet, { prohibitPublicIpOnVnic: UNKNOWN })],
    },
  ],
};
