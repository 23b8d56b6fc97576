import type { Values } from "../engine/provider";
import { Derive } from "./derive";
import { Context, type Kind, type Site, type Use } from "./kind";
import type { Entity, WorldView } from "./world/world";

/** What is needed of a cloud to ask for uses: no facts, so that nothing is loaded for it. */
export interface Users {
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly scope: (kind: Pick<Kind, "global">, inputs: Values, site: Site) => string;
}

/** A use, and the resource that it belongs to. */
export interface UseOf extends Use {
  readonly urn: string;
  readonly type: string;
}

/** Everything that services and roles will do with what these resources set up, in the order of the resources' keys. */
export function usesIn(
  world: WorldView,
  clouds: readonly Users[],
  now: string,
  wanted: (urn: string) => boolean,
): readonly UseOf[] {
  return clouds.flatMap((cloud) =>
    [...cloud.kinds.values()].flatMap((kind) =>
      world
        .all(kind.type)
        .filter((e) => wanted(e.urn))
        .flatMap((e) => {
          const uses = kind.uses?.(contextOf(cloud, e, world, now)) ?? [];
          return uses.map((u) => ({ ...u, urn: e.urn, type: e.type }));
        }),
    ),
  );
}

/** A resource as its kind sees it, long after it was made. */
function contextOf(cloud: Users, entity: Entity, world: WorldView, now: string): Context {
  const [, account = "", region = ""] = entity.scope.split(" ");
  const site: Site = { account, region, config: {} };
  const scopeOf = (type: string): string => cloud.scope(cloud.kinds.get(type) ?? {}, entity.inputs, site);
  const name = entity.urn.slice(entity.urn.lastIndexOf("::") + 2);
  const derive = new Derive("", entity.subject);
  return new Context(
    entity.type,
    name,
    entity.inputs,
    site,
    derive,
    world,
    now,
    scopeOf,
    entity,
    entity.subject,
  );
}
