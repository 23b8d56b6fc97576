import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient, type Message } from "@aws-sdk/client-sqs";
import { BatchWriteCommand, DynamoDBDocumentClient, paginateScan } from "@aws-sdk/lib-dynamodb";
import { startLive, type LiveCloud, type LiveOptions } from "../../../automation/clouds/live";
import { simulatedAccount, type Account } from "../../components/deployed";
import { startLocalAws } from "../../support/local-aws";
import { eventsStack } from "../events-needs";

/** What the stack promises, as far as these tests read it. */
interface Outputs {
  readonly busName: string;
  readonly busArn: string;
  readonly archiveArn: string;
  readonly auditBucketName: string;
  readonly orderFunctionArn: string;
  readonly routes: Readonly<Record<string, { readonly ruleArn: string; readonly deadLetterUrl: string }>>;
  readonly queueUrls: Readonly<Record<"fallback" | "redrive" | "parking", string>>;
  readonly tableNames: Readonly<Record<string, string>>;
}

/** The events stack of the reference platform, deployed once for all tests of a file. */
export class Deployed {
  private readonly opened: { close(): Promise<void> }[] = [];

  private constructor(
    private readonly account: Account,
    readonly outputs: Outputs,
  ) {}

  static async open(): Promise<Deployed> {
    const account = simulatedAccount();
    const stack = await eventsStack(account);
    const { outputs } = await stack.up();
    const plain = Object.entries(outputs).map(([name, { value }]) => [name, value as unknown]);
    return new Deployed(account, Object.fromEntries(plain) as Outputs);
  }

  /** Runs it on a local server of its own, so with empty tables and queues. */
  async live(options: Partial<LiveOptions> = {}): Promise<Reference> {
    const server = await startLocalAws();
    const servers = { tables: server.url, messages: server.url };
    const live = await startLive({ home: this.account.world, servers, ...options });
    this.opened.push({
      close: async () => {
        await live.close();
        await server.stop();
      },
    });
    return new Reference(live, this.outputs);
  }

  async close(): Promise<void> {
    for (const one of this.opened.splice(0)) await one.close();
    this.account.close();
  }
}

/** The reference platform's events, live, and the hands of who operates it. */
export class Reference {
  readonly events: EventBridgeClient;
  readonly sqs: SQSClient;
  private readonly lambda: LambdaClient;
  private readonly db: DynamoDBDocumentClient;

  constructor(
    readonly live: LiveCloud,
    readonly outputs: Outputs,
  ) {
    const config = {
      endpoint: live.endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "operator", secretAccessKey: "operator" },
      maxAttempts: 5,
    };
    this.events = new EventBridgeClient(config);
    this.sqs = new SQSClient(config);
    this.lambda = new LambdaClient(config);
    this.db = DynamoDBDocumentClient.from(new DynamoDBClient(config));
  }

  /** The physical name of a table, by what it holds. */
  table(what: string): string {
    const name = this.outputs.tableNames[what];
    if (name === undefined)
      throw new Error(`no table of ${what}: ${Object.keys(this.outputs.tableNames).join(", ")}`);
    return name;
  }

  /** Everything in a table. */
  async rows<T>(what: string): Promise<T[]> {
    const rows: T[] = [];
    for await (const page of paginateScan({ client: this.db }, { TableName: this.table(what) }))
      rows.push(...((page.Items ?? []) as T[]));
    return rows;
  }

  async fill(what: string, items: readonly object[]): Promise<void> {
    const put = items.map((Item) => ({ PutRequest: { Item } }));
    for (let i = 0; i < put.length; i += 25)
      await this.db.send(
        new BatchWriteCommand({ RequestItems: { [this.table(what)]: put.slice(i, i + 25) } }),
      );
  }

  /** What the API answers to a request, as API Gateway hands it on; undefined where the function failed. */
  async request(body: unknown, headers: Readonly<Record<string, string>> = {}, requestId = "request-1") {
    const event = {
      httpMethod: "POST",
      path: "/orders",
      headers: { "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
      isBase64Encoded: false,
      requestContext: { requestId },
    };
    const answer = await this.lambda.send(
      new InvokeCommand({
        FunctionName: this.outputs.orderFunctionArn,
        Payload: Buffer.from(JSON.stringify(event)),
      }),
    );
    if (answer.FunctionError !== undefined) return undefined;
    const { statusCode, body: text } = JSON.parse(Buffer.from(answer.Payload ?? []).toString()) as {
      statusCode: number;
      body: string;
    };
    return { statusCode, body: JSON.parse(text) as Record<string, unknown> };
  }

  /** Takes everything out of a queue that can be read. */
  async drain(url: string): Promise<Message[]> {
    const QueueUrl = url;
    const taken: Message[] = [];
    for (;;) {
      const { Messages = [] } = await this.sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] }),
      );
      if (Messages.length === 0) return taken;
      for (const message of Messages) {
        taken.push(message);
        await this.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
      }
    }
  }
}
