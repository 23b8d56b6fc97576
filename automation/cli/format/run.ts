import { changesOf, type RunReport, type StackReport } from "../../deploy/report";
import { shortUrn } from "../../deploy/urn";
import { table } from "./table";

/** The first and the last line of everything that a run on simulated clouds writes. */
export const SIMULATED_FIRST =
  "SIMULATED: the embedded engine deploys to simulated clouds; nothing real is touched.";
export const SIMULATED_LAST = "SIMULATED: nothing real was touched.";

/** What a run came to, for people. */
export function runText(report: RunReport): string {
  const parts = [stacksTable(report), failuresText(report), policyText(report), verdict(report)];
  return parts.filter((part) => part !== "").join("\n");
}

export function stacksTable({ stacks, totals, seconds }: RunReport): string {
  const head = ["stack", "result", "created", "updated", "replaced", "deleted", "unchanged", "seconds"];
  const row = (name: string, result: string, counts: StackReport["counts"], time: number) => [
    name,
    result,
    ...[counts.created, counts.updated, counts.replaced, counts.deleted, counts.unchanged].map(String),
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

export function policyText({ policy }: RunReport): string {
  if (policy.length === 0) return "policy: no findings\n";
  const lines = policy.map(({ level, rule, stack, urn, message }) => {
    const where = urn === undefined ? stack : `${stack}: ${shortUrn(urn)}`;
    return `  ${level} ${rule} at ${where}\n${indent(message, 4)}`;
  });
  return `policy: ${policy.length} findings\n${lines.join("\n")}\n`;
}

/** One sentence, and the way on. */
function verdict(report: RunReport): string {
  const { verb, environment, result, totals, exitCode } = report;
  const changes = changesOf(totals);
  if (result === "succeeded") {
    if (verb === "preview") {
      return changes === 0
        ? "No changes: what is deployed is what the platform says.\n"
        : `${changes} resources would change; nothing was changed.\n`;
    }
    return changes === 0
      ? `Nothing changed: ${environment} is as it was.\n`
      : `${changes} resources changed.\n`;
  }
  const again = verb === "preview" ? "" : " To go on, give the same command with --resume.";
  return `${result === "interrupted" ? "Interrupted" : "Failed"} (exit code ${exitCode}).${again}\n`;
}

function indent(text: string, by = 2): string {
  return text
    .split("\n")
    .map((line) => " ".repeat(by) + line)
    .join("\n");
}
