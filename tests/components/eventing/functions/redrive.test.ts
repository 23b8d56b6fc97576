import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { SQSBatchResponse, SQSRecord } from "aws-lambda";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createRedrive } from "../../../../components/eventing/functions/redrive/redrive";
import { functionsClient, workflowsClient } from "../../../../components/eventing/runtime/clients";
import { describeWithLocalAws } from "../../../support/local-aws";
import {
  Resources,
  attributesOf,
  batchOf,
  envelope,
  invocation,
  orderNumber,
  record,
  watchedObserve,
} from "./local";

const FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:send-sms";
const WORKFLOW = "arn:aws:states:us-east-1:123456789012:stateMachine:notifications";

/** What Lambda and Step Functions are asked for; the local server has neither. The live cloud's tests run both. */
interface Asked {
  readonly what: string;
  readonly input: string;
  readonly name?: string;
}

/** Answers the SDK's calls as the services do (Lambda API, Invoke; Step Functions API, StartExecution). */
class ServicesThatAreCalled {
  readonly asked: Asked[] = [];
  functionError: string | undefined;
  #server: Server | undefined;

  async start(): Promise<string> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const body = Buffer.concat(chunks).toString();
        const invoked = /^\/2015-03-31\/functions\/(.+)\/invocations$/.exec(request.url ?? "")?.[1];
        if (invoked !== undefined) {
          this.asked.push({ what: decodeURIComponent(invoked), input: body });
          const failed = this.functionError;
          response.writeHead(200, failed === undefined ? {} : { "x-amz-function-error": "Unhandled" });
          response.end(
            JSON.stringify(failed === undefined ? null : { errorType: failed, errorMessage: "-" }),
          );
          return;
        }
        const { stateMachineArn, input, name } = JSON.parse(body) as Record<string, string>;
        const known = this.asked.some((one) => one.name === name);
        response.writeHead(known ? 400 : 200, { "content-type": "application/x-amz-json-1.0" });
        if (known) {
          response.end(JSON.stringify({ __type: "ExecutionAlreadyExists", message: "-" }));
          return;
        }
        this.asked.push({
          what: stateMachineArn ?? "",
          input: input ?? "",
          ...(name === undefined ? {} : { name }),
        });
        response.end(JSON.stringify({ executionArn: "arn", startDate: 0 }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    this.#server = server;
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }
}

describeWithLocalAws("re-driving dead letters", () => {
  let services: ServicesThatAreCalled;
  let resources: Resources;
  let inventory: { readonly url: string; readonly arn: string };
  let other: string;
  let handle: (...records: SQSRecord[]) => Promise<SQSBatchResponse>;

  beforeEach(async () => {
    services = new ServicesThatAreCalled();
    const url = await services.start();
    process.env["AWS_ENDPOINT_URL_LAMBDA"] = url;
    process.env["AWS_ENDPOINT_URL_SFN"] = url;
    resources = new Resources();
    const queue = await resources.queue("inventory-events");
    inventory = { url: queue, arn: await resources.queueArn(queue) };
    other = await resources.queue("other-consumer");
    const { observe } = watchedObserve("redrive");
    const redrive = createRedrive({
      queues: resources.queues,
      functions: functionsClient(observe.tracing, 5000),
      workflows: workflowsClient(observe.tracing),
      targets: { queueUrls: [undefined, inventory.url], arns: [FUNCTION, WORKFLOW, undefined] },
      observe,
    });
    handle = (...records) => redrive(batchOf(...records), invocation());
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    delete process.env["AWS_ENDPOINT_URL_LAMBDA"];
    delete process.env["AWS_ENDPOINT_URL_SFN"];
    await services.stop();
  });

  const waiting = (messageId: string, TARGET_ARN: string, detail: unknown = orderNumber(1)): SQSRecord =>
    record(messageId, envelope(detail), { messageAttributes: attributesOf({ TARGET_ARN, ATTEMPT: "1" }) });
  const done = { batchItemFailures: [] };
  const back = (itemIdentifier: string) => ({ batchItemFailures: [{ itemIdentifier }] });

  it("EV-46, acceptance 8: hands the event, byte by byte, to the failed queue and to nobody else", async () => {
    const message = waiting("m-1", inventory.arn);
    expect(await handle(message)).toEqual(done);
    expect((await resources.drain(inventory.url)).map(({ Body }) => Body)).toEqual([message.body]);
    expect(await resources.drain(other)).toEqual([]);
    expect(services.asked).toEqual([]);
  });

  it("EV-46: calls the failed function with the event and waits for what becomes of it", async () => {
    const message = waiting("m-1", FUNCTION);
    expect(await handle(message)).toEqual(done);
    expect(services.asked).toEqual([{ what: FUNCTION, input: message.body }]);
    services.functionError = "TypeError";
    expect(await handle(message)).toEqual(back("m-1"));
  });

  it("EV-46: starts the failed workflow once, though the message comes twice", async () => {
    const message = waiting("m-1", WORKFLOW);
    for (let i = 0; i < 2; i++) expect(await handle(message)).toEqual(done);
    expect(services.asked).toMatchObject([{ what: WORKFLOW, input: message.body }]);
    expect(services.asked[0]?.name).toMatch(/^redrive-[0-9a-f]{32}$/);
    await handle(waiting("m-2", WORKFLOW));
    expect(services.asked).toHaveLength(2);
  });

  it.each([
    ["another function", "arn:aws:lambda:us-east-1:123456789012:function:other"],
    ["another queue", "arn:aws:sqs:us-east-1:123456789012:other-consumer"],
    ["what can not be called", "arn:aws:events:us-east-1:123456789012:api-destination/crm/1"],
    ["nothing", ""],
  ])("keeps a message for %s, which is no target of the deployment", async (_what, arn) => {
    expect(await handle(waiting("m-1", arn))).toEqual(back("m-1"));
    expect(services.asked).toEqual([]);
    expect(await resources.drain(inventory.url)).toEqual([]);
  });

  it("acceptance 8: a failed re-drive is reported, the others of the batch are not", async () => {
    services.functionError = "TypeError";
    const batch = [waiting("m-1", FUNCTION), waiting("m-2", inventory.arn, orderNumber(2))];
    expect(await handle(...batch)).toEqual(back("m-1"));
    expect(await resources.drain(inventory.url)).toHaveLength(1);
  });
});
