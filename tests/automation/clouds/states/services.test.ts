import { describe, expect, test } from "vitest";
import type { Json } from "../../../../automation/clouds/aws/states";
import { EXECUTION, failureOf, machine, refusal, run } from "./run";

const asks = (action: string, parameters: object, more: object = {}) =>
  machine({
    X: { Type: "Task", Resource: `arn:aws:states:::${action}`, Parameters: parameters, End: true, ...more },
  });

/** What the service was asked, and the task's result without the metadata that every one has. */
async function asked(action: string, parameters: object, response: Json, input: Json = {}) {
  const { result, calls } = await run(asks(action, parameters), input, () => response);
  if (result.status !== "SUCCEEDED") throw new Error(`${result.error}: ${result.cause}`);
  const { SdkHttpMetadata, SdkResponseMetadata, ...own } = result.output as Record<string, Json>;
  expect(SdkHttpMetadata).toEqual({ HttpStatusCode: 200 });
  expect((SdkResponseMetadata as { RequestId: string }).RequestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(calls.map((call) => call.action)).toEqual([action]);
  return { parameters: calls[0]?.parameters, result: own };
}

describe("lambda:invoke", () => {
  test("sends the payload as JSON text and reads the answer", async () => {
    const { parameters, result } = await asked(
      "lambda:invoke",
      { FunctionName: "f", "Payload.$": "$.order" },
      { StatusCode: 200, ExecutedVersion: "3", Payload: '{"ok":true}' },
      { order: { id: 1 } },
    );
    expect(parameters).toEqual({ FunctionName: "f", Payload: '{"id":1}' });
    expect(result).toEqual({ StatusCode: 200, ExecutedVersion: "3", Payload: { ok: true } });
  });

  test.each<[Json, string, string]>([
    [
      '{"errorType":"OutOfStock","errorMessage":"P-1"}',
      "OutOfStock",
      '{"errorType":"OutOfStock","errorMessage":"P-1"}',
    ],
    [
      '{"errorMessage":"2026 Task timed out after 3.00 seconds"}',
      "Lambda.Unknown",
      '{"errorMessage":"2026 Task timed out after 3.00 seconds"}',
    ],
  ])("of a function that fails with %s fails as %s", async (payload, error, cause) => {
    const answer = () => ({ StatusCode: 200, FunctionError: "Unhandled", Payload: payload });
    expect(await failureOf(asks("lambda:invoke", { FunctionName: "f" }), {}, answer)).toEqual({
      error,
      cause,
    });
  });
});

describe("a function's ARN", () => {
  test("gets the input as it is and gives the answer alone", async () => {
    const states = {
      X: { Type: "Task", Resource: "arn:aws:lambda:eu-west-1:123456789012:function:f:live", End: true },
    };
    const { result, calls } = await run(machine(states), { a: 1 }, () => ({
      StatusCode: 200,
      Payload: "[1]",
    }));
    expect(calls[0]).toMatchObject({
      action: "lambda:invoke",
      parameters: {
        FunctionName: "arn:aws:lambda:eu-west-1:123456789012:function:f:live",
        Payload: '{"a":1}',
      },
    });
    expect(result).toMatchObject({ output: [1] });
  });
});

describe("DynamoDB", () => {
  const Key = { id: { S: "1" } };
  test.each<[string, object, Json]>([
    ["dynamodb:getItem", { TableName: "t", Key }, { Item: { id: { S: "1" } } }],
    ["dynamodb:putItem", { TableName: "t", Item: Key, ConditionExpression: "attribute_not_exists(id)" }, {}],
    ["dynamodb:updateItem", { TableName: "t", Key, UpdateExpression: "SET a = :a" }, { Attributes: {} }],
    ["dynamodb:deleteItem", { TableName: "t", Key }, {}],
  ])("%s passes everything on", async (action, parameters, response) => {
    expect(await asked(action, parameters, response)).toEqual({ parameters, result: response });
  });

  test("errors begin with DynamoDB and end with Exception", async () => {
    const put = asks("dynamodb:putItem", { TableName: "t", Item: {} });
    const refused = (code: string) => failureOf(put, {}, () => Promise.reject(refusal(code, "no")));
    expect(await refused("ConditionalCheckFailedException")).toEqual({
      error: "DynamoDB.ConditionalCheckFailedException",
      cause: "no",
    });
    expect((await refused("ThrottlingException")).error).toBe("DynamoDB.ThrottlingException");
    expect((await refused("InternalServerError")).error).toBe("DynamoDB.InternalServerErrorException");
  });
});

describe("events:putEvents", () => {
  const entry = { Source: "com.acme.orders", DetailType: "Order Created", EventBusName: "b" };

  test("sends details as text and names the execution as a resource", async () => {
    const { parameters, result } = await asked(
      "events:putEvents",
      {
        Entries: [
          { ...entry, Detail: { "id.$": "$.id" } },
          { ...entry, Detail: "{}", Resources: ["r"] },
        ],
      },
      { FailedEntryCount: 0, Entries: [{ EventId: "1" }, { EventId: "2" }] },
      { id: 7 },
    );
    const own = [EXECUTION.arn, EXECUTION.stateMachineArn];
    expect(parameters).toEqual({
      Entries: [
        { ...entry, Detail: '{"id":7}', Resources: own },
        { ...entry, Detail: "{}", Resources: ["r", ...own] },
      ],
    });
    expect(result).toEqual({ FailedEntryCount: 0, Entries: [{ EventId: "1" }, { EventId: "2" }] });
  });

  test("fails when an entry fails, although the call did not", async () => {
    const response = { FailedEntryCount: 1, Entries: [{ ErrorCode: "InternalFailure", ErrorMessage: "oh" }] };
    expect(await failureOf(asks("events:putEvents", { Entries: [entry] }), {}, () => response)).toEqual({
      error: "EventBridge.FailedEntry",
      cause: JSON.stringify(response),
    });
  });
});

describe("messages and executions", () => {
  test.each<[string, object, string, Json, string]>([
    ["sns:publish", { TopicArn: "t" }, "Message", { MessageId: "1" }, "SNS.NotFoundException"],
    ["sqs:sendMessage", { QueueUrl: "q" }, "MessageBody", { MessageId: "1" }, "SQS.NotFoundException"],
    [
      "states:startExecution",
      { StateMachineArn: "m", Name: "n" },
      "Input",
      { ExecutionArn: "e", StartDate: 1 },
      "StepFunctions.NotFoundException",
    ],
  ])("%s takes an object where the API takes text", async (action, parameters, field, response, refused) => {
    const object = await asked(action, { ...parameters, [field]: { a: 1 } }, response);
    expect(object).toEqual({ parameters: { ...parameters, [field]: '{"a":1}' }, result: response });
    const text = await asked(action, { ...parameters, [field]: "a" }, response);
    expect(text.parameters).toEqual({ ...parameters, [field]: "a" });
    const failure = await failureOf(asks(action, { ...parameters, [field]: "a" }), {}, () =>
      Promise.reject(refusal("NotFound")),
    );
    expect(failure.error).toBe(refused);
  });
});

test("a call says which execution and state it comes from", async () => {
  const { calls } = await run(asks("lambda:invoke", { FunctionName: "f" }));
  expect(calls[0]?.context).toMatchObject({
    executionArn: EXECUTION.arn,
    stateMachineArn: EXECUTION.stateMachineArn,
    stateName: "X",
  });
});
