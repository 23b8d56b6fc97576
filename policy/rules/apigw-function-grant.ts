import { grantOf } from "../lib/oci-statements";
import { forEach } from "../lib/unknown";
import { defineRule } from "../rule";
import { inputsOf } from "../tokens";

const POLICY = "oci:Identity/policy:Policy";
/** Resource types that calling a function goes by (IAM policy reference, "Details for Functions"). */
const FUNCTIONS = new Set(["functions-family", "fn-invocation", "fn-function", "all-resources"]);
const CALLS = new Set(["use", "manage"]);

const REMEDY =
  "Add where all {request.principal.type = 'ApiGateway', request.resource.compartment.id = '<compartment of the gateways>'}.";

/** A function that anybody may call is an API without a gateway. */
export const apigwFunctionGrant = defineRule({
  id: "apigw-function-grant",
  description: "What lets everybody call functions names the kind of caller and its compartment.",
  severity: "high",
  needs: [],
  serves: ["GW-34"],
  remediationSteps: REMEDY,

  check(resource, _place, report) {
    forEach(inputsOf(resource, POLICY)?.statements, (text, i) => {
      const grant = grantOf(text);
      if (grant === undefined || (grant.kind !== "any-user" && grant.kind !== "any-group")) return;
      const calls =
        typeof grant.verb === "string"
          ? CALLS.has(grant.verb) && FUNCTIONS.has(grant.resources)
          : grant.verb.includes("fn_invocation");
      if (!calls || isNarrow(grant.condition ?? "")) return;
      const problem = "whoever has an identity of the tenancy may call the functions";
      report({ resource, path: `statements[${i}]`, value: text, problem, remedy: REMEDY });
    });
  },
});

/** Whether all of the conditions hold, one of them says which kind of caller, and one whose. */
function isNarrow(condition: string): boolean {
  if (/^\s*any\s*\{/i.test(condition)) return false;
  const kind = /\brequest\.principal\.type\s*=\s*'[^'*]+'/i;
  const whose =
    /\brequest\.(?:resource|principal)\.compartment\.id\s*=\s*'[^'*]+'|\brequest\.principal\.id\s*=\s*'[^'*]+'/i;
  return kind.test(condition) && whose.test(condition);
}
