import { describe, expect, test } from "vitest";
import { DefinitionError, definitionFaults, runExecution } from "../../../../automation/clouds/aws/states";
import { EXECUTION, machine, task, validatorSays, VirtualClock } from "./run";

const pass = { Type: "Pass", End: true };
const one = (state: object) => machine({ X: state });
const pathsOf = (definition: unknown) => definitionFaults(definition).map(({ path }) => path);

/** What is wrong, where it is found, and whether asl-validator finds it as well; it checks no names of resources. */
const WRONG: readonly [what: string, definition: unknown, path: string, known?: false][] = [
  ["no states", { StartAt: "X", States: {} }, "States"],
  ["no start", { States: { X: pass } }, "StartAt"],
  ["a start that is not there", { StartAt: "Y", States: { X: pass } }, "StartAt"],
  ["a field of the machine", machine({ X: pass }, { Timeout: 5 }), "definition.Timeout", false],
  ["JSONata", machine({ X: pass }, { QueryLanguage: "JSONata" }), "QueryLanguage", false],
  ["a kind of state", one({ Type: "Loop", End: true }), "States.X.Type"],
  ["a field of a state", one({ ...pass, ResultSelecter: {} }), "States.X.ResultSelecter", false],
  ["Assign, which JSONPath has too", one({ ...pass, Assign: { a: 1 } }), "States.X.Assign", false],
  [
    "a heartbeat",
    one(task({ HeartbeatSeconds: 5, TimeoutSeconds: 9, End: true })),
    "States.X.HeartbeatSeconds",
    false,
  ],
  ["nowhere to go", one({ Type: "Pass" }), "States.X"],
  ["two ways to go", machine({ X: { ...pass, Next: "Y" }, Y: pass }), "States.X"],
  ["a next state that is not there", one({ Type: "Pass", Next: "Y" }), "States.X.Next"],
  ["a state that nothing leads to", machine({ X: pass, Y: pass }), "States.Y"],
  ["an input path", one({ ...pass, InputPath: "order" }), "States.X.InputPath"],
  ["a path with a parent", one({ ...pass, InputPath: "$.a^" }), "States.X.InputPath", false],
  ["a result path with several places", one({ ...pass, ResultPath: "$.a[*]" }), "States.X.ResultPath"],
  [
    "a dynamic field without a path",
    one({ ...pass, Parameters: { "a.$": "a" } }),
    "States.X.Parameters.a.$",
    false,
  ],
  ["a dynamic field that is no text", one({ ...pass, Parameters: { "a.$": 5 } }), "States.X.Parameters.a.$"],
  [
    "a function that there is not",
    one({ ...pass, Parameters: { "a.$": "States.Sum(1)" } }),
    "States.X.Parameters.a.$",
    false,
  ],
  [
    "a function that is not closed",
    one({ ...pass, Parameters: { "a.$": "States.UUID(" } }),
    "States.X.Parameters.a.$",
    false,
  ],
  ["a service", one({ ...task(), Resource: "arn:aws:states:::batch:submitJob" }), "States.X.Resource", false],
  [
    "a callback",
    one({ ...task(), Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken" }),
    "States.X.Resource",
    false,
  ],
  [
    "an activity",
    one({ ...task(), Resource: "arn:aws:states:us-east-1:123456789012:activity:a" }),
    "States.X.Resource",
    false,
  ],
  [
    "a parameter",
    one(task({ Parameters: { FunctionName: "f", payload: {} }, End: true })),
    "States.X.Parameters.payload",
    false,
  ],
  [
    "a missing parameter",
    one(task({ Parameters: {}, End: true })),
    "States.X.Parameters.FunctionName",
    false,
  ],
  ["no resource", one({ Type: "Task", End: true }), "States.X.Resource"],
  [
    "ALL among others",
    one(task({ Retry: [{ ErrorEquals: ["States.ALL", "A"] }], End: true })),
    "States.X.Retry[0].ErrorEquals",
    false,
  ],
  [
    "ALL before others",
    one(task({ Retry: [{ ErrorEquals: ["States.ALL"] }, { ErrorEquals: ["A"] }], End: true })),
    "States.X.Retry[0].ErrorEquals",
    false,
  ],
  ["a retrier without errors", one(task({ Retry: [{}], End: true })), "States.X.Retry[0].ErrorEquals"],
  [
    "a backoff below one",
    one(task({ Retry: [{ ErrorEquals: ["A"], BackoffRate: 0.5 }], End: true })),
    "States.X.Retry[0].BackoffRate",
    false,
  ],
  [
    "a longest delay below the first",
    one(task({ Retry: [{ ErrorEquals: ["A"], IntervalSeconds: 9, MaxDelaySeconds: 5 }], End: true })),
    "States.X.Retry[0].MaxDelaySeconds",
    false,
  ],
  [
    "a jitter",
    one(task({ Retry: [{ ErrorEquals: ["A"], JitterStrategy: "SOME" }], End: true })),
    "States.X.Retry[0].JitterStrategy",
    false,
  ],
  [
    "a catch that leads nowhere",
    one(task({ Catch: [{ ErrorEquals: ["A"], Next: "Y" }], End: true })),
    "States.X.Catch[0].Next",
  ],
  ["a wait for two things", one({ Type: "Wait", Seconds: 1, SecondsPath: "$.a", End: true }), "States.X"],
  ["an instant", one({ Type: "Wait", Timestamp: "tomorrow", End: true }), "States.X.Timestamp"],
  ["a Choice without choices", one({ Type: "Choice", Choices: [] }), "States.X.Choices"],
  [
    "an operator",
    machine({ X: { Type: "Choice", Choices: [{ Variable: "$.a", NumericMore: 1, Next: "Y" }] }, Y: pass }),
    "States.X.Choices[0].NumericMore",
  ],
  [
    "two operators",
    machine({
      X: { Type: "Choice", Choices: [{ Variable: "$.a", IsNull: true, IsString: true, Next: "Y" }] },
      Y: pass,
    }),
    "States.X.Choices[0]",
  ],
  [
    "a value of another type",
    machine({
      X: { Type: "Choice", Choices: [{ Variable: "$.a", NumericEquals: "1", Next: "Y" }] },
      Y: pass,
    }),
    "States.X.Choices[0].NumericEquals",
  ],
  [
    "a way on inside And",
    machine({
      X: { Type: "Choice", Choices: [{ And: [{ Variable: "$.a", IsNull: true, Next: "Y" }], Next: "Y" }] },
      Y: pass,
    }),
    "States.X.Choices[0].And[0].Next",
    false,
  ],
  [
    "a Choice that ends",
    machine({
      X: { Type: "Choice", Choices: [{ Variable: "$.a", IsNull: true, Next: "Y" }], End: true },
      Y: pass,
    }),
    "States.X.End",
    false,
  ],
  [
    "a Catch on a Pass",
    one({ ...pass, Catch: [{ ErrorEquals: ["A"], Next: "X" }] }),
    "States.X.Catch",
    false,
  ],
  [
    "a branch that leads out of it",
    machine({
      X: { Type: "Parallel", Branches: [machine({ A: { Type: "Pass", Next: "Y" } })], Next: "Y" },
      Y: pass,
    }),
    "States.X.Branches[0].States.A.Next",
  ],
  [
    "a name twice",
    machine({ X: { Type: "Parallel", Branches: [machine({ A: pass }), machine({ A: pass })], End: true } }),
    "States.X.Branches[1].States.A",
  ],
  [
    "a distributed Map",
    one({
      Type: "Map",
      ItemProcessor: {
        ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
        ...machine({ A: pass }),
      },
      End: true,
    }),
    "States.X.ItemProcessor.ProcessorConfig.Mode",
    false,
  ],
  [
    "a Map over a bucket",
    one({ Type: "Map", ItemReader: {}, ItemProcessor: machine({ A: pass }), End: true }),
    "States.X.ItemReader",
    false,
  ],
  ["two causes", one({ Type: "Fail", Cause: "a", CausePath: "$.b" }), "States.X.CausePath"],
];

describe("a definition", () => {
  test.each(WRONG)("with %s is refused", (_what, definition, path) => {
    expect(pathsOf(definition)).toContain(path);
  });

  test("that asl-validator refuses is refused here", () => {
    const both = WRONG.filter(([, , , known]) => known !== false);
    expect(both.length).toBeGreaterThan(20);
    expect(
      both.filter(([, definition]) => validatorSays(definition).length === 0).map(([what]) => what),
    ).toEqual([]);
  });

  test("is not executed when anything in it is wrong, and every fault is told at once", async () => {
    const definition = machine({
      X: task({ HeartbeatSeconds: 5, Next: "Done" }),
      Dnoe: { Type: "Succeeed" },
    });
    const ports = {
      clock: new VirtualClock(),
      execution: EXECUTION,
      call: () => Promise.reject(new Error("was called")),
    };
    const refused = runExecution(definition, {}, ports);
    await expect(refused).rejects.toThrow(DefinitionError);
    await expect(refused).rejects.toThrow(
      [
        "The state machine can not be executed:",
        "- States.X.HeartbeatSeconds: 5; allowed: one of Type, Comment,",
      ].join("\n"),
    );
    await expect(refused).rejects.toThrow(
      /States\.X\.Next: "Done"; allowed: one of X, Dnoe \(did you mean Dnoe\?\)/,
    );
    await expect(refused).rejects.toThrow(/States\.Dnoe\.Type: "Succeeed"; .*\(did you mean Succeed\?\)/);
  });

  test.each([
    [null],
    ["x"],
    [[]],
    [{ StartAt: 1, States: { X: null } }],
    [{ StartAt: "X", States: { X: { Type: "Parallel", Branches: [5] } } }],
  ])("%j is refused without a crash", (definition) => {
    expect(pathsOf(definition).length).toBeGreaterThan(0);
  });
});
