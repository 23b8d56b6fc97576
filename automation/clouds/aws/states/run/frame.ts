import type { StatesBlock } from "../definition";
import { Stopped } from "../failure";
import type { Json, JsonObject } from "../json";
import type { Environment } from "../language/path";
import type { ServiceCall } from "../services";
import type { ExecutionClock } from "./clock";
import type { History } from "./history";

/** What every state of an execution has at hand. */
export interface Frame {
  readonly call: ServiceCall;
  readonly clock: ExecutionClock;
  readonly history: History;
  readonly random: () => number;
  /** `$$` without the state: Execution, StateMachine, and in a Map its item. */
  readonly context: JsonObject;
  readonly executionArn: string;
  readonly stateMachineArn: string;
  /** Aborted when the branch or the execution is given up. */
  readonly signal: AbortSignal;
  /** Runs states from their start to an end and gives the last one's output. */
  readonly run: (block: StatesBlock, input: Json, frame: Frame) => Promise<Json>;
}

/** A state that is being visited. */
export interface Visit {
  readonly name: string;
  readonly frame: Frame;
  /** The state's input after InputPath. */
  readonly input: Json;
  /** Paths and calls look into `data` here. */
  readonly environment: (data: Json) => Environment;
}

/** Waits for work unless the branch is given up first. @throws {Stopped} */
export async function orStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) {
    work.catch(() => undefined);
    throw new Stopped();
  }
  let stop: () => void = () => undefined;
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(new Stopped());
    signal.addEventListener("abort", stop);
  });
  try {
    const result = await Promise.race([work, stopped]);
    // A sleep that the same signal cut short is no result either.
    if (signal.aborted) throw new Stopped();
    return result;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** Lets simulated time pass. @throws {Stopped} */
export async function sleep(milliseconds: number, { clock, signal }: Frame): Promise<void> {
  await orStopped(clock.sleep(milliseconds, signal), signal);
}
