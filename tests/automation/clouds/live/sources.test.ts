import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import type { Values } from "../../../../automation/engine/provider";
import { textOf } from "../harness";
import { allow, bodyOf, Platform, run, describeLive } from "./harness";

const reads = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];

/** Writes what it was given, one line a message, and fails on messages that say so. */
const consumer = `
export const handler = async ({ Records }) => {
  const batchItemFailures = [];
  for (const record of Records) {
    const body = JSON.parse(record.body);
    console.log(JSON.stringify({ n: body.n, receives: record.attributes.ApproximateReceiveCount, batch: Records.length, now: Date.now() }));
    if (body.poison) batchItemFailures.push({ itemIdentifier: record.messageId });
    if (body.crash) throw new Error("broken");
  }
  return { batchItemFailures };
};
`;

interface Line {
  readonly n: number;
  readonly receives: string;
  readonly batch: number;
  readonly now: number;
}

const began = Date.parse("2026-01-01T00:00:00Z");

describeLive("queues as event sources", () => {
  async function consuming(queue: Values = {}, mapping: Values = {}) {
    const platform = await Platform.open();
    const dead = await platform.arn("sqs/queue:Queue", "dead");
    const arn = await platform.arn("sqs/queue:Queue", "work", {
      visibilityTimeoutSeconds: 120,
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: dead, maxReceiveCount: 3 }),
      ...queue,
    });
    await platform.lambda("consumer", consumer, {}, allow(reads, arn));
    await platform.make("lambda/eventSourceMapping:EventSourceMapping", "m", {
      functionName: "consumer",
      eventSourceArn: arn,
      functionResponseTypes: ["ReportBatchItemFailures"],
      ...mapping,
    });
    const started = await run(platform);
    const send = (body: object, DelaySeconds?: number) =>
      started.sqs.send(
        new SendMessageCommand({
          QueueUrl: platform.queueUrl("work"),
          MessageBody: JSON.stringify(body),
          DelaySeconds,
        }),
      );
    const lines = (): Line[] => started.live.logs("consumer").map((l) => JSON.parse(l) as Line);
    return { platform, ...started, send, lines };
  }

  test("what a function did is deleted; what it reports as failed comes again, alone, when its time is up", async () => {
    const { live, send, lines, drain } = await consuming();
    for (const n of [1, 2, 3]) await send({ n, poison: n === 2 });
    await live.settle();
    expect(lines().filter((l) => l.n !== 2)).toHaveLength(2);
    const poison = lines().filter((l) => l.n === 2);
    expect(poison.map((l) => l.receives)).toEqual(["1", "2", "3"]);
    expect(poison.map((l) => Math.floor((l.now - began) / 1000))).toEqual([0, 120, 240]);
    expect(await drain("work")).toEqual([]);
    expect((await drain("dead")).map((m) => bodyOf<object>(m))).toEqual([{ n: 2, poison: true }]);
  });

  test("a function that throws takes the whole batch back to the queue", async () => {
    const { live, send, lines, drain } = await consuming();
    await send({ n: 1, crash: true });
    await live.settle();
    expect(lines().map((l) => l.receives)).toEqual(["1", "2", "3"]);
    expect(await drain("dead")).toHaveLength(1);
  });

  test("a delayed message is read when its delay is over, and nobody waits for it", async () => {
    const { live, send, lines } = await consuming();
    await send({ n: 1 }, 900);
    await live.advance(899_000);
    expect(lines()).toEqual([]);
    await live.settle();
    expect(lines().map((l) => Math.floor((l.now - began) / 1000))).toEqual([900]);
  });

  test("batches are as large as the mapping says, and a filter lets the others pass by", async () => {
    const { live, send, lines, drain } = await consuming(
      {},
      {
        batchSize: 4,
        maximumBatchingWindowInSeconds: 5,
        filterCriteria: { filters: [{ pattern: JSON.stringify({ body: { n: [{ numeric: [">", 1] }] } }) }] },
      },
    );
    for (const n of [1, 2, 3, 4, 5, 6, 7, 8, 9]) await send({ n });
    await live.settle();
    expect(
      lines()
        .map((l) => l.n)
        .sort(),
    ).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
    expect(Math.max(...lines().map((l) => l.batch))).toBe(4);
    expect(await drain("work")).toEqual([]);
  });

  test("a function whose role may not read the queue gets nothing, and the cloud says why", async () => {
    const platform = await Platform.open();
    const arn = await platform.arn("sqs/queue:Queue", "work");
    await platform.lambda("consumer", consumer);
    await platform.make("lambda/eventSourceMapping:EventSourceMapping", "m", {
      functionName: "consumer",
      eventSourceArn: arn,
    });
    const { live, sqs, drain } = await run(platform);
    await sqs.send(new SendMessageCommand({ QueueUrl: platform.queueUrl("work"), MessageBody: "{}" }));
    await live.settle();
    expect(live.logs("consumer")).toEqual([]);
    expect(live.unread).toEqual([expect.stringContaining(`consumer may not read ${arn}: no statement of`)]);
    expect(await drain("work")).toHaveLength(1);
  });
});

describeLive("streams as event sources", () => {
  const reader = `
let failures = 0;
export const handler = async ({ Records }) => {
  const ids = Records.map((r) => r.dynamodb.NewImage?.id.S);
  console.log(JSON.stringify({ ids, source: Records[0].eventSourceARN, now: Date.now() }));
  const bad = Records.find((r) => r.dynamodb.NewImage?.poison && failures++ < Number(r.dynamodb.NewImage.poison.N));
  return bad ? { batchItemFailures: [{ itemIdentifier: bad.dynamodb.SequenceNumber }] } : {};
};
`;

  async function reading(mapping: Values = {}) {
    const platform = await Platform.open();
    const table = await platform.make("dynamodb/table:Table", "orders", {
      name: "orders",
      billingMode: "PAY_PER_REQUEST",
      hashKey: "id",
      attributes: [{ name: "id", type: "S" }],
      streamEnabled: true,
      streamViewType: "NEW_IMAGE",
    });
    const stream = textOf(table.outputs, "streamArn");
    const dead = await platform.arn("sqs/queue:Queue", "dead");
    await platform.lambda("reader", reader, {}, allow("dynamodb:*", "*"), allow("sqs:SendMessage", dead));
    await platform.make("lambda/eventSourceMapping:EventSourceMapping", "m", {
      functionName: "reader",
      eventSourceArn: stream,
      startingPosition: "TRIM_HORIZON",
      functionResponseTypes: ["ReportBatchItemFailures"],
      destinationConfig: { onFailure: { destinationArn: dead } },
      ...mapping,
    });
    const started = await run(platform);
    const db = new DynamoDBClient(started.config);
    const put = (id: string, poison?: number) =>
      db.send(
        new PutItemCommand({
          TableName: "orders",
          Item: { id: { S: id }, ...(poison === undefined ? {} : { poison: { N: String(poison) } }) },
        }),
      );
    const lines = () =>
      started.live.logs("reader").map((l) => JSON.parse(l) as { ids: string[]; source: string; now: number });
    return { platform, ...started, db, put, lines, stream };
  }

  test("every write is read, in order, with the stream's own name", async () => {
    const { live, put, lines, stream } = await reading({ batchSize: 2 });
    for (const id of ["a", "b", "c"]) await put(id);
    await live.settle();
    expect(lines().flatMap((l) => l.ids)).toEqual(["a", "b", "c"]);
    expect(new Set(lines().map((l) => l.source))).toEqual(new Set([stream]));
  });

  test("after a failure the stream goes on at the record that failed, later, and passes none over", async () => {
    const { live, put, lines, drain } = await reading();
    await put("a");
    await put("b", 2);
    await put("c");
    await live.settle();
    const seen = lines().flatMap((l) => l.ids);
    expect(seen.filter((id) => id === "a")).toHaveLength(1);
    expect(seen.filter((id) => id === "b")).toHaveLength(3);
    expect(seen.at(-1)).toBe("c");
    expect(live.now().getTime()).toBeGreaterThan(began);
    expect(await drain("dead")).toEqual([]);
  });

  test("a batch that is given up leaves its place in the stream at the destination, and the stream goes on", async () => {
    const { live, put, lines, drain } = await reading({ maximumRetryAttempts: 1 });
    await put("b", 1000);
    await live.settle();
    await put("c");
    await live.settle();
    expect(lines().flatMap((l) => l.ids)).toEqual(["b", "b", "c"]);
    const [record] = await drain("dead");
    expect(bodyOf<object>(record)).toMatchObject({
      requestContext: { condition: "RetryAttemptsExhausted", approximateInvokeCount: 2 },
      DDBStreamBatchInfo: { batchSize: 1 },
    });
  });

  test("a throttled table is an error of the call, with the words of DynamoDB", async () => {
    const { live, db, put } = await reading();
    await put("a");
    live.inject({ kind: "throttle", service: "dynamodb", action: "GetItem", resource: "orders", times: 1 });
    const get = () => db.send(new GetItemCommand({ TableName: "orders", Key: { id: { S: "a" } } }));
    await expect(get()).rejects.toMatchObject({ name: "ProvisionedThroughputExceededException" });
    expect((await get()).Item).toEqual({ id: { S: "a" } });
  });
});
