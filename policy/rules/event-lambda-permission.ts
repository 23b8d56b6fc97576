import {
  functionTargets,
  isAnyFunction,
  receiverOf,
  ruleOf,
  sameFunction,
  TARGET,
} from "../lib/event-targets";
import type { Reference } from "../lib/references";
import { refersTo } from "../lib/relations";
import { ifKnown, isGivenLater } from "../lib/unknown";
import { defineRule, type StackResource } from "../rule";
import { inputsOf, ofType } from "../tokens";

const PERMISSION = "aws:lambda/permission:Permission";

/** EventBridge asks the function's own policy; without a statement for the rule every event becomes a dead letter. */
export const eventLambdaPermission = defineRule({
  id: "event-lambda-permission",
  description:
    "A function that is an event target lets EventBridge invoke it, for exactly the rule of the target.",
  severity: "high",
  needs: [],
  serves: ["EV-19"],
  remediationSteps:
    "Add an aws.lambda.Permission for events.amazonaws.com with action lambda:InvokeFunction and the rule's ARN as sourceArn.",

  checkStack(resources, _place, report) {
    const permissions = ofType(resources, PERMISSION).filter(letsEventsInvoke);
    if (permissions.some((permission) => isAnyFunction(functionOf(permission)))) return;
    for (const target of functionTargets(resources)) {
      const own = permissions.filter((permission) =>
        sameFunction(receiverOf(target), functionOf(permission)),
      );
      if (own.some((permission) => isForRuleOf(permission, target, resources))) continue;
      const found = own.map(({ name }) => name).join(", ");
      report({
        resource: target,
        path: "arn",
        value: own.length === 0 ? undefined : `permission ${found}`,
        problem:
          own.length === 0
            ? "the function does not let EventBridge invoke it: every event becomes a dead letter"
            : "the permission is not for the rule of this target: it is for all of them, or for another",
        remedy: "Add an aws.lambda.Permission for events.amazonaws.com whose sourceArn is the rule's ARN.",
      });
    }
  },
});

function functionOf(permission: StackResource): Reference {
  const read = () => inputsOf(permission, PERMISSION)?.function;
  return { of: permission, property: "function", read };
}

function letsEventsInvoke(permission: StackResource): boolean {
  const inputs = inputsOf(permission, PERMISSION);
  const principal = ifKnown(() => inputs?.principal);
  const action = ifKnown(() => inputs?.action);
  return (
    (principal === undefined || principal === "events.amazonaws.com") &&
    (action === undefined || /^lambda:(InvokeFunction|\*)$/.test(action))
  );
}

function isForRuleOf(
  permission: StackResource,
  target: StackResource,
  resources: readonly StackResource[],
): boolean {
  const read = () => inputsOf(permission, PERMISSION)?.sourceArn;
  const rule = ruleOf(target, resources);
  if (rule !== undefined) return refersTo(permission, "sourceArn", read, rule);
  // A rule of another stack: what is not known yet may be its name.
  const named = () => inputsOf(target, TARGET)?.rule;
  if (isGivenLater(read) || isGivenLater(named)) return true;
  return read()?.endsWith(`/${String(named())}`) ?? false;
}
