import { describe, expect, test } from "vitest";
import {
  fraudCheck,
  fraudCheckNeeds,
  notifications,
  notificationsNeeds,
  orderSaga,
  orderSagaNeeds,
  workflowFaults,
} from "../../../../components/eventing/workflows";
import { definitionFaults } from "../../../../automation/clouds/aws/states";
import { RESOURCES } from "./world";

const pathsOf = (definition: unknown, given?: readonly unknown[]) =>
  workflowFaults(definition, given).map(
    ({ path, allowed }) => `${path}: ${/event-asl-[a-z-]+/.exec(allowed)?.[0]}`,
  );

const whole = {
  StartAt: "X",
  States: {
    X: {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Parameters: { FunctionName: "arn:aws:lambda:eu-west-1:123456789012:function:f" },
      Retry: [{ ErrorEquals: ["States.ALL"] }],
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "Y" }],
      Next: "Y",
    },
    Y: { Type: "Succeed" },
  },
};

describe("event-asl-no-literals", () => {
  const at = "States.X.Parameters.FunctionName: event-asl-no-literals";

  test("refuses an account id and a region that are written into a definition", () => {
    expect(pathsOf(whole)).toEqual([at, at]);
    const states = (FunctionName: string) => ({
      ...whole,
      States: { ...whole.States, X: { ...whole.States.X, Parameters: { FunctionName } } },
    });
    expect(pathsOf(states("arn:aws:lambda:us-gov-east-1::function:f"))).toEqual([at]);
    expect(pathsOf(states("https://sqs/123456789012/queue"))).toEqual([at]);
    // The number of a day, an id that is longer, a name with hyphens and a digit.
    expect(pathsOf(states("order-2026-1231-123456789012345 is-not-a-region-1x"))).toEqual([]);
  });

  test("lets in what comes from a resource: the arguments, and outputs", () => {
    expect(pathsOf(whole, [whole.States.X.Parameters.FunctionName])).toEqual([]);
    class Output {
      readonly value = "eu-west-1";
    }
    expect(pathsOf({ Parameters: { FunctionName: new Output() } })).toEqual([]);
  });

  test("is asked of every workflow when it is made", () => {
    const prefix = { ...RESOURCES, sourcePrefix: "com.acme.eu-west-1" };
    expect(() => orderSaga(prefix)).toThrow(
      /workflow "order-saga": \d+ invalid inputs\n {2}States\.PublishConfirmation/,
    );
  });
});

describe("event-asl-retry-catch", () => {
  test("refuses a Task without Retry or Catch, wherever it is, all at once", () => {
    const task = { Type: "Task", Resource: "r", Parameters: {} };
    const definition = {
      StartAt: "P",
      States: {
        A: task,
        P: {
          Type: "Parallel",
          Branches: [{ StartAt: "B", States: { B: { ...task, Retry: [], Catch: [1] } } }],
        },
        M: { Type: "Map", ItemProcessor: { StartAt: "C", States: { C: { ...task, Retry: [1] } } } },
      },
    };
    expect(pathsOf(definition)).toEqual([
      "States.A.Retry: event-asl-retry-catch",
      "States.A.Catch: event-asl-retry-catch",
      "States.P.Branches[0].States.B.Retry: event-asl-retry-catch",
      "States.M.ItemProcessor.States.C.Catch: event-asl-retry-catch",
    ]);
  });
});

describe("the workflows", () => {
  const workflows = [
    { name: "notifications", definition: notifications(RESOURCES), needs: notificationsNeeds },
    { name: "order-saga", definition: orderSaga(RESOURCES), needs: orderSagaNeeds },
    { name: "fraud-check", definition: fraudCheck(RESOURCES), needs: fraudCheckNeeds },
  ];

  const ACTIONS: Readonly<Record<string, string>> = {
    "lambda:invoke": "lambda:InvokeFunction",
    "dynamodb:putItem": "dynamodb:PutItem",
    "sqs:sendMessage": "sqs:SendMessage",
    "sns:publish": "sns:Publish",
    "events:putEvents": "events:PutEvents",
  };

  /** What the tasks of a definition ask of which resource, `dynamodb:PutItem notification-log`. */
  function asked(value: unknown): string[] {
    if (value === null || typeof value !== "object") return [];
    const inner = Object.values(value).flatMap(asked);
    const { Type: type, Resource: resource, Parameters: parameters } = value as Record<string, unknown>;
    if (type !== "Task") return inner;
    const action = ACTIONS[(resource as string).replace("arn:aws:states:::", "")] ?? "";
    const given = parameters as Record<string, unknown>;
    const entries = (given["Entries"] as { EventBusName: string }[] | undefined)?.map(
      (entry) => entry.EventBusName,
    );
    const on = entries ?? [
      given["FunctionName"] ?? given["TableName"] ?? given["QueueUrl"] ?? given["TopicArn"],
    ];
    return [...inner, ...on.map((name) => `${action} ${String(name)}`)];
  }

  test.each(workflows)("$name needs exactly the permissions that it says", ({ definition, needs }) => {
    const said = Object.entries<readonly string[]>(needs).flatMap(([name, actions]) =>
      actions.map((action) => `${action} ${RESOURCES[name as keyof typeof RESOURCES]}`),
    );
    expect(new Set(asked(definition))).toEqual(new Set(said));
  });

  test.each(workflows)("$name is one that executions know", ({ definition }) => {
    expect(definitionFaults(definition)).toEqual([]);
  });
});
