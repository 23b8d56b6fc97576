/** What differs in the resources of one stack. */
import { byText } from "../../lib/by-text";
import type { ResourceReport, StackReport } from "../deploy/report";
import { isOfCloud } from "../deploy/urn";
import type { PropertyDiff, ResourceDiff } from "./model";
import { jsonOf, leavesOf } from "./leaves";
import { difference, differences, plain, valueAt } from "./values";

/** A stack's own resource, which is in no cloud: that the stack comes or goes is said of the stack. */
const ROOT = "pulumi:pulumi:Stack";

/** Pulumi's steps that change nothing in the clouds. */
const QUIET = new Set(["same", "read", "refresh"]);
export const isQuiet = (op: string): boolean => QUIET.has(op);

const ACTIONS: Readonly<Record<string, ResourceDiff["action"]>> = {
  create: "create",
  update: "update",
  replace: "replace",
  delete: "delete",
  import: "import",
};

/** @param dependencies what every resource of the base depends on, by URN. */
export function resourcesOf(
  head: StackReport,
  dependencies: ReadonlyMap<string, readonly string[]>,
): readonly ResourceDiff[] {
  const former = new Set(head.resources.flatMap(({ from }) => from ?? []));
  const changed = head.resources.filter(
    ({ type, urn, op, from, options }) =>
      // What is renamed and replaced is told under its new URN; engines tell of its deletion under the old one, too.
      type !== ROOT && !former.has(urn) && (!isQuiet(op) || from !== undefined || options !== undefined),
  );
  return ordered(diffsOf(changed, dependencies));
}

/** The resources of a stack that the head does not have. */
export function deletedOf(
  base: StackReport,
  dependencies: ReadonlyMap<string, readonly string[]>,
): readonly ResourceDiff[] {
  const held = base.resources.filter(({ type, op }) => type !== ROOT && op !== "read");
  const gone = held.map((resource): ResourceReport => ({ ...resource, op: "delete", changes: [] }));
  return ordered(diffsOf(gone, dependencies));
}

function diffsOf(
  changed: readonly ResourceReport[],
  dependencies: ReadonlyMap<string, readonly string[]>,
): readonly ResourceDiff[] {
  /** By the URN that each had, the one that it has. */
  const falling = new Map(
    changed
      .filter(({ op }) => op === "replace" || op === "delete")
      .map(({ urn, from }) => [from ?? urn, urn] as const),
  );
  return changed.map((one) => resourceDiff(one, takenDown(one, falling, dependencies)));
}

/** By URN, whatever the order in which an engine came to them. */
function ordered(resources: readonly ResourceDiff[]): readonly ResourceDiff[] {
  return [...resources].sort((a, b) => byText(a.urn, b.urn));
}

function resourceDiff(resource: ResourceReport, takesDown: readonly string[]): ResourceDiff {
  const { urn, type, name, op, from, undecided } = resource;
  const quiet = from === undefined ? "update" : "rename";
  const action = undecided !== undefined ? "undecided" : isQuiet(op) ? quiet : (ACTIONS[op] ?? "update");
  const isLeft =
    resource.retained === true && isOfCloud(type) && (action === "delete" || action === "replace");
  return {
    urn,
    type,
    name,
    component: componentOf(urn),
    action,
    properties: propertiesOf(resource, action),
    ...(from === undefined ? {} : { from }),
    takesDown: [...takesDown],
    deletedFirst: resource.deletedFirst === true && !isLeft,
    protected: resource.protected,
    ...(isLeft ? { retained: true } : {}),
  };
}

function propertiesOf(
  { changes, before, after, replacing, options = [] }: ResourceReport,
  action: ResourceDiff["action"],
): PropertyDiff[] {
  if (action === "create" || action === "import") return differences({}, plain(after ?? {}));
  if (action === "delete") return [];
  const told = changes.flatMap(({ path, kind }): PropertyDiff[] => {
    const [old, now] = [valueAt(before, path), valueAt(after, path)];
    const forcesReplacement = kind.endsWith("-replace") || replacing.includes(path);
    const texts = [jsonOf(old), jsonOf(now)] as const;
    const within = texts[0] && texts[1] ? leavesOf(...texts, path) : [];
    // JSON that only the order of keys or spaces tells apart is still a change.
    if (within.length > 0)
      return within.map((one) => ({ ...difference(one.path, one.before, one.after), forcesReplacement }));
    return [
      {
        ...difference(path, old, now),
        kind: kind.startsWith("add") ? "add" : kind.startsWith("delete") ? "delete" : "update",
        forcesReplacement,
      },
    ];
  });
  const set = options.map((one) => difference(one.option, one.before, one.after));
  return [...told, ...set].sort((a, b) => byText(a.path, b.path));
}

/** The types of the components around a resource, outermost first, as its URN has them. */
function componentOf(urn: string): string {
  return (urn.split("::")[2] ?? "").split("$").slice(0, -1).join("/");
}

/** What goes with a resource: what depends on it, over any number of steps, and is itself replaced or deleted. */
function takenDown(
  { urn, from, op }: ResourceReport,
  falling: ReadonlyMap<string, string>,
  dependencies: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  if (op !== "replace" && op !== "delete") return [];
  const found = new Set<string>();
  const own = from ?? urn;
  const reach = (target: string) => {
    for (const one of falling.keys()) {
      if (one === own || found.has(one) || dependencies.get(one)?.includes(target) !== true) continue;
      found.add(one);
      reach(one);
    }
  };
  reach(own);
  return [...found].map((one) => falling.get(one) ?? one).sort();
}

/**
 * Marks what is created in one stack while another deletes its like, of the same type and name. Both stay told, since
 * both happen: a program can not move what is deployed.
 */
export function withOrigins(
  stacks: readonly { readonly name: string; readonly resources: readonly ResourceDiff[] }[],
): ReadonlyMap<string, readonly ResourceDiff[]> {
  const gone = stacks.flatMap(({ name, resources }) =>
    resources.filter(({ action }) => action === "delete").map((resource) => ({ stack: name, resource })),
  );
  const taken = new Set<string>();
  return new Map(
    stacks.map(({ name, resources }) => [
      name,
      resources.map((resource) => {
        if (resource.action !== "create") return resource;
        const moved = gone.find(
          (one) =>
            one.stack !== name &&
            !taken.has(one.resource.urn) &&
            one.resource.type === resource.type &&
            one.resource.name === resource.name,
        );
        if (moved === undefined) return resource;
        taken.add(moved.resource.urn);
        return { ...resource, action: "move" as const, from: moved.resource.urn };
      }),
    ]),
  );
}
