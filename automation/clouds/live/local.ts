import http from "node:http";
import * as v from "../values";
import type { Entity } from "../world/world";
import { textOf, type Service } from "./call";
import { ServiceError } from "./errors";
import { arnOf, deadLettersOf, nameOf, regionOf, type Estate } from "./estate";

/** The versions of the services' JSON protocols, as `X-Amz-Target` has them. */
const targets: Readonly<Partial<Record<Service, readonly [scope: string, prefix: string]>>> = {
  dynamodb: ["dynamodb", "DynamoDB_20120810"],
  streams: ["dynamodb", "DynamoDBStreams_20120810"],
  sqs: ["sqs", "AmazonSQS"],
};

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

/** The local servers that hold items and messages. One may be both. */
export interface LocalServers {
  /** Where DynamoDB and its streams are answered, `http://127.0.0.1:5000`. */
  readonly tables: string;
  /** Where SQS and SNS are answered. */
  readonly messages: string;
}

/**
 * The local servers: what is in a table or a queue is known there alone. What is deployed is made there when the cloud goes
 * live, and the simulated time is theirs too, so that they alone know which message is hidden, delayed or expired.
 */
export class Local {
  private readonly made = new Map<string, () => Promise<unknown>>();
  private readonly agent = new http.Agent({ keepAlive: true, maxSockets: 16 });

  constructor(
    private readonly servers: LocalServers,
    private readonly estate: Estate,
  ) {}

  close(): void {
    this.agent.destroy();
  }

  /** Hands a request on as it came. */
  async forward(service: Service, headers: Record<string, string>, body: Buffer | string): Promise<Answer> {
    const tables = service === "dynamodb" || service === "streams";
    const url = new URL(tables ? this.servers.tables : this.servers.messages);
    const own = {
      ...headers,
      "x-moto-account-id": this.estate.account,
      "content-length": String(Buffer.byteLength(body)),
    };
    return this.send(url, "/", own, body);
  }

  /** A call of the cloud itself, in the JSON protocol. */
  async call(
    service: "dynamodb" | "streams" | "sqs",
    region: string,
    action: string,
    input: object,
  ): Promise<Record<string, unknown>> {
    const [scope = service, prefix = ""] = targets[service] ?? [];
    const headers = {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `${prefix}.${action}`,
      authorization: signature(scope, region),
    };
    const { status, body } = await this.forward(service, headers, JSON.stringify(input));
    const answer = body.length === 0 ? {} : (JSON.parse(body.toString("utf8")) as Record<string, unknown>);
    if (status < 300) return answer;
    const code = textOf(answer, "__type") ?? "InternalFailure";
    throw new ServiceError(
      code.slice(code.lastIndexOf("#") + 1),
      textOf(answer, "message") ?? textOf(answer, "Message") ?? "",
      status,
    );
  }

  /** A call of SNS, which speaks the query protocol; the answer is XML. */
  async query(region: string, action: string, input: Readonly<Record<string, string>>): Promise<string> {
    const body = new URLSearchParams({ Action: action, Version: "2010-03-31", ...input }).toString();
    const headers = {
      "content-type": "application/x-www-form-urlencoded",
      authorization: signature("sns", region),
    };
    const answer = await this.forward("sns", headers, body);
    if (answer.status < 300) return answer.body.toString("utf8");
    const code = /<Code>([^<]*)</.exec(answer.body.toString("utf8"))?.[1] ?? "InternalFailure";
    throw new ServiceError(
      code,
      /<Message>([^<]*)</.exec(answer.body.toString("utf8"))?.[1] ?? "",
      answer.status,
    );
  }

  /** Sets the servers' time. */
  async setTime(milliseconds: number): Promise<void> {
    for (const url of new Set([this.servers.tables, this.servers.messages]))
      await this.send(new URL(url), "/causeway/clock", {}, JSON.stringify({ now: milliseconds }));
  }

  /** Makes what is deployed and not there yet, and takes away what is no longer deployed. */
  async provision(maySend: (subscription: Entity) => boolean): Promise<void> {
    const wanted = new Set(["queue", "topic", "subscription", "table"] as const);
    const keys = new Set(
      [...wanted].flatMap((type) => this.estate.all(type).map((e) => `${e.type} ${arnOf(e)}`)),
    );
    for (const [key, remove] of this.made)
      if (!keys.has(key)) {
        await remove();
        this.made.delete(key);
      }
    for (const queue of inOrder(this.estate.all("queue"))) await this.queue(queue);
    for (const topic of this.estate.all("topic"))
      await this.once(topic, async () => {
        await this.query(regionOf(topic), "CreateTopic", { Name: nameOf(topic) });
        return () => this.query(regionOf(topic), "DeleteTopic", { TopicArn: arnOf(topic) });
      });
    for (const subscription of this.estate.all("subscription"))
      if (v.text(subscription.inputs, "protocol") === "sqs" && maySend(subscription))
        await this.once(subscription, () => this.subscribe(subscription));
    for (const table of this.estate.all("table")) await this.once(table, () => this.table(table));
  }

  private async once(entity: Entity, make: () => Promise<() => Promise<unknown>>): Promise<void> {
    const key = `${entity.type} ${arnOf(entity)}`;
    if (!this.made.has(key)) this.made.set(key, await make());
  }

  /** A queue's settings change in place, so they are set again each time. */
  private async queue(queue: Entity): Promise<void> {
    const region = regionOf(queue);
    const fifo = v.flag(queue.outputs, "fifoQueue") === true;
    const numbers = {
      VisibilityTimeout: "visibilityTimeoutSeconds",
      DelaySeconds: "delaySeconds",
      MaximumMessageSize: "maxMessageSize",
      MessageRetentionPeriod: "messageRetentionSeconds",
    };
    const redrive = v.text(queue.inputs, "redrivePolicy");
    const attributes = {
      ...Object.fromEntries(
        Object.entries(numbers).map(([name, output]) => [
          name,
          String(v.numeric(queue.outputs, output) ?? 0),
        ]),
      ),
      ...(redrive === undefined ? {} : { RedrivePolicy: redrive }),
      ...(fifo
        ? { ContentBasedDeduplication: String(v.flag(queue.inputs, "contentBasedDeduplication") ?? false) }
        : {}),
    };
    const input = { QueueName: nameOf(queue), ...(fifo ? { Attributes: { FifoQueue: "true" } } : {}) };
    await this.once(queue, async () => {
      await this.call("sqs", region, "CreateQueue", input);
      return () => this.call("sqs", region, "DeleteQueue", { QueueUrl: queue.id });
    });
    await this.call("sqs", region, "SetQueueAttributes", { QueueUrl: queue.id, Attributes: attributes });
  }

  private async subscribe(subscription: Entity): Promise<() => Promise<unknown>> {
    const attributes = {
      RawMessageDelivery: String(v.flag(subscription.inputs, "rawMessageDelivery") ?? false),
      ...(v.text(subscription.inputs, "filterPolicy") === undefined
        ? {}
        : { FilterPolicy: v.text(subscription.inputs, "filterPolicy") ?? "" }),
    };
    const entries = Object.entries(attributes).flatMap(([key, value], i) => [
      [`Attributes.entry.${String(i + 1)}.key`, key],
      [`Attributes.entry.${String(i + 1)}.value`, value],
    ]);
    const answer = await this.query(regionOf(subscription), "Subscribe", {
      TopicArn: v.text(subscription.inputs, "topic") ?? "",
      Protocol: "sqs",
      Endpoint: v.text(subscription.inputs, "endpoint") ?? "",
      ...(Object.fromEntries(entries) as Record<string, string>),
    });
    const arn = /<SubscriptionArn>([^<]*)</.exec(answer)?.[1] ?? "";
    return () => this.query(regionOf(subscription), "Unsubscribe", { SubscriptionArn: arn });
  }

  private async table(table: Entity): Promise<() => Promise<unknown>> {
    const region = regionOf(table);
    const keys = (holder: v.ObjectValue) =>
      (["hashKey", "rangeKey"] as const).flatMap((key) => {
        const name = v.text(holder, key);
        return name === undefined
          ? []
          : [{ AttributeName: name, KeyType: key === "hashKey" ? "HASH" : "RANGE" }];
      });
    const index = (holder: v.ObjectValue) => ({
      IndexName: v.text(holder, "name"),
      KeySchema: keys(holder),
      Projection: {
        ProjectionType: v.text(holder, "projectionType") ?? "ALL",
        ...(v.texts(holder, "nonKeyAttributes").length > 0
          ? { NonKeyAttributes: v.texts(holder, "nonKeyAttributes") }
          : {}),
      },
    });
    const [globals, locals] = [
      v.objects(table.inputs, "globalSecondaryIndexes"),
      v.objects(table.inputs, "localSecondaryIndexes"),
    ];
    const streams = v.flag(table.inputs, "streamEnabled") === true;
    const input = {
      TableName: nameOf(table),
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: keys(table.inputs),
      AttributeDefinitions: v
        .objects(table.inputs, "attributes")
        .map((a) => ({ AttributeName: v.text(a, "name"), AttributeType: v.text(a, "type") })),
      ...(globals.length > 0 ? { GlobalSecondaryIndexes: globals.map(index) } : {}),
      ...(locals.length > 0
        ? {
            LocalSecondaryIndexes: locals.map((l) =>
              index({ hashKey: v.text(table.inputs, "hashKey") ?? "", ...l }),
            ),
          }
        : {}),
      ...(streams
        ? {
            StreamSpecification: {
              StreamEnabled: true,
              StreamViewType: v.text(table.inputs, "streamViewType"),
            },
          }
        : {}),
    };
    await this.call("dynamodb", region, "CreateTable", input);
    return () => this.call("dynamodb", region, "DeleteTable", { TableName: nameOf(table) });
  }

  private send(
    url: URL,
    path: string,
    headers: Record<string, string>,
    body: Buffer | string,
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const request = http.request(
        { host: url.hostname, port: url.port, method: "POST", path, headers, agent: this.agent },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", reject);
          response.on("end", () => {
            resolve({
              status: response.statusCode ?? 500,
              headers: response.headers,
              body: Buffer.concat(chunks),
            });
          });
        },
      );
      request.on("error", (error) => {
        reject(
          new Error(`The local server at ${url.href} does not answer: ${error.message}`, { cause: error }),
        );
      });
      request.end(body);
    });
  }
}

/** What tells a local server service and region; nobody checks it there. */
const signature = (scope: string, region: string): string =>
  `AWS4-HMAC-SHA256 Credential=live/20260101/${region}/${scope}/aws4_request, SignedHeaders=host, Signature=none`;

/** Queues that others send their dead letters to come first. */
function inOrder(queues: readonly Entity[]): readonly Entity[] {
  const byArn = new Map(queues.map((q) => [arnOf(q), q]));
  const depth = (queue: Entity, seen: readonly string[] = []): number => {
    const dead = deadLettersOf(queue);
    const next = dead === undefined || seen.includes(dead) ? undefined : byArn.get(dead);
    return next === undefined ? 0 : 1 + depth(next, [...seen, arnOf(queue)]);
  };
  return [...queues].sort((a, b) => depth(a) - depth(b));
}
