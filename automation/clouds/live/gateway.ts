import http, { type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { isAnswered, type Api } from "./api";
import { operator, textOf, type ApiCall, type Service } from "./call";
import type { LiveClock } from "./clock";
import { ServiceError, Unreachable } from "./errors";
import type { Estate } from "./estate";
import { Crash } from "./faults";
import type { Functions } from "./functions";
import type { Local } from "./local";
import { errorReply, readRequest, reply, type Reply, type Request } from "./protocol";

/** Calls that a local server answers. Its others set up what a program sets up here. */
const handedOn: Readonly<Partial<Record<Service, RegExp>>> = {
  dynamodb:
    /^((Get|Put|Update|Delete|BatchGet|BatchWrite)Item|Transact(Write|Get)Items|Query|Scan|DescribeTable|DescribeTimeToLive)$/,
  streams: /^(DescribeStream|GetShardIterator|GetRecords|ListStreams)$/,
  sns: /^Publish(Batch)?$/,
  sqs: /^((SendMessage|DeleteMessage|ChangeMessageVisibility)(Batch)?|ReceiveMessage|GetQueueAttributes|PurgeQueue)$/,
};

/** Where the SDKs of functions and of whoever operates the platform send their calls: one address for all services. */
export class Gateway {
  private readonly server: http.Server;

  constructor(
    private readonly api: Api,
    private readonly local: Local,
    private readonly estate: Estate,
    private readonly functions: Functions,
    private readonly clock: LiveClock,
  ) {
    this.server = http.createServer((request, response) => {
      void this.clock.busy(() => this.serve(request, response));
    });
    // A function that is idle between two invocations keeps its connection.
    this.server.keepAliveTimeout = 60_000;
  }

  get endpoint(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${String(port)}`;
  }

  listen(): Promise<void> {
    return new Promise((resolve) => this.server.listen(0, "127.0.0.1", resolve));
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) =>
      this.server.close(() => {
        resolve();
      }),
    );
  }

  private async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    let service: Service | undefined;
    try {
      const request = readRequest(incoming.headers, incoming.url ?? "/", body);
      service = request.service;
      const { status, headers, body: answer } = await this.answer(request, incoming, body);
      response.writeHead(status, headers).end(answer);
    } catch (error) {
      if (error instanceof Unreachable || error instanceof Crash) incoming.socket.destroy();
      else if (error instanceof ServiceError) {
        const { status, headers, body: answer } = errorReply(service, error);
        response.writeHead(status, headers).end(answer);
      } else {
        const message = error instanceof Error ? error.message : String(error);
        response.writeHead(500, { "content-type": "text/plain" }).end(message);
      }
    }
  }

  private async answer(request: Request, incoming: IncomingMessage, body: Buffer): Promise<Reply> {
    const known = this.functions.byAccessKey(request.accessKey);
    const call: ApiCall = { ...request, caller: known?.caller ?? operator };
    try {
      return await this.api.guarded(call, () => this.answered(call, incoming, body));
    } catch (error) {
      if (error instanceof Crash)
        known?.environment()?.kill({
          errorType: "Runtime.ExitError",
          errorMessage: "Error: Runtime exited with error: exit status 1",
        });
      throw error;
    }
  }

  private async answered(call: ApiCall, incoming: IncomingMessage, body: Buffer): Promise<Reply> {
    const { service, input, region } = call;
    if (isAnswered(service)) return reply(call, await this.api.answer(call));
    if (service === "sqs") {
      if (call.action === "GetQueueUrl")
        return reply(call, { QueueUrl: this.urlOf(textOf(input, "QueueName") ?? "", region) });
      this.known(
        "queue",
        textOf(input, "QueueUrl"),
        region,
        "AWS.SimpleQueueService.NonExistentQueue",
        "The specified queue does not exist.",
      );
      // Time stands still for as long as somebody waits, so there is nothing to wait for.
      if (call.action === "ReceiveMessage")
        return this.forwarded(call, incoming, JSON.stringify({ ...input, WaitTimeSeconds: 0 }));
    }
    if (service === "dynamodb")
      this.known(
        "table",
        textOf(input, "TableName"),
        region,
        "ResourceNotFoundException",
        "Requested resource not found",
      );
    if (service === "sns")
      this.known("topic", textOf(input, "TopicArn"), region, "NotFound", "Topic does not exist");
    return this.forwarded(call, incoming, body);
  }

  /** What is not deployed is not there, even where a local server still has it. */
  private known(
    type: "queue" | "table" | "topic",
    identifier: string | undefined,
    region: string,
    code: string,
    words: string,
  ): void {
    if (identifier !== undefined) this.estate.get(type, identifier, region, code, words);
  }

  private urlOf(name: string, region: string): string {
    const queue = this.estate.get(
      "queue",
      name,
      region,
      "AWS.SimpleQueueService.NonExistentQueue",
      "The specified queue does not exist.",
    );
    return queue.id.replace(/^https:\/\/[^/]+/, this.endpoint);
  }

  private async forwarded(
    { service, action }: ApiCall,
    incoming: IncomingMessage,
    body: Buffer | string,
  ): Promise<Reply> {
    if (handedOn[service]?.test(action) !== true)
      throw new ServiceError("UnknownOperationException", `${service} ${action} is not answered here`);
    const names = ["content-type", "x-amz-target", "authorization", "x-amz-date"];
    const headers = Object.fromEntries(
      names.flatMap((name): [string, string][] => {
        const value = incoming.headers[name];
        return typeof value === "string" ? [[name, value]] : [];
      }),
    );
    const answer = await this.local.forward(service, headers, body);
    const kept = ["content-type", "x-amzn-errortype", "x-amzn-query-error", "x-amz-crc32"];
    const back = Object.fromEntries(
      kept.flatMap((name): [string, string][] => {
        const value = answer.headers[name];
        return typeof value === "string" ? [[name, value]] : [];
      }),
    );
    return { status: answer.status, headers: back, body: answer.body };
  }
}
