import type { AuditReport } from "../../deploy/audit";
import { isRefused } from "../../deploy/audit";

/** The schema of `causeway audit --json`. */
export const AUDIT_SCHEMA = "causeway.audit/1";

export function auditDocument(report: AuditReport, simulated: boolean): string {
  const refused = isRefused(report);
  return `${JSON.stringify({ schema: AUDIT_SCHEMA, simulated, refused, ...report }, null, 2)}\n`;
}

/** What is refused first, then what is accepted or advised, then what nobody could judge. */
export function auditText({ stacks, shared }: AuditReport): string {
  const lines: string[] = [];
  for (const { stack, resources, findings, notJudged } of stacks) {
    lines.push(`${stack}: ${count(resources, "resource")}, ${count(findings.length, "finding")}`);
    const ordered = [...findings].sort(
      (a, b) => Number(a.level === "advisory") - Number(b.level === "advisory"),
    );
    for (const { rule, level, severity, message, line, waived } of ordered) {
      lines.push(`  ${waived === undefined ? level : "waived"} ${rule} (${severity})`);
      lines.push(`    ${message}`);
      if (line !== undefined) lines.push(`    at ${line}`);
      if (waived !== undefined) lines.push(`    ${waived}`);
    }
    for (const { rule, urn, why } of notJudged) {
      lines.push(`  not judged ${rule}: ${urn === undefined ? "" : `${nameOf(urn)}: `}${why}`);
    }
  }
  for (const { id, urns } of shared) {
    lines.push(`two owners of ${id}:`, ...urns.map((urn) => `  ${urn}`));
    lines.push("  Leave it to one stack, and let the other read its output.");
  }
  const all = stacks.flatMap(({ findings }) => findings);
  const refused = all.filter(({ level }) => level === "mandatory").length + shared.length;
  const waived = all.filter((finding) => finding.waived !== undefined).length;
  const advised = all.length + shared.length - refused - waived;
  lines.push(
    `${count(stacks.length, "stack")}: ${refused} refused, ${advised} advised, ${waived} waived, ` +
      `${stacks.flatMap(({ notJudged }) => notJudged).length} not judged`,
  );
  return `${lines.join("\n")}\n`;
}

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;

const nameOf = (urn: string): string => urn.split("::").slice(2).join(" ");
