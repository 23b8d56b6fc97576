import {
  changesOf,
  leftInCloud,
  opaqueToRules,
  undecidedChanges,
  UNDECIDED_CHANGE,
  type Counts,
  type RunReport,
  type StackReport,
} from "../../deploy/report";
import { shortUrn } from "../../deploy/urn";
import { table } from "./table";

/** The first and the last line of everything that a run on simulated clouds writes. */
export const SIMULATED_FIRST =
  "SIMULATED: the embedded engine deploys to simulated clouds; nothing real is touched.";
export const SIMULATED_LAST = "SIMULATED: nothing real was touched.";

/** What a run came to, for people. */
export function runText(report: RunReport): string {
  const parts = [
    stacksTable(report),
    failuresText(report),
    undecidedChangesText(report),
    leftText(report),
    policyText(report),
    verdict(report),
  ];
  return parts.filter((part) => part !== "").join("\n");
}

export function stacksTable({ stacks, totals, seconds }: RunReport): string {
  const some = totals.undecided > 0;
  const unknown = (value: string) => (some ? [value] : []);
  const head = [
    ...["stack", "result", "created", "updated", ...unknown("unknown"), "replaced", "deleted"],
    ...["unchanged", "seconds"],
  ];
  const row = (name: string, result: string, counts: StackReport["counts"], time: number) => [
    name,
    result,
    ...[counts.created, counts.updated].map(String),
    ...unknown(String(counts.undecided)),
    ...[counts.replaced, counts.deleted, counts.unchanged].map(String),
    time.toFixed(1),
  ];
  const rows = stacks.map((stack) => row(stack.name, stack.result, stack.counts, stack.seconds));
  return table(head, [...rows, row("total", "", totals, seconds)]);
}

function failuresText({ stacks, failures }: RunReport): string {
  const own = stacks.flatMap(({ name, fullName, result, failure }) => {
    if (failure === undefined) return [];
    if (result !== "failed") return [`${name} ${result}: ${failure.message}`];
    return [`${name} (${fullName}) failed:\n${indent(failure.message)}`];
  });
  const lines = [...own, ...failures.map(({ message }) => message)];
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

/** Changes that are no certain updates, one a line, with what nobody knows of. */
function undecidedChangesText({ stacks }: RunReport): string {
  const lines = undecidedChanges(stacks).map(
    ({ stack, resource, paths }) => `  ${stack}: ${shortUrn(resource.urn)}: ${paths.join(", ")}\n`,
  );
  return lines.length === 0 ? "" : `${UNDECIDED_CHANGE}\n${lines.join("")}`;
}

/** What a delete takes out of the state alone, one a line. */
function leftText({ verb, stacks }: RunReport): string {
  const lines = leftInCloud(stacks).map(({ stack, urn, id }) => `  ${stack}: ${shortUrn(urn)}, ${id}\n`);
  const what = `${verb === "preview" ? "An up would leave" : "Left"} in the cloud, known to no state any more (retainOnDelete):`;
  return lines.length === 0 ? "" : `${what}\n${lines.join("")}`;
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;

export function policyText({ policy, stacks }: RunReport): string {
  const decided = policy.filter(({ level }) => level !== "undecided");
  const head = decided.length === 0 ? "no findings" : counted(decided.length, "finding");
  const lines = decided.map(({ level, rule, stack, urn, message, line }) => {
    const where =
      (urn === undefined ? stack : `${stack}: ${shortUrn(urn)}`) + (line === undefined ? "" : `, ${line}`);
    return `  ${level} ${rule} at ${where}\n${indent(message, 4)}\n`;
  });
  return `policy: ${head}\n${lines.join("")}${undecidedText(policy)}${opaqueText(stacks)}`;
}

/** What the rules can not look into. */
function opaqueText(stacks: readonly StackReport[]): string {
  const releases = opaqueToRules(stacks);
  if (releases.length === 0) return "";
  const lines = releases.map(
    ({ stack, name, chart, version }) => `    ${stack}: ${name}, ${chart} ${version}`.trimEnd() + "\n",
  );
  const what = counted(releases.length, "chart release");
  return `  opaque to rules: ${what}, whose objects no rule sees\n${lines.join("")}`;
}

/** One line for what a preview could not judge. */
function undecidedText(policy: RunReport["policy"]): string {
  const undecided = policy.filter(({ level }) => level === "undecided");
  if (undecided.length === 0) return "";
  const rules = [...new Set(undecided.map(({ rule }) => rule))].map(
    (rule) => `${rule} ${undecided.filter((one) => one.rule === rule).length}`,
  );
  return `  ${undecided.length} not judged, on values that are known only to an up: ${rules.join(", ")}\n`;
}

/** One sentence, and the way on. */
function verdict(report: RunReport): string {
  const { verb, environment, result, totals, exitCode } = report;
  const changes = changesOf(totals);
  if (result === "succeeded") {
    if (verb === "preview") {
      return changes === 0
        ? "No changes: what is deployed is what the platform says.\n"
        : `An up would change ${counted(changes, "resource")}: ${changesText(totals)}. Nothing was changed.\n`;
    }
    return changes === 0
      ? `Nothing changed: ${environment} is as it was.\n`
      : `${counted(changes, "resource")} changed: ${changesText(totals)}.\n`;
  }
  const again = verb === "preview" ? "" : " To go on, give the same command with --resume.";
  return `${result === "interrupted" ? "Interrupted" : "Failed"} (exit code ${exitCode}).${again}\n`;
}

function changesText({ created, updated, undecided, replaced, deleted }: Counts): string {
  return Object.entries({ created, updated, "updated or replaced (unknown)": undecided, replaced, deleted })
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${count} ${what}`)
    .join(", ");
}

function indent(text: string, by = 2): string {
  return text
    .split("\n")
    .map((line) => " ".repeat(by) + line)
    .join("\n");
}
