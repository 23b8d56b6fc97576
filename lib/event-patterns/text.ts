/** Strings as event-ruler compares them: by their UTF-8 bytes, in which half a surrogate pair is a question mark. */

const LONE_SURROGATE = /\p{Surrogate}/gu;
/** Told much faster, and hardly any text has one. */
const SURROGATE = /[\ud800-\udfff]/;

/** The text with what UTF-8 can not hold replaced, as Java's `String.getBytes` does. */
export const encodable = (text: string): string =>
  SURROGATE.test(text) ? text.replace(LONE_SURROGATE, "?") : text;

/**
 * A suffix as event-ruler keeps it: turned round twice with Java's `StringBuilder.reverse`, which makes a pair of two
 * surrogates that stand the wrong way about.
 */
export const turnedTwice = (text: string): string => encodable(reversed(reversed(text)));

const reversed = (text: string): string =>
  text
    .split("")
    .reverse()
    .join("")
    .replace(/([\udc00-\udfff])([\ud800-\udbff])/g, "$2$1");

/**
 * An expression that a text in any case matches. Each UTF-16 unit stands for its lower and its upper case alone, so `ß`
 * matches `SS` but `ss` does not match `ß`, and a character outside the basic plane matches two question marks only.
 */
export function anyCase(text: string): string {
  return text.split("").map(unitInAnyCase).join("");
}

function unitInAnyCase(unit: string): string {
  const lower = encodable(unit.toLowerCase());
  const upper = encodable(unit.toUpperCase());
  return lower === upper ? literal(lower) : `(?:${literal(lower)}|${literal(upper)})`;
}

const literal = (text: string): string =>
  text.replace(/[^a-zA-Z0-9]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** The literal pieces between the asterisks of a wildcard, or what is wrong with it. `\*` and `\\` are literal. */
export function wildcardPieces(text: string): string[] | string {
  const pieces = [""];
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    const next = text.charAt(i + 1);
    if (character === "*") {
      if (next === "*") return "no two wildcards side by side";
      pieces.push("");
      continue;
    }
    if (character === "\\") {
      if (next !== "*" && next !== "\\") return "a backslash only before * or another backslash";
      i++;
    }
    pieces[pieces.length - 1] += character === "\\" ? next : character;
  }
  return pieces;
}

/** Whether the pieces occur in the text in their order, the first at its start and the last at its end. */
export function matchesPieces(text: string, pieces: readonly string[]): boolean {
  const first = pieces[0] ?? "";
  if (pieces.length === 1) return text === first;
  const last = pieces.at(-1) ?? "";
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let from = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, from);
    if (found < 0) return false;
    from = found + piece.length;
  }
  return from <= end;
}
