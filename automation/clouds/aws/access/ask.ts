import { gathered } from "../../gathered";
import type { Context, Use } from "../../kind";
import { accountOf, authorize, type Caller, type Request, type Verdict } from "./authorize";
import { identityOf, policyOf } from "./attached";
import type { RequestContext } from "./conditions";

/** A service, by its principal: `events.amazonaws.com`. */
export const service = (id: string): Caller => ({ kind: "Service", id });

export const role = (arn: string): Caller => ({ kind: "AWS", id: arn });

/** What every request of a service on somebody's behalf carries (IAM user guide, "AWS global condition context keys"). */
export function onBehalfOf(c: Context, sourceArn?: string): RequestContext {
  return {
    "aws:SecureTransport": "true",
    "aws:SourceAccount": c.site.account,
    ...(sourceArn === undefined ? {} : { "aws:SourceArn": sourceArn }),
  };
}

/** What a request signed with a role's credentials carries. */
function signedBy(arn: string): RequestContext {
  return {
    "aws:SecureTransport": "true",
    "aws:PrincipalArn": arn,
    "aws:PrincipalAccount": arn.split(":")[4] ?? "",
    "aws:PrincipalType": "AssumedRole",
    "aws:PrincipalIsAWSService": "false",
  };
}

function contextOf({ kind, id }: Caller): RequestContext {
  if (kind === "AWS") return signedBy(id);
  return { "aws:PrincipalIsAWSService": "true", "aws:PrincipalServiceName": id };
}

/**
 * Whether a request is let through by the policies that are attached to what it acts on and to the caller. Yes, where that
 * rests on what is not known here: a resource of an account that is not simulated, a managed policy of AWS without its
 * content.
 */
export function judge(c: Context, request: Request & { readonly resource: string }): Verdict {
  const { caller } = request;
  const resource = policyOf(c, request.resource);
  if (resource === undefined && caller.kind !== "AWS") return { allowed: true };
  const identity = caller.kind === "AWS" ? identityOf(c, caller.id) : undefined;
  const verdict = authorize(
    {
      ...request,
      ...(resource === undefined ? { account: accountOf(caller.id) ?? "" } : {}),
      context: { ...contextOf(caller), ...request.context },
    },
    { ...(identity?.policies ?? {}), ...(resource === undefined ? {} : { resource }) },
  );
  const open = identity?.complete === false && !verdict.allowed && verdict.resort === true;
  return open ? { allowed: true } : verdict;
}

/** The words for a refusal: who may not do what to which, why, and what comes of it. */
export const refusalOf = (request: Request, why: string, outcome: string): string =>
  `${request.caller.id} is not authorized to perform ${request.action}` +
  `${request.resource === undefined ? "" : ` on ${request.resource}`}, because ${why}: ${outcome}`;

/** Asks whether a caller may perform some actions on one thing; the outcome says what happens without. */
export function uses(
  c: Context,
  caller: Caller,
  actions: readonly string[],
  resource: string,
  context: RequestContext,
  outcome: string,
): Use[] {
  const verdicts = actions.map((action) => {
    const verdict = judge(c, { caller, action, resource, context });
    return [action, verdict.allowed ? undefined : verdict.why] as const;
  });
  return gathered(`${caller.id} {} ${resource}`, verdicts, (action, why) =>
    refusalOf({ caller, action, resource }, why, outcome),
  );
}
