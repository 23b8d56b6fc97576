import { interfaceOf, type ObjectFacts, type TypeFacts } from "../facts/facts";
import type { Replacement } from "../facts/diff";
import type { PropertyFact } from "../facts/parser";
import type { Kind } from "../kind";

/** What a change of a path does; `*` is for every path that is not listed. */
type Decisions = Readonly<Record<string, boolean>>;

/**
 * Types whose documentation marks nothing, or marks wrongly, checked by hand against the schema of Oracle's provider
 * (`ForceNew`, `CustomizeDiff`): https://github.com/oracle/terraform-provider-oci, internal/service, v8.9.0, read
 * 2026-11-25. Of all types that the stacks use, compared property by property, these alone differ.
 */
export const handChecked: Readonly<Record<string, Decisions | undefined>> = {
  // containerengine_cluster_resource.go: an endpoint can be given to a cluster without one, and changed but for its
  // subnet (`ForceNewIfChange("endpoint_config.0.subnet_id")`, where there was one).
  "oci:ContainerEngine/cluster:Cluster": {
    endpointConfig: false,
    "endpointConfig.subnetId": true,
  },
  // core_network_security_group_security_rule_resource.go: the group alone; nothing is marked.
  "oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule": {
    networkSecurityGroupId: true,
    "*": false,
  },
  // core_vcn_resource.go: the older property for one block; those for IPv6 are not marked.
  "oci:Core/vcn:Vcn": {
    cidrBlock: true,
    ipv6privateCidrBlocks: false,
    isIpv6enabled: false,
    isOracleGuaAllocationEnabled: false,
    byoipv6cidrDetails: false,
  },
  // core_security_list_default_resource.go and core_route_table_default_resource.go; nothing is marked.
  "oci:Core/defaultSecurityList:DefaultSecurityList": { manageDefaultResourceId: true, "*": false },
  "oci:Core/defaultRouteTable:DefaultRouteTable": { manageDefaultResourceId: true, "*": false },
  // objectstorage_replication_policy_resource.go: everything; nothing is marked.
  "oci:ObjectStorage/replicationPolicy:ReplicationPolicy": { "*": true },
  // apigateway_deployment_resource.go; the mark is missing in one of two places.
  "oci:ApiGateway/deployment:Deployment": {
    "specification.requestPolicies.dynamicAuthentication.authenticationServers.authenticationServerDetail.cacheKeys": false,
  },
};

/** The decision for a path or the nearest whole that it is a part of. */
function decided(decisions: Decisions | undefined, path: string): boolean | undefined {
  for (let p = path; p !== ""; p = p.slice(0, Math.max(0, p.lastIndexOf("."))))
    if (decisions?.[p] !== undefined) return decisions[p];
  return undefined;
}

/**
 * Oracle's provider documents every property that changes in place as "(Updatable)"; the others make a new resource.
 * Where a nested object's own properties carry no mark at all, the mark of the whole counts for them. A type without
 * any mark has no facts, unless it was checked by hand.
 */
export function ociReplacement(
  facts: ObjectFacts,
  type: TypeFacts,
  kind: Pick<Kind, "replaces">,
): Replacement {
  const byHand = handChecked[type.token];
  const documented = [...type.inputs.values()].some((f) => f.updatable);

  const marked = (
    keys: readonly string[],
    members: readonly PropertyFact[],
    inherited: boolean,
  ): boolean | undefined => {
    const [head, ...rest] = keys;
    const fact = members.find((m) => m.name === head);
    if (!fact) return undefined;
    const own = fact.updatable ? false : members.some((m) => m.updatable) ? true : inherited;
    const inner = interfaceOf(fact.shape);
    const nested = inner === undefined ? undefined : facts.object(inner);
    return rest.length === 0 || !nested ? own : marked(rest, nested, own);
  };

  return (path) =>
    decided(byHand, path) ??
    decided(kind.replaces, path) ??
    byHand?.["*"] ??
    (documented ? marked(path.split("."), [...type.inputs.values()], true) : undefined);
}
