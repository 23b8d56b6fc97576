import { meetIn, textOf, type Reference } from "./references";
import { isGivenLater } from "./unknown";
import { refersTo } from "./relations";
import type { StackResource } from "../rule";
import { inputsOf, ofType } from "../tokens";

export const TARGET = "aws:cloudwatch/eventTarget:EventTarget";
export const RULE = "aws:cloudwatch/eventRule:EventRule";
const FUNCTIONS = ["aws:lambda/function:Function", "aws:lambda/alias:Alias"];
const MACHINES = ["aws:sfn/stateMachine:StateMachine"];

/** What a target is: the property `arn`. */
export function receiverOf(target: StackResource): Reference {
  return { of: target, property: "arn", read: () => inputsOf(target, TARGET)?.arn };
}

function isOf(target: StackResource, arn: RegExp, types: readonly string[]): boolean {
  const receiver = receiverOf(target);
  const text = textOf(receiver);
  if (text !== undefined) return arn.test(text);
  return target.sources("arn").some((source) => types.includes(source.type));
}

/** Targets of the stack that are functions. */
export function functionTargets(resources: readonly StackResource[]): StackResource[] {
  return ofType(resources, TARGET).filter((target) => isOf(target, /^arn:[^:]+:lambda:/, FUNCTIONS));
}

/** Targets of the stack that are state machines. */
export function machineTargets(resources: readonly StackResource[]): StackResource[] {
  return ofType(resources, TARGET).filter((target) =>
    isOf(target, /^arn:[^:]+:states:[^:]*:[^:]*:stateMachine:/, MACHINES),
  );
}

/** The rule that a target belongs to, where it is of the same stack. */
export function ruleOf(
  target: StackResource,
  resources: readonly StackResource[],
): StackResource | undefined {
  const rules = ofType(resources, RULE);
  return rules.find((rule) => refersTo(target, "rule", () => inputsOf(target, TARGET)?.rule, rule));
}

/** Whether two properties name one function: by ARN or name, with or without a version or alias. */
export function sameFunction(a: Reference, b: Reference): boolean {
  return meetIn(a, b, FUNCTIONS, (text) => /(?:^|:function:)([^:]+)(?::[^:]+)?$/.exec(text)?.[1] ?? text);
}

/** Whether nobody knows yet which function a property names, for it comes from outside of the stack. */
export function isAnyFunction({ of, property, read }: Reference): boolean {
  return isGivenLater(read) && !of.sources(property).some(({ type }) => FUNCTIONS.includes(type));
}

/** Whether a bus, given by name or ARN, is the account's default one, which is also what nothing given means. */
export function isDefaultBus(name: string | undefined): boolean {
  return name === undefined || name === "" || name === "default" || name.endsWith(":event-bus/default");
}
