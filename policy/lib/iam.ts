import { parsedJson } from "./json";

/** One statement of an AWS policy document. */
export type Statement = Readonly<Record<string, unknown>>;

/**
 * The statements of an AWS policy document, given as JSON text or as an object; none when it is neither or can not be
 * parsed, which AWS itself refuses.
 */
export function statementsOf(document: unknown): Statement[] {
  const parsed = typeof document === "string" ? parsedJson(document) : document;
  if (parsed === null || typeof parsed !== "object" || !("Statement" in parsed)) return [];
  const { Statement: statements } = parsed;
  return (Array.isArray(statements) ? (statements as unknown[]) : [statements]).filter(
    (statement): statement is Statement => statement !== null && typeof statement === "object",
  );
}

/** A value that is one text or a list of texts, as a list. */
export function valuesOf(value: unknown): string[] {
  return (Array.isArray(value) ? (value as unknown[]) : [value]).filter((item) => typeof item === "string");
}

/** Every principal of a statement, of whatever kind; `*` for everybody. */
export function principalsOf(statement: Statement): string[] {
  // Whoever is not named, everybody in the end.
  if (statement["NotPrincipal"] !== undefined) return ["*"];
  const principal = statement["Principal"];
  if (principal === null || typeof principal !== "object") return valuesOf(principal);
  return Object.values(principal).flatMap(valuesOf);
}

/** Whether a statement has a condition at all. */
export function isConditional(statement: Statement): boolean {
  const condition = statement["Condition"];
  return condition !== null && typeof condition === "object" && Object.keys(condition).length > 0;
}

/** Keys that say how and when a request comes, or what it says of itself; none of them says whose it is. */
const OF_THE_REQUEST = new Set([
  "aws:securetransport",
  "s3:tlsversion",
  "aws:currenttime",
  "aws:epochtime",
  "aws:useragent",
  "aws:referer",
]);

/**
 * Operators that a request without the key passes, or that name who is left out (IAM User Guide, "IAM JSON policy elements:
 * Condition operators" and "Set operators for multi-valued context keys").
 */
const LETS_OTHERS_THROUGH = /^Null$|^ForAllValues:|Not|IfExists$/;

/** Whether a condition of a statement leaves somebody out, and not only some requests of everybody. */
export function limitsWho(statement: Statement): boolean {
  const condition = statement["Condition"];
  if (condition === null || typeof condition !== "object") return false;
  return Object.entries(condition as Record<string, object>)
    .filter(([operator]) => !LETS_OTHERS_THROUGH.test(operator))
    .some(([, keys]) => Object.keys(keys).some((key) => !OF_THE_REQUEST.has(key.toLowerCase())));
}
