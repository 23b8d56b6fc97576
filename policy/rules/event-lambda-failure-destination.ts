import { functionTargets, isAnyFunction, receiverOf, sameFunction } from "../lib/event-targets";
import { ifKnown } from "../lib/unknown";
import { defineRule, type StackResource } from "../rule";
import { inputsOf, ofType } from "../tokens";

const CONFIG = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig";

/** A rule's dead letters end where the function begins: what the function fails at needs a way out of its own. */
export const eventLambdaFailureDestination = defineRule({
  id: "event-lambda-failure-destination",
  description: "A function that a rule invokes has a destination for what it fails at.",
  severity: "high",
  needs: [],
  serves: ["EV-43"],
  remediationSteps:
    "Add an aws.lambda.FunctionEventInvokeConfig with destinationConfig.onFailure.destination, the target's dead-letter queue.",

  checkStack(resources, _place, report) {
    const configs = ofType(resources, CONFIG).filter(hasDestination);
    for (const target of functionTargets(resources)) {
      const ends = configs.some((of) => {
        const named = { of, property: "functionName", read: () => inputsOf(of, CONFIG)?.functionName };
        return isAnyFunction(named) || sameFunction(receiverOf(target), named);
      });
      if (ends) continue;
      report({
        resource: target,
        path: "destinationConfig.onFailure",
        problem:
          "the rule has delivered when Lambda has taken the event; what the function then fails at twice more is dropped",
        remedy:
          "Add an aws.lambda.FunctionEventInvokeConfig of the function with destinationConfig.onFailure.destination.",
      });
    }
  },
});

function hasDestination(config: StackResource): boolean {
  const read = () => inputsOf(config, CONFIG)?.destinationConfig?.onFailure?.destination ?? "";
  return ifKnown(read) !== "";
}
