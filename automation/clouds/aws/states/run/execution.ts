import { readDefinition } from "../check";
import type { StatesBlock } from "../definition";
import { StateFailure, Stopped } from "../failure";
import { sizeOf, type Json } from "../json";
import { randomFrom } from "../language/intrinsics/functions";
import type { ServiceCall } from "../services";
import type { ExecutionClock } from "./clock";
import { MAX_DATA_BYTES } from "./data";
import { orStopped, type Frame } from "./frame";
import { History, type HistoryEvent } from "./history";
import { runState } from "./state";

/** Who executes what: the part of the context object that StartExecution decides. */
export interface ExecutionIdentity {
  /** `arn:aws:states:<region>:<account>:execution:<machine>:<name>`. */
  readonly arn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
  readonly roleArn: string;
}

/** What an execution needs of its surroundings. */
export interface ExecutionPorts {
  readonly call: ServiceCall;
  readonly clock: ExecutionClock;
  readonly execution: ExecutionIdentity;
}

/** How an execution ended, in the words of DescribeExecution. */
export type ExecutionResult = { readonly history: readonly HistoryEvent[] } & (
  | { readonly status: "SUCCEEDED"; readonly output: Json }
  | { readonly status: "FAILED" | "TIMED_OUT"; readonly error: string; readonly cause: string }
);

/** An input that StartExecution refuses. */
export class ExecutionInputError extends Error {
  override readonly name = "ValidationException";
}

/**
 * Executes a state machine of the standard kind. Time is the clock's, randomness follows from the execution's ARN: the same
 * execution with the same answers goes the same way.
 *
 * @throws {DefinitionError} before anything runs, with everything in the definition that is wrong or not known here.
 * @throws {ExecutionInputError} when the input is larger than 256 KiB.
 */
export async function runExecution(
  definition: unknown,
  input: Json,
  { call, clock, execution }: ExecutionPorts,
): Promise<ExecutionResult> {
  const machine = readDefinition(definition);
  if (sizeOf(input) > MAX_DATA_BYTES)
    throw new ExecutionInputError(`The input has ${sizeOf(input)} bytes; the maximum is ${MAX_DATA_BYTES}`);
  const history = new History(() => clock.now());
  const over = new AbortController();
  const frame: Frame = {
    call,
    clock,
    history,
    random: randomFrom(execution.arn),
    executionArn: execution.arn,
    stateMachineArn: execution.stateMachineArn,
    context: {
      Execution: {
        Id: execution.arn,
        Input: input,
        Name: execution.name,
        RoleArn: execution.roleArn,
        StartTime: clock.now().toISOString(),
      },
      StateMachine: { Id: execution.stateMachineArn, Name: execution.stateMachineName },
    },
    signal: over.signal,
    run: runBlock,
  };
  history.add("ExecutionStarted", { input });
  const end = { done: new AbortController(), timedOut: false };
  const late =
    machine.TimeoutSeconds === undefined
      ? undefined
      : deadline(machine.TimeoutSeconds * 1000, clock, end, over);
  try {
    const output = await orStopped(runBlock(machine, input, frame), over.signal);
    history.add("ExecutionSucceeded", { output });
    return { status: "SUCCEEDED", output, history: history.events };
  } catch (failure) {
    if (failure instanceof Stopped && end.timedOut) {
      history.add("ExecutionTimedOut", { error: "States.Timeout", cause: "" });
      return { status: "TIMED_OUT", error: "States.Timeout", cause: "", history: history.events };
    }
    if (!(failure instanceof StateFailure)) throw failure;
    const { error, cause } = failure;
    history.add("ExecutionFailed", { error, cause });
    return { status: "FAILED", error, cause, history: history.events };
  } finally {
    end.done.abort();
    await late;
  }
}

/** Gives the execution up when its time is over. */
async function deadline(
  milliseconds: number,
  clock: ExecutionClock,
  end: { readonly done: AbortController; timedOut: boolean },
  over: AbortController,
): Promise<void> {
  await clock.sleep(milliseconds, end.done.signal);
  if (end.done.signal.aborted) return;
  end.timedOut = true;
  over.abort();
}

async function runBlock(block: StatesBlock, input: Json, frame: Frame): Promise<Json> {
  let data = input;
  for (let name: string | undefined = block.StartAt; name !== undefined;) {
    if (frame.signal.aborted) throw new Stopped();
    const state = block.States[name];
    if (state === undefined) throw new Error(`no state ${name}`);
    frame.history.add(`${state.Type}StateEntered`, { state: name, input: data });
    const outcome = await runState(name, state, data, frame);
    frame.history.add(`${state.Type}StateExited`, { state: name, output: outcome.output });
    data = outcome.output;
    name = outcome.next;
  }
  return data;
}
