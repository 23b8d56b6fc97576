import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** A function of this project as OCI Functions runs it: its bundle in a process of its own, called over a socket. */
export class FunctionHost {
  /** All that the function wrote. */
  output = "";
  readonly #process: ChildProcess;
  readonly #folder = mkdtempSync(path.join(tmpdir(), "fn-"));
  readonly #socket = path.join(this.#folder, "lsnr.sock");

  constructor(
    name: string,
    environment: Readonly<Record<string, string>>,
    /** Milliseconds after which a call has failed, as the function's timeout says. */
    private readonly timeoutMs: number,
  ) {
    const bundle = path.resolve(__dirname, `../../../dist/functions/${name}/index.mjs`);
    this.#process = spawn(process.execPath, [bundle], {
      env: { ...environment, FN_FORMAT: "http-stream", FN_LISTENER: `unix:${this.#socket}` },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.#process.stdout, this.#process.stderr])
      stream?.on("data", (part: Buffer) => (this.output += part.toString()));
  }

  /** @throws when the function has ended before it could be called. */
  async ready(): Promise<void> {
    while (!existsSync(this.#socket)) {
      if (this.#process.exitCode !== null) throw new Error(`the function ended: ${this.output}`);
      await pause(10);
    }
  }

  invoke(body: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const call = request(
        {
          socketPath: this.#socket,
          path: "/call",
          method: "POST",
          headers: { "content-type": "application/json", "fn-call-id": "1" },
          signal: AbortSignal.timeout(this.timeoutMs),
        },
        (answer) => {
          let text = "";
          answer.on("data", (part: Buffer) => (text += part.toString()));
          answer.on("error", reject);
          answer.on("end", () => {
            if (answer.statusCode === 200) resolve(JSON.parse(text));
            else reject(new Error(`the function answered ${String(answer.statusCode)}`));
          });
        },
      );
      call.on("error", reject);
      call.end(JSON.stringify(body));
    });
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode === null) {
      const ended = new Promise((resolve) => this.#process.once("exit", resolve));
      this.#process.kill();
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
