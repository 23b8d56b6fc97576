import type { Catcher, FailState, MapState, ParallelState, State, TaskState } from "../definition";
import { namesError, StateFailure, runtimeFailure } from "../failure";
import type { Json } from "../json";
import { choose } from "../language/choice";
import type { Environment } from "../language/path";
import { fill, valueOf } from "../language/template";
import { runMap, runParallel } from "./branches";
import { keep, through, withinLimit } from "./data";
import { sleep, type Frame, type Visit } from "./frame";
import { Retries } from "./retry";
import { runTask } from "./task";
import { runWait } from "./wait";

/** What a state leads to: the output, and the state that is next, if any. */
export interface Outcome {
  readonly output: Json;
  readonly next?: string;
}

/** Visits one state. @throws {StateFailure} what no Retry and no Catch of the state took */
export async function runState(name: string, state: State, raw: Json, frame: Frame): Promise<Outcome> {
  const entered = frame.clock.now().toISOString();
  let retries = 0;
  const environment = (data: Json): Environment => ({
    data,
    context: { ...frame.context, State: { Name: name, EnteredTime: entered, RetryCount: retries } },
    random: frame.random,
  });
  if (state.Type === "Fail") throw failureOf(state, environment(raw));

  const input = through(state.InputPath, raw, environment, "InputPath");
  const visit: Visit = { name, frame, input, environment };
  const ending = (output: Json): Json =>
    withinLimit(through(state.OutputPath, output, environment, "OutputPath"), `The output of ${name}`);
  const onward = (output: Json, next: string | undefined): Outcome =>
    next === undefined ? { output } : { output, next };

  if (state.Type === "Succeed") return { output: ending(input) };
  if (state.Type === "Choice") return { output: ending(input), next: choose(state, environment(input)) };
  if (state.Type === "Wait") {
    await runWait(state, visit);
    return onward(ending(input), state.Next);
  }
  if (state.Type === "Pass") {
    const result = state.Result ?? parametersOf(state.Parameters, visit);
    return onward(ending(keep(state.ResultPath, raw, result)), state.Next);
  }

  const plan = new Retries(state.Retry ?? [], frame.random);
  for (;;) {
    try {
      const result = await work(state, visit);
      const selected =
        state.ResultSelector === undefined ? result : fill(state.ResultSelector, environment(result));
      return onward(ending(keep(state.ResultPath, raw, selected)), state.Next);
    } catch (error) {
      if (!(error instanceof StateFailure)) throw error;
      const wait = plan.next(error.error);
      if (wait === undefined) return caught(state.Catch ?? [], error, raw);
      retries++;
      await sleep(wait, frame);
    }
  }
}

function parametersOf(parameters: Json | undefined, { environment, input }: Visit): Json {
  return parameters === undefined ? input : fill(parameters, environment(input));
}

async function work(state: TaskState | ParallelState | MapState, visit: Visit): Promise<Json> {
  if (state.Type === "Map") return withinLimit(await runMap(state, visit), `The result of ${visit.name}`);
  const given = withinLimit(parametersOf(state.Parameters, visit), `The input of ${visit.name}`);
  const result = await (state.Type === "Task"
    ? runTask(state, given, visit)
    : runParallel(state, given, visit));
  return withinLimit(result, `The result of ${visit.name}`);
}

/** The first catcher that names the error takes it, as `{ Error, Cause }` in the state's input. */
function caught(catchers: readonly Catcher[], failure: StateFailure, raw: Json): Outcome {
  const catcher = catchers.find((one) => namesError(one.ErrorEquals, failure.error));
  if (catcher === undefined) throw failure;
  const output = { Error: failure.error, Cause: failure.cause };
  const kept = withinLimit(keep(catcher.ResultPath, raw, output), "The output of a Catch");
  return { output: kept, next: catcher.Next };
}

function failureOf(state: FailState, environment: Environment): StateFailure {
  const text = (name: "Error" | "Cause"): string => {
    const path = state[`${name}Path`];
    if (path === undefined) return state[name] ?? "";
    const value = valueOf(path, environment, `${name}Path`);
    if (typeof value === "string") return value;
    throw runtimeFailure(`The ${name}Path parameter does not reference a string: ${JSON.stringify(value)}`);
  };
  return new StateFailure(text("Error"), text("Cause"));
}
