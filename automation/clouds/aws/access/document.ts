import type { Value } from "../../../engine/provider";
import * as v from "../../values";
import { isOperator, type Condition } from "./conditions";

/** One statement of a policy, its lists always lists. */
export interface Statement {
  readonly sid: string | undefined;
  readonly effect: "Allow" | "Deny";
  /** Absent in a policy that belongs to its principal. */
  readonly principals: readonly { readonly kind: string; readonly id: string }[] | undefined;
  readonly notPrincipal: boolean;
  readonly actions: readonly string[];
  readonly notActions: boolean;
  readonly resources: readonly string[];
  readonly notResources: boolean;
  readonly conditions: readonly Condition[];
  /** Whether `${...}` is a variable: in Version 2012-10-17 only. */
  readonly variables: boolean;
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
          values: asList(values).concat(
            typeof values === "boolean" || typeof values === "number" ? [String(values)] : [],
          ),
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
  if (asList(statement["Resource"]).some((r) => r === "")) return "a Resource must not be empty";
  return principalFault(statement) ?? conditionFault(statement["Condition"]);
}

/** A principal is named whole, or it is everyone (IAM user guide, "AWS JSON policy elements: Principal"). */
function principalFault(statement: v.ObjectValue): string | undefined {
  const named = principalsOf(statement["Principal"] ?? statement["NotPrincipal"]) ?? [];
  const bad = named.find(({ id }) => id !== "*" && /[*?]/.test(id));
  return bad && `Invalid principal in policy: "${bad.kind}":"${bad.id}"`;
}

function conditionFault(block: Value | undefined): string | undefined {
  if (block === undefined) return undefined;
  if (!v.isObject(block)) return "a Condition must be an object";
  const unknown = Object.keys(block).find((operator) => !isOperator(operator));
  if (unknown !== undefined) return `Invalid Condition type : ${unknown}`;
  const flat = Object.entries(block).find(([, keys]) => !v.isObject(keys))?.[0];
  return flat === undefined ? undefined : `the Condition ${flat} must be an object of keys and values`;
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
    sid: v.text(s, "Sid"),
    effect: s["Effect"] === "Deny" ? "Deny" : "Allow",
    principals: principalsOf(s["Principal"] ?? s["NotPrincipal"]),
    notPrincipal: s["NotPrincipal"] !== undefined,
    actions: asList(s["Action"] ?? s["NotAction"]),
    notActions: s["NotAction"] !== undefined,
    resources: asList(s["Resource"] ?? s["NotResource"]),
    notResources: s["NotResource"] !== undefined,
    conditions: conditionsOf(s["Condition"]),
    variables: version === "2012-10-17",
  }));
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
