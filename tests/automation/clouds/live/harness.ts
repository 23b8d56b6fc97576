import { createHash } from "node:crypto";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient, type Message } from "@aws-sdk/client-sqs";
import { afterEach, beforeAll } from "vitest";
import { startLive, type LiveCloud, type LiveOptions } from "../../../../automation/clouds/live";
import { AssetInstance, type Values } from "../../../../automation/engine/provider";
import { aws, openClouds, temporaryFolder, textOf, type Driver, type Made } from "../harness";
import { describeWithLocalAws, type LocalAws } from "../../../support/local-aws";

export const ACCOUNT = "111111111111";
const REGION = "us-east-1";

export const document = (...statements: object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
export const allow = (action: string | string[], resource: string | string[], condition?: object) => ({
  Effect: "Allow",
  Action: action,
  Resource: resource,
  ...(condition ? { Condition: condition } : {}),
});

let server: (() => LocalAws) | undefined;

/** Tests that share a local server; each has an account of its own in it. */
export function describeLive(title: string, suite: () => void): void {
  describeWithLocalAws(title, (aws) => {
    beforeAll(() => {
      server = aws;
    });
    suite();
  });
}

afterEach(async () => {
  for (const live of running.splice(0)) await live.close();
});

let accounts = 0;

/** A platform under construction, and the live cloud that it becomes. */
export class Platform {
  private constructor(
    readonly home: string,
    readonly account: string,
    readonly cloud: Driver,
  ) {}

  static async open(): Promise<Platform> {
    const home = temporaryFolder();
    const account = String(111_111_111_111 + accounts++);
    const clouds = openClouds({ home, scenario: { awsAccount: account } });
    return new Platform(home, account, await aws(clouds, { region: REGION }));
  }

  async live(options: Partial<LiveOptions> = {}): Promise<LiveCloud> {
    const url = server?.().url ?? "";
    return startLive({ home: this.home, servers: { tables: url, messages: url }, ...options });
  }

  make(type: string, name: string, inputs: Values): Promise<Made> {
    return this.cloud.create(`aws:${type}`, name, inputs);
  }

  async arn(type: string, name: string, inputs: Values = {}): Promise<string> {
    return textOf((await this.make(type, name, { name, ...inputs })).outputs, "arn");
  }

  queueUrl(name: string): string {
    return `https://sqs.${REGION}.amazonaws.com/${this.account}/${name}`;
  }

  /** A queue that EventBridge may send to. */
  async queue(name: string, inputs: Values = {}): Promise<string> {
    const arn = await this.arn("sqs/queue:Queue", name, inputs);
    await this.make("sqs/queuePolicy:QueuePolicy", name, {
      queueUrl: this.queueUrl(name),
      policy: document({
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: arn,
      }),
    });
    return arn;
  }

  async role(name: string, service: string, ...statements: object[]): Promise<string> {
    const trust = { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" };
    const arn = await this.arn("iam/role:Role", name, { assumeRolePolicy: document(trust) });
    if (statements.length > 0)
      await this.make("iam/rolePolicy:RolePolicy", name, {
        name,
        role: name,
        policy: document(...statements),
      });
    return arn;
  }

  /** A function of one small module. */
  async lambda(name: string, code: string, more: Values = {}, ...statements: object[]): Promise<string> {
    const hash = createHash("sha256").update(code).digest("hex");
    return this.arn("lambda/function:Function", name, {
      role: await this.role(name, "lambda.amazonaws.com", ...statements),
      runtime: "nodejs24.x",
      handler: "index.handler",
      code: new AssetInstance({
        kind: "archive",
        hash,
        assets: { "index.mjs": { kind: "asset", hash, text: code } },
      }),
      timeout: 20,
      ...more,
    });
  }

  async bus(name = "orders"): Promise<string> {
    return this.arn("cloudwatch/eventBus:EventBus", name);
  }

  async rule(name: string, pattern: object, bus = "orders"): Promise<string> {
    return this.arn("cloudwatch/eventRule:EventRule", name, {
      eventBusName: bus,
      eventPattern: JSON.stringify(pattern),
    });
  }

  target(rule: string, arn: string, more: Values = {}, bus = "orders"): Promise<Made> {
    return this.make("cloudwatch/eventTarget:EventTarget", `${rule}-${arn}`, {
      rule,
      arn,
      eventBusName: bus,
      targetId: "one",
      ...more,
    });
  }
}

const running: LiveCloud[] = [];

/** Whoever operates a platform: a live cloud, and the SDK's clients that lead to it. */
export async function run(platform: Platform, options: Partial<LiveOptions> = {}) {
  const live = await platform.live(options);
  running.push(live);
  const config = {
    endpoint: live.endpoint,
    region: REGION,
    credentials: { accessKeyId: "operator", secretAccessKey: "operator" },
    maxAttempts: 1,
  };
  const events = new EventBridgeClient(config);
  const sqs = new SQSClient(config);
  const entry = (detail: object) => ({
    Source: "shop",
    DetailType: "Order Created",
    Detail: JSON.stringify(detail),
    EventBusName: "orders",
  });
  const put = (...details: object[]) => events.send(new PutEventsCommand({ Entries: details.map(entry) }));
  /** Takes everything out of a queue that can be read. */
  const drain = async (name: string): Promise<Message[]> => {
    const QueueUrl = platform.queueUrl(name);
    const taken: Message[] = [];
    for (;;) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          MessageAttributeNames: ["All"],
          MessageSystemAttributeNames: ["All"],
        }),
      );
      if (Messages.length === 0) return taken;
      for (const message of Messages) {
        taken.push(message);
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
      }
    }
  };
  return { live, config, events, sqs, put, drain };
}

/** What a message's attributes say. */
export const attributesOf = (message: Message | undefined): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(message?.MessageAttributes ?? {}).map(([k, { StringValue }]) => [k, StringValue]),
  );

export const bodyOf = <T>(message: Message | undefined): T => JSON.parse(message?.Body ?? "null") as T;
