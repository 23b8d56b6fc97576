/** Functions of a small shop, as small as they can be while they lose nothing and do nothing twice. */
const sdk = (name: string, things: string): string =>
  `import { createRequire } from "node:module";
const { ${things} } = createRequire(process.env.ROOT)("@aws-sdk/client-${name}");
`;

const tables = (things: string): string =>
  sdk("dynamodb", `DynamoDBClient, ${things}`)
    .replace("import { createRequire }", "import { createRequire as requires }")
    .replace("createRequire(", "requires(");

/** Stores an order beside its event, then publishes the event; what fails then is the drain's. */
export const take = `
${tables("TransactWriteItemsCommand, UpdateItemCommand")}
${sdk("eventbridge", "EventBridgeClient, PutEventsCommand")}
const db = new DynamoDBClient({});
const bus = new EventBridgeClient({ maxAttempts: 1 });
export const handler = async (order) => {
  const id = { S: order.id };
  const detail = JSON.stringify(order);
  await db.send(new TransactWriteItemsCommand({
    ClientRequestToken: order.id,
    TransactItems: [
      { Put: { TableName: "orders", Item: { id, detail: { S: detail } } } },
      { Put: { TableName: "outbox", Item: { id, detail: { S: detail } } } },
    ],
  }));
  try {
    const { FailedEntryCount } = await bus.send(new PutEventsCommand({
      Entries: [{ EventBusName: "orders", Source: "shop", DetailType: "Order Created", Detail: detail }],
    }));
    if (FailedEntryCount > 0) return "stored";
    await db.send(new UpdateItemCommand({
      TableName: "outbox", Key: { id }, UpdateExpression: "SET published = :t", ExpressionAttributeValues: { ":t": { BOOL: true } },
    }));
    return "published";
  } catch (error) {
    return "stored";
  }
};`;

/** Publishes what the stream of the outbox says is stored and is not published yet; what fails is read again. */
export const drain = `
${tables("BatchGetItemCommand, UpdateItemCommand")}
${sdk("eventbridge", "EventBridgeClient, PutEventsCommand")}
const db = new DynamoDBClient({});
const bus = new EventBridgeClient({ maxAttempts: 1 });
export const handler = async ({ Records }) => {
  for (let i = 0; i < Records.length; i += 10) {
    const records = Records.slice(i, i + 10);
    const { Responses } = await db.send(new BatchGetItemCommand({
      RequestItems: { outbox: { ConsistentRead: true, Keys: records.map((r) => ({ id: r.dynamodb.NewImage.id })) } },
    }));
    const open = records.filter((r) => !Responses.outbox.some((o) => o.id.S === r.dynamodb.NewImage.id.S && o.published?.BOOL));
    if (open.length === 0) continue;
    const { Entries } = await bus.send(new PutEventsCommand({
      Entries: open.map((r) => ({ EventBusName: "orders", Source: "shop", DetailType: "Order Created", Detail: r.dynamodb.NewImage.detail.S })),
    }));
    for (const [n, record] of open.entries()) {
      if (Entries[n].ErrorCode) return { batchItemFailures: [{ itemIdentifier: record.dynamodb.SequenceNumber }] };
      await db.send(new UpdateItemCommand({
        TableName: "outbox", Key: { id: record.dynamodb.NewImage.id },
        UpdateExpression: "SET published = :t", ExpressionAttributeValues: { ":t": { BOOL: true } },
      }));
    }
  }
  return { batchItemFailures: [] };
};`;

/** Reserves stock once for every order. */
export const reserve = `
${tables("TransactWriteItemsCommand")}
const db = new DynamoDBClient({});
const once = async (event) => {
  const order = event.detail;
  if (order.poison) throw new Error("not an order");
  try {
    await db.send(new TransactWriteItemsCommand({
      TransactItems: [
        { Put: { TableName: "reservations", Item: { id: { S: order.id } }, ConditionExpression: "attribute_not_exists(id)" } },
        {
          Update: {
            TableName: "stock", Key: { id: { S: order.product } }, UpdateExpression: "SET available = available - :one",
            ConditionExpression: "available >= :one", ExpressionAttributeValues: { ":one": { N: "1" } },
          },
        },
      ],
    }));
  } catch (error) {
    const [reserved] = error.CancellationReasons ?? [];
    if (reserved?.Code !== "ConditionalCheckFailed") throw error;
    console.log("duplicate");
  }
};
export const handler = async ({ Records }) => {
  const batchItemFailures = [];
  for (const record of Records) {
    try {
      await once(JSON.parse(record.body));
    } catch (error) {
      batchItemFailures.push({ itemIdentifier: record.messageId });
    }
  }
  return { batchItemFailures };
};`;
