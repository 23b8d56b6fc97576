import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { namesError } from "../../../../automation/clouds/aws/states/failure";
import { delaySeconds } from "../../../../automation/clouds/aws/states/run/retry";
import { answered, failureOf, machine, outputOf, refusal, run, task, thrown, type Answer } from "./run";

/** Fails so many times by these names, then answers. */
function failing(...names: string[]): Answer {
  let calls = 0;
  return () => {
    const name = names[calls++];
    return name === undefined ? answered({ done: true }) : thrown(name);
  };
}

const caught = { Catch: [{ ErrorEquals: ["States.ALL"], Next: "Caught" }], End: true };
const CAUGHT = { Type: "Pass", End: true };

describe("a Retry", () => {
  test("waits the seconds of states-language.net's example: 3, then 4.5", async () => {
    const Retry = [
      { ErrorEquals: ["States.Timeout", "Slow"], IntervalSeconds: 3, MaxAttempts: 2, BackoffRate: 1.5 },
    ];
    const { result, calls } = await run(
      machine({ X: task({ Retry, End: true }) }),
      {},
      failing("Slow", "Slow"),
    );
    expect(result.status).toBe("SUCCEEDED");
    expect(calls.map(({ at }) => at)).toEqual([0, 3, 7.5]);
  });

  // states-language.net, "Complex retry scenarios".
  test("counts for each retrier: of ErrorA, ErrorB, ErrorC, ErrorB the last goes to the Catch", async () => {
    const X = task({
      Retry: [
        { ErrorEquals: ["ErrorA", "ErrorB"], IntervalSeconds: 1, BackoffRate: 2, MaxAttempts: 2 },
        { ErrorEquals: ["ErrorC"], IntervalSeconds: 5 },
      ],
      ...caught,
    });
    const { result, calls } = await run(
      machine({ X, Caught: CAUGHT }),
      {},
      failing("ErrorA", "ErrorB", "ErrorC", "ErrorB"),
    );
    expect(calls.map(({ at }) => at)).toEqual([0, 1, 3, 8]);
    expect(result).toMatchObject({ status: "SUCCEEDED", output: { Error: "ErrorB" } });
  });

  test("tries three times more, after 1, 2 and 4 seconds, unless told otherwise", async () => {
    const X = task({ Retry: [{ ErrorEquals: ["States.ALL"] }], End: true });
    const { result, calls } = await run(machine({ X }), {}, failing("A", "B", "C", "D", "E"));
    expect(calls.map(({ at }) => at)).toEqual([0, 1, 3, 7]);
    expect(result).toMatchObject({ status: "FAILED", error: "D" });
  });

  test("of no attempts is none", async () => {
    const X = task({
      Retry: [{ ErrorEquals: ["A"], MaxAttempts: 0 }, { ErrorEquals: ["States.ALL"] }],
      End: true,
    });
    const { calls } = await run(machine({ X }), {}, failing("A"));
    expect(calls).toHaveLength(1);
  });

  test("grows no further than MaxDelaySeconds, never shrinks, and with full jitter stays below", async () => {
    fc.assert(
      fc.property(
        fc.record({
          IntervalSeconds: fc.integer({ min: 1, max: 100 }),
          BackoffRate: fc.double({ min: 1, max: 5, noNaN: true }),
          MaxDelaySeconds: fc.integer({ min: 101, max: 1000 }),
        }),
        fc.integer({ min: 0, max: 20 }),
        (given, used) => {
          const retrier = { ErrorEquals: ["A"], ...given };
          const [now, later] = [delaySeconds(retrier, used), delaySeconds(retrier, used + 1)];
          expect(now).toBeGreaterThanOrEqual(given.IntervalSeconds);
          expect(later).toBeGreaterThanOrEqual(now);
          expect(later).toBeLessThanOrEqual(given.MaxDelaySeconds);
        },
      ),
    );
    const Retry = [{ ErrorEquals: ["A"], IntervalSeconds: 100, BackoffRate: 1, JitterStrategy: "FULL" }];
    const { calls } = await run(machine({ X: task({ Retry, End: true }) }), {}, failing("A", "A", "A"));
    const waits = calls.slice(1).map(({ at }, i) => at - (calls[i]?.at ?? 0));
    expect(waits.every((wait) => wait > 0 && wait < 100)).toBe(true);
    expect(new Set(waits).size).toBe(3);
  });

  test("shows the state how many there were", async () => {
    const X = task({
      Parameters: { FunctionName: "f", Payload: { "retries.$": "$$.State.RetryCount" } },
      Retry: [{ ErrorEquals: ["A"] }],
      End: true,
    });
    const { calls } = await run(machine({ X }), {}, failing("A", "A"));
    expect(calls.map(({ parameters }) => parameters["Payload"])).toEqual([
      '{"retries":0}',
      '{"retries":1}',
      '{"retries":2}',
    ]);
  });
});

describe("a Catch", () => {
  test("puts the error into the state's input, where ResultPath says", async () => {
    const X = task({
      InputPath: "$.order",
      Catch: [
        { ErrorEquals: ["Other"], Next: "Wrong" },
        { ErrorEquals: ["OutOfStock"], ResultPath: "$.failure", Next: "Caught" },
      ],
      End: true,
    });
    const states = machine({ X, Caught: CAUGHT, Wrong: { Type: "Fail" } });
    const output = await outputOf(states, { order: { id: 1 } }, () => thrown("OutOfStock", "P-1 is short"));
    expect(output).toEqual({
      order: { id: 1 },
      failure: { Error: "OutOfStock", Cause: '{"errorType":"OutOfStock","errorMessage":"P-1 is short"}' },
    });
  });

  test("with a null ResultPath keeps the input only", async () => {
    const X = task({ Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: null, Next: "Caught" }], End: true });
    expect(await outputOf(machine({ X, Caught: CAUGHT }), { a: 1 }, () => thrown("A"))).toEqual({ a: 1 });
  });

  test("gets the error that the last retry left", async () => {
    const X = task({ Retry: [{ ErrorEquals: ["A"], MaxAttempts: 1 }], ...caught });
    const output = await outputOf(machine({ X, Caught: CAUGHT }), {}, failing("A", "A", "A"));
    expect(output).toMatchObject({ Error: "A" });
  });

  test.each<[string[], string, boolean]>([
    [["States.ALL"], "A", true],
    [["States.ALL"], "States.Timeout", true],
    [["States.ALL"], "States.DataLimitExceeded", false],
    [["States.DataLimitExceeded"], "States.DataLimitExceeded", true],
    [["States.ALL"], "States.Runtime", false],
    [["States.Runtime"], "States.Runtime", false],
    [["States.TaskFailed"], "A", true],
    [["States.TaskFailed"], "Lambda.Unknown", true],
    [["States.TaskFailed"], "States.Timeout", false],
    [["States.TaskFailed"], "States.DataLimitExceeded", false],
    [["A", "States.Timeout"], "States.Timeout", true],
    [["a"], "A", false],
  ])("of %j takes %s: %s", (errorEquals, error, takes) => {
    expect(namesError(errorEquals, error)).toBe(takes);
  });

  test("does not hold what ends an execution", async () => {
    const X = task({ Parameters: { FunctionName: "f", "Payload.$": "$.missing" }, ...caught });
    expect((await failureOf(machine({ X, Caught: CAUGHT }))).error).toBe("States.Runtime");
  });
});

describe("a time-out", () => {
  const slow: Answer = async (_call, clock) => {
    await clock.sleep(60_000);
    return answered({});
  };

  test("ends a task on simulated time and can be caught", async () => {
    const X = task({
      TimeoutSeconds: 5,
      Catch: [{ ErrorEquals: ["States.Timeout"], Next: "Caught" }],
      End: true,
    });
    const { result, seconds, calls } = await run(machine({ X, Caught: CAUGHT }), {}, slow);
    expect(result).toMatchObject({ status: "SUCCEEDED", output: { Error: "States.Timeout", Cause: "" } });
    expect(seconds).toBe(5);
    expect(calls[0]?.context.signal.aborted).toBe(true);
  });

  test("may come from the data", async () => {
    const X = task({ TimeoutSecondsPath: "$.limit", End: true });
    expect((await run(machine({ X }), { limit: 7 }, slow)).seconds).toBe(7);
    expect((await failureOf(machine({ X }), { limit: 0 }, slow)).error).toBe("States.Runtime");
  });

  test("that is not reached changes nothing and leaves nobody waiting", async () => {
    const X = task({ TimeoutSeconds: 61, End: true });
    const { result, seconds, clock } = await run(machine({ X }), {}, slow);
    expect([result.status, seconds, clock.asleep]).toEqual(["SUCCEEDED", 60, 0]);
  });

  test("of the whole machine ends it as timed out, whatever it does", async () => {
    const states = { A: { Type: "Wait", Seconds: 9, Next: "B" }, B: task(caught), Caught: CAUGHT };
    const { result, seconds, clock } = await run(machine(states, { TimeoutSeconds: 20 }), {}, slow);
    expect(result).toMatchObject({ status: "TIMED_OUT", error: "States.Timeout" });
    expect([seconds, clock.asleep]).toEqual([20, 1]);
    expect(result.history.at(-1)?.type).toBe("ExecutionTimedOut");
  });
});

describe("a Fail", () => {
  test("names its error and cause, from the definition or the data", async () => {
    const states = {
      X: { Type: "Fail", Error: "OrderRefused", CausePath: "States.Format('order {}', $.id)" },
    };
    expect(await failureOf(machine(states), { id: 7 })).toEqual({ error: "OrderRefused", cause: "order 7" });
  });
});

test("a service's refusal is no programming error of the caller's", async () => {
  const X = task({ End: true });
  expect(
    await failureOf(machine({ X }), {}, () =>
      Promise.reject(refusal("TooManyRequestsException", "slow down")),
    ),
  ).toEqual({ error: "Lambda.TooManyRequestsException", cause: "slow down" });
});
