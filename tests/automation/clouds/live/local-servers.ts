import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { partPath } from "../../../../scripts/parts.mjs";

const site = partPath("moto");

/** Why suites that need the local server are not run; undefined where they are. */
export const missing = site !== undefined && existsSync(site) ? undefined : "not run: npm run parts";

/** A local server for tables, queues and topics, on a port of its own. */
export interface LocalServer {
  readonly url: string;
  stop(): void;
}

export async function startLocalServer(): Promise<LocalServer> {
  const child = spawn("python3", ["scripts/local-aws.py"], {
    env: { ...process.env, PYTHONPATH: site ?? "" },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let complaints = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complaints += text));
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout.setEncoding("utf8").once("data", (line: string) => {
      resolve((JSON.parse(line) as { port: number }).port);
    });
    child.once("exit", () => {
      reject(new Error(`the local server ended: ${complaints}`));
    });
  });
  return { url: `http://127.0.0.1:${String(port)}`, stop: () => child.stdin.end() };
}
