/**
 * Errors of a running state machine, by the names of the Amazon States Language (states-language.net, "Errors" and
 * appendix A) and of the Step Functions Developer Guide, "Handling errors in Step Functions workflows".
 */
export class StateFailure extends Error {
  override readonly name = "StateFailure";
  constructor(
    /** `States.Timeout`, `DynamoDB.ConditionalCheckFailedException`, or a name that a Fail state gives. */
    readonly error: string,
    /** What a person reads; JSON text where a service answers so. */
    override readonly cause: string,
  ) {
    super(cause === "" ? error : `${error}: ${cause}`);
  }
}

/**
 * A value that is not there, or of the wrong type, while a state runs. The guide also knows `States.ParameterPathFailure`
 * for paths in Parameters; `States.Runtime` is the stricter of the two, since no Catch holds it.
 */
export function runtimeFailure(cause: string): StateFailure {
  return new StateFailure("States.Runtime", cause);
}

/** Work that was given up because another branch failed or the execution ran out of time. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}

/**
 * Whether `ErrorEquals` of a retrier or catcher names an error. `States.TaskFailed` stands for every error but a time-out,
 * `States.ALL` for every one; neither for the two that end an execution, of which `States.Runtime` can not be named at all
 * (Developer Guide, "Error names").
 */
export function namesError(errorEquals: readonly string[], error: string): boolean {
  if (error === "States.Runtime") return false;
  if (errorEquals.includes(error)) return true;
  if (error === "States.DataLimitExceeded") return false;
  return (
    errorEquals.includes("States.ALL") ||
    (errorEquals.includes("States.TaskFailed") && error !== "States.Timeout")
  );
}
