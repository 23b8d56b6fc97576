/** Resources that differ, each said once for all environments in which it is the same. */
import { byText } from "../../../lib/by-text";
import type { Action, EnvironmentDiff, PropertyDiff, ResourceDiff } from "../model";
import { shortUrn } from "../../deploy/urn";
import { isTag } from "../tags";
import { grouped, together, type Said } from "./said";
import { BY_DANGER } from "./words";

/** How one property of a change differs, said once for all environments in which it differs alike. */
export interface PropertyView {
  readonly path: string;
  readonly forcesReplacement: boolean;
  readonly said: readonly Said<Pick<PropertyDiff, "kind" | "before" | "after">>[];
}

/** One resource that differs; a line of every report. */
export interface ChangeView {
  readonly stack: string;
  readonly component: string;
  readonly type: string;
  readonly name: string;
  readonly action: Action;
  /** What it was before a rename or a move: `aws:sqs/queue:Queue orders`, with ` in data` where that was its stack. */
  readonly from?: string;
  /** Of what is deleted: its like, which is created in its place. */
  readonly becomes?: string;
  /** Paths that force the replacement. */
  readonly forcedBy: readonly string[];
  /** Type and name of what is replaced or deleted because this is. */
  readonly takesDown: readonly string[];
  /** Type and name of what is replaced or deleted and takes this down with it. */
  readonly goesWith: readonly string[];
  readonly deletedFirst: boolean;
  readonly protected: boolean;
  /** Of what is deleted or replaced: the old one stays in the cloud. */
  readonly retained: boolean;
  readonly environments: readonly string[];
  /** As the document names it, in each of its environments. */
  readonly urns: readonly string[];
  readonly properties: readonly PropertyView[];
  /** Whether tags alone are updated, or values that a preview can not know, and no risk or new finding is of it. */
  readonly isNoise: boolean;
}

/** Of each resource that is taken down by others, which of those it begins with: what nothing else takes down. */
export function causesOf({ stacks }: EnvironmentDiff): ReadonlyMap<string, readonly string[]> {
  const all = stacks.flatMap(({ resources }) => resources);
  const taken = new Set(all.flatMap(({ urn, takesDown }) => takesDown.filter((one) => one !== urn)));
  const causes = new Map<string, string[]>();
  for (const { urn, takesDown } of all.filter((one) => !taken.has(one.urn))) {
    for (const other of takesDown) causes.set(other, [...(causes.get(other) ?? []), shortUrn(urn)]);
  }
  return causes;
}

/** What else is known of a resource in an environment. */
export interface Known {
  /** Type and name of what takes it down. */
  causes(environment: string, urn: string): readonly string[];
  /** Whether a risk or a new finding is of it. */
  isHeeded(environment: string, urn: string): boolean;
}

export function changeViews(
  stack: string,
  entries: readonly (readonly [string, ResourceDiff])[],
  known: Known,
): ChangeView[] {
  const described = entries.map(([environment, one]): [string, Described] => [
    environment,
    { change: changeOf(stack, environment, one), urn: one.urn, properties: one.properties },
  ]);
  return grouped(described, ({ change }) => change)
    .flatMap((group) => group.slice(0, 1).map(([, { change }]) => changeView(change, group, known)))
    .sort(
      (a, b) =>
        BY_DANGER.indexOf(a.action) - BY_DANGER.indexOf(b.action) ||
        byText(a.type, b.type) ||
        byText(a.name, b.name),
    );
}

/** What is said of a resource in one line: all but its properties' values. */
type Change = Omit<ChangeView, "environments" | "urns" | "goesWith" | "properties" | "isNoise">;

interface Described {
  readonly change: Change;
  readonly urn: string;
  readonly properties: readonly PropertyDiff[];
}

function changeView(
  change: Change,
  group: readonly (readonly [string, Described])[],
  known: Known,
): ChangeView {
  const properties = propertyViews(
    group.flatMap(([environment, own]) =>
      own.properties.map((one): [string, PropertyDiff] => [environment, one]),
    ),
  );
  const isHeeded = group.some(([environment, { urn }]) => known.isHeeded(environment, urn));
  return {
    ...change,
    environments: group.map(([environment]) => environment),
    urns: group.map(([, { urn }]) => urn),
    goesWith: [...new Set(group.flatMap(([environment, { urn }]) => known.causes(environment, urn)))],
    properties,
    isNoise: !isHeeded && saysLittle(change, properties),
  };
}

/** A tag by its name; that of the recovery tier decides what is copied and how often. */
const isPlainTag = (path: string) =>
  isTag(path) && !/\bDrTier\b/.test(path) && !/[tT]ags(All)?(\[\d+\])?$/.test(path);

function saysLittle(change: Change, properties: readonly PropertyView[]): boolean {
  const isLittle = ({ path, said }: PropertyView) =>
    isPlainTag(path) || said.every(({ value }) => value.after === "[unknown]");
  return (
    change.action === "update" && !change.protected && properties.length > 0 && properties.every(isLittle)
  );
}

function changeOf(stack: string, environment: string, one: ResourceDiff): Change {
  const { component, type, name, action, from, becomes, takesDown, deletedFirst } = one;
  return {
    stack,
    component,
    type,
    name,
    action,
    ...(from === undefined ? {} : { from: formerText(from, stack, environment) }),
    ...(becomes === undefined ? {} : { becomes: formerText(becomes, stack, environment) }),
    forcedBy: one.properties.filter((property) => property.forcesReplacement).map(({ path }) => path),
    takesDown: takesDown.map(shortUrn),
    deletedFirst,
    protected: one.protected,
    retained: one.retained === true,
  };
}

/** Type and name that a resource had or gets, and its stack where that is another. */
function formerText(urn: string, stack: string, environment: string): string {
  const [, , fullName] = urn.split(":");
  const prefix = `${environment}-`;
  const former = fullName?.startsWith(prefix) ? fullName.slice(prefix.length) : fullName;
  return former === undefined || former === stack ? shortUrn(urn) : `${shortUrn(urn)} in ${former}`;
}

/** Properties by path, what forces a replacement first. */
export function propertyViews(entries: readonly (readonly [string, PropertyDiff])[]): PropertyView[] {
  const byPath = new Map<string, (readonly [string, PropertyDiff])[]>();
  for (const entry of entries) {
    const same = byPath.get(entry[1].path);
    if (same) same.push(entry);
    else byPath.set(entry[1].path, [entry]);
  }
  return [...byPath]
    .map(([path, own]) => ({
      path,
      forcesReplacement: own.some(([, { forcesReplacement }]) => forcesReplacement),
      said: together(own, ({ kind, before, after }) => [kind, before, after]),
    }))
    .sort((a, b) => Number(b.forcesReplacement) - Number(a.forcesReplacement));
}

/**
 * What a reader must know of a change before its values.
 *
 * @param say lists names.
 * @param sayPaths lists the properties where none forces anything; left out where they are told all the same.
 */
export function remarksOn(
  change: ChangeView,
  say: (names: readonly string[]) => string,
  sayPaths?: (paths: readonly string[]) => string,
): readonly string[] {
  const { action, from, becomes, forcedBy, goesWith, deletedFirst, takesDown, properties } = change;
  const left = `${action === "delete" ? "" : "the old one is "}left in the cloud: retainOnDelete`;
  const paths = properties.map(({ path }) => path);
  const tellsPaths = forcedBy.length === 0 && action !== "create" && paths.length > 0;
  return [
    ...(change.retained ? [left] : []),
    ...(from === undefined
      ? []
      : [action === "create" ? `in place of ${say([from])}` : `was ${say([from])}`]),
    ...(becomes === undefined ? [] : [`${say([becomes])} is created in its place`]),
    ...(forcedBy.length > 0 ? [`forced by ${say(forcedBy)}`] : []),
    ...(tellsPaths && sayPaths !== undefined ? [sayPaths(paths)] : []),
    ...(goesWith.length > 0 ? [`goes with ${say(goesWith)}`] : []),
    ...(deletedFirst ? ["the old one is gone before the new one is there"] : []),
    // What goes with something else takes down nothing that the other does not.
    ...(takesDown.length > 0 && goesWith.length === 0 ? [`takes down ${say(takesDown)}`] : []),
    ...(change.protected ? ["protected"] : []),
  ];
}
