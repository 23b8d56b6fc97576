import type { MapState, ParallelState } from "../definition";
import { runtimeFailure, Stopped } from "../failure";
import { isList, type Json } from "../json";
import { read } from "../language/path";
import { fill } from "../language/template";
import type { Frame, Visit } from "./frame";

/** A failure in one branch stops the others and is the state's own (states-language.net, "Parallel State"). */
export async function runParallel(state: ParallelState, input: Json, visit: Visit): Promise<Json> {
  const { frame, name } = visit;
  frame.history.add("ParallelStateStarted", { state: name });
  const results = await together(
    state.Branches.map((branch) => (own: Frame) => own.run(branch, input, own)),
    frame,
    Number.POSITIVE_INFINITY,
  );
  frame.history.add("ParallelStateSucceeded", { state: name });
  return results;
}

/** Iterations of an inline Map that run at once: up to 40 (Developer Guide, "Map state", concurrency). */
const MAX_AT_ONCE = 40;

/** Runs the states for each item; the results keep the items' order. */
export async function runMap(state: MapState, visit: Visit): Promise<Json> {
  const { frame, name, environment, input } = visit;
  const items = read(state.ItemsPath ?? "$", environment(input), "ItemsPath");
  if (!isList(items))
    throw runtimeFailure(`Reference path '${state.ItemsPath ?? "$"}' must point to an array.`);
  const block = state.ItemProcessor ?? state.Iterator;
  if (block === undefined) throw new Error(`Map ${name} has no states`);
  const selector = state.ItemSelector ?? state.Parameters;
  frame.history.add("MapStateStarted", { state: name });
  const results = await together(
    items.map((item, index) => async (own: Frame) => {
      own.history.add("MapIterationStarted", { state: name, index });
      const context = { ...own.context, Map: { Item: { Index: index, Value: item } } };
      const scope = environment(input);
      const given =
        selector === undefined
          ? item
          : fill(selector, { ...scope, context: { ...scope.context, ...context } });
      const result = await own.run(block, given, { ...own, context });
      own.history.add("MapIterationSucceeded", { state: name, index });
      return result;
    }),
    frame,
    Math.min(state.MaxConcurrency || MAX_AT_ONCE, MAX_AT_ONCE),
  );
  frame.history.add("MapStateSucceeded", { state: name });
  return results;
}

/** Does work side by side, so much at once; the first failure stops the rest, and is thrown when all have ended. */
async function together(
  work: readonly ((own: Frame) => Promise<Json>)[],
  frame: Frame,
  atOnce: number,
): Promise<Json[]> {
  const others = new AbortController();
  const own: Frame = { ...frame, signal: AbortSignal.any([frame.signal, others.signal]) };
  const results: Json[] = [];
  const failures: unknown[] = [];
  const open = work.entries();
  const lane = async (): Promise<void> => {
    for (const [index, one] of open) {
      if (own.signal.aborted) throw new Stopped();
      results[index] = await one(own);
    }
  };
  const lanes = Array.from({ length: Math.min(work.length, atOnce) }, async () => {
    try {
      await lane();
    } catch (error) {
      failures.push(error);
      others.abort();
    }
  });
  await Promise.all(lanes);
  if (frame.signal.aborted) throw new Stopped();
  if (failures.length > 0) throw failures.find((error) => !(error instanceof Stopped)) as Error;
  return results;
}
