import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answered, failureOf, machine, outputOf, run, task, thrown, type Answer } from "./run";

const named = (name: string, more: object = { End: true }) =>
  task({ Parameters: { FunctionName: name, "Payload.$": "$" }, ...more });
const branch = (name: string, state: object) => machine({ [name]: state });

/** Functions by name: seconds that they take, and the error that they end with. */
const functions =
  (plan: Record<string, { seconds?: number; error?: string }>): Answer =>
  async ({ parameters }, clock) => {
    const name = parameters["FunctionName"] as string;
    const { seconds = 0, error } = plan[name] ?? {};
    await clock.sleep(seconds * 1000);
    return error === undefined ? answered({ by: name }) : thrown(error);
  };

describe("a Parallel", () => {
  // states-language.net, "Parallel State": FunWithMath.
  test("gives each branch the input and collects their outputs in order", async () => {
    const lambda = (name: string) => ({
      Type: "Task",
      Resource: `arn:aws:lambda:us-east-1:123456789012:function:${name}`,
      End: true,
    });
    const states = {
      FunWithMath: {
        Type: "Parallel",
        Branches: [branch("Add", lambda("Add")), branch("Subtract", lambda("Subtract"))],
        End: true,
      },
    };
    const { result, calls } = await run(machine(states), [3, 2], ({ parameters }) => ({
      StatusCode: 200,
      Payload:
        parameters["FunctionName"] === "arn:aws:lambda:us-east-1:123456789012:function:Add" ? "5" : "1",
    }));
    expect(result).toMatchObject({ status: "SUCCEEDED", output: [5, 1] });
    expect(calls.map(({ parameters }) => parameters["Payload"])).toEqual(["[3,2]", "[3,2]"]);
  });

  const both = (more: object = { End: true }) => ({
    Type: "Parallel",
    Branches: [
      machine({ A: named("a", { Next: "A2" }), A2: named("a2") }),
      branch("B", named("b", { Retry: [{ ErrorEquals: ["Again"], IntervalSeconds: 10 }], End: true })),
    ],
    ...more,
  });

  test("runs its branches at the same time", async () => {
    const answer = functions({ a: { seconds: 4 }, a2: { seconds: 3 }, b: { seconds: 5 } });
    expect((await run(machine({ P: both() }), {}, answer)).seconds).toBe(7);
  });

  test("fails by the error of the first branch that fails, and stops the others", async () => {
    const answer = functions({ a: { seconds: 6 }, b: { seconds: 2, error: "Broken" } });
    const { result, calls, seconds } = await run(machine({ P: both() }), {}, answer);
    expect(result).toMatchObject({ status: "FAILED", error: "Broken" });
    expect(seconds).toBe(2);
    expect(calls.map(({ parameters }) => parameters["FunctionName"])).toEqual(["a", "b"]);
    expect(calls[0]?.context.signal.aborted).toBe(true);
  });

  test("stops a branch that waits for its next try", async () => {
    const answer = functions({ a: { seconds: 3, error: "Broken" }, b: { error: "Again" } });
    const { seconds, clock, calls } = await run(machine({ P: both() }), {}, answer);
    expect([seconds, clock.asleep, calls.length]).toEqual([3, 0, 2]);
  });

  test("is tried again as a whole, and caught as a whole", async () => {
    let tries = 0;
    const more = {
      Retry: [{ ErrorEquals: ["Broken"], IntervalSeconds: 5, MaxAttempts: 1 }],
      Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.failure", Next: "Caught" }],
      End: true,
    };
    const states = machine({ P: both(more), Caught: { Type: "Pass", End: true } });
    const output = await outputOf(states, { id: 1 }, ({ parameters }) => {
      if (parameters["FunctionName"] === "a") tries++;
      return parameters["FunctionName"] === "b" ? thrown("Broken") : answered({});
    });
    expect(tries).toBe(2);
    expect(output).toMatchObject({ id: 1, failure: { Error: "Broken" } });
  });

  test("whose branches catch for themselves does not fail", async () => {
    const careful = (name: string) =>
      machine({
        [name]: named(name, {
          Catch: [{ ErrorEquals: ["States.ALL"], Next: `${name}Failed` }],
          Next: `${name}Sent`,
        }),
        [`${name}Sent`]: { Type: "Pass", Result: { [name]: "sent" }, End: true },
        [`${name}Failed`]: { Type: "Pass", Result: { [name]: "failed" }, End: true },
      });
    const states = { P: { Type: "Parallel", Branches: [careful("email"), careful("sms")], End: true } };
    const output = await outputOf(machine(states), {}, functions({ sms: { error: "NoSignal" } }));
    expect(output).toEqual([{ email: "sent" }, { sms: "failed" }]);
  });
});

describe("a Map", () => {
  const shipping = {
    "ship-date": "2016-03-14T01:59:00Z",
    detail: {
      "delivery-partner": "UQS",
      shipped: [
        { prod: "R31", quantity: 1344 },
        { prod: "S39", quantity: 40 },
      ],
    },
  };

  // states-language.net, "Map State".
  test("runs its states for each item, as the specification's example does", async () => {
    const states = {
      "Validate-All": {
        Type: "Map",
        InputPath: "$.detail",
        ItemsPath: "$.shipped",
        MaxConcurrency: 0,
        ResultPath: "$.detail.shipped",
        ItemSelector: {
          "parcel.$": "$$.Map.Item.Value",
          "nth.$": "$$.Map.Item.Index",
          "courier.$": "$.delivery-partner",
        },
        ItemProcessor: {
          ProcessorConfig: { Mode: "INLINE" },
          ...branch("Validate", named("validate", { OutputPath: "$.Payload", End: true })),
        },
        End: true,
      },
    };
    const { result, calls } = await run(machine(states), shipping, functions({}));
    expect(calls.map(({ parameters }) => JSON.parse(parameters["Payload"] as string) as unknown)).toEqual(
      shipping.detail.shipped.map((parcel, nth) => ({ parcel, nth, courier: "UQS" })),
    );
    const shipped = [{ by: "validate" }, { by: "validate" }];
    expect(result).toMatchObject({ output: { ...shipping, detail: { ...shipping.detail, shipped } } });
  });

  const each = (more: object = {}) =>
    machine({ M: { Type: "Map", Iterator: branch("One", named("one")), End: true, ...more } });

  test("keeps the order of its items and runs no more at once than it may", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 60 }),
        fc.integer({ min: 0, max: 50 }),
        async (items, atOnce) => {
          let [now, most] = [0, 0];
          const output = await outputOf(
            each({ MaxConcurrency: atOnce }),
            items,
            async ({ parameters }, clock) => {
              most = Math.max(most, ++now);
              const item = JSON.parse(parameters["Payload"] as string) as number;
              await clock.sleep(item * 1000);
              now--;
              return answered(item * 2);
            },
          );
          expect((output as { Payload: number }[]).map(({ Payload }) => Payload)).toEqual(
            items.map((item) => item * 2),
          );
          expect(most).toBeLessThanOrEqual(Math.min(atOnce || 40, 40));
        },
      ),
      { numRuns: 40 },
    );
  });

  test("stops at the first item that fails", async () => {
    const { result, calls } = await run(each({ MaxConcurrency: 1 }), [1, 2, 3], ({ parameters }) =>
      parameters["Payload"] === "2" ? thrown("Bad") : answered({}),
    );
    expect(result).toMatchObject({ status: "FAILED", error: "Bad" });
    expect(calls).toHaveLength(2);
  });

  test("needs a list", async () => {
    expect(await failureOf(each(), { a: 1 })).toEqual({
      error: "States.Runtime",
      cause: "Reference path '$' must point to an array.",
    });
  });
});

describe("a Wait", () => {
  test.each<[string, object, number]>([
    ["seconds", { Seconds: 10 }, 10],
    ["seconds of the data", { SecondsPath: "$.seconds" }, 30],
    ["an instant", { Timestamp: "2026-01-01T00:01:00Z" }, 60],
    ["an instant of the data", { TimestampPath: "$.until" }, 90],
    ["an instant that is over", { Timestamp: "2020-01-01T00:00:00Z" }, 0],
  ])("for %s", async (_what, fields, seconds) => {
    const input = { seconds: 30, until: "2026-01-01T00:01:30Z" };
    const ran = await run(machine({ W: { Type: "Wait", ...fields, End: true } }), input);
    expect(ran.seconds).toBe(seconds);
    expect(ran.result).toMatchObject({ status: "SUCCEEDED", output: input });
  });

  test.each([{ SecondsPath: "$.text" }, { TimestampPath: "$.text" }])(
    "%j that is none ends the execution",
    async (fields) => {
      const { error } = await failureOf(machine({ W: { Type: "Wait", ...fields, End: true } }), {
        text: "soon",
      });
      expect(error).toBe("States.Runtime");
    },
  );
});
