import { changed, UNKNOWN, type RuleCases } from "../sample";
import { failures, fn, functionTarget, machineTarget } from "./events";

export const eventLambdaFailureDestinationCases: RuleCases = {
  rule: "event-lambda-failure-destination",
  serves: ["EV-43"],
  violating: [
    {
      title: "a function without a configuration of its failures",
      resources: [fn, functionTarget],
      says: ['"to-pack": destinationConfig.onFailure is not set', "dropped"],
    },
    {
      title: "a configuration without destination",
      resources: [functionTarget, changed(failures, { destinationConfig: undefined })],
      says: ['"to-pack": destinationConfig.onFailure is not set'],
    },
    {
      title: "a destination of what succeeds",
      resources: [
        functionTarget,
        changed(failures, { destinationConfig: { onSuccess: { destination: "arn:x" } } }),
      ],
      says: ['"to-pack": destinationConfig.onFailure is not set'],
    },
    {
      title: "the destination of another function",
      resources: [functionTarget, changed(failures, { functionName: "acme-other" })],
      says: ['"to-pack": destinationConfig.onFailure is not set'],
    },
  ],
  complying: [
    { title: "a function whose failures go to a queue", resources: [fn, functionTarget, failures] },
    { title: "a target that is no function", resources: [machineTarget] },
    {
      title: "a preview in which only the origin of the values is known",
      resources: [
        changed(fn, { arn: UNKNOWN, name: UNKNOWN }),
        { ...changed(functionTarget, { arn: UNKNOWN }), sources: { arn: ["pack"] } },
        {
          ...changed(failures, {
            functionName: UNKNOWN,
            destinationConfig: { onFailure: { destination: UNKNOWN } },
          }),
          sources: { functionName: ["pack"] },
        },
      ],
    },
  ],
  unknown: [],
  unknownButEnough: [
    {
      title: "a target of which nobody knows what it is",
      resources: [changed(functionTarget, { arn: UNKNOWN })],
    },
  ],
};
