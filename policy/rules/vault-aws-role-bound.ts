import { textsOf } from "../lib/dig";
import { isGiven } from "../lib/unknown";
import { defineRule } from "../rule";

const ROLE = "vault:aws/authBackendRole:AuthBackendRole";
const CLIENT = "vault:aws/authBackendClient:AuthBackendClient";

/** A signed request says who somebody is, not whom it was meant for. */
export const vaultAwsRoleBound = defineRule({
  id: "vault-aws-role-bound",
  description:
    "An IAM role of Vault is bound to principals by name, and its mount asks for a header that names the server.",
  severity: "high",
  needs: [],
  serves: ["SE-25"],
  remediationSteps:
    "List boundIamPrincipalArns without *, and set iamServerIdHeaderValue on the mount's client.",

  check(resource, _place, report) {
    const { type, props } = resource;
    if (type === CLIENT) {
      if (isGiven(() => props["iamServerIdHeaderValue"])) return;
      const problem = "a login that was signed for another Vault can be replayed here";
      report({
        resource,
        path: "iamServerIdHeaderValue",
        problem,
        remedy: "Set it to this Vault's address.",
      });
    }
    if (type !== ROLE) return;
    if ((props["authType"] ?? "iam") !== "iam") return;
    const principals = textsOf(props["boundIamPrincipalArns"]);
    // In a list of its own a wildcard is as wide as none.
    const open = principals.find((arn) => /\*/.test(arn));
    if (open === undefined) return;
    report({
      resource,
      path: "boundIamPrincipalArns",
      value: open,
      problem: "whoever may make such a role in the account may log in",
      remedy: "Name the roles.",
    });
  },
});
