import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../../automation/clouds/aws/states";
import { notifications } from "../../../../components/eventing/workflows";
import { EXECUTION, validatorSays } from "../../../automation/clouds/states/run";
import { orderEvent, RESOURCES, throws, World } from "./world";

const definition = notifications(RESOURCES);

async function notify(world: World, event: JsonObject = orderEvent(500)) {
  const { result, seconds, calls } = await world.execute(definition, event);
  const [item] = world.log.values();
  const list = (name: string) =>
    ((item?.[name] as { L?: readonly { S: string }[] } | undefined)?.L ?? []).map(({ S }) => S);
  return {
    result,
    seconds,
    calls,
    item,
    sent: list("channels"),
    failed: list("failedChannels"),
    lost: list("lostChannels"),
  };
}

describe("the notification workflow", () => {
  test("is a state machine to asl-validator", () => {
    expect(validatorSays(definition)).toEqual([]);
  });

  test.each<[number, string, string[]]>([
    [499.99, "USD", ["send-email"]],
    [500, "USD", ["send-email", "send-sms", "slack-notify"]],
    [449.99, "EUR", ["send-email"]],
    [450, "EUR", ["send-email", "send-sms", "slack-notify"]],
  ])(
    "EV-39 EV-40 EV-41, acceptance 10: an order of %d %s goes to %j",
    async (amount, currency, functions) => {
      const world = new World();
      const { result, sent } = await notify(world, orderEvent(amount, {}, currency));
      expect(result.status).toBe("SUCCEEDED");
      expect(world.invoked.map(({ name }) => name)).toEqual(functions);
      expect(sent).toEqual(functions.length === 1 ? ["email"] : ["email", "sms", "account-manager"]);
    },
  );

  test("EV-40: the large order's three channels are told at the same time", async () => {
    const { calls } = await notify(new World());
    const [first, ...others] = calls.filter(({ action }) => action === "lambda:invoke").map(({ at }) => at);
    expect(others).toEqual([first, first]);
    expect(calls.map(({ context }) => context.stateName)).toEqual([
      "ClaimNotification",
      "SendEmail",
      "SendSMS",
      "NotifyAccountManager",
      "RecordNotificationsSent",
    ]);
  });

  test.each([59.98, 500])(
    "EV-42 G32 G33, acceptance 10: of an order of %d the log has id, event, time and channels",
    async (amount) => {
      const world = new World();
      const event = orderEvent(amount);
      const { item, result } = await notify(world, event);
      const { orderId, metadata } = event["detail"] as { orderId: string; metadata: Record<string, string> };
      expect(item).toEqual({
        orderId: { S: orderId },
        eventId: { S: metadata["eventId"] },
        correlationId: { S: metadata["correlationId"] },
        claimedBy: { S: EXECUTION.arn },
        notifiedAt: { S: "2026-01-01T00:00:00.000Z" },
        channels: {
          L: amount === 500 ? [{ S: "email" }, { S: "sms" }, { S: "account-manager" }] : [{ S: "email" }],
        },
        failedChannels: { L: [] },
        lostChannels: { L: [] },
      });
      expect(result.history.findLast(({ state }) => state === "RecordNotificationsSent")).toMatchObject({
        type: "TaskStateExited",
        output: { detail: event["detail"] },
      });
    },
  );

  test("every function gets the event as it is", async () => {
    const world = new World();
    await notify(world);
    expect(world.invoked.map(({ payload }) => payload)).toEqual([
      orderEvent(500),
      orderEvent(500),
      orderEvent(500),
    ]);
  });

  test("G34, acceptance 10: a channel that fails after its retries leaves the others sent, and only it becomes a dead letter", async () => {
    const world = new World({ "send-sms": throws("NoSignal", "the provider is away") });
    const { result, sent, failed, lost, seconds } = await notify(world);
    expect(result.status).toBe("SUCCEEDED");
    expect([sent, failed, lost]).toEqual([["email", "account-manager"], ["sms"], []]);
    expect([world.calls("send-email"), world.calls("send-sms"), world.calls("slack-notify")]).toEqual([
      1, 4, 1,
    ]);
    expect(seconds).toBeGreaterThan(0);
    expect(world.deadLetters).toHaveLength(1);
    const [{ MessageBody, MessageAttributes, QueueUrl } = {}] = world.deadLetters;
    expect(QueueUrl).toBe(RESOURCES.deadLetterQueueUrl);
    expect(JSON.parse(MessageBody as string)).toEqual(orderEvent(500));
    expect(MessageAttributes).toEqual({
      RULE_ARN: { DataType: "String", StringValue: EXECUTION.stateMachineArn },
      TARGET_ARN: { DataType: "String", StringValue: RESOURCES.sendSms },
      ERROR_CODE: { DataType: "String", StringValue: "NoSignal" },
      ERROR_MESSAGE: {
        DataType: "String",
        StringValue: 'NoSignal: {"errorType":"NoSignal","errorMessage":"the provider is away"}',
      },
      EXHAUSTED_RETRY_CONDITION: { DataType: "String", StringValue: "MaximumRetryAttempts" },
      RETRY_ATTEMPTS: { DataType: "Number", StringValue: "3" },
    });
  });

  test("the only channel of a standard order that fails is logged and kept as well", async () => {
    const world = new World({ "send-email": throws("MailRefused") });
    const { result, sent, failed } = await notify(world, orderEvent(20));
    expect([result.status, sent, failed, world.deadLetters.length]).toEqual(["SUCCEEDED", [], ["email"], 1]);
  });

  test("an event that can not be read is not tried again", async () => {
    const world = new World({ "send-sms": throws("InvalidEventError") });
    const { failed } = await notify(world);
    expect([world.calls("send-sms"), failed]).toEqual([1, ["sms"]]);
  });

  test("a failure that passes is tried again and leaves no dead letter", async () => {
    const world = new World({ "send-sms": [throws("NoSignal"), throws("NoSignal"), {}] });
    const { sent } = await notify(world);
    expect([world.calls("send-sms"), sent.length, world.deadLetters.length]).toEqual([3, 3, 0]);
  });

  test("when even the dead letter can not be sent, the log says so and the execution fails", async () => {
    const world = new World({ "send-sms": throws("NoSignal") }, ["sqs:sendMessage"]);
    const { result, sent, lost } = await notify(world);
    expect(result).toMatchObject({ status: "FAILED", error: "NotificationsFailed" });
    expect([sent, lost]).toEqual([["email", "account-manager"], ["sms"]]);
  });

  test("G34: a second start for the same event tells nobody", async () => {
    const world = new World();
    await notify(world);
    const claimed = [...world.log.entries()].map(([key, item]): [string, JsonObject] => [
      key,
      { ...item, claimedBy: { S: "arn:aws:states:eu-west-1:123456789012:execution:orders:other" } },
    ]);
    claimed.forEach(([key, item]) => world.log.set(key, item));
    const { result } = await notify(world);
    expect([result.status, world.invoked.length]).toEqual(["SUCCEEDED", 3]);
    expect(result.history.some(({ state }) => state === "AlreadyClaimed")).toBe(true);
    expect([...world.log.entries()]).toEqual(claimed);
  });

  test("the same execution may claim again, as after an answer that got lost", async () => {
    const world = new World();
    await notify(world);
    expect((await notify(world)).result.status).toBe("SUCCEEDED");
    expect(world.invoked).toHaveLength(6);
  });

  test("an event that can not be claimed becomes a dead letter of the whole workflow", async () => {
    const world = new World({}, ["dynamodb:putItem"]);
    const { result } = await notify(world);
    expect(result).toMatchObject({ status: "FAILED", error: "NotificationsFailed" });
    expect(world.deadLetters[0]?.["MessageAttributes"]).toMatchObject({
      TARGET_ARN: { StringValue: EXECUTION.stateMachineArn },
      ERROR_CODE: { StringValue: "DynamoDB.ServiceUnavailableException" },
    });
    expect(world.invoked).toEqual([]);
  });

  test("G39: a replayed event is told to nobody", async () => {
    const world = new World();
    const { result } = await notify(world, orderEvent(500, { "replay-name": "after-outage" }));
    expect([result.status, world.invoked.length, world.log.size]).toEqual(["SUCCEEDED", 0, 0]);
  });
});
