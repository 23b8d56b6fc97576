/** The document as readers want it: each change said once for all environments in which it is the same. */
import type {
  Action,
  Cost,
  DiffDocument,
  EnvironmentDiff,
  Finding,
  PropertyDiff,
  ResourceDiff,
  Risk,
  StackDiff,
} from "../model";
import { shortUrn } from "../../deploy/urn";
import { BECAUSE, BY_DANGER, STACK_STATUS, byText } from "./words";

/** Something that is said of one or more environments, in the document's order. */
export interface Said<T> {
  readonly value: T;
  readonly environments: readonly string[];
}

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
  /** Paths that force the replacement. */
  readonly forcedBy: readonly string[];
  /** Type and name of what is replaced or deleted because this is. */
  readonly takesDown: readonly string[];
  /** Type and name of what is replaced or deleted and takes this down with it. */
  readonly goesWith: readonly string[];
  readonly deletedFirst: boolean;
  readonly protected: boolean;
  readonly environments: readonly string[];
  /** As the document names it, in each of its environments. */
  readonly urns: readonly string[];
  readonly properties: readonly PropertyView[];
}

export interface StackView {
  readonly name: string;
  readonly phase: string;
  readonly needs: readonly string[];
  /** Status and reason, with the environments of which they hold. */
  readonly status: readonly Said<Pick<StackDiff, "status" | "because">>[];
  readonly components: readonly { readonly name: string; readonly changes: readonly ChangeView[] }[];
}

export interface View {
  /** Names of all environments, in the document's order. */
  readonly environments: readonly string[];
  readonly stacks: readonly StackView[];
  readonly failures: readonly Said<{
    readonly stack: string;
    readonly status: string;
    readonly message: string;
  }>[];
  readonly risks: readonly Said<Risk>[];
  /** Those that would stop a deployment first, those that are mended last. */
  readonly findings: readonly Said<Finding>[];
  readonly settings: readonly PropertyView[];
  readonly costs: readonly Said<CostView>[];
  /** Types that change and have no price. */
  readonly unpriced: readonly string[];
  readonly notCompared: readonly Said<string>[];
}

/** What the cost of one resource changes by. */
export interface CostView {
  readonly stack: string;
  /** Type and name. */
  readonly resource: string;
  readonly currency: string;
  readonly monthly: number | null;
  readonly price?: Cost["lines"][number]["price"];
}

export function viewOf(document: DiffDocument): View {
  const each = <T>(of: (env: EnvironmentDiff) => readonly T[]): [string, T][] =>
    document.environments.flatMap((env) => of(env).map((one): [string, T] => [env.name, one]));
  const stacks = each((env) => env.stacks);
  const names = [...new Set(stacks.map(([, { name }]) => name))];
  const causes = new Map(document.environments.map((env) => [env.name, causesOf(env)]));
  return {
    environments: document.environments.map(({ name }) => name),
    stacks: names.map((name) =>
      stackView(
        name,
        stacks.filter(([, stack]) => stack.name === name),
        (environment, urn) => causes.get(environment)?.get(urn) ?? [],
      ),
    ),
    failures: together(each(failuresOf)),
    risks: together(
      each((env) => env.risks),
      riskKey,
    ).sort((a, b) => SEVERITIES.indexOf(a.value.severity) - SEVERITIES.indexOf(b.value.severity)),
    findings: together(
      each((env) => env.findings),
      findingKey,
    ).sort((a, b) => findingRank(a.value) - findingRank(b.value)),
    settings: propertyViews(each((env) => env.settings)),
    costs: together(each(({ cost }) => cost.lines.map((line) => costView(line, cost.currency)))),
    unpriced: [...new Set(document.environments.flatMap(({ cost }) => cost.unknown))].sort(byText),
    notCompared: together(each((env) => env.notCompared)),
  };
}

/**
 * Entries with the same key in one group. An environment that says the same twice says it in two groups, so that nothing
 * is counted short.
 */
function grouped<T>(
  entries: readonly (readonly [string, T])[],
  keyOf: (value: T) => unknown,
): (readonly [string, T])[][] {
  const groups = new Map<string, (readonly [string, T])[]>();
  const times = new Map<string, number>();
  for (const entry of entries) {
    const key = JSON.stringify(keyOf(entry[1]));
    const own = JSON.stringify([entry[0], key]);
    const nth = (times.get(own) ?? 0) + 1;
    times.set(own, nth);
    const group = groups.get(`${nth} ${key}`);
    if (group) group.push(entry);
    else groups.set(`${nth} ${key}`, [entry]);
  }
  return [...groups.values()];
}

/** Each distinct entry once, with its environments. */
function together<T>(
  entries: readonly (readonly [string, T])[],
  keyOf: (value: T) => unknown = (value) => value,
): Said<T>[] {
  return grouped(entries, keyOf).flatMap((group) => {
    const environments = group.map(([environment]) => environment);
    return group.slice(0, 1).map(([, value]) => ({ value, environments }));
  });
}

const SEVERITIES = ["high", "medium"] as const;
const riskKey = ({ kind, severity, stack, message, advice }: Risk) => [
  kind,
  severity,
  stack,
  message,
  advice,
];
const findingKey = ({ rule, level, change, stack, message }: Finding) => [
  rule,
  level,
  change,
  stack,
  message,
];

const CHANGES = ["new", "waived", "fixed"] as const;
const LEVELS = ["mandatory", "advisory", "undecided"] as const;
const findingRank = ({ change, level }: Finding) => 3 * CHANGES.indexOf(change) + LEVELS.indexOf(level);

/** Whether a deployment would be refused for it. */
export const refuses = ({ change, level }: Finding): boolean => change === "new" && level === "mandatory";

const FAILURES: Readonly<Partial<Record<StackDiff["status"], string>>> = {
  failed: "the reason was not recorded",
  "not-compared": "something that it needs can not be previewed",
};

function failuresOf({ stacks }: EnvironmentDiff) {
  return stacks.flatMap(({ name, status, failure }) =>
    failure === undefined && status !== "failed" && status !== "not-compared"
      ? []
      : [{ stack: name, status, message: failure ?? FAILURES[status] ?? "" }],
  );
}

function costView({ urn, stack, monthly, price }: Cost["lines"][number], currency: string): CostView {
  return { stack, resource: shortUrn(urn), currency, monthly, ...(price === undefined ? {} : { price }) };
}

/** Of each resource that is taken down by others, which those are. */
function causesOf({ stacks }: EnvironmentDiff): ReadonlyMap<string, readonly string[]> {
  const causes = new Map<string, string[]>();
  for (const { urn, takesDown } of stacks.flatMap(({ resources }) => resources)) {
    for (const other of takesDown.filter((one) => one !== urn))
      causes.set(other, [...(causes.get(other) ?? []), shortUrn(urn)]);
  }
  return causes;
}

type Causes = (environment: string, urn: string) => readonly string[];

function stackView(
  name: string,
  stacks: readonly (readonly [string, StackDiff])[],
  causes: Causes,
): StackView {
  const status = together(stacks, ({ status, because }) => [status, because]).map(
    ({ value: { status, because }, environments }) => ({ value: { status, because }, environments }),
  );
  const changes = changeViews(
    name,
    stacks.flatMap(([environment, { resources }]) =>
      resources.map((one): [string, ResourceDiff] => [environment, one]),
    ),
    causes,
  );
  const components = [...new Set(changes.map(({ component }) => component))].sort(byText);
  return {
    name,
    phase: stacks[0]?.[1].phase ?? "",
    needs: [...new Set(stacks.flatMap(([, { needs }]) => needs))],
    status,
    components: components.map((component) => ({
      name: component,
      changes: changes.filter((change) => change.component === component),
    })),
  };
}

export const changesOf = (stack: StackView): ChangeView[] =>
  stack.components.flatMap(({ changes }) => changes);

/** Whether there is anything to say of a stack. */
export const differs = (stack: StackView): boolean =>
  stack.components.length > 0 ||
  stack.status.some(({ value: { status } }) => ["changed", "added", "removed"].includes(status));

/** Those of a stack's needs whose difference is why it differs itself. */
export const ripplesOf = (stack: StackView, { stacks }: Pick<View, "stacks">): string[] =>
  stack.status.some(({ value: { because } }) => because === "needs")
    ? stack.needs.filter((need) => stacks.some((one) => one.name === need && differs(one)))
    : [];

/** What is out of the ordinary with a stack, and why it differs where its own program does not. */
export const remarksOf = (stack: StackView): Said<string>[] =>
  stack.status.flatMap(({ value: { status, because }, environments }) => {
    const value = status === "changed" && because !== "program" ? BECAUSE[because] : STACK_STATUS[status];
    return value === "" ? [] : [{ value, environments }];
  });

function changeViews(
  stack: string,
  entries: readonly (readonly [string, ResourceDiff])[],
  causes: Causes,
): ChangeView[] {
  const described = entries.map(([environment, one]): [string, Described] => [
    environment,
    { change: changeOf(stack, environment, one), urn: one.urn, properties: one.properties },
  ]);
  return grouped(described, ({ change }) => change)
    .flatMap((group) =>
      group.slice(0, 1).map(([, { change }]) => ({
        ...change,
        environments: group.map(([environment]) => environment),
        urns: group.map(([, { urn }]) => urn),
        goesWith: [...new Set(group.flatMap(([environment, { urn }]) => causes(environment, urn)))],
        properties: propertyViews(
          group.flatMap(([environment, { properties }]) =>
            properties.map((one): [string, PropertyDiff] => [environment, one]),
          ),
        ),
      })),
    )
    .sort(
      (a, b) =>
        BY_DANGER.indexOf(a.action) - BY_DANGER.indexOf(b.action) ||
        byText(a.type, b.type) ||
        byText(a.name, b.name),
    );
}

/** What is said of a resource in one line: all but its properties' values. */
type Change = Omit<ChangeView, "environments" | "urns" | "goesWith" | "properties">;

interface Described {
  readonly change: Change;
  readonly urn: string;
  readonly properties: readonly PropertyDiff[];
}

function changeOf(stack: string, environment: string, one: ResourceDiff): Change {
  const { component, type, name, action, from, takesDown, deletedFirst } = one;
  return {
    stack,
    component,
    type,
    name,
    action,
    ...(from === undefined ? {} : { from: formerText(from, stack, environment) }),
    forcedBy: one.properties.filter((property) => property.forcesReplacement).map(({ path }) => path),
    takesDown: takesDown.map(shortUrn),
    deletedFirst,
    protected: one.protected,
  };
}

/** Type and name that a resource had, and its stack where that is another. */
function formerText(urn: string, stack: string, environment: string): string {
  const [, , fullName] = urn.split(":");
  const prefix = `${environment}-`;
  const former = fullName?.startsWith(prefix) ? fullName.slice(prefix.length) : fullName;
  return former === undefined || former === stack ? shortUrn(urn) : `${shortUrn(urn)} in ${former}`;
}

/** Properties by path, what forces a replacement first. */
function propertyViews(entries: readonly (readonly [string, PropertyDiff])[]): PropertyView[] {
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
