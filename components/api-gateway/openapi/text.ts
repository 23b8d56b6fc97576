import { Parser, type CST } from "yaml";
import { yamlValue } from "../../../lib/yaml-value";

/**
 * What a document's text may have, far above what an API of fifty routes needs. A parser of YAML goes through levels by calling
 * itself and through the keys of a map by comparing each with all others: a text that is made for it ends the process.
 */
const MOST = { characters: 4_000_000, levels: 100, entries: 5000 } as const;

/** A text of YAML or JSON as a value, or what is wrong with it. */
export function valueOf(text: string): { readonly value: unknown } | { readonly allowed: string } {
  if (text.length > MOST.characters) return { allowed: `a text of at most ${MOST.characters} characters` };
  const tooMuch = excess(text);
  if (tooMuch !== undefined) return { allowed: tooMuch };
  const read = yamlValue(text, { stringKeys: true });
  return "fault" in read ? { allowed: `YAML or JSON; ${read.fault}` } : read;
}

/** Goes through the parts without calling itself. */
function excess(text: string): string | undefined {
  const open: [part: CST.Token, level: number][] = [];
  for (const token of new Parser().parse(text)) open.push([token, 0]);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [part, level] = next;
    if (level > MOST.levels) return `at most ${MOST.levels} levels`;
    if (part.type === "document" && part.value) open.push([part.value, level]);
    if (!("items" in part)) continue;
    if (part.items.length > MOST.entries) return `at most ${MOST.entries} entries in a map or a list`;
    for (const { key, value } of part.items) {
      if (key) open.push([key, level + 1]);
      if (value) open.push([value, level + 1]);
    }
  }
  return undefined;
}
