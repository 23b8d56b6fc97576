/** The document as readers want it: each change said once for all environments in which it is the same. */
import { byText } from "../../../lib/by-text";
import type { Cost, DiffDocument, EnvironmentDiff, Finding, ResourceDiff, Risk, StackDiff } from "../model";
import { shortUrn } from "../../deploy/urn";
import {
  causesOf,
  changeViews,
  propertyViews,
  type Known,
  type ChangeView,
  type PropertyView,
} from "./change-view";
import { together, type Said } from "./said";
import { BECAUSE, STACK_STATUS } from "./words";

export type { ChangeView, PropertyView } from "./change-view";
export type { Said } from "./said";

export interface StackView {
  readonly name: string;
  readonly phase: string;
  readonly needs: readonly string[];
  /** Status and reason, with the environments of which they hold. */
  readonly status: readonly Said<Pick<StackDiff, "status" | "because">>[];
  /** Those of its needs whose difference is why it differs itself. */
  readonly ripples: readonly string[];
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
  const heeded = new Map(document.environments.map((env) => [env.name, heededIn(env)]));
  const known: Known = {
    causes: (environment, urn) => causes.get(environment)?.get(urn) ?? [],
    isHeeded: (environment, urn) => heeded.get(environment)?.has(urn) ?? false,
  };
  return {
    environments: document.environments.map(({ name }) => name),
    stacks: withRipples(
      names.map((name) =>
        stackView(
          name,
          stacks.filter(([, stack]) => stack.name === name),
          known,
        ),
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

/** URNs of what a risk is of. */
export const resourcesOf = ({ urn, urns = [] }: Risk): readonly string[] =>
  urn === undefined ? urns : [urn, ...urns];

/** URNs that a risk or a new finding is of. */
function heededIn({ risks, findings }: EnvironmentDiff): ReadonlySet<string | undefined> {
  return new Set([
    ...risks.flatMap(resourcesOf),
    ...findings.flatMap(({ change, urn }) => (change === "new" ? [urn] : [])),
  ]);
}

const SEVERITIES = ["high", "medium"] as const;
const riskKey = ({ kind, severity, stack, message, advice }: Risk) => [
  kind,
  severity,
  stack,
  message,
  advice,
];
const findingKey = ({ rule, level, change, stack, line, message }: Finding) => [
  rule,
  level,
  change,
  stack,
  line,
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

function withRipples(stacks: readonly Omit<StackView, "ripples">[]): StackView[] {
  const differing = new Set(stacks.filter(differs).map(({ name }) => name));
  return stacks.map((stack) => {
    const isReached = stack.status.some(
      ({ value }) => value.because === "needs" && value.status !== "unchanged",
    );
    return { ...stack, ripples: isReached ? stack.needs.filter((need) => differing.has(need)) : [] };
  });
}

function stackView(
  name: string,
  stacks: readonly (readonly [string, StackDiff])[],
  known: Known,
): Omit<StackView, "ripples"> {
  const status = together(stacks, ({ status, because }) => [status, because]).map(
    ({ value: { status, because }, environments }) => ({ value: { status, because }, environments }),
  );
  const changes = changeViews(
    name,
    stacks.flatMap(([environment, { resources }]) =>
      resources.map((one): [string, ResourceDiff] => [environment, one]),
    ),
    known,
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

export const changesOf = (stack: Pick<StackView, "components">): ChangeView[] =>
  stack.components.flatMap(({ changes }) => changes);

/** Whether there is anything to say of a stack. */
export const differs = (stack: Pick<StackView, "components" | "status">): boolean =>
  stack.components.length > 0 ||
  stack.status.some(({ value: { status } }) => ["changed", "added", "removed"].includes(status));

/** What is out of the ordinary with a stack. */
export interface Remark {
  readonly text: string;
  /** Stacks that it comes from. */
  readonly from: readonly string[];
}

/** What is out of the ordinary with a stack, and why it differs where its own program does not. */
export const remarksOf = (stack: StackView): Said<Remark>[] =>
  stack.status.flatMap(({ value: { status, because }, environments }) => {
    const told = status === "changed" && because !== "program";
    const text = told ? BECAUSE[because] : STACK_STATUS[status];
    const from = told && because === "needs" ? stack.ripples : [];
    return text === "" ? [] : [{ value: { text, from }, environments }];
  });
