import { createRequire } from "node:module";
import {
  runExecution,
  type CallContext,
  type ExecutionClock,
  type ExecutionResult,
  type Json,
  type JsonObject,
} from "../../../../automation/clouds/aws/states";

/** A clock that moves on when every promise has come to rest, to the next sleeper's time. */
export class VirtualClock implements ExecutionClock {
  private time = Date.parse("2026-01-01T00:00:00.000Z");
  private readonly sleepers = new Set<{ readonly at: number; readonly wake: () => void }>();

  now(): Date {
    return new Date(this.time);
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const sleeper = {
        at: this.time + milliseconds,
        wake: () => {
          this.sleepers.delete(sleeper);
          signal?.removeEventListener("abort", sleeper.wake);
          resolve();
        },
      };
      this.sleepers.add(sleeper);
      signal?.addEventListener("abort", sleeper.wake);
    });
  }

  async run<T>(work: Promise<T>): Promise<T> {
    let over = false;
    const ended = work.finally(() => (over = true));
    ended.catch(() => undefined);
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (over) return ended;
      const [next] = [...this.sleepers].sort((a, b) => a.at - b.at);
      if (next === undefined) throw new Error("nothing sleeps and nothing ends");
      this.time = Math.max(this.time, next.at);
      next.wake();
    }
  }

  get asleep(): number {
    return this.sleepers.size;
  }
}

export const EXECUTION = {
  arn: "arn:aws:states:eu-west-1:123456789012:execution:orders:run-1",
  name: "run-1",
  stateMachineArn: "arn:aws:states:eu-west-1:123456789012:stateMachine:orders",
  stateMachineName: "orders",
  roleArn: "arn:aws:iam::123456789012:role/orders",
} as const;

/** A service's refusal, as the SDK throws it. */
export function refusal(code: string, message = "refused"): Error {
  const error = new Error(message);
  error.name = code;
  return error;
}

export interface Call {
  readonly action: string;
  readonly parameters: JsonObject;
  readonly context: CallContext;
  /** Seconds since the start. */
  readonly at: number;
}

export interface Ran {
  readonly result: ExecutionResult;
  readonly calls: readonly Call[];
  /** Simulated seconds that the execution took. */
  readonly seconds: number;
  readonly clock: VirtualClock;
}

export type Answer = (call: Call, clock: VirtualClock) => Json | Promise<Json>;

/** Executes a definition with a service that answers as told. */
export async function run(definition: unknown, input: Json = {}, answer: Answer = () => ({})): Promise<Ran> {
  const clock = new VirtualClock();
  const start = clock.now().getTime();
  const since = () => (clock.now().getTime() - start) / 1000;
  const calls: Call[] = [];
  const work = runExecution(definition, input, {
    clock,
    execution: EXECUTION,
    call: async (action, parameters, context) => {
      const call = { action, parameters, context, at: since() };
      calls.push(call);
      return answer(call, clock);
    },
  });
  const result = await clock.run(work);
  return { result, calls, seconds: since(), clock };
}

/** What a successful execution gave; fails the test when it did not succeed. */
export async function outputOf(definition: unknown, input: Json = {}, answer?: Answer): Promise<Json> {
  const { result } = await run(definition, input, answer);
  if (result.status !== "SUCCEEDED") throw new Error(`${result.status}: ${result.error}: ${result.cause}`);
  return result.output;
}

/** What a failed execution says. */
export async function failureOf(
  definition: unknown,
  input: Json = {},
  answer?: Answer,
): Promise<{ readonly error: string; readonly cause: string }> {
  const { result } = await run(definition, input, answer);
  if (result.status === "SUCCEEDED") throw new Error(`succeeded with ${JSON.stringify(result.output)}`);
  return { error: result.error, cause: result.cause };
}

/** A machine of states, the first of which is its start. */
export function machine(states: Record<string, unknown>, more: Record<string, unknown> = {}) {
  return { StartAt: Object.keys(states)[0], States: states, ...more };
}

/** A task that invokes a function with its input. */
export function task(more: object = { End: true }) {
  return {
    Type: "Task",
    Resource: "arn:aws:states:::lambda:invoke",
    Parameters: { FunctionName: "work", "Payload.$": "$" },
    ...more,
  };
}

/** The answer of a function. */
export function answered(payload: Json): Json {
  return { StatusCode: 200, ExecutedVersion: "$LATEST", Payload: JSON.stringify(payload) };
}

/** The answer of a function that threw. */
export function thrown(errorType: string, errorMessage = ""): Json {
  return {
    StatusCode: 200,
    FunctionError: "Unhandled",
    Payload: JSON.stringify({ errorType, errorMessage }),
  };
}

// It has no declarations; checked here as far as it is used.
const aslValidator = createRequire(__filename)("asl-validator") as (definition: unknown) => {
  readonly isValid: boolean;
  readonly errorsText: () => string;
};

/** What asl-validator, an independent reading of the specification, has against a definition. */
export function validatorSays(definition: unknown): string[] {
  // It writes defaults into what it is given.
  const { isValid, errorsText } = aslValidator(structuredClone(definition));
  return isValid ? [] : [errorsText()];
}
