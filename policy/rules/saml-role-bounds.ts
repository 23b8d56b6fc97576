import { dig } from "../lib/dig";
import { principalsOf, statementsOf, valuesOf } from "../lib/iam";
import { refersTo } from "../lib/relations";
import { ifKnown } from "../lib/unknown";
import { defineRule, type StackResource } from "../rule";
import { inputsOf, ofType } from "../tokens";

const ROLE = "aws:iam/role:Role";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const ADMINISTRATOR = /:aws:policy\/(AdministratorAccess|PowerUserAccess|IAMFullAccess)$/;
/** Seconds; IAM's own default is as long (IAM User Guide, "Maximum session duration"). */
const HOUR = 3600;

/** People come by SAML; what they may is bounded by time, place and a boundary. */
export const samlRoleBounds = defineRule({
  id: "saml-role-bounds",
  description:
    "A role for people from SAML asks for AWS as the audience; an administrator's has a boundary and an hour.",
  severity: "high",
  needs: [],
  serves: ["MC-37", "MC-38"],
  remediationSteps:
    "Add the condition SAML:aud, a permissionsBoundary, and maxSessionDuration 3600 for administrators.",

  checkStack(resources, _place, report) {
    for (const role of ofType(resources, ROLE)) {
      const inputs = inputsOf(role, ROLE);
      const saml = statementsOf(ifKnown(() => inputs?.assumeRolePolicy)).filter(
        (one) =>
          one["Effect"] === "Allow" &&
          valuesOf(one["Action"]).some((action) => /^(\*|sts:\*|sts:AssumeRoleWithSAML)$/i.test(action)) &&
          principalsOf(one).some((principal) => /:saml-provider\/|^\*$/.test(principal)),
      );
      if (saml.length === 0) continue;
      const open = saml.find((one) => !asksForAudience(one["Condition"]));
      if (open !== undefined) {
        report({
          resource: role,
          path: "assumeRolePolicy",
          value: open["Sid"] ?? "a statement for SAML",
          problem: "an assertion that was made for another service opens it",
          remedy: 'Add the condition StringEquals SAML:aud "https://signin.aws.amazon.com/saml".',
        });
      }
      if (!isAdministrator(role, resources)) continue;
      if (ifKnown(() => inputs?.permissionsBoundary ?? "") === "") {
        report({
          resource: role,
          path: "permissionsBoundary",
          problem: "an administrator without bounds can undo every other one",
          remedy: "Name a boundary, or a narrower policy.",
        });
      }
      const length = ifKnown(() => inputs?.maxSessionDuration) ?? HOUR;
      if (length <= HOUR) continue;
      report({
        resource: role,
        path: "maxSessionDuration",
        value: length,
        problem: "a session of an administrator that is stolen is good for longer than an hour",
        remedy: "Set it to 3600.",
      });
    }
  },
});

function asksForAudience(condition: unknown): boolean {
  return ["StringEquals", "StringLike", "ForAnyValue:StringEquals"].some((operator) =>
    Object.keys(dig(condition, operator) ?? {}).some((key) => key.toLowerCase() === "saml:aud"),
  );
}

function isAdministrator(role: StackResource, resources: readonly StackResource[]): boolean {
  const managed = ifKnown(() => role.props["managedPolicyArns"]);
  if (valuesOf(managed).some((arn) => ADMINISTRATOR.test(arn))) return true;
  return ofType(resources, ATTACHMENT).some(
    (one) =>
      ADMINISTRATOR.test(String(ifKnown(() => inputsOf(one, ATTACHMENT)?.policyArn))) &&
      refersTo(one, "role", () => inputsOf(one, ATTACHMENT)?.role, role),
  );
}
