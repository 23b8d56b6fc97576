/** What an answer may depend on: the rules and ranges near a party, by which its questions are cut into pieces. */
import type { AclRule } from "./acl";
import type { Endpoint, Subnet } from "./parts";
import { cut, type Interval } from "./pieces";
import type { Policy } from "./policy";
import type { Party } from "./party";
import { EPHEMERAL, type Match } from "./traffic";
import type { World } from "./world";

/** Every port from which a connection may come, by one of each set that no rule near tells apart. */
export function sourcePorts(near: readonly Near[]): number[] {
  const [first, last] = EPHEMERAL;
  const ranges = near
    .filter(({ ordered, on }) => ordered || on.sourcePorts !== undefined)
    .flatMap(({ on }) => [on.ports, on.sourcePorts])
    .flatMap((ports) => (ports === undefined ? [] : [{ first: ports[0], last: ports[1] }]));
  return cut({ first, last }, ranges).map((piece) => piece.first);
}

/** A rule that an answer may depend on. */
interface Near {
  readonly on: Match;
  /** Whether it keeps no track of connections, so that the caller's port matters to it. */
  readonly ordered: boolean;
}

/** Every rule that decides about what an endpoint sends or receives. */
export function rulesNear(world: World, party: Party): Near[] {
  return subnetsOf(world, party).flatMap(({ endpoint, subnet }) => {
    const { rules } = world.rulesOf({ kind: "inside", endpoint, subnet, address: subnet.range.first });
    const stateless = rules.some((rule) => rule.stateless === true);
    return [
      ...rules.map(({ on }): Near => ({ on, ordered: stateless })),
      ...aclRules(world, subnet).map(({ on }): Near => ({ on, ordered: true })),
    ];
  });
}

/** Every range by which an endpoint's rules, routes, policies and doors tell others apart. */
export function rangesNear(world: World, party: Party): Interval[] {
  const { policies, gateways } = world.model;
  return subnetsOf(world, party).flatMap(({ endpoint, subnet }) => [
    ...world
      .rulesOf({ kind: "inside", endpoint, subnet, address: subnet.range.first })
      .rules.flatMap(({ end }) => ("range" in end ? [end.range] : [])),
    ...aclRules(world, subnet).map(({ range }) => range),
    ...(world.tables.get(subnet.table)?.routes ?? []).flatMap(({ to }) => ("range" in to ? [to.range] : [])),
    ...(endpoint.doors ?? []).flatMap(({ clients }) => clients),
    ...(endpoint.pod === undefined ? [] : policies.flatMap((policy) => policyRanges(policy))),
    ...gateways.flatMap((gateway) => (gateway.kind === "transit" ? gateway.beyond : [])),
  ]);
}

function policyRanges({ rules }: Policy): Interval[] {
  return rules
    .flatMap(({ peers = [] }) => peers)
    .flatMap((peer) => ("block" in peer ? [peer.block, ...peer.except] : []));
}

function subnetsOf(world: World, party: Party): { endpoint: Endpoint; subnet: Subnet }[] {
  if (party.kind !== "endpoint") return [];
  const { endpoint } = party;
  return endpoint.subnets
    .flatMap((id) => world.subnets.get(id) ?? [])
    .map((subnet) => ({ endpoint, subnet }));
}

function aclRules(world: World, { acl }: Subnet): readonly AclRule[] {
  return acl === undefined ? [] : (world.acls.get(acl)?.rules ?? []);
}

function natSubnets(world: World): Subnet[] {
  return world.model.gateways.flatMap((gateway) =>
    gateway.kind === "nat" && gateway.subnet !== undefined ? (world.subnets.get(gateway.subnet) ?? []) : [],
  );
}

export function natRules(world: World): Near[] {
  return natSubnets(world).flatMap((subnet) =>
    aclRules(world, subnet).map(({ on }): Near => ({ on, ordered: true })),
  );
}

export function natRanges(world: World): Interval[] {
  return natSubnets(world).flatMap((subnet) => [
    ...aclRules(world, subnet).map(({ range }) => range),
    ...(world.tables.get(subnet.table)?.routes ?? []).flatMap(({ to }) => ("range" in to ? [to.range] : [])),
  ]);
}
