import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startLive, type LiveCloud } from "../../../../automation/clouds/live";
import { simulatedAccount, type Account } from "../../../components/deployed";
import { GROUND, NOTING } from "../../../components/eventing/shop";
import { describeWithLocalAws } from "../../../support/local-aws";

/** One of every kind of target and consumer, by the components of the eventing area, with functions that say what they got. */
const SHOP = `${GROUND}
const pack = fn("pack", "export const handler = async (event) => { console.log(event.detail.orderId); if (event.detail.bad) throw new Error('bad'); };");
const packing = new eventing.FunctionTarget("packing", { ...safe, rule: rule("pack-orders"), consumer: pack });
const workflow = new eventing.Workflow("checks", {${NOTING}
  grants: [{ on: reference.table(orders), actions: ["dynamodb:PutItem"] }],
});
new eventing.WorkflowTarget("fraud-check", { ...safe, rule: rule("check-orders"), workflow });
const queue = new eventing.QueueTarget("warehouse", { ...safe, rule: rule("warehouse-orders") });
const reserve = fn("reserve", "export const handler = async ({ Records }) => { for (const r of Records) console.log(JSON.parse(r.body).detail.orderId); return { batchItemFailures: [] }; };", { reservedConcurrency: false });
new eventing.QueueConsumer("reserve", { ...place, queue, consumer: reserve });
const drain = fn("drain", "export const handler = async ({ Records }) => { for (const r of Records) console.log(r.dynamodb.NewImage.id.S); return { batchItemFailures: [] }; };");
new eventing.StreamConsumer("outbox", { ...safe, stream: { streamArn: table.streamArn, keyArn: dataKeyArn }, consumer: drain });
const bucket = audit();
const archive = new eventing.ArchiveTarget("audit", { ...safe, logKeyArn, rule: rule("audit-orders"), bucket });
exports.archive = { bucket: bucket.bucketName, stream: archive.archive.streamName, dead: archive.deadLetters.queueName };
exports.bus = bus.busName;
exports.names = { pack: pack.functionName, reserve: reserve.functionName, drain: drain.functionName };
exports.machine = workflow.machineArn;
exports.dead = packing.deadLetters.queueName;
`;

describeWithLocalAws("the eventing components, deployed and live", (aws) => {
  let account: Account;
  let live: LiveCloud;
  let outputs: {
    bus: string;
    names: Record<"pack" | "reserve" | "drain", string>;
    machine: string;
    dead: string;
    archive: Record<"bucket" | "stream" | "dead", string>;
  };
  beforeAll(async () => {
    account = simulatedAccount();
    const stack = await account.stack("shop/dev", { source: SHOP }, { "aws:region": { value: "us-east-1" } });
    const up = await stack.up();
    outputs = Object.fromEntries(
      Object.entries(up.outputs).map(([name, { value }]) => [name, value as unknown]),
    ) as typeof outputs;
    live = await startLive({ home: account.world, servers: { tables: aws().url, messages: aws().url } });
  }, 240_000);
  afterAll(async () => {
    await live.close();
    account.close();
  });

  const config = () => ({
    endpoint: live.endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "operator", secretAccessKey: "operator" },
  });
  const publish = async (detail: object, advance?: number): Promise<void> => {
    const entry = {
      EventBusName: outputs.bus,
      Source: "com.acme.orders",
      DetailType: "Order Created",
      Detail: JSON.stringify(detail),
    };
    const answer = await new EventBridgeClient(config()).send(new PutEventsCommand({ Entries: [entry] }));
    expect(answer.FailedEntryCount).toBe(0);
    await (advance === undefined ? live.settle() : live.advance(advance));
  };

  test("one event reaches the function, the queue's consumer, the workflow and the stream's consumer, past every policy and key", async () => {
    await publish({ orderId: "ORD-1" });
    expect(live.lost).toEqual([]);
    expect(live.unread).toEqual([]);
    expect(live.logs(outputs.names.pack)).toEqual(["ORD-1"]);
    expect(live.logs(outputs.names.reserve)).toEqual(["ORD-1"]);
    expect(live.executions(outputs.machine).map((e) => e.result?.status)).toEqual(["SUCCEEDED"]);
    expect(live.logs(outputs.names.drain)).toEqual(["ORD-1"]);
    const { Items } = await new DynamoDBClient(config()).send(new ScanCommand({ TableName: "orders" }));
    expect(Items).toEqual([{ id: { S: "ORD-1" } }]);
  });

  test("G38 every event is a line of a locked object, named by the hour", () => {
    const [first] = live.objects(outputs.archive.bucket);
    expect(first?.key).toMatch(
      new RegExp(
        `^events/2026/01/01/00/${outputs.archive.stream}-1-2026-01-01-00-00-00-[0-9a-f-]{36}\\.jsonl\\.gz$`,
      ),
    );
    expect(first?.text).toMatch(/^\{.*"detail":\{"orderId":"ORD-1"\}\}\n$/);
    expect(first?.lockedUntil).toBe("2026-01-31T00:05:00.000Z");
  });

  test("what the function fails on is tried three times and kept at its destination", async () => {
    await publish({ orderId: "ORD-2", bad: true });
    expect(live.logs(outputs.names.pack).filter((l) => l === "ORD-2")).toHaveLength(3);
    expect(live.lost).toEqual([]);
    const sqs = new SQSClient(config());
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: outputs.dead }));
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    expect(Messages.map((m) => JSON.parse(m.Body ?? "") as object)).toEqual([
      expect.objectContaining({
        requestContext: expect.objectContaining({
          condition: "RetriesExhausted",
          approximateInvokeCount: 3,
        }) as object,
        requestPayload: expect.objectContaining({ detail: { orderId: "ORD-2", bad: true } }) as object,
      }),
    ]);
  });

  test("G38 while the bucket does not answer, events wait in order; after a day they are lost, and said so", async () => {
    const before = live.objects(outputs.archive.bucket).length;
    const end = live.inject({ kind: "unreachable", service: "s3" });
    await publish({ orderId: "ORD-3" }, 3_600_000);
    await publish({ orderId: "ORD-4" }, 3_600_000);
    expect(live.objects(outputs.archive.bucket)).toHaveLength(before);
    end();
    await live.settle();
    const came = live.objects(outputs.archive.bucket).slice(before);
    expect(came.map(({ text }) => (JSON.parse(text) as { detail: object }).detail)).toEqual([
      { orderId: "ORD-3" },
      { orderId: "ORD-4" },
    ]);
    live.inject({ kind: "unreachable", service: "s3" });
    await publish({ orderId: "ORD-5" });
    expect(live.lost.map(({ what }) => what)).toEqual([
      expect.stringMatching(/deliverystream.*s3 does not answer/),
    ]);
  });
});
