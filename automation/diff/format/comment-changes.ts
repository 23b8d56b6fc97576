/** The part of the comment about resources: a line each, by stack and component, properties folded below. */
import { code, fenced, plainName, plainValue } from "./escape";
import { remarksOn } from "./change-view";
import type { Piece } from "./fit";
import { inEnvironments } from "./comment-lines";
import { changesOf, remarksOf, type ChangeView, type PropertyView, type StackView } from "./view";
import * as words from "./words";

/** The stack's heading, its changes from the most dangerous, their properties last of all. */
export function changePieces(stack: StackView): Piece[] {
  const danger = ({ action }: ChangeView) => words.BY_DANGER.indexOf(action);
  const changes = changesOf(stack);
  return [
    { of: stack, rank: 6 },
    ...changes.map((change) => ({ of: change, rank: 7 + danger(change) })),
    ...changes.flatMap((change) => change.properties.map((of) => ({ of, rank: 18 + danger(change) }))),
  ];
}

export function stackSection(stack: StackView, all: readonly string[], kept: ReadonlySet<object>): string {
  if (!kept.has(stack)) return "";
  const changes = changesOf(stack);
  const left = changes.filter((change) => !kept.has(change));
  const noise = changes.filter((change) => change.isNoise && kept.has(change));
  // A single one takes no less room in a fold of its own.
  const folded = new Set(noise.length < 2 ? [] : noise);
  const bullets = changeLines(stack, all, (change) => kept.has(change) && !folded.has(change));
  if (left.length > 0) {
    bullets.push(`- … left out for length: ${words.countedActions(left)}`);
  }
  const counts = words.countedActions(changes) || "no resource differs";
  const parts = [
    `#### ${code(stack.name)}: ${counts}`,
    statusText(stack, all),
    bullets.join("\n"),
    noiseFold(
      changeLines(stack, all, (change) => folded.has(change)),
      folded.size,
    ),
    propertiesFold(changes, kept),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

const noiseFold = (lines: readonly string[], count: number): string =>
  count === 0
    ? ""
    : `<details><summary>${words.noiseText(count)}</summary>\n\n${lines.join("\n")}\n\n</details>`;

/** Lines of a stack's changes, by component. */
function changeLines(
  stack: StackView,
  all: readonly string[],
  isTold: (change: ChangeView) => boolean,
): string[] {
  return stack.components.flatMap(({ name, changes }) => {
    const lines = changes.filter(isTold).map((change) => `- ${changeLine(change, all)}`);
    if (name === "" || lines.length === 0) return lines;
    return [`- In ${code(name)}:`, ...lines.map((text) => `  ${text}`)];
  });
}

function statusText(stack: StackView, all: readonly string[]): string {
  const remarks = remarksOf(stack).map(
    ({ value, environments }) => value.text + fromStacks(value.from) + inEnvironments(environments, all),
  );
  return remarks.length === 0 ? "" : `${words.capital(remarks.join("; "))}.`;
}

const fromStacks = (names: readonly string[]) => (names.length === 0 ? "" : ` (${some(names)})`);

function changeLine(change: ChangeView, all: readonly string[]): string {
  const { action, name, type, environments } = change;
  const word = words.ACTION_WORDS[action];
  const bold = ["delete", "replace", "undecided"].includes(action) ? `**${word}**` : word;
  const remarks = remarksOn(change, some, some);
  const told = remarks.length === 0 ? "" : `: ${remarks.join("; ")}`;
  return `${bold} ${code(name)} ${code(type)}${inEnvironments(environments, all)}${told}`;
}

const some = (names: readonly string[]) => words.some(names, code);

/** Old and new values, in the colours of a diff; all of it text that GitHub does nothing with. */
function propertiesFold(changes: readonly ChangeView[], kept: ReadonlySet<object>): string {
  const lines = changes.flatMap((change) => {
    const shown = change.properties.filter((property) => kept.has(property));
    if (shown.length === 0) return [];
    const left = change.properties.length - shown.length;
    return [
      `@@ ${words.ACTION_WORDS[change.action]} ${plainName(change.type)} ${plainName(change.name)} @@`,
      ...shown.flatMap((property) => propertyLines(property, change.environments)),
      ...(left > 0
        ? [`# ${words.plural(left, "more property", "more properties")}, left out for length`]
        : []),
    ];
  });
  if (lines.length === 0) return "";
  const folded = changes.filter(({ properties }) => properties.some((property) => kept.has(property)));
  const all = changes.filter(({ properties }) => properties.length > 0);
  const count = folded.length === all.length ? "" : `${folded.length} of `;
  const summary = `Properties of ${count}${words.plural(all.length, "resource")}`;
  return `<details><summary>${summary}</summary>\n\n${fenced("diff", lines)}\n\n</details>`;
}

function propertyLines({ path, forcesReplacement, said }: PropertyView, all: readonly string[]): string[] {
  const forced = forcesReplacement ? " (forces the replacement)" : "";
  return said.flatMap(({ value, environments }) => {
    const where = environments.length >= all.length ? "" : ` [${environments.map(plainName).join(", ")}]`;
    return words
      .signed(value)
      .map(([sign, text]) => `${sign} ${plainName(path)}: ${plainValue(text)}${where}${forced}`);
  });
}
