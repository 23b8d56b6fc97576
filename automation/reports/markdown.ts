import { mermaid } from "./mermaid";
import { reachTable } from "./reach-table";
import type { Cell, Section, Sections } from "./sections";

/** Text that Markdown leaves as it is, on one line, also within a table. */
function escaped(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>|#]/g, "\\$&").replaceAll(/\s*\n\s*/g, " ");
}

/** Code on one line; a fence longer than any run of back quotes within, and no bar that would end a table's cell. */
function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = longest > 0 ? " " : "";
  return `${fence}${pad}${text.replaceAll("|", "\\|").replaceAll(/\s*\n\s*/g, " ")}${pad}${fence}`;
}

function cell({ text, code: isCode }: Cell): string {
  return text !== "" && isCode ? code(text) : escaped(text);
}

function section(part: Section): string {
  switch (part.kind) {
    case "text":
      return part.lines.map((line) => `- ${line.split("\n").map(escaped).join("<br>")}`).join("\n");
    case "diagram":
      return `\`\`\`mermaid\n${mermaid(part.nodes)}\`\`\``;
    case "reach":
      return part.arrows.length === 0 ? "Nothing reaches anything." : section(reachTable(part.arrows));
    case "table": {
      const rule = part.head.map((_, column) => (part.numbers.includes(column) ? "---:" : "---"));
      const rows = [part.head.map(escaped), rule, ...part.rows.map((row) => row.map(cell))];
      return rows.map((row) => `| ${row.join(" | ")} |`).join("\n");
    }
  }
}

/** The report as Markdown that GitHub shows as it is meant, diagram included. */
export function markdown({ title, banner, summary, sections }: Sections): string {
  const mark = banner === undefined ? [] : [`**${escaped(banner)}**`];
  const parts = sections.map((part) => `## ${escaped(part.heading)}\n\n${section(part)}`);
  return `${[`# ${escaped(title)}`, ...mark, escaped(summary), ...parts, ...mark].join("\n\n")}\n`;
}
