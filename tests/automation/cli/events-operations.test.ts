import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SQSClient,
  SendMessageCommand,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startLive, type LiveCloud } from "../../../automation/clouds/live";
import { InputError } from "../../../components/core";
import { readGiven } from "../../../automation/cli/events/given-event";
import { orderCreated } from "../../../components/eventing/catalogue";
import { describeWithLocalAws } from "../../support/local-aws";
import { causeway, embedded, root, type Ended } from "./causeway";

const platform = path.join(root, "tests/fixtures/event-operations/platform.js");

const order = { source: "com.acme.orders", "detail-type": "Order Created", detail: orderCreated.sample };

const state = mkdtempSync(path.join(os.tmpdir(), "causeway-cli-"));
let live: LiveCloud | undefined;
let sqs: SQSClient | undefined;

afterAll(() => {
  rmSync(state, { recursive: true, force: true });
});

/** Runs an operation on the cloud that runs. */
const events = (operation: string, ...args: string[]): Promise<Ended> =>
  causeway(["events", ...embedded(operation, platform, state, ...args)], {
    env: { AWS_ENDPOINT_URL: live?.endpoint ?? "" },
  });

function fileWith(content: unknown): string {
  const file = path.join(state, `given-${Math.abs(hash(JSON.stringify(content)))}.json`);
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

const hash = (text: string): number => [...text].reduce((sum, c) => (31 * sum + c.charCodeAt(0)) | 0, 0);

let account = "";
const urlOf = (queue: string) => `https://sqs.us-east-1.amazonaws.com/${account}/${queue}`;
const arnOf = (service: string, rest: string) => `arn:aws:${service}:us-east-1:${account}:${rest}`;

const envelope = {
  version: "0",
  id: "7bf73129-1428-4cd3-a780-95db273d1602",
  account: "111111111111",
  time: "2026-01-01T00:00:00Z",
  region: "us-east-1",
  resources: [],
  ...order,
};

/** Puts an event into a queue as EventBridge does with what a target did not take. */
async function send(queue: string, body: object, target?: string): Promise<void> {
  const attributes = { TARGET_ARN: target, ERROR_CODE: "SDK_CLIENT_ERROR", ERROR_MESSAGE: "it would not" };
  const MessageAttributes = Object.fromEntries(
    Object.entries(target === undefined ? {} : attributes).map(([name, StringValue]) => [
      name,
      { DataType: "String", StringValue },
    ]),
  );
  await sqs?.send(
    new SendMessageCommand({ QueueUrl: urlOf(queue), MessageBody: JSON.stringify(body), MessageAttributes }),
  );
}

/** Takes out of a queue what can be read. Time stands still, and the local server shows what was given back only later. */
async function taken(queue: string): Promise<unknown[]> {
  await live?.advance(1);
  const QueueUrl = urlOf(queue);
  const command = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 });
  const { Messages = [] } = (await sqs?.send(command)) ?? {};
  for (const { ReceiptHandle } of Messages) {
    await sqs?.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }
  return Messages.map(({ Body = "" }) => JSON.parse(Body) as unknown);
}

describe("an event to publish", () => {
  const read = (content: unknown, useCatalogue = true) => readGiven(fileWith(content), state, useCatalogue);
  const faults = (content: unknown) => {
    try {
      read(content);
    } catch (error) {
      if (InputError.is(error)) return error.faults.map(({ path: at, allowed }) => `${at}: ${allowed}`);
      throw error;
    }
    return [];
  };

  it("is checked against the catalogue, and goes as it is spelled", () => {
    const text = `{"source":"com.acme.orders","detail-type":"Order Created","detail": ${JSON.stringify(order.detail).replace("59.98", "59.980")} }`;
    expect(read(text)).toMatchObject({ known: true, type: "Order Created", source: "com.acme.orders" });
    expect(read(text).detail).toContain("59.980");
    expect(faults({ ...order, detail: { ...order.detail, currency: "AUD", items: [] } })).toEqual([
      "detail.items: min length >=1",
      expect.stringMatching(/^detail\.currency: /),
    ]);
    expect(faults({ ...order, source: "com.acme.shop" })).toEqual([
      "source: <prefix>.orders, which says Order Created",
    ]);
    const next = { ...order.detail, metadata: { ...order.detail.metadata, version: "2.0" } };
    expect(faults({ ...order, detail: next })).toEqual([
      expect.stringMatching(/^detail\.metadata\.version: 1\.x/),
    ]);
  });

  it("EV-05 gets metadata of its own when it has none", () => {
    const { metadata: _, ...bare } = order.detail;
    const [first, second] = [0, 1].map(() =>
      orderCreated.parse(JSON.parse(read({ ...order, detail: bare }).detail)),
    );
    expect(first?.metadata.version).toBe("1.0");
    expect(first?.metadata.eventId).not.toBe(second?.metadata.eventId);
  });

  it("of a type that the catalogue does not have goes unchecked", () => {
    expect(read({ source: "s", "detail-type": "Other Thing", detail: { n: 1 } })).toMatchObject({
      known: false,
      detail: '{"n":1}',
    });
    expect(read({ ...order, detail: {} }, false)).toMatchObject({ known: false });
  });

  it("is refused with every fault where it is none", () => {
    expect(faults({ source: "", detail: [] })).toEqual([
      "source: text that is not empty",
      "detail-type: text that is not empty",
      "detail: an object",
    ]);
    expect(faults("{")).toEqual([expect.stringMatching(/line 1, column 2/)]);
    expect(() => readGiven("nowhere.json", state, true)).toThrow(
      /a file that can be read \(no such file or folder\)/,
    );
  });
});

describeWithLocalAws("operations on deployed events", (aws) => {
  beforeAll(async () => {
    const up = await causeway(embedded("up", platform, state));
    expect([up.code, up.stderr]).toEqual([0, ""]);
    const { stdout } = await causeway(embedded("outputs", platform, state, "--json"));
    account = /arn:aws:events:us-east-1:(\d{12}):event-bus\/shop/.exec(stdout)?.[1] ?? "";
    const { url } = aws();
    live = await startLive({
      home: path.join(state, "embedded", "clouds"),
      servers: { tables: url, messages: url },
    });
    sqs = new SQSClient({
      endpoint: live.endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "operator", secretAccessKey: "operator" },
    });
  });
  afterAll(async () => {
    await live?.close();
  });

  it("publish one event, and say which rules it matches", async () => {
    const ended = await events(
      "publish",
      fileWith({ ...order, detail: { ...order.detail, totalAmount: 1500 } }),
    );
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout).toMatch(
      /Published Order Created from com\.acme\.orders on shop as [\w-]+ \(not checked/,
    );
    expect(ended.stdout).toMatch(/Rules that match it: (large-orders, orders|orders, large-orders)\./);
    await live?.settle();
    expect(await taken("large")).toMatchObject([{ detail: { totalAmount: 1500 } }]);
    expect(await taken("work")).toMatchObject([{ detail: { totalAmount: 1500 } }]);
  });

  it("tell of an event that the bus does not take, and end with 1", async () => {
    const end = live?.inject({ kind: "partial", service: "events", chance: 1 });
    const ended = await events("publish", fileWith(order));
    end?.();
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/^causeway: shop did not take the event: \w+: /);
  });

  it("EV-17 replay a window of the archive to the rules that are named alone, with progress", async () => {
    const window = ["--from", "2025-12-31T00:00:00Z", "--to", "2026-01-02T00:00:00+04:00"];
    const running = events("replay", ...window, "--rules", "large-orders", "--name", "again", "--json");
    const settling = setInterval(() => void live?.settle(), 200);
    const ended = await running;
    clearInterval(settling);
    await live?.settle();
    expect(ended.stderr).toMatch(
      /Replay again: started, to large-orders\.\n(.*\n)*Replay again: COMPLETED, \d+ %/,
    );
    expect(JSON.parse(ended.stdout)).toMatchObject({
      schema: "causeway.events-replay/1",
      archive: "shop-archive",
      rules: ["large-orders"],
      state: "COMPLETED",
    });
    expect(ended.code).toBe(0);
    expect(await taken("large")).toMatchObject([{ "replay-name": "again", detail: { totalAmount: 1500 } }]);
    expect(await taken("work")).toEqual([]);
  });

  it("EV-17 refuse a replay without rules, to rules that there are not, and of a window that is none", async () => {
    const window = ["--from", "2026-01-01T00:00:00Z", "--to", "2026-01-02T00:00:00Z"];
    const none = await events("replay", ...window);
    expect([none.code, none.stderr]).toEqual([
      2,
      expect.stringContaining("--rules is missing; allowed: rules that receive the events"),
    ]);
    const slip = await events("replay", ...window, "--rules", "large-order", "orders");
    expect([slip.code, slip.stderr]).toEqual([2, expect.stringContaining("did you mean large-orders?")]);
    const wrong = await events(
      "replay",
      "--from",
      "2026-01-02",
      "--to",
      "2999-01-01T00:00:00Z",
      "--rules",
      "orders",
      "--name",
      "a b",
    );
    expect(wrong.code).toBe(2);
    for (const path of ["--from", "--to", "--name"]) expect(wrong.stderr).toContain(`  ${path} is`);
    const clash = await events("replay", ...window, "--rules", "orders", "--name", "again");
    expect([clash.code, clash.stderr]).toEqual([
      1,
      expect.stringMatching(/StartReplay of shop-archive: ResourceAlreadyExists/),
    ]);
  });

  it("list, inspect and redrive dead letters, each to the one target that failed at it", async () => {
    const letter = (orderId: string, target?: string) =>
      send(
        "dead",
        {
          ...envelope,
          detail: { ...order.detail, orderId, metadata: { ...order.detail.metadata, eventId: orderId } },
        },
        target,
      );
    await letter("to-queue", arnOf("sqs", "work"));
    await letter("to-function", arnOf("lambda", "function:stock"));
    await letter("to-workflow", arnOf("states", "stateMachine:flow"));
    await letter("to-nobody", arnOf("sqs", "gone"));
    await letter("no-target");

    const list = await events("dead-letters", "list");
    expect(list).toMatchObject({ code: 0, stderr: "" });
    expect(list.stdout).toContain("shop  dead  5 waiting\n");
    expect(list.stdout).not.toContain("work");

    await live?.advance(1);
    const inspected = await events("dead-letters", "inspect", "--json");
    expect(inspected.code).toBe(0);
    const { messages } = JSON.parse(inspected.stdout) as { messages: { eventId?: string }[] };
    expect(messages).toHaveLength(5);
    expect(messages.find(({ eventId }) => eventId === "to-function")).toMatchObject({
      consumer: "stock",
      reason: { code: "SDK_CLIENT_ERROR", message: "it would not" },
      type: "Order Created",
      detail: { customerName: "[redacted]", currency: "USD" },
    });
    expect(inspected.stdout).not.toMatch(/Ada Example|Seattle/);
    await live?.advance(1);
    expect(
      (await events("dead-letters", "inspect", "--max", "2", "--json")).stdout.match(/"id":/g),
    ).toHaveLength(2);

    await live?.advance(1);
    const redriven = await events("dead-letters", "redrive");
    expect(redriven.code).toBe(1);
    expect(redriven.stdout).toContain("3 handed over, 2 stay in dead.");
    expect(redriven.stdout).toMatch(/stays: its queue gone is not deployed in these stacks\./);
    expect(redriven.stdout).toMatch(/stays: Neither a dead letter of EventBridge nor/);
    await live?.settle();
    expect(await taken("work")).toMatchObject([{ detail: { orderId: "to-queue" } }]);
    expect(live?.logs("stock").join("\n")).toContain("got to-function");
    expect(live?.executions("flow")).toHaveLength(1);
    expect((await taken("dead")).map((one) => (one as typeof order).detail.orderId).toSorted()).toEqual([
      "no-target",
      "to-nobody",
    ]);
  });

  it("leave a message where its target does not take it, and go on with the others", async () => {
    await send(
      "dead",
      { ...envelope, detail: { ...order.detail, orderId: "refused" } },
      arnOf("lambda", "function:stock"),
    );
    await send("dead", { ...envelope, detail: { ...order.detail, orderId: "taken" } }, arnOf("sqs", "work"));
    const end = live?.inject({
      kind: "fail",
      service: "lambda",
      action: "Invoke",
      code: "AccessDeniedException",
      status: 403,
      times: 9,
    });
    const ended = await events("dead-letters", "redrive", "--json");
    end?.();
    expect(ended.code).toBe(1);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      handed: 1,
      stayed: [{ why: expect.stringContaining("AccessDenied") as string }],
    });
    expect(await taken("dead")).toMatchObject([{ detail: { orderId: "refused" } }]);
    expect(await taken("work")).toHaveLength(1);
  });

  it("want the address of a simulated cloud that runs on this machine", async () => {
    for (const AWS_ENDPOINT_URL of ["", "https://events.us-east-1.amazonaws.com"]) {
      const ended = await causeway(["events", ...embedded("dead-letters", platform, state)], {
        env: { AWS_ENDPOINT_URL },
      });
      expect([ended.code, ended.stderr]).toEqual([
        2,
        expect.stringMatching(/AWS_ENDPOINT_URL .*docs\/live-cloud\.md/),
      ]);
    }
  });
});
