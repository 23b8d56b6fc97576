import { changed, UNKNOWN, type RuleCases } from "../sample";
import { fn, functionTarget, machine, machineTarget, mapping } from "./events";

const untraced = changed(fn, { tracingConfig: undefined });

export const eventConsumerTracingCases: RuleCases = {
  rule: "event-consumer-tracing",
  serves: ["EV-53"],
  advises: true,
  violating: [
    {
      title: "a function that a rule invokes",
      resources: [untraced, functionTarget],
      says: ['"pack": tracingConfig.mode is not set', 'Set it to "Active"'],
    },
    {
      title: "a function that only passes traces on",
      resources: [changed(fn, { tracingConfig: { mode: "PassThrough" } }), mapping],
      says: ['"pack": tracingConfig.mode is "PassThrough"'],
    },
    {
      title: "a function that reads a queue by its name",
      resources: [untraced, changed(mapping, { functionName: "acme-pack" })],
      says: ['"pack": tracingConfig.mode is not set'],
    },
    {
      title: "a state machine",
      resources: [changed(machine, { tracingConfiguration: { enabled: false } }), machineTarget],
      says: ['"checks": tracingConfiguration.enabled is false'],
    },
  ],
  complying: [
    { title: "consumers that trace", resources: [fn, functionTarget, mapping, machine, machineTarget] },
    {
      title: "a function that consumes nothing",
      resources: [untraced, changed(machine, { tracingConfiguration: undefined })],
    },
  ],
  unknown: [],
  unknownButEnough: [
    {
      title: "a mode that is not known",
      resources: [changed(fn, { tracingConfig: { mode: UNKNOWN } }), functionTarget],
    },
  ],
};
