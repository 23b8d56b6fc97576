import { principalsOf, statementsOf, valuesOf, type Statement } from "../lib/iam";
import { defineRule } from "../rule";
import { inputsOf } from "../tokens";

const POLICY = "aws:cloudwatch/eventBusPolicy:EventBusPolicy";
const PERMISSION = "aws:cloudwatch/eventPermission:EventPermission";
const REMEDY =
  "In an aws.cloudwatch.EventBusPolicy name the roles that publish, or everybody with aws:PrincipalOrgID, and list the sources under events:source.";

/** Who may put events from outside is an organisation or a role, and puts what is its own. */
export const eventbusPolicyConditions = defineRule({
  id: "eventbus-policy-conditions",
  description:
    "Another account puts events on a bus only as a named role or as one of the organisation, and only with sources of its own.",
  severity: "critical",
  needs: [],
  serves: ["EV-15"],
  remediationSteps: REMEDY,

  check(resource, _place, report) {
    const permission = inputsOf(resource, PERMISSION);
    if (permission !== undefined && (permission.action ?? "events:PutEvents") === "events:PutEvents") {
      report({
        resource,
        path: "principal",
        value: permission.principal,
        problem: "a permission of this kind can not limit the sources that another account puts",
        remedy: REMEDY,
      });
    }
    statementsOf(inputsOf(resource, POLICY)?.policy).forEach((statement, i) => {
      if (statement["Effect"] !== "Allow" || !letsPut(statement)) return;
      const path = `policy.Statement[${i}]`;
      const strangers = strangersOf(statement);
      if (strangers.length === 0) return;
      const keys = conditionKeys(statement);
      const wide = strangers.filter((principal) => !ROLE.test(principal));
      if (wide.length > 0 && !keys.includes("aws:principalorgid")) {
        const problem = "everybody of that account, whatever it is, may put events";
        report({ resource, path: `${path}.Principal`, value: wide.join(", "), problem, remedy: REMEDY });
      }
      if (!keys.includes("events:source")) {
        const problem = "without a condition on events:source it may put events that look like anybody's";
        report({
          resource,
          path: `${path}.Condition`,
          value: statement["Condition"],
          problem,
          remedy: REMEDY,
        });
      }
    });
  },
});

const ROLE = /^arn:[^:]+:iam::\d{12}:role\/[^*]+$/;

function letsPut(statement: Statement): boolean {
  return valuesOf(statement["Action"]).some((action) => /^(\*|events:(\*|Put\*|PutEvents))$/i.test(action));
}

/** Principals of other accounts than the bus's own; services are none, they act for somebody. */
function strangersOf(statement: Statement): string[] {
  const { Principal: principal } = statement;
  const named =
    principal !== null && typeof principal === "object"
      ? valuesOf((principal as Record<string, unknown>)["AWS"])
      : principalsOf(statement);
  const own = valuesOf(statement["Resource"]).map((arn) => arn.split(":")[4]);
  return named.filter((one) => one === "*" || !own.includes(accountOf(one)));
}

function accountOf(principal: string): string | undefined {
  return /^\d{12}$/.test(principal) ? principal : principal.split(":")[4];
}

function conditionKeys(statement: Statement): string[] {
  const condition = statement["Condition"];
  if (condition === null || typeof condition !== "object") return [];
  // `Null` only says whether a key is there, and a negation whom it leaves out.
  return Object.entries(condition as Record<string, object>)
    .filter(([operator]) => !/^Null$|Not|IfExists$/.test(operator))
    .flatMap(([, keys]) => Object.keys(keys))
    .map((key) => key.toLowerCase());
}
