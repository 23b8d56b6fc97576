/** Executions of Step Functions state machines: the Amazon States Language, JSONPath dialect, on simulated time. */
export { DefinitionError, definitionFaults, readDefinition } from "./check";
export type { StateMachine } from "./definition";
export { StateFailure } from "./failure";
export type { Json, JsonObject } from "./json";
export type { ExecutionClock } from "./run/clock";
export {
  ExecutionInputError,
  runExecution,
  type ExecutionIdentity,
  type ExecutionPorts,
  type ExecutionResult,
} from "./run/execution";
export type { HistoryEvent } from "./run/history";
export type { CallContext, ServiceCall } from "./services";
