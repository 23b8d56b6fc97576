import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { CreateQueueCommand, GetQueueUrlCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { CreateEventBusCommand, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { expect, test } from "vitest";
import { allow, bodyOf, document, Platform, run, describeLive } from "./harness";

describeLive("services that hand on to each other", () => {
  async function topic(platform: Platform) {
    const arn = await platform.arn("sns/topic:Topic", "alerts");
    const queue = async (name: string, lets: boolean): Promise<string> => {
      const queueArn = await platform.arn("sqs/queue:Queue", name);
      if (lets)
        await platform.make("sqs/queuePolicy:QueuePolicy", name, {
          queueUrl: platform.queueUrl(name),
          policy: document({
            Effect: "Allow",
            Principal: { Service: "sns.amazonaws.com" },
            Action: "sqs:SendMessage",
            Resource: queueArn,
            Condition: { ArnEquals: { "aws:SourceArn": arn } },
          }),
        });
      await platform.make("sns/topicSubscription:TopicSubscription", name, {
        topic: arn,
        protocol: "sqs",
        endpoint: queueArn,
      });
      return queueArn;
    };
    return { arn, queue };
  }

  test("a topic reaches the queues that let it in, and functions, as a notification", async () => {
    const platform = await Platform.open();
    const { arn, queue } = await topic(platform);
    await queue("open", true);
    await queue("shut", false);
    const f = await platform.lambda(
      "f",
      "export const handler = async ({ Records }) => { console.log(Records[0].Sns.Message, Records[0].Sns.TopicArn); };",
    );
    await platform.make("lambda/permission:Permission", "p", {
      function: "f",
      action: "lambda:InvokeFunction",
      principal: "sns.amazonaws.com",
      sourceArn: arn,
    });
    await platform.make("sns/topicSubscription:TopicSubscription", "f", {
      topic: arn,
      protocol: "lambda",
      endpoint: f,
    });
    const { live, config, drain } = await run(platform);
    await new SNSClient(config).send(new PublishCommand({ TopicArn: arn, Message: "help", Subject: "s" }));
    await live.settle();
    expect((await drain("open")).map((m) => bodyOf<{ Message: string }>(m).Message)).toEqual(["help"]);
    expect(await drain("shut")).toEqual([]);
    expect(live.logs("f")).toEqual([`help ${arn}`]);
  });

  test("a rule hands events to another bus through a role, where the source stays the same", async () => {
    const platform = await Platform.open();
    await platform.bus();
    const other = await platform.bus("other");
    const queue = await platform.queue("queue");
    await platform.rule("forward", { source: ["shop"] });
    const roleArn = await platform.role("forward", "events.amazonaws.com", allow("events:PutEvents", other));
    await platform.target("forward", other, { roleArn });
    await platform.rule("receive", { source: ["shop"] }, "other");
    await platform.target("receive", queue, {}, "other");
    const { live, events, put, drain } = await run(platform);
    await put({ n: 1 });
    await live.settle();
    expect((await drain("queue")).map((m) => bodyOf<object>(m))).toEqual([
      expect.objectContaining({ source: "shop", detail: { n: 1 } }),
    ]);
    const spelt = '{"n":1.50,"id":12345678901234567890}';
    const entry = { Source: "shop", DetailType: "Order Created", Detail: spelt, EventBusName: "orders" };
    await events.send(new PutEventsCommand({ Entries: [entry] }));
    await live.settle();
    expect((await drain("queue")).map(({ Body = "" }) => Body)).toEqual([
      expect.stringContaining(`"detail":${spelt}`),
    ]);
  });

  test("a rule starts a state machine, whose tasks write, send, publish and put events as its role", async () => {
    const platform = await Platform.open();
    const bus = await platform.bus();
    const { arn: alerts, queue } = await topic(platform);
    await queue("alerted", true);
    const sent = await platform.arn("sqs/queue:Queue", "sent");
    const table = await platform.arn("dynamodb/table:Table", "log", {
      billingMode: "PAY_PER_REQUEST",
      hashKey: "id",
      attributes: [{ name: "id", type: "S" }],
    });
    const task = (name: string, Parameters: object, Next?: string) => ({
      Type: "Task",
      Resource: `arn:aws:states:::${name}`,
      Parameters,
      ResultPath: "$.result",
      ...(Next === undefined ? { End: true } : { Next }),
    });
    const machine = await platform.arn("sfn/stateMachine:StateMachine", "machine", {
      roleArn: await platform.role(
        "machine",
        "states.amazonaws.com",
        allow("dynamodb:PutItem", table),
        allow("sqs:SendMessage", sent),
        allow("sns:Publish", alerts),
        allow("events:PutEvents", bus, { StringEquals: { "events:source": "machine" } }),
      ),
      definition: JSON.stringify({
        StartAt: "Write",
        States: {
          Write: task(
            "dynamodb:putItem",
            { TableName: "log", Item: { id: { "S.$": "$.detail.id" } } },
            "Send",
          ),
          Send: task(
            "sqs:sendMessage",
            { QueueUrl: platform.queueUrl("sent"), "MessageBody.$": "$.detail" },
            "Publish",
          ),
          Publish: task("sns:publish", { TopicArn: alerts, Message: "done", Subject: "s" }, "Put"),
          Put: task("events:putEvents", {
            Entries: [
              { Source: "machine", DetailType: "Done", "Detail.$": "$.detail", EventBusName: "orders" },
            ],
          }),
        },
      }),
    });
    await platform.rule("start", { source: ["shop"] });
    const roleArn = await platform.role(
      "start",
      "events.amazonaws.com",
      allow("states:StartExecution", machine),
    );
    await platform.target("start", machine, { roleArn });
    const done = await platform.queue("done");
    await platform.rule("done", { source: ["machine"] });
    await platform.target("done", done);
    const { live, put, config, drain } = await run(platform);
    await put({ id: "a" });
    await live.settle();
    const [execution] = live.executions("machine");
    expect(execution?.result).toMatchObject({ status: "SUCCEEDED" });
    expect((await drain("sent")).map((m) => bodyOf<object>(m))).toEqual([{ id: "a" }]);
    expect((await drain("alerted")).map((m) => bodyOf<{ Message: string }>(m).Message)).toEqual(["done"]);
    expect((await drain("done")).map((m) => bodyOf<object>(m))).toEqual([
      expect.objectContaining({ resources: [execution?.arn, machine], detail: { id: "a" } }),
    ]);
    const states = new SFNClient(config);
    const described = await states.send(new DescribeExecutionCommand({ executionArn: execution?.arn }));
    expect(described).toMatchObject({
      status: "SUCCEEDED",
      input: expect.stringContaining('"id":"a"') as string,
    });
    const start = (name: string, input: string) =>
      states.send(new StartExecutionCommand({ stateMachineArn: machine, name, input }));
    await start("named", "{}");
    await live.settle();
    await expect(start("named", "{}")).rejects.toMatchObject({ name: "ExecutionAlreadyExists" });
    await expect(start("bad", "{")).rejects.toMatchObject({ name: "InvalidExecutionInput" });
    const large = JSON.stringify("x".repeat(262_143));
    await expect(start("large", large)).rejects.toMatchObject({ name: "InvalidExecutionInput" });
  });

  test("a queue's URL leads to the cloud; what only a program may set up is refused", async () => {
    const platform = await Platform.open();
    await platform.arn("sqs/queue:Queue", "queue");
    const { live, sqs, events, drain } = await run(platform);
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: "queue" }));
    expect(QueueUrl).toBe(`${live.endpoint}/${platform.account}/queue`);
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "x" }));
    expect(await drain("queue")).toHaveLength(1);
    await expect(events.send(new CreateEventBusCommand({ Name: "x" }))).rejects.toThrow(
      /CreateEventBus is not answered here/,
    );
    await expect(sqs.send(new CreateQueueCommand({ QueueName: "x" }))).rejects.toThrow(
      /CreateQueue is not answered here/,
    );
  });
});
