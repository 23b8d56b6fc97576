import { holds, type RequestContext } from "./conditions";
import type { Statement } from "./document";
import { pattern } from "./pattern";

/** Who makes a request: a service (`events.amazonaws.com`), or a role or account by its ARN. */
export interface Caller {
  readonly kind: "Service" | "AWS" | "Federated";
  readonly id: string;
}

export interface Request {
  readonly caller: Caller;
  /** `sqs:SendMessage` */
  readonly action: string;
  /** The ARN acted on; absent where a role is assumed, since a trust policy names none. */
  readonly resource?: string;
  /** The account that the resource belongs to. @default the one in its ARN */
  readonly account?: string;
  readonly context?: RequestContext;
}

/** The policies that count for a request. What is absent is not there, an empty list is a policy that says nothing. */
export interface Policies {
  /** Attached to what is acted on: a queue's, a bucket's, a key's policy, a role's trust policy. */
  readonly resource?: readonly Statement[];
  /** Attached to the role that calls. */
  readonly identity?: readonly Statement[];
  /** The role's permissions boundary. */
  readonly boundary?: readonly Statement[];
}

/** The answer; `why` says which policy refuses, for the words behind "because". */
export type Verdict =
  | { readonly allowed: true }
  | {
      readonly allowed: false;
      readonly why: string;
      /** Whether a further policy of the caller could still allow it. */
      readonly resort?: boolean;
    };

const ALLOWED: Verdict = { allowed: true };

export const accountOf = (id: string): string | undefined =>
  /^(\d{12})$/.exec(id)?.[1] ?? /^arn:aws[\w-]*:[\w-]+:[\w-]*:(\d{12}):/.exec(id)?.[1];

/** How a statement names the caller: by itself, through its account, or not at all. */
type Named = "directly" | "account" | undefined;

function namedBy(statement: Statement, caller: Caller): Named {
  const { principals } = statement;
  if (principals === undefined) return "directly";
  const byName = principals.some(({ kind, id }) => id === "*" || (kind === caller.kind && id === caller.id));
  const isWhole = (id: string): boolean => /^\d{12}$|:root$/.test(id);
  const byAccount = principals.some(
    ({ kind, id }) =>
      kind === "AWS" && caller.kind === "AWS" && isWhole(id) && accountOf(id) === accountOf(caller.id),
  );
  // Who is left out by NotPrincipal must be left out by name; naming the account as well is not enough.
  if (statement.notPrincipal) return byName ? undefined : "directly";
  return byName ? "directly" : byAccount ? "account" : undefined;
}

/** Whether a statement is about a request, whoever makes it. */
function concerns(statement: Statement, { action, resource, context = {} }: Request): boolean {
  const variables = statement.variables ? context : undefined;
  const acts = statement.actions.some((a) => pattern(a, undefined, true)?.test(action) === true);
  const hits = (text: string): boolean =>
    statement.resources.some((r) => pattern(r, variables)?.test(text) === true);
  return (
    acts !== statement.notActions &&
    (resource === undefined || hits(resource) !== statement.notResources) &&
    statement.conditions.every((c) => holds(c, context, statement.variables))
  );
}

function search(statements: readonly Statement[] | undefined, request: Request, effect: Statement["effect"]) {
  const found = (statements ?? []).flatMap((statement) => {
    const named = namedBy(statement, request.caller);
    return named !== undefined && statement.effect === effect && concerns(statement, request)
      ? [{ named, statement }]
      : [];
  });
  return found.find((f) => f.named === "directly") ?? found[0];
}

const refused = (why: string) => ({ allowed: false, why }) as const;

const sidOf = ({ sid }: Statement): string => (sid === undefined ? "a statement" : `the statement "${sid}"`);

/** Services whose resource policy must let the caller in even in its own account. */
const needsResourcePolicy = (action: string): boolean => /^(kms|sts):/i.test(action);

/**
 * Whether AWS lets a request through (IAM user guide, "Policy evaluation logic" and "Cross-account policy evaluation
 * logic"; KMS developer guide, "Default key policy"):
 *
 * - an explicit deny in any policy wins;
 * - a service is let in by the resource's policy alone;
 * - a role of the resource's account needs its own policies or a resource's policy that names it; of a key or of a role to
 *   assume, also where its own policies allow it, a resource's policy that lets its account in;
 * - a role of another account needs both;
 * - a permissions boundary limits what a role gets, from either side.
 */
export function authorize(request: Request, policies: Policies): Verdict {
  for (const [name, statements] of Object.entries(policies)) {
    const denied = search(statements as readonly Statement[], request, "Deny");
    if (denied) return refused(`${sidOf(denied.statement)} of ${NAMES[name as keyof Policies]} denies it`);
  }
  const byResource = search(policies.resource, request, "Allow")?.named;
  if (request.caller.kind !== "AWS")
    return byResource === undefined ? refused(`no statement of ${NAMES.resource} allows it`) : ALLOWED;

  if (policies.boundary && !search(policies.boundary, request, "Allow"))
    return refused(`no statement of ${NAMES.boundary} allows it`);
  const byIdentity = search(policies.identity, request, "Allow") !== undefined;
  const account = request.account ?? accountOf(request.resource ?? "");
  const atHome = account === undefined || account === accountOf(request.caller.id);
  if (atHome && byResource === "directly") return ALLOWED;
  if ((!atHome || needsResourcePolicy(request.action)) && byResource === undefined)
    return refused(`no statement of ${NAMES.resource} allows it`);
  if (byIdentity) return ALLOWED;
  return { ...refused(`no statement of ${NAMES.identity} allows it`), resort: true };
}

const NAMES: Readonly<Record<keyof Policies, string>> = {
  resource: "the resource's policy",
  identity: "the caller's own policies",
  boundary: "the caller's permissions boundary",
};
