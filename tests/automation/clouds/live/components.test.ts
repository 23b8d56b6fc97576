import path from "node:path";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startLive, type LiveCloud } from "../../../../automation/clouds/live";
import { simulatedAccount, type Account } from "../../../components/deployed";
import { describeWithLocalAws } from "../../../support/local-aws";

const dist = (module: string) => JSON.stringify(path.resolve("dist/components", module));

/** One of every kind of target and consumer, by the components of the eventing area, with functions that say what they got. */
const SHOP = `
const pulumi = require("@pulumi/pulumi");
const { Key } = require("@pulumi/aws/kms");
const { Table } = require("@pulumi/aws/dynamodb");
const { keyPolicy } = require(${dist("aws-platform/plan/keys.js")});
const eventing = require(${dist("eventing/index.js")});
const { reference } = eventing;

const account = { id: "111111111111", region: "us-east-1" };
const key = (role, use) => new Key(role, { policy: keyPolicy(use, account) }).arn;
const place = {
  naming: { org: "acme", env: "dev", site: "use1" },
  tags: { Environment: "dev", Service: "shop", Team: "shop", Owner: "shop", CostCenter: "shop", DataClass: "internal", DrTier: "none", ManagedBy: "pulumi" },
};
const deadLetterKeyArn = key("dead-letters", "events");
const [kmsKeyArn, logKeyArn, dataKeyArn] = [key("events", "events"), key("logs", "logs"), key("data", "data")];
const alarms = new eventing.AlarmTopic("alarms", { ...place, accountId: account.id, kmsKeyArn: deadLetterKeyArn });
const safe = { ...place, kmsKeyArn, deadLetterKeyArn, alarmTopicArn: alarms.arn, protect: false };
const code = (text) => new pulumi.asset.AssetArchive({ "index.mjs": new pulumi.asset.StringAsset(text) });
const table = new Table("orders", {
  name: "orders", billingMode: "PAY_PER_REQUEST", hashKey: "id", attributes: [{ name: "id", type: "S" }],
  streamEnabled: true, streamViewType: "NEW_IMAGE", serverSideEncryption: { enabled: true, kmsKeyArn: dataKeyArn },
});
const orders = { tableName: table.name, arn: table.arn, keyArn: dataKeyArn };
const fn = (name, text, more = {}) => new eventing.EventFunction(name, { ...place, logKeyArn, description: name, code: code(text), ...more });
const bus = new eventing.EventBus("shop", { ...safe, sourcePrefix: "com.acme" });
const rule = (name) => new eventing.EventRule(name, {
  ...place, bus, pattern: { source: ["com.acme.orders"], "detail-type": ["Order Created"] },
});

const pack = fn("pack", "export const handler = async (event) => { console.log(event.detail.orderId); if (event.detail.bad) throw new Error('bad'); };");
const packing = new eventing.FunctionTarget("packing", { ...safe, rule: rule("pack-orders"), consumer: pack });
const workflow = new eventing.Workflow("checks", {
  ...safe, logKeyArn,
  definition: { StartAt: "Note", States: {
    Note: {
      Type: "Task", End: true, Resource: "arn:aws:states:::dynamodb:putItem",
      Parameters: { TableName: table.name, Item: { id: { "S.$": "$.detail.orderId" } } },
      Retry: [{ ErrorEquals: ["States.ALL"] }], Catch: [{ ErrorEquals: ["States.ALL"], Next: "Lost" }],
    },
    Lost: { Type: "Fail" },
  } },
  grants: [{ on: reference.table(orders), actions: ["dynamodb:PutItem"] }],
});
new eventing.WorkflowTarget("fraud-check", { ...safe, rule: rule("check-orders"), workflow });
const queue = new eventing.QueueTarget("warehouse", { ...safe, rule: rule("warehouse-orders") });
const reserve = fn("reserve", "export const handler = async ({ Records }) => { for (const r of Records) console.log(JSON.parse(r.body).detail.orderId); return { batchItemFailures: [] }; };", { reservedConcurrency: false });
new eventing.QueueConsumer("reserve", { ...place, queue, consumer: reserve });
const drain = fn("drain", "export const handler = async ({ Records }) => { for (const r of Records) console.log(r.dynamodb.NewImage.id.S); return { batchItemFailures: [] }; };");
new eventing.StreamConsumer("outbox", { ...safe, stream: { streamArn: table.streamArn, keyArn: dataKeyArn }, consumer: drain });
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
  const publish = async (detail: object): Promise<void> => {
    const entry = {
      EventBusName: outputs.bus,
      Source: "com.acme.orders",
      DetailType: "Order Created",
      Detail: JSON.stringify(detail),
    };
    const answer = await new EventBridgeClient(config()).send(new PutEventsCommand({ Entries: [entry] }));
    expect(answer.FailedEntryCount).toBe(0);
    await live.settle();
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
});
