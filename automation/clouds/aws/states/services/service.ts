import { StateFailure } from "../failure";
import { isList, isObject, type Json, type JsonObject } from "../json";

/** Where a call comes from. */
export interface CallContext {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly stateName: string;
  /** Aborted when nobody waits for the answer any more; the service may go on all the same, as Lambda does. */
  readonly signal: AbortSignal;
}

/**
 * Calls an API of a service: `lambda:invoke` with the API's own parameters, answered with the API's own response in JSON.
 * A refusal is an `Error` whose `name` is the service's error code, as the AWS SDK throws it.
 */
export type ServiceCall = (action: string, parameters: JsonObject, context: CallContext) => Promise<Json>;

/** What Step Functions makes of one API: which parameters it takes, how it hands them on, what it makes of the answer. */
export interface Integration {
  /** Prefix of its errors' names. */
  readonly errors: string;
  /** Parameters that Step Functions takes, in its spelling. */
  readonly parameters: readonly string[];
  readonly required: readonly string[];
  /** Turns what the state gives into what the API takes. @default as it is */
  readonly request?: (parameters: JsonObject, context: CallContext) => JsonObject;
  /** Turns the answer into the task's result. @throws {StateFailure} @default as it is */
  readonly result?: (response: JsonObject) => JsonObject;
}

/** Objects become text where the API takes text, as the guide has it of Message, MessageBody, Detail and Input. */
export function asText(parameters: JsonObject, name: string): JsonObject {
  const value = parameters[name];
  return isObject(value) || isList(value) ? { ...parameters, [name]: JSON.stringify(value) } : parameters;
}

/**
 * The error that a refused call becomes: the service's prefix and the name of its Java exception, which ends in
 * `Exception` (Developer Guide, "Handling errors in Step Functions workflows" and the page of each service).
 */
export function serviceFailure(prefix: string, error: unknown): StateFailure {
  if (error instanceof StateFailure) return error;
  const { name: code, message } = error instanceof Error ? error : new Error(String(error));
  const name = code.endsWith("Exception") ? code : `${code}Exception`;
  return new StateFailure(`${prefix}.${name}`, message);
}
