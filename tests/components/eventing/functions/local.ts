import { CreateTableCommand, DynamoDBClient, type KeySchemaElement } from "@aws-sdk/client-dynamodb";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  type Message,
} from "@aws-sdk/client-sqs";
import { GetCommand, PutCommand, ScanCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace";
import type { Context, SQSEvent, SQSRecord } from "aws-lambda";
import { vi } from "vitest";
import { orderCreated } from "../../../../components/eventing/catalogue/order-created";
import { createObserve } from "../../../../components/eventing/runtime/observe";
import { spansTo } from "../../../../components/eventing/runtime/observe/otlp";
import { WAITING_INDEX } from "../../../../components/eventing/runtime/outbox-index";
import { createTracing } from "../../../../components/eventing/runtime/observe/tracing";

export const order = orderCreated.sample;

/** An event as EventBridge hands it over; every delivery has another id. */
export const envelope = (detail: unknown = order, more: Readonly<Record<string, unknown>> = {}) => ({
  version: "0",
  id: "7bf73129-1428-4cd3-a780-95db273d1602",
  "detail-type": "Order Created",
  source: "com.acme.orders",
  account: "123456789012",
  time: "2026-11-02T09:30:00Z",
  region: "us-east-1",
  resources: [],
  detail,
  ...more,
});

/** The order with another id, so that tests do not meet. */
export const orderNumber = (n: number, more: Partial<typeof order> = {}): typeof order => {
  const ulid = `01JD2W5K3GZ8V4Q6T9XACB${String(n).padStart(4, "0")}`;
  return {
    ...order,
    orderId: `ORD-${ulid}`,
    ...more,
    metadata: { ...order.metadata, eventId: ulid, correlationId: `request-${n}` },
  };
};

/** An invocation with so much time left. */
export const invocation = (remainingMs = 30_000): Context => ({
  callbackWaitsForEmptyEventLoop: false,
  functionName: "test",
  functionVersion: "$LATEST",
  invokedFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:test",
  memoryLimitInMB: "256",
  awsRequestId: "request",
  logGroupName: "",
  logStreamName: "",
  getRemainingTimeInMillis: () => remainingMs,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
});

/** A message as the event source mapping hands it over. */
export const record = (messageId: string, body: unknown, more: Partial<SQSRecord> = {}): SQSRecord => ({
  messageId,
  receiptHandle: `r-${messageId}`,
  body: typeof body === "string" ? body : JSON.stringify(body),
  attributes: {
    ApproximateReceiveCount: "1",
    SentTimestamp: "0",
    SenderId: "events",
    ApproximateFirstReceiveTimestamp: "0",
  },
  messageAttributes: {},
  md5OfBody: "",
  eventSource: "aws:sqs",
  eventSourceARN: "arn:aws:sqs:us-east-1:123456789012:inventory-events",
  awsRegion: "us-east-1",
  ...more,
});

export const batchOf = (...Records: SQSRecord[]): SQSEvent => ({ Records });

/** String attributes as an event source mapping hands them over. */
export const attributesOf = (values: Readonly<Record<string, string>>): SQSRecord["messageAttributes"] =>
  Object.fromEntries(
    Object.entries(values).map(([name, stringValue]) => [name, { dataType: "String", stringValue }]),
  );

/** What a function tells, kept from the console: the lines that it logs, its metrics and its spans. */
export function watchedObserve(service: string) {
  // Powertools then writes to the global console; metrics it leaves out there, unless it is told not to.
  process.env["POWERTOOLS_DEV"] = "true";
  process.env["POWERTOOLS_METRICS_DISABLED"] = "false";
  const lines: LogLine[] = [];
  const metrics: Record<string, unknown>[] = [];
  const spans = new InMemorySpanExporter();
  for (const level of ["debug", "info", "warn", "error"] as const) {
    vi.spyOn(console, level).mockImplementation((text: unknown) => {
      const isLine = typeof text === "string" && text.startsWith("{");
      lines.push(isLine ? (JSON.parse(text) as LogLine) : { message: String(text), level });
    });
  }
  vi.spyOn(console, "log").mockImplementation((text: unknown) => {
    metrics.push(JSON.parse(String(text)) as Record<string, unknown>);
  });
  const observe = createObserve({
    service,
    namespace: "Acme/Events",
    events: [orderCreated],
    tracing: createTracing(() =>
      Promise.resolve(spansTo(service, new SimpleSpanProcessor({ exporter: spans }))),
    ),
  });
  return { observe, lines, metrics, spans };
}

export type LogLine = Readonly<Record<string, unknown>> & {
  readonly message: string;
  readonly level: string;
};

let made = 0;

/** Tables, queues and topics of one test, in the local server that the environment names. */
export class Resources {
  // Without the time-outs of the functions' own clients: a busy machine is no fault that a test has asked for.
  readonly tables = DynamoDBDocumentClient.from(new DynamoDBClient({}), {
    marshallOptions: { removeUndefinedValues: true },
  });
  readonly queues = new SQSClient({});
  readonly topics = new SNSClient({});
  readonly #prefix = `t${++made}`;

  /** @param keys of the items, the first is the hash key. */
  async table(name: string, ...keys: [string, ...string[]]): Promise<string> {
    const TableName = `${this.#prefix}-${name}`;
    const KeySchema = keys.map((AttributeName, i): KeySchemaElement => ({
      AttributeName,
      KeyType: i === 0 ? "HASH" : "RANGE",
    }));
    await this.tables.send(
      new CreateTableCommand({
        TableName,
        KeySchema,
        AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: "S" as const })),
        BillingMode: "PAY_PER_REQUEST",
      }),
    );
    return TableName;
  }

  /** An outbox, with the index of what waits in it. */
  async outbox(): Promise<string> {
    const TableName = `${this.#prefix}-outbox`;
    const { name, partitionKey, sortKey } = WAITING_INDEX;
    await this.tables.send(
      new CreateTableCommand({
        TableName,
        KeySchema: [{ AttributeName: "eventId", KeyType: "HASH" }],
        AttributeDefinitions: ["eventId", partitionKey, sortKey].map((AttributeName) => ({
          AttributeName,
          AttributeType: "S" as const,
        })),
        GlobalSecondaryIndexes: [
          {
            IndexName: name,
            KeySchema: [
              { AttributeName: partitionKey, KeyType: "HASH" },
              { AttributeName: sortKey, KeyType: "RANGE" },
            ],
            Projection: { ProjectionType: "KEYS_ONLY" },
          },
        ],
        BillingMode: "PAY_PER_REQUEST",
      }),
    );
    return TableName;
  }

  async put(TableName: string, ...items: Record<string, unknown>[]): Promise<void> {
    for (const Item of items) await this.tables.send(new PutCommand({ TableName, Item }));
  }

  async get(TableName: string, Key: Record<string, string>): Promise<Record<string, unknown> | undefined> {
    return (await this.tables.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item;
  }

  async items(TableName: string): Promise<Record<string, unknown>[]> {
    return (await this.tables.send(new ScanCommand({ TableName, ConsistentRead: true }))).Items ?? [];
  }

  async queue(name: string): Promise<string> {
    const { QueueUrl = "" } = await this.queues.send(
      new CreateQueueCommand({ QueueName: `${this.#prefix}-${name}` }),
    );
    // The SDK calls the URL's own host; behind a proxy that is the proxy.
    return new URL(new URL(QueueUrl).pathname, process.env["AWS_ENDPOINT_URL"]).href;
  }

  async queueArn(QueueUrl: string): Promise<string> {
    const { Attributes } = await this.queues.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
    );
    return Attributes?.["QueueArn"] ?? "";
  }

  /** A topic, and a queue that gets what is told to it. */
  async topic(name: string): Promise<{ readonly arn: string; readonly heardAt: string }> {
    const { TopicArn = "" } = await this.topics.send(
      new CreateTopicCommand({ Name: `${this.#prefix}-${name}` }),
    );
    const heardAt = await this.queue(`${name}-heard`);
    await this.topics.send(
      new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: await this.queueArn(heardAt) }),
    );
    return { arn: TopicArn, heardAt };
  }

  /** Takes all messages out of a queue that can be seen now. */
  async drain(QueueUrl: string): Promise<Message[]> {
    const all: Message[] = [];
    for (;;) {
      const { Messages = [] } = await this.queues.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] }),
      );
      if (Messages.length === 0) return all;
      for (const { ReceiptHandle } of Messages) {
        await this.queues.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
      all.push(...Messages);
    }
  }

  /** What was told to a topic. */
  async told(heardAt: string): Promise<{ readonly Subject?: string; readonly Message: string }[]> {
    return (await this.drain(heardAt)).map(
      ({ Body = "" }) => JSON.parse(Body) as { Subject?: string; Message: string },
    );
  }

  /** How many messages wait in a queue, seen and delayed. */
  async waiting(QueueUrl: string): Promise<{ readonly visible: number; readonly delayed: number }> {
    const { Attributes = {} } = await this.queues.send(
      new GetQueueAttributesCommand({
        QueueUrl,
        AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesDelayed"],
      }),
    );
    return {
      visible: Number(Attributes["ApproximateNumberOfMessages"]),
      delayed: Number(Attributes["ApproximateNumberOfMessagesDelayed"]),
    };
  }
}
