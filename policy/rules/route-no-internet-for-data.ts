import { purposesOf } from "../lib/purpose";
import { forEach } from "../lib/unknown";
import { defineRule, type Resource } from "../rule";
import { inputsOf } from "../tokens";

const TABLE = "oci:Core/routeTable:RouteTable";
/** Roles whose subnets reach services and peers, and nothing beyond, by tag or name. */
const ROLES = ["database", "private-endpoints", "api-gateway", "api-endpoint", "functions"];
const REMEDY =
  "Take the default route out: the service gateway leads to Oracle's services, the DRG to peers.";

/** What holds data, or answers for it, has no way out of the network. */
export const routeNoInternetForData = defineRule({
  id: "route-no-internet-for-data",
  description: "Databases, private endpoints, gateways and functions have no default route.",
  severity: "high",
  needs: [],
  serves: ["OP-10", "GW-03"],
  remediationSteps: REMEDY,

  check(resource, _place, report) {
    const table = inputsOf(resource, TABLE);
    if (table === undefined || !isOfData(resource, table.displayName)) return;
    forEach(table.routeRules, ({ destination, cidrBlock }, i) => {
      const to = destination ?? cidrBlock;
      if (to === undefined || !/\/0$/.test(to)) return;
      const problem = "a way out of the network is a way out for data";
      report({ resource, path: `routeRules[${i}].destination`, value: to, problem, remedy: REMEDY });
    });
  },
});

function isOfData(resource: Resource, displayName: string | undefined): boolean {
  const purposes = purposesOf(resource);
  if (purposes.length > 0) return purposes.some((purpose) => ROLES.includes(purpose));
  const name = displayName ?? resource.name;
  return ROLES.some((role) => new RegExp(`(^|[-_ ])${role}([-_ ]|$)`, "i").test(name));
}
