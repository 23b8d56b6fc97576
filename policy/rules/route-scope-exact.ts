import { dig, entriesOf } from "../lib/dig";
import { ifKnown } from "../lib/unknown";
import { defineRule, type StackResource } from "../rule";

const EVERYTHING = new Set(["0.0.0.0/0", "::/0"]);
const OCI_TABLES = /^oci:Core\/(routeTable:RouteTable|defaultRouteTable:DefaultRouteTable)$/;
const AWS_TABLES = /^aws:ec2\/(routeTable:RouteTable|defaultRouteTable:DefaultRouteTable)$/;
const DRG = { type: /^oci:Core\/drg:Drg$/, id: /^ocid1\.drg\./ };
const GATEWAY = { type: /^aws:ec2\/vpnGateway:VpnGateway$/, id: /^vgw-/ };

/** The other cloud is no way into the internet. */
export const routeScopeExact = defineRule({
  id: "route-scope-exact",
  description: "A route into the other cloud is for the other cloud's ranges.",
  severity: "high",
  needs: [],
  serves: ["MC-12", "MC-13"],
  remediationSteps: "Name the ranges of the networks at the other end.",

  checkStack(resources, _place, report) {
    for (const resource of resources) {
      for (const { path, value } of wideRoutes(resource)) {
        report({
          resource,
          path,
          value,
          problem: "everything that has no other route goes to the other cloud",
          remedy: "Name the ranges of the networks at the other end.",
        });
      }
    }
  },
});

interface Wide {
  readonly path: string;
  readonly value: unknown;
}

function wideRoutes(resource: StackResource): Wide[] {
  const { type, props } = resource;
  if (OCI_TABLES.test(type))
    return entries(resource, "routeRules", ["destination", "cidrBlock"], "networkEntityId", DRG);
  if (AWS_TABLES.test(type))
    return entries(resource, "routes", ["cidrBlock", "ipv6CidrBlock"], "gatewayId", GATEWAY);
  if (type === "aws:ec2/vpnConnectionRoute:VpnConnectionRoute")
    return wide(props, "", ["destinationCidrBlock"]);
  if (type === "aws:ec2/route:Route" && leadsTo(resource, "gatewayId", props, "gatewayId", GATEWAY))
    return wide(props, "", ["destinationCidrBlock", "destinationIpv6CidrBlock"]);
  return [];
}

function entries(
  resource: StackResource,
  list: string,
  ranges: readonly string[],
  target: string,
  kind: typeof DRG,
): Wide[] {
  return entriesOf(ifKnown(() => resource.props[list])).flatMap(({ key, read }) => {
    const rule = ifKnown(read);
    return leadsTo(resource, list, rule, target, kind) ? wide(rule, `${list}[${key}].`, ranges) : [];
  });
}

/** By the id; before it is known, because the list was computed from one such and from nothing else that routes lead to. */
function leadsTo(
  resource: StackResource,
  property: string,
  rule: unknown,
  key: string,
  { type, id }: typeof DRG,
): boolean {
  const known = ifKnown(() => dig(rule, key));
  if (typeof known === "string") return id.test(known);
  const sources = resource.sources(property);
  return sources.length > 0 && sources.every((source) => type.test(source.type));
}

function wide(rule: unknown, prefix: string, keys: readonly string[]): Wide[] {
  return keys.flatMap((key) => {
    const value = ifKnown(() => dig(rule, key));
    return typeof value === "string" && EVERYTHING.has(value) ? [{ path: `${prefix}${key}`, value }] : [];
  });
}
