import { machineTargets, receiverOf, TARGET } from "../lib/event-targets";
import { statementsOf, valuesOf } from "../lib/iam";
import { textOf } from "../lib/references";
import { refersTo } from "../lib/relations";
import { ifKnown } from "../lib/unknown";
import { defineRule, type Report, type StackResource } from "../rule";
import { inputsOf, ofType } from "../tokens";

const ROLE = "aws:iam/role:Role";
const INLINE = "aws:iam/rolePolicy:RolePolicy";
const ATTACHED = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const START = "states:StartExecution";
const REMEDY = `Give it one policy that allows ${START} on the ARN of this state machine.`;

/** The role of a target is what EventBridge may do in the account: start one machine. */
export const eventSfnRoleScoped = defineRule({
  id: "event-sfn-role-scoped",
  description: "The role of a target that is a state machine may start that state machine and nothing else.",
  severity: "high",
  needs: [],
  serves: ["EV-20"],
  remediationSteps: REMEDY,

  checkStack(resources, _place, report) {
    for (const target of machineTargets(resources)) {
      const role = ofType(resources, ROLE).find((one) =>
        refersTo(target, "roleArn", () => inputsOf(target, TARGET)?.roleArn, one),
      );
      if (role === undefined) continue;
      checkManaged(role, resources, report);
      const machine = textOf(receiverOf(target));
      for (const { owner, path, document } of documentsOf(role, resources)) {
        const allowed = statementsOf(document).filter((statement) => statement["Effect"] === "Allow");
        for (const statement of allowed) {
          const actions = [...valuesOf(statement["Action"]), ...valuesOf(statement["NotAction"])];
          const others = actions.filter((action) => action !== START || "NotAction" in statement);
          const places = valuesOf(statement["Resource"]);
          const elsewhere = places.filter((place) =>
            machine === undefined ? place.includes("*") : place !== machine,
          );
          if ("NotResource" in statement) elsewhere.push("everything but what is listed");
          for (const value of [...others, ...elsewhere]) {
            const problem = `the role of ${target.name} may do more than start its state machine`;
            report({ resource: owner, path, value, problem, remedy: REMEDY });
          }
        }
      }
    }
  },
});

interface Document {
  readonly owner: StackResource;
  readonly path: string;
  readonly document: unknown;
}

/** The inline policies of a role, as far as they are known. */
function documentsOf(role: StackResource, resources: readonly StackResource[]): Document[] {
  const apart = ofType(resources, INLINE)
    .filter((policy) => refersTo(policy, "role", () => inputsOf(policy, INLINE)?.role, role))
    .map((owner) => ({ owner, path: "policy", document: ifKnown(() => inputsOf(owner, INLINE)?.policy) }));
  const own = ifKnown(() => inputsOf(role, ROLE)?.inlinePolicies) ?? [];
  const inside = own.map((policy, i) => ({
    owner: role,
    path: `inlinePolicies[${i}].policy`,
    document: ifKnown(() => policy.policy),
  }));
  // A role's outputs repeat the policies that stand apart.
  return [...apart, ...inside.filter(({ document }) => apart.every((other) => other.document !== document))];
}

function checkManaged(role: StackResource, resources: readonly StackResource[], report: Report): void {
  const problem = "a managed policy allows more than to start one state machine";
  for (const attached of ofType(resources, ATTACHED)) {
    const inputs = inputsOf(attached, ATTACHED);
    if (!refersTo(attached, "role", () => inputs?.role, role)) continue;
    const value = ifKnown(() => inputs?.policyArn);
    report({ resource: attached, path: "policyArn", value, problem, remedy: REMEDY });
  }
  const attachedTo = ofType(resources, ATTACHED).map((one) =>
    ifKnown(() => inputsOf(one, ATTACHED)?.policyArn),
  );
  for (const arn of ifKnown(() => inputsOf(role, ROLE)?.managedPolicyArns) ?? []) {
    if (attachedTo.includes(arn)) continue;
    report({ resource: role, path: "managedPolicyArns", value: arn, problem, remedy: REMEDY });
  }
}
