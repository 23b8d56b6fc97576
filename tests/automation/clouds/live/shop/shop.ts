import { BatchWriteItemCommand, DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import type { LiveFault } from "../../../../../automation/clouds/live";
import { textOf } from "../../harness";
import { allow, bodyOf, Platform, run } from "../harness";
import { drain, reserve, take } from "./functions";

export interface Order {
  readonly id: string;
  readonly product: string;
  readonly poison?: true;
}

const PRODUCTS = 50;
const STOCK = 1_000_000;

/** Deploys the shop: orders and their events in one transaction, a bus, a queue, a consumer. */
async function deploy(): Promise<Platform> {
  const platform = await Platform.open();
  await platform.bus();
  const table = (name: string, more = {}) =>
    platform.make("dynamodb/table:Table", name, {
      name,
      billingMode: "PAY_PER_REQUEST",
      hashKey: "id",
      attributes: [{ name: "id", type: "S" }],
      ...more,
    });
  for (const name of ["orders", "stock", "reservations"]) await table(name);
  const outbox = await table("outbox", { streamEnabled: true, streamViewType: "NEW_IMAGE" });
  const environment = { variables: { ROOT: `${process.cwd()}/package.json` } };
  const everything = allow(["dynamodb:*", "events:PutEvents", "sqs:*"], "*");
  await platform.lambda("take", take, { environment }, everything);
  await platform.lambda("drain", drain, { environment, timeout: 60 }, everything);
  await platform.lambda("reserve", reserve, { environment, timeout: 60 }, everything);
  const dead = await platform.queue("dead");
  const work = await platform.queue("work", {
    visibilityTimeoutSeconds: 360,
    redrivePolicy: JSON.stringify({ deadLetterTargetArn: dead, maxReceiveCount: 10 }),
  });
  await platform.rule("created", { source: ["shop"], "detail-type": ["Order Created"] });
  await platform.target("created", work, { deadLetterConfig: { arn: dead } });
  const mapping = (name: string, functionName: string, eventSourceArn: string, more = {}) =>
    platform.make("lambda/eventSourceMapping:EventSourceMapping", name, {
      functionName,
      eventSourceArn,
      functionResponseTypes: ["ReportBatchItemFailures"],
      ...more,
    });
  await mapping("reserve", "reserve", work);
  await mapping("drain", "drain", textOf(outbox.outputs, "streamArn"), {
    startingPosition: "TRIM_HORIZON",
    maximumBatchingWindowInSeconds: 2,
    filterCriteria: { filters: [{ pattern: '{"eventName":["INSERT"]}' }] },
  });
  return platform;
}

/** What an order came to, counted where it is kept. */
export interface Count {
  readonly taken: number;
  readonly refused: number;
  readonly reserved: number;
  readonly unreserved: readonly string[];
  readonly sold: number;
  readonly unpublished: number;
  readonly dead: readonly string[];
  readonly waiting: number;
  readonly lost: number;
  readonly struck: number;
  readonly duplicates: number;
}

/** Takes so many orders with these faults, lets everything happen, heals, and counts. */
export async function sell(
  orders: readonly Order[],
  faults: readonly LiveFault[],
  seed: string,
): Promise<Count> {
  const platform = await deploy();
  const { live, config, drain: empty } = await run(platform, { seed });
  const db = new DynamoDBClient({ ...config, maxAttempts: 3 });
  const products = Array.from({ length: PRODUCTS }, (_, n) => ({
    PutRequest: { Item: { id: { S: `p${String(n)}` }, available: { N: String(STOCK) } } },
  }));
  for (let i = 0; i < products.length; i += 25)
    await db.send(new BatchWriteItemCommand({ RequestItems: { stock: products.slice(i, i + 25) } }));
  const heal = faults.map((fault) => live.inject(fault));
  const lambda = new LambdaClient({ ...config, maxAttempts: 3 });
  const taken: Order[] = [];
  let refused = 0;
  const queue = [...orders];
  const customer = async (): Promise<void> => {
    for (let order = queue.shift(); order !== undefined; order = queue.shift()) {
      const Payload = Buffer.from(JSON.stringify(order));
      const answer = await lambda.send(new InvokeCommand({ FunctionName: "take", Payload }));
      if (answer.FunctionError === undefined) taken.push(order);
      else refused++;
    }
  };
  await Promise.all([customer(), customer()]);
  await live.settle();
  for (const end of heal) end();
  await live.settle();
  const scan = async (TableName: string) => {
    const items = [];
    let ExclusiveStartKey;
    do {
      const page: {
        Items?: Record<string, { S?: string; N?: string; BOOL?: boolean }>[];
        LastEvaluatedKey?: never;
      } = (await db.send(new ScanCommand({ TableName, ExclusiveStartKey }))) as never;
      items.push(...(page.Items ?? []));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return items;
  };
  const reserved = new Set((await scan("reservations")).map((i) => i["id"]?.S ?? ""));
  const stock = (await scan("stock")).reduce((sum, i) => sum + Number(i["available"]?.N), 0);
  const stored = await scan("orders");
  const letters = await empty("dead");
  return {
    taken: stored.length,
    refused: refused + taken.length - stored.length,
    reserved: reserved.size,
    unreserved: stored
      .map((i) => i["id"]?.S ?? "")
      .filter((id) => !reserved.has(id))
      .sort(),
    sold: PRODUCTS * STOCK - stock,
    unpublished: (await scan("outbox")).filter((i) => i["published"]?.BOOL !== true).length,
    dead: [...new Set(letters.map((m) => bodyOf<{ detail: Order }>(m).detail.id))].sort(),
    waiting: (await empty("work")).length,
    lost: live.lost.length,
    struck: live.struck,
    duplicates: live.logs("reserve").filter((l) => l === "duplicate").length,
  };
}

/** What goes wrong on a bad day: everything that may, by chance, and processes that end. */
export const badDay: readonly LiveFault[] = [
  { kind: "partial", service: "events", action: "PutEvents", chance: 0.1 },
  {
    kind: "flaky",
    service: "events",
    action: "PutEvents",
    chance: 0.05,
    code: "ThrottlingException",
    status: 400,
  },
  { kind: "flaky", service: "dynamodb", chance: 0.03 },
  { kind: "flaky", service: "sqs", action: "SendMessage", chance: 0.05 },
  { kind: "unreachable", service: "events", call: 40, times: 25 },
  { kind: "throttle", service: "dynamodb", resource: "stock", times: 10 },
  {
    kind: "crash",
    when: "after",
    service: "dynamodb",
    action: "TransactWriteItems",
    caller: "take",
    call: 20,
    times: 3,
  },
  {
    kind: "crash",
    when: "after",
    service: "dynamodb",
    action: "TransactWriteItems",
    caller: "reserve",
    call: 30,
    times: 3,
  },
  {
    kind: "crash",
    when: "before",
    service: "dynamodb",
    action: "UpdateItem",
    caller: "drain",
    call: 3,
    times: 2,
  },
];
