import { changed, UNKNOWN, type RuleCases } from "../sample";
import { fn, functionTarget, machineTarget, permission, rule } from "./events";

const whole = [rule, fn, functionTarget];

export const eventLambdaPermissionCases: RuleCases = {
  rule: "event-lambda-permission",
  serves: ["EV-19"],
  violating: [
    {
      title: "a function without permission",
      resources: whole,
      says: ['"to-pack": arn is not set', "does not let EventBridge invoke it"],
    },
    {
      title: "a permission for every rule",
      resources: [...whole, changed(permission, { sourceArn: undefined })],
      says: ['arn is "permission pack-permission"', "for all of them, or for another"],
    },
    {
      title: "a permission for any rule of the bus",
      resources: [
        ...whole,
        changed(permission, { sourceArn: "arn:aws:events:us-east-1:111111111111:rule/acme-events/*" }),
      ],
      says: ['arn is "permission pack-permission"'],
    },
    {
      title: "a permission for another rule",
      resources: [
        functionTarget,
        changed(permission, { sourceArn: "arn:aws:events:us-east-1:111111111111:rule/acme-events/returns" }),
      ],
      says: ['arn is "permission pack-permission"'],
    },
    {
      title: "no rule in the permission, and a rule that another stack names",
      resources: [functionTarget, changed(permission, { sourceArn: undefined })],
      says: ['arn is "permission pack-permission"'],
    },
    {
      title: "in a preview, a permission of another function",
      resources: [
        ...whole,
        { ...fn, name: "other", props: { name: "acme-other", arn: UNKNOWN } },
        { ...changed(permission, { function: UNKNOWN }), sources: { function: ["other"] } },
      ],
      says: ['"to-pack": arn is not set'],
    },
    {
      title: "a permission of another function",
      resources: [...whole, changed(permission, { function: "acme-other" })],
      says: ['"to-pack": arn is not set'],
    },
    {
      title: "a permission for another service",
      resources: [...whole, changed(permission, { principal: "sns.amazonaws.com" })],
      says: ['"to-pack": arn is not set'],
    },
    {
      title: "a permission to read the function",
      resources: [...whole, changed(permission, { action: "lambda:GetFunction" })],
      says: ['"to-pack": arn is not set'],
    },
  ],
  complying: [
    { title: "a function that its rule may invoke", resources: [...whole, permission] },
    {
      title: "a permission that names the function by ARN",
      resources: [...whole, changed(permission, { function: fn.props["arn"] })],
    },
    {
      title: "an alias",
      resources: [rule, changed(functionTarget, { arn: `${String(fn.props["arn"])}:live` }), permission],
    },
    { title: "a rule and a function of another stack", resources: [functionTarget, permission] },
    { title: "a target that is no function", resources: [rule, machineTarget] },
    {
      title: "a preview in which only the origin of the values is known",
      resources: [
        changed(rule, { arn: UNKNOWN }),
        changed(fn, { arn: UNKNOWN, name: UNKNOWN }),
        { ...changed(functionTarget, { arn: UNKNOWN }), sources: { arn: ["pack"] } },
        {
          ...changed(permission, { function: UNKNOWN, sourceArn: UNKNOWN }),
          sources: { function: ["pack"], sourceArn: ["orders"] },
        },
      ],
    },
  ],
  unknown: [],
  unknownButEnough: [
    {
      title: "a function that the permission names, whose ARN is not known",
      resources: [
        rule,
        changed(fn, { arn: UNKNOWN }),
        { ...changed(functionTarget, { arn: UNKNOWN }), sources: { arn: ["pack"] } },
        permission,
      ],
    },
    {
      title: "a function whose name is not known, under an ARN that is written out",
      resources: [
        rule,
        fn,
        functionTarget,
        { ...changed(permission, { function: UNKNOWN }), sources: { function: ["pack"] } },
      ],
    },
    {
      title: "a permission whose function another stack names",
      resources: [...whole, changed(permission, { function: UNKNOWN })],
    },
    ...[changed(functionTarget, { rule: UNKNOWN }), functionTarget].map((target, i) => ({
      title: `a rule of another stack that is not known, ${i === 0 ? "in the target" : "in the permission"}`,
      resources: [target, i === 0 ? permission : changed(permission, { sourceArn: UNKNOWN })],
    })),
    {
      title: "a target of which nobody knows what it is",
      resources: [changed(functionTarget, { arn: UNKNOWN })],
    },
  ],
};
