/** Text of a change, which may come from anybody, as markup in which it is nothing but text. */
import { escapeHtml } from "../../../reports/escape";
import { listed, visible } from "../words";

/** Text on one line; what is hidden in it is made visible. */
export const plain = (text: string): string => escapeHtml(visible(text));

/** A name, a path or a value; it never turns the direction of what stands around it. */
export function code(text: string, kind?: string): string {
  const shown = plain(text);
  if (shown.trim() === "") return `<span class="soft">(${text === "" ? "empty" : "blank"})</span>`;
  return `<code${kind === undefined ? "" : ` class="${kind}"`}>${shown}</code>`;
}

/** A sentence or several, each line of it on its own. */
export const lines = (text: string): string => text.trim().split(/\r?\n/).map(plain).join("<br>");

/** " in dev and prod", or nothing where it is so in all. */
export function inside(environments: readonly string[], all: readonly string[]): string {
  if (environments.length >= all.length) return "";
  return ` <span class="where">in ${listed(environments.map((name) => plain(name) || "(empty)"))}</span>`;
}

/** A word that is told apart by its shape and colour as well. */
export const badge = (kind: string, word: string): string =>
  `<span class="badge ${kind}">${plain(word)}</span>`;

/** A link to another place; what is no web address is shown as the text it is. */
export function link(text: string, address: string): string {
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return plain(address);
  return `<a href="${escapeHtml(new URL(address).href)}" rel="noopener noreferrer">${plain(text)}</a>`;
}

export interface Table {
  /** Who hears the table without seeing it is told what it is of; no markup. */
  readonly caption: string;
  /** Markup of each column's head. */
  readonly head: readonly string[];
  /** Markup of each cell; the first of a row names it. */
  readonly rows: readonly (readonly string[])[];
  /** Columns that hold numbers. @default none */
  readonly numbers?: readonly number[];
}

export function table({ caption, head, rows, numbers = [] }: Table): string {
  const set = (column: number) => (numbers.includes(column) ? ' class="number"' : "");
  const header = head.map((cell, column) => `<th scope="col"${set(column)}>${cell}</th>`).join("");
  const body = rows.map(([first = "", ...rest]) => {
    const cells = rest.map((cell, index) => `<td${set(index + 1)}>${cell}</td>`);
    return `<tr><th scope="row">${first}</th>${cells.join("")}</tr>`;
  });
  const name = escapeHtml(visible(caption));
  return (
    `<div class="scroll" tabindex="0" role="group" aria-label="${name}"><table><caption class="unseen">${name}</caption>\n` +
    `<thead><tr>${header}</tr></thead>\n<tbody>\n${body.join("\n")}\n</tbody></table></div>`
  );
}

/** The part of each text that is its own: what both begin and end with is left out of it. */
export function differing(before: string, after: string): readonly [string, string] {
  const [was, is] = [[...before], [...after]];
  const most = Math.min(was.length, is.length);
  let start = 0;
  while (start < most && was[start] === is[start]) start += 1;
  let end = 0;
  while (end < most - start && was[was.length - 1 - end] === is[is.length - 1 - end]) end += 1;
  const own = (all: readonly string[]) => {
    const [head, middle, tail] = [
      all.slice(0, start),
      all.slice(start, all.length - end),
      all.slice(all.length - end),
    ];
    const mark = middle.length === 0 ? "" : `<mark>${plain(middle.join(""))}</mark>`;
    return `<code>${plain(head.join(""))}${mark}${plain(tail.join(""))}</code>`;
  };
  // Where little is alike, the marks would say nothing that the columns do not.
  if (start + end < LEAST_ALIKE) return [code(before), code(after)];
  return [own(was), own(is)];
}

const LEAST_ALIKE = 8;
