import ipaddr from "ipaddr.js";
import { pattern, resolved, type RequestContext } from "./pattern";

export type { RequestContext } from "./pattern";

/** One line of a statement's Condition block. */
export interface Condition {
  /** As written: `ForAnyValue:StringLikeIfExists`. */
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

type Test = (wanted: string, given: string, context: RequestContext | undefined) => boolean;

const text = (compare: (wanted: string, given: string) => boolean): Test => {
  return (wanted, given, context) => {
    const value = resolved(wanted, context);
    return value !== undefined && compare(value, given);
  };
};
const like: Test = (wanted, given, context) => pattern(wanted, context)?.test(given) === true;
const number = (compare: (wanted: number, given: number) => boolean): Test => {
  return (wanted, given) => {
    const [a, b] = [wanted, given].map((t) => (t.trim() === "" ? Number.NaN : Number(t)));
    return a !== undefined && b !== undefined && compare(a, b);
  };
};

/** Milliseconds of a date in ISO 8601, or of seconds since 1970 (condition operators, "Date condition operators"). */
const instant = (date: string): number => (/^\d+$/.test(date) ? Number(date) * 1000 : Date.parse(date));
const date = (compare: (wanted: number, given: number) => boolean): Test => {
  return (wanted, given) => compare(instant(wanted), instant(given));
};

/** The six parts of an ARN are compared one by one, each with wildcards; ArnEquals and ArnLike are the same. */
const arn: Test = (wanted, given, context) => {
  const [parts, own] = [wanted, given].map((a) => {
    const split = a.split(":");
    return [...split.slice(0, 5), split.slice(5).join(":")];
  });
  return (parts ?? []).every((part, i) => pattern(part, context)?.test(own?.[i] ?? "") === true);
};

const address: Test = (wanted, given) => {
  if (!ipaddr.isValid(given)) return false;
  const ip = ipaddr.process(given);
  const block = wanted.includes("/") ? wanted : `${wanted}/${ip.kind() === "ipv4" ? "32" : "128"}`;
  if (!ipaddr.isValidCIDR(block)) return false;
  const [network, bits] = ipaddr.parseCIDR(block);
  return network.kind() === ip.kind() && ip.match(network, bits);
};

const equal = (a: string, b: string): boolean => a === b;
const sameLetters = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** What a positive operator asks of one value; the negated ones ask that no value does. */
const positive: Readonly<Record<string, Test>> = {
  StringEquals: text(equal),
  StringEqualsIgnoreCase: text(sameLetters),
  StringLike: like,
  NumericEquals: number((a, b) => b === a),
  NumericLessThan: number((a, b) => b < a),
  NumericLessThanEquals: number((a, b) => b <= a),
  NumericGreaterThan: number((a, b) => b > a),
  NumericGreaterThanEquals: number((a, b) => b >= a),
  DateEquals: date((a, b) => b === a),
  DateLessThan: date((a, b) => b < a),
  DateLessThanEquals: date((a, b) => b <= a),
  DateGreaterThan: date((a, b) => b > a),
  DateGreaterThanEquals: date((a, b) => b >= a),
  Bool: text(sameLetters),
  BinaryEquals: text(equal),
  IpAddress: address,
  ArnEquals: arn,
  ArnLike: arn,
};
const negated: Readonly<Record<string, string>> = {
  StringNotEquals: "StringEquals",
  StringNotEqualsIgnoreCase: "StringEqualsIgnoreCase",
  StringNotLike: "StringLike",
  NumericNotEquals: "NumericEquals",
  DateNotEquals: "DateEquals",
  NotIpAddress: "IpAddress",
  ArnNotEquals: "ArnEquals",
  ArnNotLike: "ArnLike",
};

interface Operator {
  readonly test: Test;
  readonly negative: boolean;
  readonly ifExists: boolean;
  readonly set: "ForAllValues" | "ForAnyValue" | undefined;
}

function operatorOf(name: string): Operator | "Null" | undefined {
  if (name === "Null") return "Null";
  const found = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(name);
  const [, set, base = "", ifExists] = found ?? [];
  const positiveName = negated[base] ?? base;
  const test = positive[positiveName];
  if (!test) return undefined;
  return {
    test,
    negative: negated[base] !== undefined,
    ifExists: ifExists !== undefined,
    set: set as Operator["set"],
  };
}

/** Whether IAM has a condition operator of this name. */
export const isOperator = (name: string): boolean => operatorOf(name) !== undefined;

const valuesOf = (key: string, context: RequestContext): readonly string[] | undefined => {
  const found = Object.entries(context).find(([name]) => sameLetters(name, key))?.[1];
  return typeof found === "string" ? [found] : found;
};

/**
 * Whether one line of a Condition block holds (IAM user guide, "IAM JSON policy elements: Condition operators" and
 * "Multivalued context keys"): several values are alternatives, of a negated operator all of them exclude. A key that the
 * request does not carry fails an operator, passes a negated one, `...IfExists` and `ForAllValues`.
 *
 * @param variables whether `${...}` in a value is a policy variable.
 * @throws {Error} on an operator that IAM does not have; {@link isOperator} tells before.
 */
export function holds(
  { operator: name, key, values }: Condition,
  context: RequestContext,
  variables = true,
): boolean {
  const operator = operatorOf(name);
  if (operator === undefined) throw new Error(`IAM has no condition operator ${name}`);
  const given = valuesOf(key, context);
  if (operator === "Null") return values.some((v) => sameLetters(v, String(given === undefined)));
  const { test, negative, ifExists, set } = operator;
  if (given === undefined)
    return set === undefined ? negative || ifExists : set === "ForAllValues" || ifExists;
  const one = (g: string): boolean =>
    values.some((w) => test(w, g, variables ? context : undefined)) !== negative;
  return set === "ForAllValues" || (set === undefined && negative) ? given.every(one) : given.some(one);
}
