import { GATEWAY } from "../lib/api-gateway";
import { contains, isWorld, rangeOf, type Range } from "../lib/cidr";
import { purposesOf } from "../lib/purpose";
import { refersTo } from "../lib/relations";
import { ifKnown } from "../lib/unknown";
import { defineRule, type Place, type StackResource } from "../rule";
import { inputsOf, ofType } from "../tokens";

const GROUP = "oci:Core/networkSecurityGroup:NetworkSecurityGroup";
const RULE = "oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule";
const PURPOSE = "api-gateway";

/** RFC 1918: each as a whole is every network that there is and that will be. */
const SUPER_RANGES = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].map(rangeOf);

const REMEDY = "Name each client: its security group, or the range of its network and nothing wider.";

/** Who may call a gateway is a list of clients, not of everybody who has a private address. */
export const apigwNsgRequired = defineRule({
  id: "apigw-nsg-required",
  description: "API gateways have network security groups, and these let in named clients only.",
  severity: "high",
  needs: [],
  uses: ["environments"],
  serves: ["GW-05", "GW-10", "GW-13"],
  remediationSteps: `Give networkSecurityGroupIds. ${REMEDY}`,

  check(resource, _place, report) {
    if (resource.type !== GATEWAY) return;
    const value = resource.props["networkSecurityGroupIds"];
    if (Array.isArray(value) && value.length > 0) return;
    const problem = "whoever has a route to the gateway reaches it";
    const remedy =
      "Give it a network security group; security lists hold for whatever else is in the subnet.";
    report({ resource, path: "networkSecurityGroupIds", value, problem, remedy });
  },

  checkStack(resources, place, report) {
    const gateways = resources.filter(({ type }) => type === GATEWAY);
    const groups = ofType(resources, GROUP).filter((group) => isGatewaysOwn(group, gateways));
    for (const rule of ofType(resources, RULE)) {
      const source = ifKnown(() => tooWide(rule, place));
      if (source === undefined) continue;
      const of = groups.some((group) =>
        refersTo(rule, "networkSecurityGroupId", () => inputsOf(rule, RULE)?.networkSecurityGroupId, group),
      );
      if (!of) continue;
      const problem = "it lets in everybody inside, and not the clients that somebody has named";
      report({ resource: rule, path: "source", value: source, problem, remedy: REMEDY });
    }
  },
});

function isGatewaysOwn(group: StackResource, gateways: readonly StackResource[]): boolean {
  return (
    ifKnown(() => purposesOf(group).includes(PURPOSE)) === true ||
    gateways.some(
      (one) =>
        one.sources("networkSecurityGroupIds").includes(group) ||
        ifKnown(() =>
          (one.props["networkSecurityGroupIds"] as unknown[] | undefined)?.includes(group.props["id"]),
        ) === true,
    )
  );
}

/** The source of a rule that lets in more than a client; path discovery lets in no connection. */
function tooWide(resource: StackResource, { environment }: Place<never>): string | undefined {
  const rule = inputsOf(resource, RULE);
  if (rule?.direction !== "INGRESS" || rule.protocol === "1") return undefined;
  if ((rule.sourceType ?? "CIDR_BLOCK") !== "CIDR_BLOCK") return undefined;
  const range = rangeOf(rule.source);
  if (range === undefined) return undefined;
  const block = rangeOf(environment?.block);
  const wider = (inner: Range | undefined) => inner !== undefined && contains(range, inner);
  const beyond = block !== undefined && wider(block) && range.prefix < block.prefix;
  return isWorld(range) || SUPER_RANGES.some(wider) || beyond ? rule.source : undefined;
}
