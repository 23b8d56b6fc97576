/** Text from a pull request's own code, written so that GitHub shows it and does nothing else with it. */
import { shortened, visible } from "./words";

/** So many characters of a name, a path or a type are shown. */
const NAME = 120;
/** So many of a value; the document cuts them at 200 itself. */
const VALUE = 201;
/** So many of a sentence. */
const SENTENCE = 600;

/**
 * A name as a code span, in which GitHub sees no Markdown, mention, issue or link. The fence is longer than any run of
 * back quotes within. Not for tables, nor for `<summary>`, in which no Markdown is read.
 */
export function code(text: string): string {
  const shown = shortened(visible(text), NAME);
  if (shown.trim() === "") return "(empty)";
  const fence = "`".repeat(longestRun(shown) + 1);
  const pad = /^[ `]|[ `]$/.test(shown) ? " " : "";
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** A name for tables and `<summary>`: an element whose text has no character that Markdown or HTML would read. */
export function element(text: string): string {
  return `<code>${entities(shortened(visible(text), NAME))}</code>`;
}

/** A sentence within a line of Markdown: no formatting, no mention (`@name`), reference (`#12`, `GH-12`), link, emoji or formula. */
export function sentence(text: string): string {
  return entities(shortened(visible(text), SENTENCE));
}

/** Lines of a fenced block. */
export function fenced(language: string, lines: readonly string[]): string {
  const fence = "`".repeat(Math.max(2, ...lines.map(longestRun)) + 1);
  return [`${fence}${language}`, ...lines, fence].join("\n");
}

/** A name within a fenced block. */
export const plainName = (text: string): string => shortened(visible(text), NAME);

/** A value within a fenced block. */
export const plainValue = (text: string): string => shortened(visible(text), VALUE);

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

/**
 * Markdown reads no markup from character references. GitHub's own filters read the text that comes of them, so what they
 * would link is parted by a mark of no width, and a dollar sign stands in an element of its own, as GitHub says:
 * https://docs.github.com/get-started/writing-on-github/working-with-advanced-formatting/writing-mathematical-expressions
 */
function entities(text: string): string {
  return text
    .replaceAll(/[#&*<>@[\\\]_`|~]|:(?=\/\/)|(?<=\bwww)\./giu, reference)
    .replaceAll("$", "<span>$</span>")
    .replaceAll(/(?:&#64;|&#35;|\bGH-|:(?=[\w+-]+:))(?=\S)/giu, "$&&#8203;");
}

const reference = (character: string) => `&#${character.charCodeAt(0)};`;

/** A sentence of several lines, as one line of Markdown; lines past the twelfth are counted. */
export function paragraphs(text: string): string {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const more = lines.length > 12 ? [`… and ${lines.length - 12} more lines`] : [];
  return [...lines.slice(0, 12).map(sentence), ...more].join("<br>");
}

/** A link; what is no web address is shown as the text it is. */
export function link(text: string, address: string): string {
  if (!/^https?:\/\//.test(address) || !URL.canParse(address)) return sentence(address);
  const href = new URL(address).href
    .replaceAll(/[<>\\"'`\s$@]/g, encodeURIComponent)
    .replaceAll("&", "&amp;");
  return `[${sentence(text)}](<${href}>)`;
}
