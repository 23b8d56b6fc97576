import { type CheckRequest, type Value, type Values } from "../engine/provider";
import { Derive } from "./derive";
import type { TypeFacts } from "./facts/facts";
import { isArray, text } from "./values";

/** Inputs that a Pulumi provider names by itself when the program does not, with how the name is spelt. */
export interface NameRule {
  readonly property: string;
  /** Absent is fine with this other property set: the cloud then makes a name from the prefix. */
  readonly prefix?: string;
  readonly maximum?: number;
  readonly lowerCase?: boolean;
  /** What the name ends in for these inputs, `.fifo`. */
  readonly ending?: (inputs: Values) => string;
}

/** The rule by the facts: a type with an optional or required text input `name` gets one from its logical name. */
export function nameRule(facts: TypeFacts): NameRule | undefined {
  if (facts.inputs.has("name"))
    return { property: "name", ...(facts.inputs.has("namePrefix") ? { prefix: "namePrefix" } : {}) };
  return undefined;
}

const suffixLength = 7;

/**
 * Fills in the name that the program left out: `<logical name>-<7 hexadecimal digits>`, as Pulumi's bridged providers
 * do, and lists it under `__defaults` as they do. A name made earlier is kept. A replacement, whose predecessor still
 * exists, gets another suffix.
 */
export function autoName(rule: NameRule, request: CheckRequest, generation: number): Values {
  const { news, olds } = request;
  if (news[rule.property] !== undefined && news[rule.property] !== null) return news;
  if (rule.prefix !== undefined && news[rule.prefix] !== undefined) return news;
  const kept = defaults(olds).includes(rule.property) ? text(olds, rule.property) : undefined;
  const suffix = new Derive(request.randomSeed, request.urn).hex(`name ${String(generation)}`, suffixLength);
  const ending = rule.ending?.(news) ?? "";
  const room = (rule.maximum ?? Infinity) - suffixLength - 1 - ending.length;
  const stem = rule.lowerCase === true ? request.name.toLowerCase() : request.name;
  const name = kept ?? `${stem.slice(0, room)}-${suffix}${ending}`;
  return { ...news, [rule.property]: name, __defaults: [...defaults(news), rule.property] };
}

/** Names of the inputs that the provider filled in. */
export function defaults(inputs: Values | undefined): string[] {
  const value: Value | undefined = inputs?.["__defaults"];
  return isArray(value) ? value.filter((v) => typeof v === "string") : [];
}

/** Whether the program gave a name that the cloud lets only one resource have, so that the old one must go first. */
export function nameIsFixed(rule: NameRule | undefined, olds: Values, news: Values): boolean {
  if (rule === undefined) return false;
  const before = text(olds, rule.property);
  return (
    before !== undefined && before === text(news, rule.property) && !defaults(news).includes(rule.property)
  );
}
