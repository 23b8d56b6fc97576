import { createServer, request, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A call of the SDK, as it passes. */
export interface Call {
  /** `PutEvents`, `SendMessageBatch`, `TransactWriteItems`. */
  readonly action: string;
  /** How many calls of this action came before, from 0. */
  readonly nth: number;
  readonly body: Record<string, unknown>;
}

/** What becomes of a call instead of going through. */
export type Fault =
  /** The service answers with this error. */
  | { readonly error: string; readonly message?: string; readonly status?: number }
  /** The connection ends without an answer; with `after`, once the service has done what was asked. */
  | { readonly drop: true; readonly after?: boolean }
  /** The entries at these places of a `PutEvents` fail, the others go through. */
  | { readonly failEntries: readonly number[]; readonly code: string; readonly message?: string };

/** A proxy in front of a local server that lets calls fail as their test says. */
export class FaultyProxy {
  readonly calls: Call[] = [];
  /** Which calls fail, and how. */
  fault: (call: Call) => Fault | undefined = () => undefined;
  #server: Server | undefined;

  constructor(readonly target: () => string) {}

  get url(): string {
    const { port } = this.#server?.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** What passed of one action. */
  of(action: string): Call[] {
    return this.calls.filter((call) => call.action === action);
  }

  /** Forgets what passed, and lets everything through. */
  reset(): void {
    this.calls.length = 0;
    this.fault = () => undefined;
  }

  async start(): Promise<void> {
    const server = createServer((incoming, outgoing) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("end", () => {
        const given = Buffer.concat(chunks);
        const body = parsed(incoming.headers, given);
        const action = actionOf(incoming.headers) ?? String(body["Action"]);
        const call = { action, nth: this.of(action).length, body };
        this.calls.push(call);
        const fault = this.fault(call);
        const answer = ({ status, body }: Answer) => {
          outgoing.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
          outgoing.end(body);
        };
        const drop = () => incoming.socket.destroy();
        if (fault === undefined) {
          this.#forward(incoming.headers, given).then(answer, drop);
        } else if ("drop" in fault) {
          if (fault.after === true) this.#forward(incoming.headers, given).then(drop, drop);
          else drop();
        } else if ("error" in fault) {
          const { error, message = "a fault of the test", status = 400 } = fault;
          answer({ status, body: JSON.stringify({ __type: error, message }) });
        } else {
          this.#partly(call, incoming.headers, fault).then(answer, drop);
        }
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    this.#server = server;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  #forward(headers: IncomingHttpHeaders, body: Buffer): Promise<Answer> {
    const url = new URL(this.target());
    return new Promise((resolve, reject) => {
      const onward = request(
        {
          host: url.hostname,
          port: url.port,
          method: "POST",
          path: "/",
          agent: false,
          headers: { ...headers, host: url.host, "content-length": body.length, connection: "close" },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("end", () =>
            resolve({ status: response.statusCode ?? 500, body: Buffer.concat(chunks).toString() }),
          );
        },
      );
      onward.on("error", reject);
      onward.end(body);
    });
  }

  /** Forwards the entries that do not fail, and puts the answers together in the order of the entries. */
  async #partly(
    call: Call,
    headers: IncomingHttpHeaders,
    { failEntries, code, message = "a fault of the test" }: Extract<Fault, { failEntries: unknown }>,
  ): Promise<Answer> {
    const entries = call.body["Entries"] as unknown[];
    const kept = entries.filter((_, i) => !failEntries.includes(i));
    const onward = Buffer.from(JSON.stringify({ ...call.body, Entries: kept }));
    const taken =
      kept.length === 0
        ? []
        : (JSON.parse((await this.#forward(headers, onward)).body) as { Entries: unknown[] }).Entries;
    const Entries = entries.map((_, i) =>
      failEntries.includes(i) ? { ErrorCode: code, ErrorMessage: message } : taken.shift(),
    );
    return { status: 200, body: JSON.stringify({ FailedEntryCount: failEntries.length, Entries }) };
  }
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

const actionOf = (headers: IncomingHttpHeaders): string | undefined =>
  String(headers["x-amz-target"] ?? "").split(".")[1];

/** SNS takes forms, the others JSON. */
function parsed(headers: IncomingHttpHeaders, body: Buffer): Record<string, unknown> {
  if (headers["content-type"]?.includes("form-urlencoded") === true)
    return Object.fromEntries(new URLSearchParams(body.toString()));
  return body.length === 0 ? {} : (JSON.parse(body.toString()) as Record<string, unknown>);
}
