/** Did you mean: the known name nearest to one that is not. */

/** Single-letter edits between two words, a swap of neighbours counting as one (restricted Damerau-Levenshtein). */
function edits(a: string, b: string): number {
  const rows: number[][] = Array.from({ length: a.length + 1 }, (_, i) => [i]);
  const at = (i: number, j: number) => rows[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let j = 0; j <= b.length; j++) (rows[0] as number[])[j] = j;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      const swap =
        a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY;
      (rows[i] as number[])[j] = Math.min(
        at(i - 1, j) + 1,
        at(i, j - 1) + 1,
        at(i - 1, j - 1) + change,
        swap,
      );
    }
  }
  return at(a.length, b.length);
}

/** The nearest of `known`, or undefined when none is near enough to be meant: a slip or two, one in three letters of long names. */
export function nearest(given: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let fewest = Math.max(given.length > 4 ? 2 : 1, Math.floor(given.length / 3)) + 1;
  for (const name of known) {
    const distance = edits(given.toLowerCase(), name.toLowerCase());
    if (distance < fewest) [best, fewest] = [name, distance];
  }
  return best;
}

/** Which name is meant, to be put behind what is allowed: " (did you mean dev?)", or nothing when none is near. */
export function didYouMean(given: string, known: readonly string[]): string {
  const near = nearest(given, known);
  return near === undefined ? "" : meant(near);
}

const meant = (name: string): string => ` (did you mean ${name}?)`;

/** What is allowed, with the nearest name when there is one: "one of dev, prod (did you mean dev?)". */
export function allowedNames(given: string, known: readonly string[]): string {
  const parts = given.split(",");
  const isList = parts.length > 1 && parts.every((part) => known.includes(part));
  return `one of ${known.join(", ")}${isList ? meant(parts.join(" ")) : didYouMean(given, known)}`;
}
