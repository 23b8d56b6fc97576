import type { Value, Values } from "../engine/provider";
import { isResource, type Drift } from "./scenario";
import { isArray, isObject } from "./values";
import type { Entity, World } from "./world/world";

/** The same value with what is at a dotted path changed; null takes it away, a missing object on the way is made. */
function changed(value: Value | undefined, path: readonly string[], to: Value): Value {
  const [head, ...rest] = path;
  if (head === undefined) return to;
  if (isArray(value)) {
    const index = Number(head);
    return value.flatMap((m, i) =>
      i !== index ? [m] : rest.length === 0 && to === null ? [] : [changed(m, rest, to)],
    );
  }
  const { [head]: own, ...others } = isObject(value) ? value : {};
  return rest.length === 0 && to === null ? others : { ...others, [head]: changed(own, rest, to) };
}

const apply = (values: Values, set: Readonly<Record<string, Value>>): Values =>
  Object.entries(set).reduce((all, [path, to]) => changed(all, path.split("."), to) as Values, values);

/**
 * Changes what exists as somebody would by hand. Nothing is checked: the console of a cloud has other rules than a program,
 * and what it leads to is what a drill wants to see.
 *
 * @returns how many resources it changed.
 */
export function drift(world: World, change: Drift): number {
  return world.transact((tx) => {
    const found: readonly Entity[] = tx.everything().filter((e) => isResource(change.resource, e.urn));
    for (const entity of found) {
      if ("delete" in change) tx.remove(entity);
      else
        tx.put({
          ...entity,
          inputs: apply(entity.inputs, change.set),
          outputs: apply(entity.outputs, change.set),
        });
    }
    return found.length;
  });
}
