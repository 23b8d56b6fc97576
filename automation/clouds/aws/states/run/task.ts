import type { TaskState } from "../definition";
import { runtimeFailure, StateFailure } from "../failure";
import { sizeOf, type Json } from "../json";
import { uuid } from "../language/intrinsics/functions";
import { read } from "../language/path";
import { actionOf, callService } from "../services";
import { orStopped, type Visit } from "./frame";

/** Asks a service, and waits no longer than the state's time-out. */
export async function runTask(state: TaskState, parameters: Json, visit: Visit): Promise<Json> {
  const { frame, name } = visit;
  const resource = actionOf(state.Resource)?.action ?? state.Resource;
  frame.history.add("TaskScheduled", { state: name, resource, input: parameters });
  const done = new AbortController();
  const signal = AbortSignal.any([frame.signal, done.signal]);
  const { executionArn, stateMachineArn } = frame;
  const work = callService(
    state.Resource,
    parameters,
    { executionArn, stateMachineArn, stateName: name, signal },
    frame.call,
    () => uuid(frame.random),
  );
  try {
    const seconds = timeoutOf(state, visit);
    const result = await orStopped(
      seconds === undefined ? work : Promise.race([work, timeout(seconds, signal, visit)]),
      frame.signal,
    );
    frame.history.add("TaskSucceeded", { state: name, resource, output: result });
    return result;
  } catch (error) {
    if (error instanceof StateFailure) {
      const type = error.error === "States.Timeout" ? "TaskTimedOut" : "TaskFailed";
      frame.history.add(type, { state: name, resource, error: error.error, cause: error.cause });
    }
    throw error;
  } finally {
    done.abort();
  }
}

/** Never ends when the task was faster. */
async function timeout(seconds: number, signal: AbortSignal, { frame }: Visit): Promise<never> {
  await frame.clock.sleep(seconds * 1000, signal);
  if (signal.aborted) return new Promise<never>(() => undefined);
  throw new StateFailure("States.Timeout", "");
}

/** Without one, AWS waits 99,999,999 seconds, more than three years; here for as long as it takes. */
function timeoutOf(state: TaskState, { environment, input }: Visit): number | undefined {
  if (state.TimeoutSecondsPath === undefined) return state.TimeoutSeconds;
  const seconds = read(state.TimeoutSecondsPath, environment(input), "TimeoutSecondsPath");
  if (typeof seconds === "number" && Number.isInteger(seconds) && seconds > 0) return seconds;
  throw runtimeFailure(
    `The TimeoutSecondsPath parameter does not reference a positive integer value: ${sizeOf(seconds) > 100 ? "too long to show" : JSON.stringify(seconds)}`,
  );
}
