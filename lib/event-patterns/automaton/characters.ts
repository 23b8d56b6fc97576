import type { TextCondition } from "../condition";
import { encodable, turnedTwice } from "../text";

/** One step of a text in the automaton: a byte, the bytes of either case of a character, or any number of any bytes. */
export type Character = number | EitherCase | "wildcard";

/** The bytes of a character's lower case and of its upper case, which differ. */
export interface EitherCase {
  readonly cases: readonly (readonly number[])[];
}

/** The texts that a condition puts into the automaton, in the order in which event-ruler has them in its sets. */
export function textsOf(condition: TextCondition): readonly Character[][] {
  switch (condition.type) {
    case "exact":
    case "prefix":
      return [bytes(condition.text)];
    case "suffix":
      return [backwards(condition.text)];
    case "any-case":
    case "prefix-any-case":
      return [eitherCase(condition.text, false)];
    case "suffix-any-case":
      return [eitherCase(condition.text, true)];
    case "wildcard":
      return [wildcard(condition.text)];
    case "not-texts":
    case "not-prefixes":
      return inSetOrder(condition.texts).map(bytes);
    case "not-suffixes":
      return inSetOrder(inSetOrder(condition.texts).map(turned)).map((text) => backwards(turned(text)));
    case "not-any-case":
      return inSetOrder(condition.texts).map((text) => eitherCase(text, false));
    case "not-wildcards":
      return inSetOrder(condition.texts).map(wildcard);
  }
}

export const bytes = (text: string): number[] => [...Buffer.from(encodable(text))];

const backwards = (text: string): number[] => [...Buffer.from(turnedTwice(text))].reverse();

const turned = (text: string): string => [...text].reverse().join("");

function eitherCase(text: string, reversed: boolean): Character[] {
  const units = text.split("");
  return (reversed ? units.reverse() : units).flatMap((unit): Character[] => {
    const [lower, upper] = [unit.toLowerCase(), unit.toUpperCase()].map((one) =>
      reversed ? bytes(one).reverse() : bytes(one),
    ) as [number[], number[]];
    return lower.join() === upper.join() ? lower : [{ cases: [lower, upper] }];
  });
}

function wildcard(text: string): Character[] {
  const characters: Character[] = [];
  const given = bytes(text);
  for (let i = 0; i < given.length; i++) {
    const byte = given[i] as number;
    if (byte === 0x2a) characters.push("wildcard");
    else characters.push(byte === 0x5c ? (given[++i] as number) : byte);
  }
  return characters;
}

/** The order of a Java `HashSet` of strings that were put into it in the order given. */
function inSetOrder(texts: readonly string[]): string[] {
  const distinct = [...new Set(texts)];
  let buckets = 16;
  while (distinct.length > buckets * 0.75) buckets *= 2;
  const bucket = (text: string) => {
    let hash = 0;
    for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
    return (hash ^ (hash >>> 16)) & (buckets - 1);
  };
  return distinct.toSorted((a, b) => bucket(a) - bucket(b));
}

/** Whether a character has two cases that differ; asked of the first UTF-16 unit of what the bytes decode to. */
export function hasCases(encoded: readonly number[]): boolean {
  const unit = Buffer.from(encoded).toString().charAt(0);
  return encodable(unit.toLowerCase()) !== encodable(unit.toUpperCase());
}
