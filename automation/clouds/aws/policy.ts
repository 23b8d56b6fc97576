import type { Value } from "../../engine/provider";
import * as v from "../values";

/** One statement of a policy, its lists always lists. */
export interface Statement {
  readonly effect: "Allow" | "Deny";
  /** Absent in a policy that belongs to its principal. */
  readonly principals: readonly { readonly kind: string; readonly id: string }[] | undefined;
  readonly notPrincipal: boolean;
  readonly actions: readonly string[];
  readonly notActions: boolean;
  readonly resources: readonly string[];
  readonly conditions: readonly {
    readonly operator: string;
    readonly key: string;
    readonly values: readonly string[];
  }[];
}

/**
 * Who a policy is attached to, which decides what its statements must have: `identity` (no principal, a resource),
 * `resource` (a principal and a resource), `trust` (a principal and no resource).
 */
export type PolicyForm = "identity" | "resource" | "trust";

const asList = (value: Value | undefined): string[] => {
  if (typeof value === "string") return [value];
  return v.isArray(value) ? value.filter((m) => typeof m === "string") : [];
};

function principalsOf(value: Value | undefined): Statement["principals"] {
  if (value === undefined) return undefined;
  if (typeof value === "string") return [{ kind: "AWS", id: value }];
  if (!v.isObject(value)) return [];
  return Object.entries(value).flatMap(([kind, ids]) => asList(ids).map((id) => ({ kind, id })));
}

function conditionsOf(value: Value | undefined): Statement["conditions"] {
  if (!v.isObject(value)) return [];
  return Object.entries(value).flatMap(([operator, keys]) =>
    v.isObject(keys)
      ? Object.entries(keys).map(([key, values]) => ({
          operator,
          key,
          values: asList(values).concat(typeof values === "boolean" ? [String(values)] : []),
        }))
      : [],
  );
}

/** What is wrong with one statement, in the words of IAM's grammar. */
function faultOf(statement: Value, form: PolicyForm): string | undefined {
  if (!v.isObject(statement)) return "a statement must be an object";
  const allowed = [
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
  ];
  const unknown = Object.keys(statement).find((k) => !allowed.includes(k));
  if (unknown !== undefined) return `a statement has no element "${unknown}"`;
  if (statement["Effect"] !== "Allow" && statement["Effect"] !== "Deny")
    return "Effect must be Allow or Deny";
  const actions = asList(statement["Action"] ?? statement["NotAction"]);
  if (actions.length === 0) return "a statement needs an Action";
  const bad = actions.find((a) => a !== "*" && !/^[a-zA-Z0-9-]+:[a-zA-Z0-9*?]+$/.test(a));
  if (bad !== undefined) return `"${bad}" is not an action such as "sqs:SendMessage"`;
  const principal = statement["Principal"] !== undefined || statement["NotPrincipal"] !== undefined;
  const resource = statement["Resource"] !== undefined || statement["NotResource"] !== undefined;
  if (form === "identity" && principal) return "a policy of an identity may not name a Principal";
  if (form !== "identity" && !principal) return "a statement needs a Principal";
  if (form === "trust" && resource) return "a trust policy may not name a Resource";
  if (form !== "trust" && !resource) return "a statement needs a Resource";
  const empty = asList(statement["Resource"]).some((r) => r === "");
  return empty ? "a Resource must not be empty" : undefined;
}

/**
 * Reads a policy document.
 * @returns its statements, or what is wrong with it (IAM JSON policy grammar,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html).
 */
export function parsePolicy(text: string, form: PolicyForm): readonly Statement[] | string {
  let parsed: Value;
  try {
    parsed = JSON.parse(text) as Value;
  } catch (error) {
    if (error instanceof SyntaxError) return "the policy is not valid JSON";
    throw error;
  }
  if (!v.isObject(parsed)) return "a policy must be an object";
  const version = parsed["Version"];
  if (version !== undefined && version !== "2012-10-17" && version !== "2008-10-17")
    return 'Version must be "2012-10-17" or "2008-10-17"';
  const unknown = Object.keys(parsed).find((k) => !["Version", "Id", "Statement"].includes(k));
  if (unknown !== undefined) return `a policy has no element "${unknown}"`;
  const statements: readonly Value[] = v.isArray(parsed["Statement"])
    ? parsed["Statement"]
    : [parsed["Statement"] ?? null];
  if (statements.length === 0 || statements[0] === null) return "a policy needs a Statement";
  for (const statement of statements) {
    const fault = faultOf(statement, form);
    if (fault !== undefined) return fault;
  }
  return statements.filter(v.isObject).map((s) => ({
    effect: s["Effect"] === "Deny" ? "Deny" : "Allow",
    principals: principalsOf(s["Principal"] ?? s["NotPrincipal"]),
    notPrincipal: s["NotPrincipal"] !== undefined,
    actions: asList(s["Action"] ?? s["NotAction"]),
    notActions: s["NotAction"] !== undefined,
    resources: asList(s["Resource"]),
    conditions: conditionsOf(s["Condition"]),
  }));
}

/** A call to be judged. */
export interface Call {
  /** `events.amazonaws.com`, an account number or an ARN. */
  readonly principal: string;
  readonly kind: "Service" | "AWS" | "Federated";
  readonly action: string;
  /** The ARN acted on; absent in a trust policy. */
  readonly resource?: string;
  /** Values of condition keys, `aws:SourceArn`. */
  readonly context?: Readonly<Record<string, string>>;
}

/** `*` is any text, `?` one character. */
export function like(pattern: string, text: string, ignoreCase = false): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`^${source}$`, ignoreCase ? "is" : "s").test(text);
}

function principalMatches(statement: Statement, call: Call): boolean {
  const named = (statement.principals ?? []).some(
    ({ kind, id }) =>
      id === "*" ||
      (kind === call.kind &&
        (id === call.principal ||
          // An account, by number or as its root, stands for everyone in it.
          (kind === "AWS" && accountOf(id) !== undefined && accountOf(id) === accountOf(call.principal)))),
  );
  return statement.notPrincipal ? !named : named;
}

const accountOf = (id: string): string | undefined =>
  /^(\d{12})$/.exec(id)?.[1] ?? /^arn:aws:(?:iam|sts)::(\d{12}):/.exec(id)?.[1];

function conditionHolds(condition: Statement["conditions"][number], call: Call): boolean {
  const entry = Object.entries(call.context ?? {}).find(
    ([k]) => k.toLowerCase() === condition.key.toLowerCase(),
  );
  // A key that the call does not carry: only the IfExists and negated forms let it through.
  if (!entry) return /IfExists$|Not/.test(condition.operator);
  const value = entry[1];
  const operator = condition.operator.replace(/^(ForAnyValue|ForAllValues):/, "").replace(/IfExists$/, "");
  switch (operator) {
    case "StringEquals":
    case "Bool":
      return condition.values.includes(value);
    case "StringNotEquals":
      return !condition.values.includes(value);
    case "StringLike":
    case "ArnLike":
    case "ArnEquals":
      return condition.values.some((p) => like(p, value));
    case "StringNotLike":
    case "ArnNotLike":
    case "ArnNotEquals":
      return !condition.values.some((p) => like(p, value));
    default:
      return false;
  }
}

function applies(statement: Statement, call: Call): boolean {
  const acts = statement.actions.some((a) => like(a, call.action, true));
  return (
    (statement.principals === undefined || principalMatches(statement, call)) &&
    (statement.notActions ? !acts : acts) &&
    (call.resource === undefined || statement.resources.some((r) => like(r, call.resource ?? ""))) &&
    statement.conditions.every((c) => conditionHolds(c, call))
  );
}

/** Whether a policy lets a call through: some statement allows it and none denies it. */
export function allows(statements: readonly Statement[], call: Call): boolean {
  const matching = statements.filter((s) => applies(s, call));
  return matching.some((s) => s.effect === "Allow") && !matching.some((s) => s.effect === "Deny");
}

/** Whether anyone at all is let in: a wildcard principal without a condition that narrows it to an account. */
export function isPublic(statements: readonly Statement[]): boolean {
  const narrowing = /^(aws:(source(arn|account|vpc|vpce|ip|orgid|owner)|principal(orgid|account|arn)))/i;
  return statements.some(
    (s) =>
      s.effect === "Allow" &&
      (s.principals ?? []).some((p) => p.id === "*") &&
      !s.conditions.some((c) => narrowing.test(c.key)),
  );
}
