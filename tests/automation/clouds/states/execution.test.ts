import { describe, expect, test } from "vitest";
import { ExecutionInputError } from "../../../../automation/clouds/aws/states";
import { answered, EXECUTION, failureOf, machine, outputOf, run, task, thrown } from "./run";

describe("an execution", () => {
  test("knows itself by the context object, with the time at which each state was entered", async () => {
    const states = {
      Wait: { Type: "Wait", Seconds: 90, Next: "Look" },
      Look: { Type: "Pass", Parameters: { "all.$": "$$", "at.$": "$$.State.EnteredTime" }, End: true },
    };
    const at = "2026-01-01T00:01:30.000Z";
    expect(await outputOf(machine(states), { id: 1 })).toEqual({
      at,
      all: {
        Execution: {
          Id: EXECUTION.arn,
          Input: { id: 1 },
          Name: "run-1",
          RoleArn: EXECUTION.roleArn,
          StartTime: "2026-01-01T00:00:00.000Z",
        },
        StateMachine: { Id: EXECUTION.stateMachineArn, Name: "orders" },
        State: { Name: "Look", EnteredTime: at, RetryCount: 0 },
      },
    });
  });

  test("ends with Succeed, whose paths choose the output", async () => {
    const states = { Done: { Type: "Succeed", InputPath: "$.a", OutputPath: "$.b" } };
    expect(await outputOf(machine(states), { a: { b: 5 } })).toBe(5);
  });

  test("tells what happened, in order and on its own time", async () => {
    const states = {
      X: task({ Retry: [{ ErrorEquals: ["States.ALL"] }], Next: "Done" }),
      Done: { Type: "Succeed" },
    };
    let calls = 0;
    const { result } = await run(machine(states), {}, () =>
      calls++ === 0 ? Promise.reject(new Error("no")) : answered({}),
    );
    expect(
      result.history.map(({ type, state }) => (state === undefined ? type : `${type} ${state}`)),
    ).toEqual([
      "ExecutionStarted",
      "TaskStateEntered X",
      "TaskScheduled X",
      "TaskFailed X",
      "TaskScheduled X",
      "TaskSucceeded X",
      "TaskStateExited X",
      "SucceedStateEntered Done",
      "SucceedStateExited Done",
      "ExecutionSucceeded",
    ]);
    expect(result.history.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(result.history[4]?.timestamp).toBe("2026-01-01T00:00:01.000Z");
  });

  test("goes the same way again", async () => {
    const definition = machine({
      X: task({ Retry: [{ ErrorEquals: ["States.ALL"], JitterStrategy: "FULL" }], End: true }),
    });
    const again = () =>
      run(definition, {}, ({ at }) => (at < 2 ? Promise.reject(new Error("no")) : answered({})));
    expect((await again()).result).toEqual((await again()).result);
  });

  test("that would never end fails at 25,000 events", async () => {
    const states = { A: { Type: "Pass", Next: "B" }, B: { Type: "Pass", Next: "A" } };
    const { result } = await run(machine(states));
    expect(result).toMatchObject({ status: "FAILED", error: "States.Runtime" });
    expect(result.history).toHaveLength(25_000);
  });
});

describe("data", () => {
  // 262,144 bytes with the quotes and the name.
  const full = { t: "x".repeat(262_144 - '{"t":""}'.length) };
  const caught = { Catch: [{ ErrorEquals: ["States.ALL"], Next: "Caught" }], End: true };
  const states = (more: object) => machine({ X: task(more), Caught: { Type: "Pass", End: true } });

  test("of 256 KiB passes, and one byte more is refused at the start", async () => {
    const through = machine({ X: { Type: "Pass", End: true } });
    expect(await outputOf(through, full)).toEqual(full);
    await expect(run(through, { t: `${full.t}x` })).rejects.toThrow(ExecutionInputError);
    // Bytes count, not letters.
    await expect(run(through, { t: "é".repeat(140_000) })).rejects.toThrow("280008 bytes");
  });

  test("that an error makes too large ends the execution", async () => {
    const kept = {
      Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.failure", Next: "Caught" }],
      End: true,
    };
    const parameters = { FunctionName: "f" };
    expect(
      await failureOf(states({ Parameters: parameters, ...kept }), full, () => thrown("A")),
    ).toMatchObject({
      error: "States.DataLimitExceeded",
    });
  });

  test.each<[string, object, object]>([
    ["a task's input", { Parameters: { FunctionName: "f", "Payload.$": "$" } }, full],
    ["a task's result", {}, {}],
    [
      "a state's output",
      { ResultSelector: { "t.$": "$.Payload.t" }, ResultPath: "$.more" },
      { t: "y".repeat(200_000) },
    ],
  ])("that makes %s too large ends the execution, whatever is caught", async (what, more, input) => {
    const answer = () => answered(what === "a task's result" ? full : { t: "y".repeat(100_000) });
    expect(await failureOf(states({ ...more, ...caught }), input as never, answer)).toMatchObject({
      error: "States.DataLimitExceeded",
    });
  });
});
