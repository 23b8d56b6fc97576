import type { Cell, Section, Sections } from "./sections";
import { reachSvg } from "./reach-svg";
import { reachTable } from "./reach-table";
import { svg } from "./svg";
import { escapeHtml } from "./escape";
import { page } from "./page";
import { STYLE } from "./style";

function cell({ text, code, state }: Cell): string {
  const inner = code ? `<code>${escapeHtml(text)}</code>` : escapeHtml(text);
  return state === undefined ? inner : `<span class="${state}">${inner}</span>`;
}

function table({ heading, head, rows, numbers }: Extract<Section, { kind: "table" }>): string {
  const set = (column: number) => (numbers.includes(column) ? ' class="number"' : "");
  const header = head
    .map((text, column) => `<th scope="col"${set(column)}>${escapeHtml(text)}</th>`)
    .join("");
  const body = rows.map(
    (row) => `<tr>${row.map((one, column) => `<td${set(column)}>${cell(one)}</td>`).join("")}</tr>`,
  );
  return `<div class="scroll" tabindex="0" role="group" aria-label="${escapeHtml(heading)}"><table>\n<thead><tr>${header}</tr></thead>\n<tbody>\n${body.join("\n")}\n</tbody>\n</table></div>`;
}

/** The drawing, and the same as a table, which the drawing names as its description. */
function reach({ heading, arrows }: Extract<Section, { kind: "reach" }>): string {
  if (arrows.length === 0) return "<p>Nothing reaches anything.</p>";
  const words = "reach-table";
  const drawing = reachSvg(arrows, heading, words);
  return `<div class="figure" tabindex="0" role="group" aria-label="${escapeHtml(heading)}, drawn">${drawing}</div>
<p class="key">Arrows go from who calls to who is called. Dashed: in part; dotted: perhaps. Point at an arrow for its ports.</p>
<div id="${words}">${table(reachTable(arrows))}</div>`;
}

function section(part: Section): string {
  switch (part.kind) {
    case "text":
      return `<ul>${part.lines.map((line) => `<li>${line.split("\n").map(escapeHtml).join("<br>")}</li>`).join("\n")}</ul>`;
    case "diagram":
      return `<div class="figure" tabindex="0">${svg(part.nodes, part.heading)}</div>`;
    case "reach":
      return reach(part);
    case "table":
      return table(part);
  }
}

/** The report as a page that needs nothing but itself. */
export function html({ title, banner, summary, sections }: Sections): string {
  const mark = banner === undefined ? "" : `<p class="banner">${escapeHtml(banner)}</p>`;
  const parts = sections.map(
    (part) => `<section>\n<h2>${escapeHtml(part.heading)}</h2>\n${section(part)}\n</section>`,
  );
  const body = [mark, `<h1>${escapeHtml(title)}</h1>`, `<p>${escapeHtml(summary)}</p>`, ...parts, mark];
  const main = body.filter((piece) => piece !== "").join("\n");
  return page({ title, body: `<main>\n${main}\n</main>`, style: STYLE });
}
