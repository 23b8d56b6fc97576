import type { SQSBatchResponse, SQSRecord } from "aws-lambda";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { orderCreated } from "../../../../components/eventing/catalogue/order-created";
import { attemptsIn } from "../../../../components/eventing/functions/dead-letters/attempts";
import { createDeadLetters } from "../../../../components/eventing/functions/dead-letters/dead-letters";
import { FaultyProxy } from "../../../support/faulty-proxy";
import { describeWithLocalAws } from "../../../support/local-aws";
import { FixedClock } from "../runtime/fixed";
import {
  Resources,
  attributesOf,
  batchOf,
  envelope,
  invocation,
  orderNumber,
  record,
  watchedObserve,
} from "./local";

const INVENTORY = "arn:aws:sqs:us-east-1:123456789012:inventory-events";
const FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:send-sms";

describeWithLocalAws("the processor of dead letters", (aws) => {
  const proxy = new FaultyProxy(() => aws().url);
  const clock = new FixedClock();
  let resources: Resources;
  let attempts: string;
  let redrive: string;
  let parking: string;
  let alerts: { readonly arn: string; readonly heardAt: string };
  let handle: (...records: SQSRecord[]) => Promise<SQSBatchResponse>;

  const make = (alertTopicArn: string) => {
    const { observe } = watchedObserve("dead-letters");
    const deadLetters = createDeadLetters({
      queues: resources.queues,
      topics: resources.topics,
      attempts: attemptsIn(resources.tables, attempts, () => clock.now()),
      redriveQueueUrl: redrive,
      parkingQueueUrl: parking,
      alertTopicArn,
      typeOf: (type) => (type === orderCreated.type ? orderCreated : undefined),
      observe,
    });
    return (...records: SQSRecord[]) => deadLetters(batchOf(...records), invocation());
  };

  beforeEach(async () => {
    await proxy.start();
    process.env["AWS_ENDPOINT_URL"] = proxy.url;
    resources = new Resources();
    attempts = await resources.table("attempts", "id");
    [redrive, parking] = [await resources.queue("redrive"), await resources.queue("parking")];
    alerts = await resources.topic("alerts");
    handle = make(alerts.arn);
    proxy.reset();
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    process.env["AWS_ENDPOINT_URL"] = aws().url;
    await proxy.stop();
  });

  /** A dead letter of EventBridge, each in a message of its own. */
  const letter = (messageId: string, detail: unknown = orderNumber(1), target = INVENTORY): SQSRecord =>
    record(messageId, envelope(detail), {
      messageAttributes: attributesOf({
        RULE_ARN: "arn:aws:events:us-east-1:123456789012:rule/acme/order-created-to-inventory",
        TARGET_ARN: target,
        ERROR_CODE: "SDK_CLIENT_ERROR",
        ERROR_MESSAGE: "The queue is not there",
      }),
    });
  const done = { batchItemFailures: [] };
  const back = (...ids: string[]) => ({
    batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
  });
  const sent = () =>
    proxy.of("SendMessage").map(({ body }) => ({
      queue: body["QueueUrl"],
      delay: body["DelaySeconds"],
      body: body["MessageBody"],
      attributes: Object.fromEntries(
        Object.entries(body["MessageAttributes"] as Record<string, { StringValue: string }>).map(
          ([name, { StringValue }]) => [name, StringValue],
        ),
      ),
    }));

  it("EV-45, EV-46: has an event tried again with a longer delay each time, as it came, by whom it failed", async () => {
    for (const id of ["m-1", "m-2", "m-3"]) expect(await handle(letter(id))).toEqual(done);
    const messages = sent();
    expect(messages.map(({ queue, delay }) => [queue, delay])).toEqual([
      [redrive, 60],
      [redrive, 300],
      [redrive, 900],
    ]);
    expect(messages.map(({ body }) => body)).toEqual(Array(3).fill(letter("m-1").body));
    expect(messages.map(({ attributes }) => attributes["ATTEMPT"])).toEqual(["1", "2", "3"]);
    expect(messages[0]?.attributes).toEqual({
      TARGET_ARN: INVENTORY,
      CONSUMER: "inventory-events",
      ATTEMPT: "1",
      ERROR_CODE: "SDK_CLIENT_ERROR",
      ERROR_MESSAGE: "The queue is not there",
      RULE_ARN: "arn:aws:events:us-east-1:123456789012:rule/acme/order-created-to-inventory",
    });
    expect(await resources.waiting(redrive)).toEqual({ visible: 0, delayed: 3 });
    expect(proxy.of("Publish")).toEqual([]);
  });

  it("EV-45: counts per consumer and event", async () => {
    for (const id of ["m-1", "m-2"]) await handle(letter(id));
    await handle(letter("m-3", orderNumber(2)));
    await handle(letter("m-4", orderNumber(1), FUNCTION));
    expect(sent().map(({ delay }) => delay)).toEqual([60, 300, 60, 60]);
  });

  it("EV-47, EV-48, acceptance 8: after the third failed attempt people are told once, then it is parked", async () => {
    for (const id of ["m-1", "m-2", "m-3", "m-4"]) expect(await handle(letter(id))).toEqual(done);
    const [alert, ...more] = await resources.told(alerts.heardAt);
    expect(more).toEqual([]);
    expect(alert?.Subject).toBe("Event processing failed: a person must act");
    expect(JSON.parse(alert?.Message ?? "")).toMatchObject({
      event: { detail: { orderId: orderNumber(1).orderId, customerName: "[redacted]" } },
      reason: { code: "SDK_CLIENT_ERROR", message: "The queue is not there" },
      action_required: "Manual review, possible data reconciliation",
    });
    const [parked, ...others] = await resources.drain(parking);
    expect(others).toEqual([]);
    expect(parked?.Body).toBe(letter("m-4").body);
    expect(parked?.MessageAttributes).toMatchObject({
      CONSUMER: { StringValue: "inventory-events" },
      ATTEMPT: { StringValue: "3" },
      ERROR_MESSAGE: { StringValue: "The queue is not there" },
    });
    const actions = proxy.calls.map(({ action }) => action);
    expect(actions.indexOf("Publish")).toBeLessThan(actions.lastIndexOf("SendMessage"));
  });

  it("tells and parks nothing twice when the last message of an event is delivered again", async () => {
    for (const id of ["m-1", "m-2", "m-3", "m-4", "m-4"]) expect(await handle(letter(id))).toEqual(done);
    expect(await resources.told(alerts.heardAt)).toHaveLength(1);
    expect(await resources.drain(parking)).toHaveLength(1);
  });

  it("tells people again when an event that a person sent back comes again", async () => {
    for (const id of ["m-1", "m-2", "m-3", "m-4", "m-5"]) await handle(letter(id));
    expect(await resources.told(alerts.heardAt)).toHaveLength(2);
    expect(await resources.drain(parking)).toHaveLength(2);
  });

  it("EV-46, acceptance 8: keeps a message whose next attempt can not be queued, and counts it once", async () => {
    proxy.fault = ({ action, body }) =>
      action === "SendMessage" && body["MessageBody"] === letter("m-1").body ? { drop: true } : undefined;
    expect(await handle(letter("m-1"), letter("m-2", orderNumber(2)))).toEqual(back("m-1"));
    proxy.reset();
    expect(await handle(letter("m-1"))).toEqual(done);
    expect(sent().map(({ delay }) => delay)).toEqual([60]);
  });

  it("acceptance 9: neither parks nor acknowledges while the topic rejects, and does both once it accepts", async () => {
    for (const id of ["m-1", "m-2", "m-3"]) await handle(letter(id));
    // SNS itself rejects: there is no such topic.
    const deaf = make(`${alerts.arn}-missing`);
    expect(await deaf(letter("m-4"))).toEqual(back("m-4"));
    expect(await resources.waiting(parking)).toEqual({ visible: 0, delayed: 0 });
    expect(await handle(letter("m-4"))).toEqual(done);
    expect(await resources.told(alerts.heardAt)).toHaveLength(1);
    expect(await resources.drain(parking)).toHaveLength(1);
  });

  it("tells people once though it could not be parked at first", async () => {
    for (const id of ["m-1", "m-2", "m-3"]) await handle(letter(id));
    proxy.fault = ({ action }) => (action === "SendMessage" ? { drop: true } : undefined);
    expect(await handle(letter("m-4"))).toEqual(back("m-4"));
    proxy.reset();
    expect(await handle(letter("m-4"))).toEqual(done);
    expect(await resources.told(alerts.heardAt)).toHaveLength(1);
    expect(await resources.drain(parking)).toHaveLength(1);
  });

  it("keeps everything while attempts can not be counted", async () => {
    proxy.fault = ({ action }) => (action === "UpdateItem" ? { error: "ValidationException" } : undefined);
    expect(await handle(letter("m-1"), record("m-2", "no JSON"))).toEqual(back("m-1", "m-2"));
    expect(sent()).toEqual([]);
  });

  it("tells of and parks what nobody can read, as it came", async () => {
    expect(await handle(record("m-1", "<xml/>"))).toEqual(done);
    const [alert] = await resources.told(alerts.heardAt);
    expect(JSON.parse(alert?.Message ?? "")).toMatchObject({
      event: { messageId: "m-1" },
      reason: { code: "UNREADABLE", message: "Its body is no JSON" },
    });
    expect((await resources.drain(parking)).map(({ Body }) => Body)).toEqual(["<xml/>"]);
  });

  it("forgets a count two months later", async () => {
    await handle(letter("m-1"));
    const [item] = await resources.items(attempts);
    expect(item).toMatchObject({ ttl: clock.now().getTime() / 1000 + 60 * 86_400 });
  });
});
