import { matches } from "../../glob";
import { SyntaxFault, type Tokens } from "./tokens";

/** What a comparison compares with. */
export type Operand =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "pattern"; readonly text: string }
  | { readonly kind: "variable"; readonly name: string };

export type Comparison = {
  readonly variable: string;
  readonly operator: "=" | "!=" | "in" | "before" | "between";
  readonly operands: readonly Operand[];
};

/** The condition behind `where`, or a matching rule. */
export type Condition =
  { readonly all: readonly Condition[] } | { readonly any: readonly Condition[] } | Comparison;

/** What a request carries, by variable: `request.principal.type`, `target.bucket.name`. */
export type Variables = Readonly<Record<string, string>>;

/**
 * Reads a condition (IAM guide, "Conditions": one comparison, or `all {...}` and `any {...}` of them, nested at will).
 * @throws {SyntaxFault} at what is no condition, an operator by its name.
 */
export function readCondition(tokens: Tokens): Condition {
  const group = tokens.word("all", "any");
  if (group === undefined) return readComparison(tokens);
  tokens.expect("{");
  const members = tokens.list(() => readCondition(tokens));
  tokens.expect("}");
  return group === "all" ? { all: members } : { any: members };
}

function readComparison(tokens: Tokens): Comparison {
  const { kind, text: variable } = tokens.take("a variable such as request.permission");
  if (kind !== "word") throw new SyntaxFault(`"${variable}" stands where a variable is expected`);
  const operator = tokens.take("an operator").text.toLowerCase();
  switch (operator) {
    case "=":
    case "!=":
    case "before":
      return { variable, operator, operands: [readOperand(tokens)] };
    case "between": {
      const from = readOperand(tokens);
      tokens.expect("and");
      return { variable, operator, operands: [from, readOperand(tokens)] };
    }
    case "in": {
      tokens.expect("(");
      const operands = tokens.list(() => readOperand(tokens));
      tokens.expect(")");
      return { variable, operator, operands };
    }
    default:
      throw new SyntaxFault(`"${operator}" is not an operator of a condition: =, !=, in, before, between`);
  }
}

function readOperand(tokens: Tokens): Operand {
  const { kind, text } = tokens.take("a value");
  if (kind === "sign") throw new SyntaxFault(`"${text}" stands where a value is expected`);
  if (kind === "word") return text.includes(".") ? { kind: "variable", name: text } : { kind: "text", text };
  return { kind, text };
}

function same(operand: Operand, value: string, variables: Variables): boolean {
  if (operand.kind === "pattern") return matches(operand.text, value, true);
  const wanted = operand.kind === "text" ? operand.text : valueOf(operand.name, variables);
  return wanted?.toLowerCase() === value.toLowerCase();
}

function valueOf(name: string, variables: Variables): string | undefined {
  const wanted = name.toLowerCase();
  return Object.entries(variables).find(([key]) => key.toLowerCase() === wanted)?.[1];
}

function compare({ variable, operator, operands }: Comparison, variables: Variables): boolean {
  const value = valueOf(variable, variables);
  // A variable that does not apply to the request declines it, whatever the operator.
  if (value === undefined) return false;
  const [first, second] = operands.map((o) => (o.kind === "variable" ? valueOf(o.name, variables) : o.text));
  switch (operator) {
    case "=":
    case "in":
      return operands.some((o) => same(o, value, variables));
    case "!=":
      return !operands.some((o) => same(o, value, variables));
    case "before":
      return Date.parse(value) < Date.parse(first ?? "");
    case "between": {
      // Times of day go round midnight.
      const [from = "", to = ""] = [first, second];
      return from <= to ? from <= value && value <= to : from <= value || value <= to;
    }
  }
}

/**
 * Whether a condition holds. Texts are compared without regard to case (policy reference, "Details for Object Storage":
 * "Condition matching is case insensitive").
 */
export function holds(condition: Condition, variables: Variables): boolean {
  if ("all" in condition) return condition.all.every((c) => holds(c, variables));
  if ("any" in condition) return condition.any.some((c) => holds(c, variables));
  return compare(condition, variables);
}
