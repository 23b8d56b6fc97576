import { receiverOf, sameFunction, TARGET } from "../lib/event-targets";
import { meetIn, type Reference } from "../lib/references";
import { refersTo } from "../lib/relations";
import { ifKnown } from "../lib/unknown";
import { defineRule, type StackResource } from "../rule";
import { inputsOf, ofType } from "../tokens";

const FUNCTION = "aws:lambda/function:Function";
const MACHINE = "aws:sfn/stateMachine:StateMachine";
const MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping";

/** An event is followed through every consumer, or it is lost from sight at the first that traces nothing. */
export const eventConsumerTracing = defineRule({
  id: "event-consumer-tracing",
  description: "Functions and state machines that consume events have active tracing.",
  severity: "low",
  needs: [],
  serves: ["EV-53"],
  remediationSteps:
    'Set tracingConfig.mode to "Active" of a function, tracingConfiguration.enabled to true of a state machine.',

  checkStack(resources, _place, report) {
    const receivers: Reference[] = [
      ...ofType(resources, TARGET).map(receiverOf),
      ...ofType(resources, MAPPING).map((mapping) => ({
        of: mapping,
        property: "functionName",
        read: () => inputsOf(mapping, MAPPING)?.functionName,
      })),
    ];
    const consumes = (resource: StackResource, same: typeof sameFunction): boolean =>
      receivers.some((receiver) => isIt(receiver, resource, same));
    for (const fn of ofType(resources, FUNCTION)) {
      const read = () => inputsOf(fn, FUNCTION)?.tracingConfig?.mode ?? "not set";
      const mode = ifKnown(read);
      if (mode === undefined || mode === "Active" || !consumes(fn, sameFunction)) continue;
      report({
        resource: fn,
        path: "tracingConfig.mode",
        value: mode === "not set" ? undefined : mode,
        problem: "an event can not be followed through this consumer",
        remedy: 'Set it to "Active".',
      });
    }
    for (const machine of ofType(resources, MACHINE)) {
      const enabled = ifKnown(() => inputsOf(machine, MACHINE)?.tracingConfiguration?.enabled ?? false);
      if (enabled !== false || !consumes(machine, (a, b) => meetIn(a, b, [MACHINE]))) continue;
      report({
        resource: machine,
        path: "tracingConfiguration.enabled",
        value: enabled,
        problem: "an event can not be followed through this workflow",
        remedy: "Set it to true.",
      });
    }
  },
});

function isIt(receiver: Reference, resource: StackResource, same: typeof sameFunction): boolean {
  if (refersTo(receiver.of, receiver.property, receiver.read, resource)) return true;
  return same(receiver, { of: resource, property: "", read: () => resource.props["arn"] });
}
