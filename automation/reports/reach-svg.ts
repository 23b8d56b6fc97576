import { byText } from "../../lib/by-text";
import { arrowHead, curve, fitted } from "./drawing";
import { escapeHtml } from "./escape";
import { INTERNET, SURE, type Arrow } from "./arrow";

const BOX = { width: 248, height: 26 };
/** Between the columns, where the arrows are. */
const GAP = 260;
const STEP = 34;
const MARGIN = 16;
/** Between parts of different networks. */
const BREAK = 12;

/** The network or cluster that an endpoint is part of: what its name begins with. */
const groupOf = (name: string): string => name.split("/")[0] ?? name;

/** Where each name of a column is, from the top; those of one network stand together. */
function column(names: ReadonlySet<string>): { at: Map<string, number>; height: number } {
  const sorted = [...names].sort((a, b) => (a === INTERNET ? -1 : b === INTERNET ? 1 : byText(a, b)));
  const at = new Map<string, number>();
  let y = MARGIN;
  sorted.forEach((name, i) => {
    const before = sorted[i - 1];
    if (before !== undefined && groupOf(before) !== groupOf(name)) y += BREAK;
    at.set(name, y);
    y += STEP;
  });
  return { at, height: y };
}

function box(name: string, x: number, y: number, note = ""): string {
  const outside = name === INTERNET ? " outside" : "";
  return (
    `<g class="end${outside}"><title>${escapeHtml(name + note)}</title>` +
    `<rect x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="5"/>` +
    `<text class="note" x="${x + 8}" y="${y + 17}">${fitted(name, ROOM)}${escapeHtml(note)}</text></g>`
  );
}

/** Characters that a box has room for. */
const ROOM = 38;

function line({ from, to, on, sure }: Arrow, y1: number, y2: number): string {
  const [x1, x2] = [MARGIN + BOX.width, MARGIN + BOX.width + GAP];
  const way = curve({ x: x1, y: y1 + BOX.height / 2 }, { x: x2, y: y2 + BOX.height / 2 });
  const words = `${from} to ${to} on ${on}${sure === "reaches" ? "" : `: ${SURE[sure]}`}`;
  return (
    `<path class="arrow ${sure}" d="${way}" ` +
    `marker-end="url(#reach)"><title>${escapeHtml(words)}</title></path>`
  );
}

/**
 * Who reaches whom as a picture: callers on the left, whom they reach on the right, an arrow a pair, and its ports as the
 * arrow's title. It needs no script and no font; the same is in the table beside it, so that nobody needs to see it.
 *
 * @param describedBy id of the element that says the same in words.
 */
export function reachSvg(arrows: readonly Arrow[], title: string, describedBy: string): string {
  // The internet is there in any case: that it reaches nothing is the first thing one looks for.
  const callers = column(new Set([INTERNET, ...arrows.map(({ from }) => from)]));
  const called = column(new Set(arrows.map(({ to }) => to)));
  const width = 2 * MARGIN + 2 * BOX.width + GAP;
  const height = Math.max(callers.height, called.height) + MARGIN;
  const right = MARGIN + BOX.width + GAP;
  const groups = [...callers.at].map(([name, y]) => {
    const own = arrows.filter(({ from }) => from === name);
    const lines = own.map((arrow) => line(arrow, y, called.at.get(arrow.to) ?? y));
    const outside = name === INTERNET ? " outside" : "";
    return `<g class="caller${outside}">${lines.join("")}${box(name, MARGIN, y, own.length === 0 ? ": reaches nothing" : "")}</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" role="img" aria-label="${escapeHtml(title)}" aria-describedby="${escapeHtml(describedBy)}">`,
    `<defs>${arrowHead("reach")}</defs>`,
    ...groups,
    ...[...called.at].map(([name, y]) => box(name, right, y)),
    "</svg>",
  ].join("\n");
}
