import type { WaitState } from "../definition";
import { runtimeFailure } from "../failure";
import type { Json } from "../json";
import { timestamp } from "../language/compare";
import { read } from "../language/path";
import { sleep, type Visit } from "./frame";

/** Lets time pass: so many seconds, or until an instant; one that is over does not wait. */
export async function runWait(state: WaitState, visit: Visit): Promise<void> {
  const milliseconds = delayOf(state, visit);
  if (milliseconds > 0) await sleep(milliseconds, visit.frame);
}

function delayOf(state: WaitState, { environment, input, frame }: Visit): number {
  const { SecondsPath: secondsPath, TimestampPath: timestampPath } = state;
  const given = (path: string, field: string): Json => read(path, environment(input), field);
  if (state.Timestamp !== undefined || timestampPath !== undefined) {
    const text =
      timestampPath === undefined ? (state.Timestamp ?? "") : given(timestampPath, "TimestampPath");
    const until = timestamp(text);
    if (until === undefined)
      throw runtimeFailure(
        `The TimestampPath parameter does not reference a valid timestamp: ${JSON.stringify(text)}`,
      );
    return until - frame.clock.now().getTime();
  }
  const seconds = secondsPath === undefined ? state.Seconds : given(secondsPath, "SecondsPath");
  if (typeof seconds === "number" && Number.isInteger(seconds) && seconds >= 0) return seconds * 1000;
  throw runtimeFailure(
    `The SecondsPath parameter does not reference a non-negative integer value: ${JSON.stringify(seconds)}`,
  );
}
