import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";

const table: Sample = {
  type: "oci:Core/routeTable:RouteTable",
  name: "database",
  props: {
    displayName: "acme-dev-dxb-oci-database-routes",
    routeRules: [
      { destination: "all-dxb-services-in-oracle-services-network", networkEntityId: "sgw" },
      { destination: "10.64.0.0/16", networkEntityId: "drg" },
    ],
  },
};
const nat = { destination: "0.0.0.0/0", networkEntityId: "nat" };
const tagged = (purpose: string, ...rules: object[]) =>
  changed(table, {
    displayName: "routes",
    definedTags: { "causeway.Purpose": purpose },
    routeRules: rules,
  });

export const routeNoInternetForDataCases: RuleCases = {
  rule: "route-no-internet-for-data",
  serves: ["OP-10", "GW-03"],
  violating: [
    {
      title: "a database that reaches the internet, by its table's name",
      resources: [changed(table, { routeRules: [nat] })],
      says: ['"database": routeRules[0].destination is "0.0.0.0/0"', "a way out for data"],
    },
    {
      title: "a gateway that does, by its tag",
      resources: [tagged("api-gateway", nat)],
      says: ["routeRules[0].destination"],
    },
    {
      title: "by IPv6, as the second rule",
      resources: [tagged("private-endpoints", { destination: "10.0.0.0/8" }, { destination: "::/0" })],
      says: ['routeRules[1].destination is "::/0"'],
    },
    {
      title: "in the former form",
      resources: [changed(table, { routeRules: [{ cidrBlock: "0.0.0.0/0" }] })],
      says: ["routeRules[0]"],
    },
  ],
  complying: [
    { title: "services and peers only", resources: [table] },
    { title: "workers that go out through NAT", resources: [tagged("workers", nat)] },
    {
      title: "a table whose tag says more than its name",
      resources: [{ ...tagged("runners", nat), name: "database" }],
    },
  ],
  unknown: [
    {
      title: "a destination that is not known",
      resources: [changed(table, { routeRules: [{ destination: UNKNOWN, networkEntityId: "nat" }] })],
    },
  ],
};
