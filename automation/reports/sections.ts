import type { DiagramNode } from "./graph";
import type { Arrow } from "./arrow";
import {
  changesOf,
  leftInCloud,
  opaqueToRules,
  undecidedChanges,
  UNDECIDED_CHANGE,
  type Counts,
  type RunReport,
  type StackReport,
} from "../deploy/report";
import { shortUrn } from "../deploy/urn";

/** A piece of text with what it is, so that each output form can set it in its own way. */
export interface Cell {
  readonly text: string;
  readonly code?: boolean;
  readonly state?: NonNullable<DiagramNode["state"]>;
}

/** One part of a report, in no form yet. */
export type Section =
  | { readonly kind: "text"; readonly heading: string; readonly lines: readonly string[] }
  | { readonly kind: "diagram"; readonly heading: string; readonly nodes: readonly DiagramNode[] }
  | { readonly kind: "reach"; readonly heading: string; readonly arrows: readonly Arrow[] }
  | {
      readonly kind: "table";
      readonly heading: string;
      readonly head: readonly string[];
      /** Columns that hold numbers. */
      readonly numbers: readonly number[];
      readonly rows: readonly (readonly Cell[])[];
    };

/** What a report is about, before any form. */
export interface Sections {
  readonly title: string;
  /** Set for a run that touched nothing real. */
  readonly banner?: string;
  readonly summary: string;
  readonly sections: readonly Section[];
}

/** First and last word of everything that a simulated run says. */
export const SIMULATED = "SIMULATED: no cloud was touched";

const DONE: Readonly<Record<RunReport["verb"], string>> = {
  up: "up",
  preview: "previewed",
  destroy: "destroyed",
};

/**
 * The sections of a run's report.
 *
 * @param reach what is said of who reaches whom, where that was asked for.
 */
export function sectionsOf(report: RunReport, reach: readonly Section[] = []): Sections {
  return {
    title: `${report.platform}: ${report.verb} of ${report.environment}`,
    ...(report.simulated ? { banner: SIMULATED } : {}),
    summary: summaryOf(report),
    sections: [
      { kind: "diagram", heading: "Stacks", nodes: report.stacks.map(nodeOf) },
      resourcesSection(report),
      ...undecidedSection(report),
      ...failureSection(report),
      ...leftSection(report),
      policySection(report),
      ...opaqueSection(report),
      ...reach,
      ...outputSections(report),
      stateSection(report),
    ],
  };
}

/** One sentence: what happened, how much of it, how long it took. */
export function summaryOf(report: RunReport): string {
  const { created, updated, undecided, replaced, deleted, unchanged } = report.totals;
  const succeeded = report.stacks.filter(
    (stack) => stack.result === "succeeded" || stack.result === "skipped",
  ).length;
  const changes = Object.entries({
    created,
    updated,
    "updated or replaced (unknown)": undecided,
    replaced,
    deleted,
  })
    .filter(([, count]) => count > 0)
    .map(([word, count]) => `${count} ${report.verb === "preview" ? "to be " : ""}${word}`);
  const what = changes.length === 0 ? "nothing changes" : changes.join(", ");
  const stacks = `${succeeded} of ${report.stacks.length} stacks ${DONE[report.verb]}`;
  return `${stacks}: ${what}, ${unchanged} unchanged, in ${report.seconds.toFixed(1)} s.`;
}

const STATES: Readonly<Record<StackReport["result"], NonNullable<DiagramNode["state"]>>> = {
  succeeded: "done",
  failed: "failed",
  blocked: "skipped",
  skipped: "skipped",
  interrupted: "failed",
  "not-started": "skipped",
};

function changed({ counts }: StackReport): boolean {
  return changesOf(counts) > 0;
}

function stateOf(stack: StackReport): NonNullable<DiagramNode["state"]> {
  return stack.result === "succeeded" && !changed(stack) ? "unchanged" : STATES[stack.result];
}

function nodeOf(stack: StackReport): DiagramNode {
  const note = stack.result === "succeeded" ? `${stack.held} resources` : stack.result;
  return { id: stack.name, group: stack.phase, needs: stack.needs, note, state: stateOf(stack) };
}

const code = (text: string): Cell => ({ text, code: true });
const plain = (value: string | number): Cell => ({ text: String(value) });

function resourcesSection({ stacks, totals }: RunReport): Section {
  const unknown = <T>(value: T): T[] => (totals.undecided > 0 ? [value] : []);
  const numbers = (counts: Counts, held: number): Cell[] => {
    const { created, updated, undecided, replaced, deleted, unchanged } = counts;
    return [held, created, updated, ...unknown(undecided), replaced, deleted, unchanged].map(plain);
  };
  const rows = stacks.map((stack) => [
    code(stack.name),
    { text: stack.result, state: stateOf(stack) },
    ...numbers(stack.counts, stack.held),
    plain(stack.seconds.toFixed(1)),
  ]);
  const head = [
    ...["Stack", "Result", "Held", "Created", "Updated", ...unknown("Unknown"), "Replaced", "Deleted"],
    ...["Unchanged", "Seconds"],
  ];
  return {
    kind: "table",
    heading: "Resources",
    head,
    numbers: head.map((_, column) => column).slice(2),
    rows: [...rows, [plain("all"), plain(""), ...numbers(totals, totals.held), plain("")]],
  };
}

/** Changes of which it is not known whether the cloud makes a new resource for them. */
function undecidedSection({ stacks }: RunReport): Section[] {
  const rows = undecidedChanges(stacks).map(({ stack, resource, paths }) => [
    code(stack),
    code(resource.type),
    code(resource.name),
    code(paths.join(", ")),
  ]);
  if (rows.length === 0) return [];
  const head = ["Stack", "Type", "Name", UNDECIDED_CHANGE];
  return [{ kind: "table", heading: "Update or replacement: unknown", head, numbers: [], rows }];
}

function failureSection({ stacks, failures }: RunReport): Section[] {
  const lines = [
    ...failures.map((failure) => failure.message),
    ...stacks.flatMap((stack) => (stack.failure ? [`${stack.name}: ${stack.failure.message}`] : [])),
    ...stacks.flatMap((stack) =>
      stack.gate
        .filter((check) => !check.passed)
        .map((check) => `${stack.name}: gate: ${check.check}: ${check.evidence}`),
    ),
  ];
  return lines.length === 0 ? [] : [{ kind: "text", heading: "Failures", lines }];
}

function policySection({ policy }: RunReport): Section {
  if (policy.length === 0) return { kind: "text", heading: "Policy", lines: ["No rule objects."] };
  return {
    kind: "table",
    heading: "Policy",
    head: ["Level", "Rule", "Stack", "Finding"],
    numbers: [],
    rows: policy.map((finding) => [
      { text: finding.level, state: finding.level === "mandatory" ? "failed" : "skipped" },
      code(finding.rule),
      code(finding.stack),
      plain(finding.message),
    ]),
  };
}

/** Chart releases: the rules judge what is asked of Helm, not what Helm makes of it. */
function opaqueSection({ stacks }: RunReport): Section[] {
  const rows = opaqueToRules(stacks).map(({ stack, name, chart, version }) =>
    [stack, name, chart, version].map(code),
  );
  if (rows.length === 0) return [];
  const head = ["Stack", "Release", "Chart", "Version"];
  return [{ kind: "table", heading: "Opaque to rules", head, numbers: [], rows }];
}

/** What exists still, and no state knows of any more. */
function leftSection({ stacks }: RunReport): Section[] {
  const rows = leftInCloud(stacks).map(({ stack, urn, id }) => [stack, shortUrn(urn), id].map(code));
  if (rows.length === 0) return [];
  const head = ["Stack", "Resource", "Id"];
  return [{ kind: "table", heading: "Left in the cloud (retainOnDelete)", head, numbers: [], rows }];
}

/** A value on one line; what is nested is written as JSON. */
function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function outputSections({ stacks }: RunReport): Section[] {
  const rows = stacks.flatMap((stack) =>
    Object.entries(stack.outputs).map(([key, value]) => [code(stack.name), code(key), code(shown(value))]),
  );
  if (rows.length === 0) return [];
  return [{ kind: "table", heading: "Outputs", head: ["Stack", "Output", "Value"], numbers: [], rows }];
}

function stateSection({ state, engine, run, startedAt }: RunReport): Section {
  return {
    kind: "text",
    heading: "Run",
    lines: [
      `State: ${state}`,
      `Engine: ${engine.name} ${engine.version}`,
      `Run: ${run}, started ${startedAt}`,
    ],
  };
}
