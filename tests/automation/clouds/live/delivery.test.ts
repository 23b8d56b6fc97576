import { DescribeReplayCommand, PutEventsCommand, StartReplayCommand } from "@aws-sdk/client-eventbridge";
import { expect, test } from "vitest";
import type { Values } from "../../../../automation/engine/provider";
import { textOf, type Made } from "../harness";
import { attributesOf, bodyOf, document, Platform, run, describeLive } from "./harness";

describeLive("delivery", () => {
  test("an event reaches the queues of the rules that match, as the envelope, and no other", async () => {
    const platform = await Platform.open();
    await platform.bus();
    for (const [name, total] of [
      ["all", 0],
      ["high", 1000],
    ] as const) {
      const queue = await platform.queue(name);
      await platform.rule(name, { source: ["shop"], detail: { total: [{ numeric: [">=", total] }] } });
      await platform.target(name, queue);
    }
    const { live, put, drain } = await run(platform);
    const answer = await put({ total: 999.99 });
    expect(answer.FailedEntryCount).toBe(0);
    await live.settle();
    const [message, ...others] = await drain("all");
    expect(others).toEqual([]);
    expect(JSON.parse(message?.Body ?? "")).toEqual({
      version: "0",
      id: answer.Entries?.[0]?.EventId,
      "detail-type": "Order Created",
      source: "shop",
      account: platform.account,
      time: "2026-01-01T00:00:00Z",
      region: "us-east-1",
      resources: [],
      detail: { total: 999.99 },
    });
    expect(await drain("high")).toEqual([]);
    await put({ total: 1000 });
    await live.settle();
    expect(await drain("high")).toHaveLength(1);
  });

  async function toQueue(
    more: Values = {},
  ): Promise<{ platform: Platform; queue: string; dead: string; rule: string }> {
    const platform = await Platform.open();
    await platform.bus();
    const [queue, dead] = [await platform.queue("queue"), await platform.queue("dead")];
    const rule = await platform.rule("rule", { source: ["shop"] });
    await platform.target("rule", queue, { deadLetterConfig: { arn: dead }, ...more });
    return { platform, queue, dead, rule };
  }

  test("a target that is throttled is tried again, later and later, until it takes the event", async () => {
    const { platform } = await toQueue({ retryPolicy: { maximumRetryAttempts: 3 } });
    const { live, put, drain } = await run(platform, {
      faults: [{ kind: "throttle", service: "sqs", action: "SendMessage", resource: "queue", times: 3 }],
    });
    await put({ total: 1 });
    await live.settle();
    expect(await drain("queue")).toHaveLength(1);
    expect(await drain("dead")).toEqual([]);
    expect(live.struck).toBe(3);
    const waited = live.now().getTime() - Date.parse("2026-01-01T00:00:00Z");
    expect(waited).toBeGreaterThanOrEqual(3_500);
    expect(waited).toBeLessThan(7_000);
  });

  test("retries that run out end in the dead-letter queue, with the attributes that EventBridge gives", async () => {
    const { platform, queue, rule } = await toQueue({ retryPolicy: { maximumRetryAttempts: 3 } });
    const { live, put, drain } = await run(platform, {
      faults: [{ kind: "unreachable", service: "sqs", resource: "queue" }],
    });
    await put({ total: 1 });
    await live.settle();
    const [message, ...others] = await drain("dead");
    expect(others).toEqual([]);
    expect(bodyOf<{ detail: object }>(message).detail).toEqual({ total: 1 });
    expect(attributesOf(message)).toEqual({
      RULE_ARN: rule,
      TARGET_ARN: queue,
      ERROR_CODE: "CONNECTION_FAILURE",
      ERROR_MESSAGE: "sqs does not answer",
      EXHAUSTED_RETRY_CONDITION: "MaximumRetryAttempts",
      RETRY_ATTEMPTS: "3",
    });
    expect(live.struck).toBe(4);
  });

  test("an event that gets too old is given up before its retries run out", async () => {
    const { platform } = await toQueue({
      retryPolicy: { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 60 },
    });
    const { live, put, drain } = await run(platform, {
      faults: [{ kind: "unreachable", service: "sqs", resource: "queue" }],
    });
    await put({ total: 1 });
    await live.settle();
    expect(attributesOf((await drain("dead"))[0])["EXHAUSTED_RETRY_CONDITION"]).toBe(
      "MaximumEventAgeInSeconds",
    );
    expect(live.now().getTime() - Date.parse("2026-01-01T00:00:00Z")).toBeLessThanOrEqual(60_000);
  });

  test("a queue that does not let the rule in gets nothing; the event is dead at once, without a retry", async () => {
    const platform = await Platform.open();
    await platform.bus();
    const shut = await platform.arn("sqs/queue:Queue", "shut");
    const dead = await platform.queue("dead");
    await platform.rule("rule", { source: ["shop"] });
    await platform.target("rule", shut, { deadLetterConfig: { arn: dead } });
    const { live, put, drain } = await run(platform);
    await put({ total: 1 });
    await live.settle();
    expect(await drain("shut")).toEqual([]);
    const [message] = await drain("dead");
    expect(attributesOf(message)).toMatchObject({
      ERROR_CODE: "NO_PERMISSIONS",
      RETRY_ATTEMPTS: "0",
      TARGET_ARN: shut,
    });
    expect(attributesOf(message)["EXHAUSTED_RETRY_CONDITION"]).toBeUndefined();
  });

  test("without a dead-letter queue that lets EventBridge in, the event is lost, and the cloud says so", async () => {
    const platform = await Platform.open();
    await platform.bus();
    const [shut, dead] = [
      await platform.arn("sqs/queue:Queue", "shut"),
      await platform.arn("sqs/queue:Queue", "dead"),
    ];
    await platform.rule("rule", { source: ["shop"] });
    await platform.target("rule", shut, { deadLetterConfig: { arn: dead } });
    const { live, put } = await run(platform);
    await put({ total: 1 });
    await live.settle();
    expect(live.lost).toEqual([
      {
        what: expect.stringContaining(` -> ${dead}: `) as string,
        body: expect.stringContaining('"detail":{"total":1}') as string,
      },
    ]);
  });

  test("EV-25 two rules match one event, and one failing does not keep the other from it", async () => {
    const platform = await Platform.open();
    await platform.bus();
    const dead = await platform.queue("dead");
    for (const name of ["one", "two"]) {
      const queue = await platform.queue(name);
      await platform.rule(name, { source: ["shop"] });
      await platform.target(name, queue, {
        deadLetterConfig: { arn: dead },
        retryPolicy: { maximumRetryAttempts: 1 },
      });
    }
    const { live, put, drain } = await run(platform, {
      faults: [{ kind: "unreachable", service: "sqs", resource: "two", caller: "events.amazonaws.com" }],
    });
    await put({ total: 1500 });
    await live.settle();
    expect(await drain("one")).toHaveLength(1);
    expect(await drain("two")).toEqual([]);
    expect(await drain("dead")).toHaveLength(1);
  });

  test("an input transformer fills values into text and into JSON", async () => {
    const { platform } = await toQueue({
      inputTransformer: {
        inputPaths: { id: "$.detail.id", items: "$.detail.items", none: "$.detail.none" },
        inputTemplate:
          '{"order":<id>,"text":"order <id> of <aws.events.rule-name>, <none>","items":<items>,"event":<aws.events.event.json>}',
      },
    });
    const { live, put, drain } = await run(platform);
    await put({ id: 'a"b', items: [1, { n: 2 }] });
    await live.settle();
    expect(bodyOf((await drain("queue"))[0])).toMatchObject({
      order: 'a"b',
      text: 'order a"b of rule, ',
      items: [1, { n: 2 }],
      event: { detail: { id: 'a"b' } },
    });
  });

  test("the detail stays the text that was sent: spellings of numbers, and digits that a number can not hold", async () => {
    const { platform } = await toQueue();
    const { live, events, drain } = await run(platform);
    const Detail = '{"total": 1.50e1, "large": 12345678901234567890}';
    const Entries = [{ Source: "shop", DetailType: "Order Created", Detail, EventBusName: "orders" }];
    await events.send(new PutEventsCommand({ Entries }));
    await live.settle();
    expect((await drain("queue"))[0]?.Body).toContain(`"detail":${Detail}}`);
  });

  test("PutEvents takes what it can of a batch, and says of each entry what is wrong", async () => {
    const { platform } = await toQueue();
    const { live, events, drain } = await run(platform);
    const entry = { Source: "shop", DetailType: "Order Created", Detail: "{}", EventBusName: "orders" };
    const answer = await events.send(
      new PutEventsCommand({
        Entries: [
          entry,
          { ...entry, Detail: "{" },
          { ...entry, Source: undefined },
          { ...entry, Source: "aws.s3" },
          { ...entry, EventBusName: "none" },
          entry,
        ],
      }),
    );
    expect(answer.FailedEntryCount).toBe(4);
    expect(answer.Entries?.map((e) => e.ErrorCode)).toEqual([
      undefined,
      "MalformedDetail",
      "InvalidArgument",
      "NotAuthorizedForSource",
      "ResourceNotFoundException",
      undefined,
    ]);
    await live.settle();
    expect(await drain("queue")).toHaveLength(2);
    const many = events.send(new PutEventsCommand({ Entries: Array.from({ length: 11 }, () => entry) }));
    await expect(many).rejects.toThrow(/less than or equal to 10/);
    const large = { ...entry, Detail: JSON.stringify({ text: "x".repeat(1_048_576) }) };
    await expect(events.send(new PutEventsCommand({ Entries: [large] }))).rejects.toThrow(
      /Total size of the entries in the request is over the limit/,
    );
  });

  test("an event that is larger than the queues of its target take is lost, and the cloud says so", async () => {
    const { platform, queue, dead } = await toQueue();
    const { live, put, drain } = await run(platform);
    await put({ text: "x".repeat(262_144) });
    await live.settle();
    expect(live.lost.map((l) => l.what)).toEqual([expect.stringMatching(`${queue}.* -> ${dead}: .*262144`)]);
    expect(await drain("queue")).toEqual([]);
  });

  test("a partial failure by chance is the same for the same seed", async () => {
    const failed = async (seed: string): Promise<boolean[]> => {
      const { platform } = await toQueue();
      const { put } = await run(platform, {
        seed,
        faults: [{ kind: "partial", service: "events", action: "PutEvents", chance: 0.5 }],
      });
      const { Entries = [] } = await put(...Array.from({ length: 10 }, (_, n) => ({ n })));
      return Entries.map((e) => e.ErrorCode === "InternalFailure");
    };
    const first = await failed("a");
    expect(new Set(first)).toEqual(new Set([true, false]));
    expect(await failed("a")).toEqual(first);
    expect(await failed("b")).not.toEqual(first);
  });

  test("an unreachable bus and a throttled one are errors of the call", async () => {
    const { platform } = await toQueue();
    const { live, put, drain } = await run(platform);
    const heal = live.inject({ kind: "unreachable", service: "events", resource: "orders" });
    await expect(put({ n: 1 })).rejects.toThrow();
    heal();
    live.inject({ kind: "throttle", service: "events", times: 1 });
    await expect(put({ n: 2 })).rejects.toThrow(/Rate exceeded/);
    await put({ n: 3 });
    await live.settle();
    expect((await drain("queue")).map((m) => bodyOf<{ detail: object }>(m).detail)).toEqual([{ n: 3 }]);
  });

  test("a replay reaches the named rules alone, with its name, and only events of its window", async () => {
    const platform = await Platform.open();
    const bus = await platform.bus();
    const rules: Record<string, string> = {};
    for (const name of ["one", "two"]) {
      const queue = await platform.queue(name);
      rules[name] = await platform.rule(name, { source: ["shop"] });
      await platform.target(name, queue);
    }
    const archive = await platform.arn("cloudwatch/eventArchive:EventArchive", "archive", {
      eventSourceArn: bus,
      eventPattern: JSON.stringify({ detail: { keep: [true] } }),
    });
    const { live, events, put, drain } = await run(platform);
    await put({ n: 1, keep: true });
    await live.advance(3_600_000);
    await put({ n: 2, keep: true }, { n: 3, keep: false });
    await live.settle();
    for (const name of ["one", "two"]) await drain(name);
    expect(live.archived(archive).map((e) => (JSON.parse(e) as { detail: { n: number } }).detail.n)).toEqual([
      1, 2,
    ]);
    const replay = (ReplayName: string, FilterArns?: string[]) =>
      events.send(
        new StartReplayCommand({
          ReplayName,
          EventSourceArn: archive,
          EventStartTime: new Date("2026-01-01T00:30:00Z"),
          EventEndTime: new Date("2026-01-01T02:00:00Z"),
          Destination: { Arn: bus, ...(FilterArns ? { FilterArns } : {}) },
        }),
      );
    await replay("again", [rules["two"] ?? ""]);
    await live.settle();
    expect((await events.send(new DescribeReplayCommand({ ReplayName: "again" }))).State).toBe("COMPLETED");
    expect(await drain("one")).toEqual([]);
    const replayed = await drain("two");
    expect(replayed.map((m) => bodyOf<object>(m))).toEqual([
      expect.objectContaining({ "replay-name": "again", detail: { n: 2, keep: true } }),
    ]);
    await expect(replay("again")).rejects.toThrow(/already exists/);
    await replay("all");
    await live.settle();
    expect(await drain("one")).toHaveLength(1);
  });

  test("EV-57 bus test-events, rule test-rule: a published event is in the SQS target; nothing is left after the session", async () => {
    const platform = await Platform.open();
    const made: Made[] = [];
    const make = async (type: string, name: string, inputs: Values): Promise<Made> => {
      const resource = await platform.make(type, name, inputs);
      made.push(resource);
      return resource;
    };
    await make("cloudwatch/eventBus:EventBus", "bus", { name: "test-events" });
    const queue = await make("sqs/queue:Queue", "queue", { name: "test-queue" });
    const arn = textOf(queue.outputs, "arn");
    await make("sqs/queuePolicy:QueuePolicy", "policy", {
      queueUrl: queue.id,
      policy: document({
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: arn,
      }),
    });
    const pattern = { source: ["com.mycompany.orders"], "detail-type": ["Order Created"] };
    await make("cloudwatch/eventRule:EventRule", "rule", {
      name: "test-rule",
      eventBusName: "test-events",
      eventPattern: JSON.stringify(pattern),
    });
    await make("cloudwatch/eventTarget:EventTarget", "target", {
      rule: "test-rule",
      eventBusName: "test-events",
      arn,
      targetId: "q",
    });
    const { live, events, drain } = await run(platform);
    const Entries = [
      {
        Source: "com.mycompany.orders",
        DetailType: "Order Created",
        Detail: '{"orderId":"ORD-1"}',
        EventBusName: "test-events",
      },
      {
        Source: "com.mycompany.orders",
        DetailType: "Order Shipped",
        Detail: '{"orderId":"ORD-2"}',
        EventBusName: "test-events",
      },
    ];
    expect((await events.send(new PutEventsCommand({ Entries }))).FailedEntryCount).toBe(0);
    await live.settle();
    const received = await drain("test-queue");
    expect(received.map((m) => bodyOf<{ detail: object }>(m).detail)).toEqual([{ orderId: "ORD-1" }]);
    for (const resource of made.reverse()) await platform.cloud.delete(resource);
    await live.refresh();
    await expect(drain("test-queue")).rejects.toThrow(/does not exist/);
    expect((await events.send(new PutEventsCommand({ Entries }))).FailedEntryCount).toBe(2);
  });
});
