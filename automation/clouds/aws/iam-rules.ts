import type { Values } from "../../engine/provider";
import type { Context, Report, Target, Use } from "../kind";
import * as v from "../values";
import { target } from "./common";
import { refusalOf, service as principal } from "./access/ask";
import { authorize } from "./access/authorize";
import { statements } from "./access/attached";
import type { RequestContext } from "./access/conditions";
import { parsePolicy, type PolicyForm, type Statement } from "./access/document";

export const roleTarget: Target = target(
  "InvalidParameterValue",
  (id) => `The role ${id} does not exist`,
  "iam/role:Role",
);

/** Characters of a policy as IAM counts them, without white space (IAM user guide, "IAM and AWS STS quotas"). */
export const policySize = (text: string): number => text.replace(/\s/g, "").length;

/**
 * Checks a policy document in the inputs, where its text is known.
 *
 * @param more what a service has against a policy that is well formed.
 */
export const policyInput =
  (
    property: string,
    form: PolicyForm,
    maximum?: number,
    more?: (text: string, statements: readonly Statement[]) => string | undefined,
  ) =>
  (inputs: Values, report: Report): void => {
    const text = v.text(inputs, property);
    if (text === undefined) return;
    const parsed = parsePolicy(text, form);
    if (typeof parsed === "string") return report(property, `MalformedPolicyDocument: ${parsed}`);
    if (maximum !== undefined && policySize(text) > maximum)
      report(property, `LimitExceeded: the policy has more than ${String(maximum)} characters`);
    const fault = more?.(text, parsed);
    if (fault !== undefined) report(property, fault);
  };

/**
 * Whether a role's trust policy lets a service assume it, on behalf of a resource where the service says so, and with what
 * else it says.
 */
export function assumable(
  c: Context,
  roleArn: string | undefined,
  service: string,
  sourceArn?: string,
  more: RequestContext = {},
): boolean {
  const role = c.find(roleArn, "aws:iam/role:Role");
  if (!role) return true;
  return authorize(
    {
      caller: principal(service),
      action: "sts:AssumeRole",
      context: {
        "aws:SourceAccount": c.site.account,
        ...(sourceArn === undefined ? {} : { "aws:SourceArn": sourceArn }),
        ...more,
      },
    },
    { resource: statements(v.text(role.outputs, "assumeRolePolicy"), "trust") },
  ).allowed;
}

/** The same as a use, where the service takes the role on only later. */
export function assumption(
  c: Context,
  roleArn: string,
  service: string,
  source: string,
  outcome: string,
): Use {
  const request = { caller: principal(service), action: "sts:AssumeRole", resource: roleArn };
  const what = `${service} ${request.action} ${roleArn}`;
  if (assumable(c, roleArn, service, source)) return { what };
  return { what, refusal: refusalOf(request, "the role's trust policy does not allow it", outcome) };
}
