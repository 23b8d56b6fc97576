import { isConditional, limitsWho, principalsOf, statementsOf, valuesOf, type Statement } from "../lib/iam";
import { eachText } from "../lib/walk";
import { forEach } from "../lib/unknown";
import { defineRule, type Finding, type Report, type Resource } from "../rule";
import { inputsOf } from "../tokens";

/** AWS managed policies that give away the account (IAM User Guide, "AWS managed policies for job functions"). */
const BROAD_MANAGED = /:aws:policy\/(AdministratorAccess|PowerUserAccess|IAMFullAccess)$/;

/** Policies of keys and secrets, in which `Resource: "*"` means the resource itself. */
const RESOURCE_POLICIES = /^aws:(kms|secretsmanager)\//;

/** Policies that grant nothing: they only say what of others' grants passes through. */
const FILTERS = /^aws:ec2\/vpcEndpoint/;

/** Stacks that set the tenancy up, before there is a compartment to grant in. */
const BOOTSTRAP = /(^|-)(foundation|identity)$/;

/** Nobody gets everything. */
export const iamNoBroadGrant = defineRule({
  id: "iam-no-broad-grant",
  description:
    "No policy grants every action, everything in a tenancy, or anything to anybody without a condition.",
  severity: "critical",
  needs: [],
  serves: ["OP-40"],
  absorbs: ["oke-iam-scoped"],
  remediationSteps:
    "Name the actions and the resources; grant in a compartment; add a condition where the principal is open.",

  check(resource, { stack }, report) {
    checkOci(resource, stack, report);
    if (!resource.type.startsWith("aws:")) return;
    eachText(resource.props, (text, path) => {
      if (/policyArns?(\[\d+\])?$/i.test(path) && BROAD_MANAGED.test(text)) {
        report({
          resource,
          path,
          value: text,
          problem: "the managed policy gives away the account",
          remedy: "Attach a policy that names the actions and resources it is for.",
        });
      }
      if (text.trimStart().startsWith("{")) checkDocument(resource, path, text, report);
    });
    // A document that is not known yet puts the rule off: it is what the resource is about.
    forEach(["policy", "assumeRolePolicy"], (key) => {
      const document = resource.props[key];
      if (typeof document === "object") checkDocument(resource, key, document, report);
    });
  },
});

function checkDocument(resource: Resource, path: string, document: unknown, report: Report): void {
  const statements = statementsOf(document);
  forEach(statements, (statement, index) => {
    const fault = faultOf(statement, resource.type);
    if (fault === undefined) return;
    const sid = statement["Sid"];
    report({ resource, path, value: typeof sid === "string" ? sid : `statement ${index + 1}`, ...fault });
  });
}

type Fault = Pick<Finding, "problem" | "remedy">;

const ANYBODY: Fault = {
  problem: "it allows anybody, without a condition on who it is",
  remedy: "Name the principals, or add a condition such as aws:PrincipalOrgID.",
};

function faultOf(statement: Statement, type: string): Fault | undefined {
  if (statement["Effect"] !== "Allow") return undefined;
  const forAll = principalsOf(statement).includes("*");
  if (FILTERS.test(type)) return forAll && !isConditional(statement) ? ANYBODY : undefined;
  const actions = valuesOf(statement["Action"]);
  if (actions.some((action) => action === "*" || action === "*:*")) {
    return {
      problem: "it allows every action of every service",
      remedy: "Name the actions that are needed.",
    };
  }
  if (statement["NotAction"] !== undefined) {
    return {
      problem: "NotAction allows everything else, and all that is still to come",
      remedy: "Name the actions that are needed in Action.",
    };
  }
  if (forAll && !limitsWho(statement)) return ANYBODY;
  const broad = actions.find((action) => /^(iam|sts|kms|secretsmanager|organizations):\*$/i.test(action));
  if (
    !RESOURCE_POLICIES.test(type) &&
    broad !== undefined &&
    (statement["NotResource"] !== undefined || valuesOf(statement["Resource"]).includes("*")) &&
    !isConditional(statement)
  ) {
    return {
      problem: `${broad} on every resource leads to every other right`,
      remedy: "Name the actions and the resources.",
    };
  }
  return undefined;
}

function checkOci(resource: Resource, stack: string, report: Report): void {
  const policy = inputsOf(resource, "oci:Identity/policy:Policy");
  forEach(policy?.statements, (statement, index) => {
    const fault = ociFaultOf(statement, BOOTSTRAP.test(stack));
    if (fault !== undefined) report({ resource, path: `statements[${index}]`, value: statement, ...fault });
  });
}

function ociFaultOf(statement: string, bootstrap: boolean): Fault | undefined {
  const text = statement.toLowerCase().replaceAll(/\s+/g, " ").trim();
  if (!/^(allow|endorse|admit) /.test(text)) return undefined;
  if (/ (manage|use) all-resources /.test(`${text} `)) {
    return { problem: "it grants everything there is", remedy: "Name the resource types that are needed." };
  }
  if (/^(allow|endorse|admit) any-(user|group) /.test(text) && !text.includes(" where ")) {
    return {
      problem: "it grants to everybody in every tenancy of the request, without a condition",
      remedy: "Add a where clause on request.principal, or name a group.",
    };
  }
  // What is endorsed is granted in the other tenancy, and by it.
  const isOurs = !text.startsWith("endorse ") && / in tenancy( |$)/.test(text);
  if (isOurs && !text.includes(" where ") && !bootstrap) {
    return {
      problem: "it grants in the whole tenancy",
      remedy: "Grant in a compartment, or in the stack that sets the tenancy up.",
    };
  }
  return undefined;
}
