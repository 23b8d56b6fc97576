import type { Action, EnvironmentDiff, Finding, PropertyDiff, Revision, StackDiff } from "../model";

/** What is done to a resource, in words that fit a heading, a line and a column. */
export const ACTION_WORDS: Readonly<Record<Action, string>> = {
  delete: "delete",
  replace: "replace",
  undecided: "update or replace",
  update: "update",
  move: "move",
  rename: "rename",
  import: "import",
  create: "create",
};

/** Actions, the one that a reader must not miss first. */
export const BY_DANGER = Object.keys(ACTION_WORDS) as readonly Action[];

export const capital = (text: string) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

export const plural = (count: number, one: string, many = `${one}s`) =>
  `${count} ${count === 1 ? one : many}`;

/**
 * Text on one line in which nothing hides: control characters, line ends, marks that turn the direction of writing and
 * halves of surrogate pairs are written as `\u{202e}`.
 */
export function visible(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (hidden) => `\\u{${(hidden.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** Text of at most so many characters: what is too long loses its middle, as names differ at their ends. */
export function shortened(text: string, most: number): string {
  const characters = [...text];
  if (characters.length <= most) return text;
  const tail = Math.floor((most - 1) / 3);
  return [...characters.slice(0, most - 1 - tail), "…", ...characters.slice(characters.length - tail)].join(
    "",
  );
}

/** How many of each, dangerous ones first: "1 delete, 2 update". */
export function countedActions(changes: readonly { readonly action: Action }[]): string {
  return BY_DANGER.flatMap((action) => {
    const count = changes.filter((change) => change.action === action).length;
    return count === 0 ? [] : [`${count} ${ACTION_WORDS[action]}`];
  }).join(", ");
}

/** What a fold of changes that say little is called. */
export const noiseText = (count: number): string =>
  `${plural(count, "update")} of tags, or of what a preview can not know, alone`;

/** "dev", "dev and prod", "dev, staging and prod". */
export function listed(items: readonly string[]): string {
  return items.length < 2
    ? items.join("")
    : `${items.slice(0, -1).join(", ")} and ${items[items.length - 1] ?? ""}`;
}

/** The first names of a list, each as `say` writes it, and how many more there are. */
export function some(names: readonly string[], say: (name: string) => string, most = 3): string {
  const shown = names.slice(0, most).map((name) => say(name));
  return listed(names.length > most ? [...shown, `${names.length - most} more`] : shown);
}

/** " (stacks/data.ts:17)": where the program asks for what a finding is of; nothing where nobody knows. */
export const placeText = ({ line, change }: Finding, say: (line: string) => string): string =>
  line === undefined ? "" : ` (${say(line)}${change === "fixed" ? " of the base" : ""})`;

/** `main at 1a2b3c4d5e6f` */
export const revisionText = ({ name, commit }: Revision): string => `${name} at ${commit.slice(0, 12)}`;

/** "+12.30 USD", "unknown", "no change": the change of a month's cost. */
export function costText(env: EnvironmentDiff): string {
  const { monthly, atLeast, currency } = env.cost;
  if (monthly === null) return atLeast || isPartial(env) ? "unknown" : "no change";
  return `${atLeast || isPartial(env) ? "at least " : ""}${moneyText(monthly, currency)}`;
}

/** "; without data that it processes": what is paid for beside a price; nothing where that is all. */
export const excludedText = ({ excludes }: { readonly excludes?: string | undefined }): string =>
  excludes === undefined ? "" : `; without ${excludes}`;

export function moneyText(amount: number, currency: string): string {
  const sign = amount > 0 ? "+" : amount < 0 ? "-" : "";
  return `${sign}${Math.abs(amount).toFixed(2)} ${currency}`;
}

/** What a reader must know of an environment beside its counts; nothing of one that was simply compared. */
export const ENVIRONMENT_STATUS: Readonly<Record<EnvironmentDiff["status"], string>> = {
  changed: "",
  unchanged: "unchanged",
  added: "new",
  removed: "removed",
  failed: "could not be compared",
};

export const STACK_STATUS: Readonly<Record<StackDiff["status"], string>> = {
  changed: "",
  unchanged: "",
  added: "new stack",
  removed: "removed stack",
  failed: "can not be previewed",
  "not-compared": "not compared",
};

export const BECAUSE: Readonly<Record<StackDiff["because"], string>> = {
  program: "its program differs",
  environment: "its environment differs",
  needs: "something that it needs differs",
  unchanged: "nothing that it is made of differs",
  new: "it is new",
  gone: "it is gone",
};

type Signed = readonly ["-" | "+", string];

/** A property's value before and after as signed lines, "- 30" and "+ 60". */
export function signed({ kind, before, after }: Pick<PropertyDiff, "kind" | "before" | "after">): Signed[] {
  const was: Signed = ["-", before ?? "(not known)"];
  const is: Signed = ["+", after ?? "(not known)"];
  return kind === "add" ? [is] : kind === "delete" ? [was] : [was, is];
}

/** Whether something of an environment could not be compared, so that its counts are the least that is known. */
export const isPartial = ({ status, stacks }: EnvironmentDiff): boolean =>
  status === "failed" || stacks.some((stack) => stack.status === "failed" || stack.status === "not-compared");

/** A count, or what is known of it: "3", "3 or more", "?". */
export const countText = (env: EnvironmentDiff, count: number): string =>
  !isPartial(env) ? String(count) : count === 0 ? "?" : `${count} or more`;
