import { GATEWAY } from "../lib/api-gateway";
import { wordOf } from "../lib/dig";
import { purposesOf } from "../lib/purpose";
import { refersTo } from "../lib/relations";
import { forEach, ifKnown } from "../lib/unknown";
import { defineRule, type Report, type Resource, type StackResource } from "../rule";
import { inputsOf, ofType } from "../tokens";

const SUBNET = "oci:Core/subnet:Subnet";
const TABLE = "oci:Core/routeTable:RouteTable";
const WAYS_OUT = /^oci:Core\/(natGateway:NatGateway|internetGateway:InternetGateway)$/;
const WAY_OUT_ID = /^ocid1\.(natgateway|internetgateway)\./;
const ROLE = "api-gateway";
const SUBNET_REMEDY = "Set prohibitPublicIpOnVnic to true.";
const TABLE_REMEDY =
  "Leave the service gateway for Oracle's services and the DRG for peers; a gateway calls nothing on the internet.";

/** The subnet of an API gateway has no way in from the internet, and none out to it. */
export const apigwSubnetIsolated = defineRule({
  id: "apigw-subnet-isolated",
  description:
    "Subnets of API gateways admit no public addresses, and their routes lead to no internet or NAT gateway.",
  severity: "high",
  needs: [],
  serves: ["GW-02", "GW-03"],
  remediationSteps: `${SUBNET_REMEDY} ${TABLE_REMEDY}`,

  check(resource, _place, report) {
    if (!isRole(resource)) return;
    checkSubnet(resource, report);
    checkTable(resource, report);
  },

  /** A gateway's own subnet and its table, whatever they are called; and gateways whose ids are not known yet. */
  checkStack(resources, _place, report) {
    const gateways = resources.filter(({ type }) => type === GATEWAY);
    const subnets = ofType(resources, SUBNET);
    for (const subnet of subnets) {
      const used = gateways.some((one) => refersTo(one, "subnetId", () => one.props["subnetId"], subnet));
      if (used && ifKnown(() => isRole(subnet)) === false) checkSubnet(subnet, report);
    }
    for (const table of ofType(resources, TABLE)) {
      const named = ifKnown(() => isRole(table)) === true;
      const used = subnets.some(
        (subnet) =>
          refersTo(subnet, "routeTableId", () => subnet.props["routeTableId"], table) &&
          gateways.some((one) => refersTo(one, "subnetId", () => one.props["subnetId"], subnet)),
      );
      if (!named && !used) continue;
      if (!named) checkTable(table, report);
      checkSources(table, report);
    }
  },
});

/** By its tag, or by its name where it has none. */
function isRole(resource: Resource): boolean {
  const purposes = purposesOf(resource);
  if (purposes.length > 0) return purposes.includes(ROLE);
  const named = resource.props["displayName"] ?? resource.name;
  return new RegExp(`(^|[-_ ])${ROLE}([-_ ]|$)`, "i").test(wordOf(named));
}

function checkSubnet(resource: Resource, report: Report): void {
  const subnet = inputsOf(resource, SUBNET);
  if (subnet === undefined || subnet.prohibitPublicIpOnVnic === true) return;
  const value = subnet.prohibitPublicIpOnVnic;
  const problem = "what is beside the gateway may get a public address";
  report({ resource, path: "prohibitPublicIpOnVnic", value, problem, remedy: SUBNET_REMEDY });
}

function checkTable(resource: Resource, report: Report): void {
  const table = inputsOf(resource, TABLE);
  forEach(table?.routeRules, (rule, i) => {
    const to = rule.destination ?? rule.cidrBlock;
    const via = ifKnown(() => rule.networkEntityId);
    const [path, value] =
      via !== undefined && WAY_OUT_ID.test(via)
        ? [`routeRules[${i}].networkEntityId`, via]
        : [`routeRules[${i}].destination`, to !== undefined && /\/0$/.test(to) ? to : undefined];
    if (value === undefined) return;
    report({
      resource,
      path,
      value,
      problem: "the gateway gets a way to the internet",
      remedy: TABLE_REMEDY,
    });
  });
}

/** By what a rule is computed from: a range that is not everything leads to a NAT gateway just as well. */
function checkSources(table: StackResource, report: Report): void {
  const out = table.sources("routeRules").find(({ type }) => WAYS_OUT.test(type));
  let seen = false;
  ifKnown(() => {
    checkTable(table, () => (seen = true));
  });
  if (out === undefined || seen) return;
  const problem = "the gateway gets a way to the internet";
  report({ resource: table, path: "routeRules", value: out.name, problem, remedy: TABLE_REMEDY });
}
