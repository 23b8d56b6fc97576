import type { DiffDocument, Revision } from "../model";
import { SIMULATED } from "../../reports/sections";
import { KINDS, linesOf, tableHead, type Kind, type Line } from "./comment-lines";
import { changePieces, stackSection } from "./comment-changes";
import { code, link, sentence } from "./escape";
import { fit } from "./fit";
import { headline } from "./summary";
import { changesOf, differs, viewOf, type StackView, type View } from "./view";
import * as words from "./words";

/**
 * The longest comment that GitHub takes: a longer one is refused with "Body is too long (maximum is 65536 characters)",
 * as in https://github.com/pulumi/actions/issues/482. UTF-8 bytes are counted here, of which no
 * text has fewer than characters.
 */
export const COMMENT_LIMIT = 65_536;

export interface CommentOptions {
  /** Where the whole report can be read: an http or https address of at most 1000 characters. */
  readonly artifact?: string;
  /** Most bytes of the comment, in UTF-8. @default {@link COMMENT_LIMIT} */
  readonly limit?: number;
}

/** First line of the comment on a platform: the comment that begins with it is updated, so that there is one. */
export function commentMarker(platform: string): string {
  return `<!-- causeway:diff ${platform.replaceAll(/[^A-Za-z0-9]+/g, "-").slice(0, 64)} -->`;
}

/**
 * The comment on a pull request: what matters first, one line a resource, each said once for all environments in which it
 * is the same, properties folded. What does not fit is counted, in all and by stack, and never cut without a word.
 *
 * @throws RangeError where the artifact is no web address, or the limit below what the summary takes.
 */
export function markdown(document: DiffDocument, options: CommentOptions = {}): string {
  const view = viewOf(document);
  const lines = linesOf(document, view);
  const stacks = view.stacks.filter(differs);
  const pieces = [...lines, ...stacks.flatMap(changePieces)];
  checkArtifact(options);
  return fit(pieces, options.limit ?? COMMENT_LIMIT, (kept) => {
    const list = (title: string, ...kinds: Kind[]) => {
      const all = lines.filter(({ of }) => kinds.includes(of.kind));
      const shown = all.filter(({ of }) => kept.has(of)).map(({ of }) => `- ${of.text}`);
      const left = all.length - shown.length;
      if (left > 0) shown.push(`- … left out for length: ${left}`);
      return all.length === 0 ? "" : `${title}\n\n${shown.join("\n")}`;
    };
    const folded = (title: string, kind: Kind) => {
      const text = list("", kind).trim();
      return text === "" ? "" : `<details><summary>${title}</summary>\n\n${text}\n\n</details>`;
    };
    const rows = lines.flatMap(({ of }) => (of.kind === "environments" && kept.has(of) ? [of.text] : []));
    const parts = [
      commentMarker(document.platform),
      `## ${sentence(document.platform)}: ${headline(document, view)}`,
      `**${SIMULATED}.** Base ${revision(document.base)}, head ${revision(document.head)}, judged as of ${code(document.now)}.`,
      [tableHead(document), ...rows].join("\n"),
      whereAllIs(leftOut(stacks, lines, kept), options),
      list("### Could not be compared", "failures"),
      list("### Risks", "risks"),
      list("### Policy would refuse", "refusals"),
      list("### Settings of environments", "settings"),
      ...(stacks.length > 0 ? ["### Resources"] : []),
      ...stacks.map((stack) => stackSection(stack, view.environments, kept)),
      untouched(view),
      folded("Other policy findings", "findings"),
      folded("Cost", "costs"),
      folded("What this comparison leaves out", "remarks"),
      `**${SIMULATED}.**`,
    ];
    return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
  });
}

const revision = ({ name, commit }: Revision) => `${code(name)} (${code(commit.slice(0, 12))})`;

/** Whether a comment can link to it: an http or https address of at most 1000 characters. */
export function isArtifact(text: string): boolean {
  return text.length <= 1000 && /^https?:\/\//.test(text) && URL.canParse(text);
}

function checkArtifact({ artifact = "https://none" }: CommentOptions): void {
  if (isArtifact(artifact)) return;
  throw new RangeError("artifact: an http or https address of at most 1000 characters is allowed");
}

/** What is left out, and where all of it is. */
function whereAllIs(leftOut: string, { artifact }: CommentOptions): string {
  if (artifact !== undefined)
    return `${leftOut} ${link("Full report", artifact)}: all changes and values, with a filter and a diagram.`.trim();
  const others = "what `causeway diff --format html` writes for these revisions";
  return leftOut === "" ? "" : `${leftOut} All of it is in ${others}.`;
}

function untouched({ stacks }: View): string {
  const count = stacks.filter((stack) =>
    stack.status.every(({ value }) => value.status === "unchanged"),
  ).length;
  return count === 0 ? "" : `No difference in ${words.plural(count, "stack")}.`;
}

/** What the comment has no room for, counted, and where it is. */
function leftOut(stacks: readonly StackView[], lines: readonly Line[], kept: ReadonlySet<object>): string {
  const changes = stacks.flatMap(changesOf);
  const left = changes.filter((change) => !kept.has(change));
  const properties = changes.flatMap((change) => change.properties);
  const missing = properties.filter((property) => !kept.has(property)).length;
  const headings = stacks.filter((stack) => !kept.has(stack)).length;
  const all = words.plural(changes.length, "change");
  const counts = [
    ...(left.length > 0 ? [`${left.length} of ${all} (${words.countedActions(left)})`] : []),
    ...(headings > 0 ? [`whole ${words.plural(headings, "stack")}`] : []),
    ...(missing > 0
      ? [`values of ${missing} of ${words.plural(properties.length, "property", "properties")}`]
      : []),
    ...Object.entries(KINDS).flatMap(([kind, [one, many]]) => {
      const count = lines.filter(({ of }) => of.kind === kind && !kept.has(of)).length;
      return count === 0 ? [] : [words.plural(count, one, many)];
    }),
  ];
  return counts.length === 0 ? "" : `**Left out for length: ${words.listed(counts)}.**`;
}
