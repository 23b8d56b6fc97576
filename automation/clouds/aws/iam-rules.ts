import type { Values } from "../../engine/provider";
import type { Context, Report, Target } from "../kind";
import * as v from "../values";
import { target } from "./common";
import { allows, parsePolicy, type PolicyForm, type Statement } from "./policy";

export const roleTarget: Target = target(
  "InvalidParameterValue",
  (id) => `The role ${id} does not exist`,
  "iam/role:Role",
);

/** Checks a policy document in the inputs, where its text is known. */
export const policyInput =
  (property: string, form: PolicyForm, maximum?: number) =>
  (inputs: Values, report: Report): void => {
    const text = v.text(inputs, property);
    if (text === undefined) return;
    const parsed = parsePolicy(text, form);
    if (typeof parsed === "string") report(property, `MalformedPolicyDocument: ${parsed}`);
    // IAM counts characters without white space (IAM user guide, "IAM and AWS STS quotas").
    else if (maximum !== undefined && text.replace(/\s/g, "").length > maximum)
      report(property, `LimitExceeded: the policy has more than ${String(maximum)} characters`);
  };

export function statements(text: string | undefined, form: PolicyForm): readonly Statement[] {
  const parsed = text === undefined ? [] : parsePolicy(text, form);
  return typeof parsed === "string" ? [] : parsed;
}

/** Whether a role's trust policy lets a service assume it, on behalf of a resource where the service says so. */
export function assumable(
  c: Context,
  roleArn: string | undefined,
  service: string,
  sourceArn?: string,
): boolean {
  const role = c.find(roleArn, "aws:iam/role:Role");
  if (!role) return true;
  return allows(statements(v.text(role.outputs, "assumeRolePolicy"), "trust"), {
    principal: service,
    kind: "Service",
    action: "sts:AssumeRole",
    context: {
      "aws:SourceAccount": c.site.account,
      ...(sourceArn === undefined ? {} : { "aws:SourceArn": sourceArn }),
    },
  });
}
