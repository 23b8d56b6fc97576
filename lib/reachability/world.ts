/** A model with everything found by its id, and what belongs to an interface gathered once. */
import type { Acl } from "./acl";
import type { FilterRule, Filter } from "./filter";
import type { Gateway, RouteTable } from "./gateway";
import type { Model } from "./model";
import type { Endpoint, Network, Subnet } from "./parts";
import type { Interval } from "./pieces";
import { internet } from "./pieces";
import type { Inside } from "./place";

/** The rules of an interface, and what of its groups and lists is not known. */
export interface Rules {
  readonly rules: readonly FilterRule[];
  readonly missing: readonly string[];
  /** Names of the groups and lists, for people. */
  readonly names: readonly string[];
}

export interface World {
  readonly model: Model;
  readonly networks: ReadonlyMap<string, Network>;
  readonly subnets: ReadonlyMap<string, Subnet>;
  readonly tables: ReadonlyMap<string, RouteTable>;
  readonly gateways: ReadonlyMap<string, Gateway>;
  readonly acls: ReadonlyMap<string, Acl>;
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  /** The addresses of the internet, those of the networks left out. */
  readonly internet: readonly Interval[];
  rulesOf(place: Inside): Rules;
}

const worlds = new WeakMap<Model, World>();

export function worldOf(model: Model): World {
  const known = worlds.get(model);
  if (known !== undefined) return known;
  const world = build(model);
  worlds.set(model, world);
  return world;
}

function build(model: Model): World {
  const filters = byId(model.filters);
  const rules = new Map<string, Rules>();
  return {
    model,
    networks: byId(model.networks),
    subnets: byId(model.subnets),
    tables: byId(model.tables),
    gateways: byId(model.gateways),
    acls: byId(model.acls),
    endpoints: new Map(model.endpoints.map((endpoint) => [endpoint.name, endpoint])),
    internet: internet(model.networks.flatMap(({ ranges }) => ranges)),
    rulesOf: ({ endpoint, subnet }) => {
      const ids = [...endpoint.groups, ...subnet.lists];
      const key = ids.join("\n");
      const known = rules.get(key);
      if (known !== undefined) return known;
      const gathered = gather(ids, filters);
      rules.set(key, gathered);
      return gathered;
    },
  };
}

function gather(ids: readonly string[], filters: ReadonlyMap<string, Filter>): Rules {
  const found = ids.flatMap((id) => filters.get(id) ?? []);
  return {
    rules: found.flatMap((filter) => filter.rules),
    missing: ids.filter((id) => !filters.has(id)),
    names: found.map(({ name }) => name),
  };
}

const byId = <T extends { readonly id: string }>(all: readonly T[]): ReadonlyMap<string, T> =>
  new Map(all.map((one) => [one.id, one]));
