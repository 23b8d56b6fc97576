import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { expect, test } from "vitest";
import type { Values } from "../../../../automation/engine/provider";
import { allow, bodyOf, Platform, run, describeLive } from "./harness";

const began = Date.parse("2026-01-01T00:00:00Z");

describeLive("functions", () => {
  const text = (payload: Uint8Array | undefined): unknown =>
    JSON.parse(Buffer.from(payload ?? []).toString() || "null");

  async function invoking(code: string, more: Values = {}, ...statements: object[]) {
    const platform = await Platform.open();
    await platform.lambda("f", code, more, ...statements);
    const started = await run(platform);
    const lambda = new LambdaClient(started.config);
    const invoke = async (payload: object = {}) => {
      const answer = await lambda.send(
        new InvokeCommand({ FunctionName: "f", Payload: Buffer.from(JSON.stringify(payload)) }),
      );
      return { error: answer.FunctionError, payload: text(answer.Payload) };
    };
    return { platform, ...started, lambda, invoke };
  }

  test("a function runs with its environment and context, on simulated time, and stays warm", async () => {
    const { live, invoke } = await invoking(
      `let count = 0;
       export const handler = async (event, context) => ({
         count: ++count, given: event, table: process.env.TABLE, name: context.functionName, now: new Date().toISOString(),
         left: context.getRemainingTimeInMillis() > 19000, region: process.env.AWS_REGION,
       });`,
      { environment: { variables: { TABLE: "orders" } } },
    );
    expect(await invoke({ a: 1 })).toEqual({
      error: undefined,
      payload: {
        count: 1,
        given: { a: 1 },
        table: "orders",
        name: "f",
        now: "2026-01-01T00:00:00.000Z",
        left: true,
        region: "us-east-1",
      },
    });
    await live.advance(60_000);
    expect((await invoke()).payload).toMatchObject({ count: 2, now: "2026-01-01T00:01:00.000Z" });
  });

  test("an error, a time-out and a process that ends are answered as Lambda does, and the next call starts anew", async () => {
    const { invoke } = await invoking(
      `export const handler = async ({ what }) => {
         if (what === "throw") throw new TypeError("no");
         if (what === "hang") await new Promise(() => setInterval(() => {}, 1000));
         if (what === "exit") process.exit(1);
         return "fine";
       };`,
      { timeout: 1 },
    );
    expect(await invoke({ what: "throw" })).toMatchObject({
      error: "Unhandled",
      payload: { errorType: "TypeError", errorMessage: "no" },
    });
    expect(await invoke({ what: "hang" })).toMatchObject({
      error: "Unhandled",
      payload: { errorMessage: expect.stringContaining("Task timed out after 1.00 seconds") as string },
    });
    expect(await invoke({ what: "exit" })).toMatchObject({
      error: "Unhandled",
      payload: { errorType: "Runtime.ExitError" },
    });
    expect(await invoke()).toEqual({ error: undefined, payload: "fine" });
  });

  test("reserved concurrency is a limit: what is above it is throttled", async () => {
    const { invoke, lambda } = await invoking(
      "export const handler = () => new Promise((resolve) => setTimeout(resolve, 300));",
      { reservedConcurrentExecutions: 1 },
    );
    const both = await Promise.allSettled([invoke(), invoke()]);
    expect(both.map((r) => r.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find((r) => r.status === "rejected")?.reason).toMatchObject({
      name: "TooManyRequestsException",
    });
    await expect(lambda.send(new InvokeCommand({ FunctionName: "none" }))).rejects.toThrow(
      /Function not found: none/,
    );
  });

  test("a call is made as the function's role, and refused in the words of AWS where the role may not", async () => {
    const platform = await Platform.open();
    const [open, shut] = [
      await platform.arn("sqs/queue:Queue", "open"),
      await platform.arn("sqs/queue:Queue", "shut"),
    ];
    await platform.lambda(
      "f",
      `import { createRequire } from "node:module";
       const { SQSClient, SendMessageCommand } = createRequire(process.env.ROOT)("@aws-sdk/client-sqs");
       const sqs = new SQSClient({});
       export const handler = async ({ to }) => {
         const { MessageId } = await sqs.send(new SendMessageCommand({ QueueUrl: process.env[to], MessageBody: to }));
         return MessageId;
       };`,
      {
        environment: {
          variables: {
            OPEN: platform.queueUrl("open"),
            SHUT: platform.queueUrl("shut"),
            ROOT: `${process.cwd()}/package.json`,
          },
        },
      },
      allow("sqs:SendMessage", open),
    );
    const { config, drain } = await run(platform);
    const lambda = new LambdaClient(config);
    const invoke = async (to: string) => {
      const answer = await lambda.send(
        new InvokeCommand({ FunctionName: "f", Payload: Buffer.from(JSON.stringify({ to })) }),
      );
      return text(answer.Payload);
    };
    expect(await invoke("OPEN")).toMatch(/^[\w-]+$/);
    expect((await drain("open")).map((m) => m.Body)).toEqual(["OPEN"]);
    expect(await invoke("SHUT")).toMatchObject({
      errorMessage: `User: arn:aws:sts::${platform.account}:assumed-role/f/f is not authorized to perform: sqs:SendMessage on resource: ${shut} because no statement of the caller's own policies allows it`,
    });
    expect(await drain("shut")).toEqual([]);
  });

  test("a rule runs a function; what it fails on is tried twice more, after one minute and two, and ends at its destination", async () => {
    const platform = await Platform.open();
    await platform.bus();
    const rule = await platform.rule("rule", { source: ["shop"] });
    const failed = await platform.arn("sqs/queue:Queue", "failed");
    const f = await platform.lambda(
      "f",
      `export const handler = async (event) => { console.log(Date.now()); throw new Error("no " + event.detail.n); };`,
      {},
      allow("sqs:SendMessage", failed),
    );
    await platform.make("lambda/permission:Permission", "p", {
      function: "f",
      action: "lambda:InvokeFunction",
      principal: "events.amazonaws.com",
      sourceArn: rule,
    });
    await platform.make("lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", "c", {
      functionName: "f",
      maximumRetryAttempts: 2,
      destinationConfig: { onFailure: { destination: failed } },
    });
    await platform.target("rule", f);
    const { live, put, drain } = await run(platform);
    const answer = await put({ n: 7 });
    await live.settle();
    expect(live.logs("f").map((l) => (Number(l) - began) / 1000)).toEqual([0, 60, 180]);
    const [record, ...others] = await drain("failed");
    expect(others).toEqual([]);
    expect(bodyOf<object>(record)).toEqual({
      version: "1.0",
      timestamp: "2026-01-01T00:03:00.000Z",
      requestContext: {
        requestId: expect.stringMatching(/^[\w-]{36}$/) as string,
        functionArn: `${f}:$LATEST`,
        condition: "RetriesExhausted",
        approximateInvokeCount: 3,
      },
      requestPayload: expect.objectContaining({
        id: answer.Entries?.[0]?.EventId,
        detail: { n: 7 },
      }) as object,
      responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
      responsePayload: expect.objectContaining({ errorType: "Error", errorMessage: "no 7" }) as object,
    });
  });

  test("a function that dies between two calls runs again", async () => {
    const platform = await Platform.open();
    const queue = await platform.arn("sqs/queue:Queue", "out");
    await platform.lambda(
      "f",
      `import { createRequire } from "node:module";
       const { SQSClient, SendMessageCommand } = createRequire(process.env.ROOT)("@aws-sdk/client-sqs");
       const sqs = new SQSClient({});
       export const handler = async () => {
         for (const MessageBody of ["one", "two"]) await sqs.send(new SendMessageCommand({ QueueUrl: process.env.OUT, MessageBody }));
       };`,
      {
        environment: { variables: { OUT: platform.queueUrl("out"), ROOT: `${process.cwd()}/package.json` } },
      },
      allow("sqs:SendMessage", queue),
    );
    const { live, config, drain } = await run(platform, {
      faults: [{ kind: "crash", when: "after", service: "sqs", action: "SendMessage", caller: "f" }],
    });
    await new LambdaClient(config).send(new InvokeCommand({ FunctionName: "f", InvocationType: "Event" }));
    await live.settle();
    expect(live.struck).toBe(1);
    expect((await drain("out")).map((m) => m.Body)).toEqual(["one", "one", "two"]);
  });

  test("a state machine calls functions and waits on simulated time, as its role", async () => {
    const platform = await Platform.open();
    const f = await platform.lambda(
      "f",
      "export const handler = async ({ n }) => ({ n: n + 1, now: Date.now() });",
    );
    const roleArn = await platform.role("machine", "states.amazonaws.com", allow("lambda:InvokeFunction", f));
    const task = { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", OutputPath: "$.Payload" };
    const parameters = { FunctionName: f, "Payload.$": "$" };
    const machine = await platform.arn("sfn/stateMachine:StateMachine", "machine", {
      roleArn,
      definition: JSON.stringify({
        StartAt: "One",
        States: {
          One: { ...task, Parameters: parameters, Next: "Wait" },
          Wait: { Type: "Wait", Seconds: 3600, Next: "Two" },
          Two: { ...task, Parameters: parameters, End: true },
        },
      }),
    });
    const { live, config } = await run(platform);
    const states = new SFNClient(config);
    await states.send(
      new StartExecutionCommand({ stateMachineArn: machine, input: JSON.stringify({ n: 1 }), name: "one" }),
    );
    await live.settle();
    expect(live.executions("machine")[0]?.result).toMatchObject({
      status: "SUCCEEDED",
      output: { n: 3, now: began + 3_600_000 },
    });
  });
});
