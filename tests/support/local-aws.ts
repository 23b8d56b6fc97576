import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { partPath } from "../../scripts/parts.mjs";

/** moto's tables, queues, topics and buses, behind real SDK calls. */
export interface LocalAws {
  /** Where it listens, on the loopback address. */
  readonly url: string;
  stop(): Promise<void>;
}

const folder = partPath("moto");
const fetched = folder !== undefined && existsSync(folder);
const python = spawnSync("python3", ["--version"]).status === 0;

/** Why it can not be started here; undefined when it can. */
export const missingLocalAws = !python
  ? "not run (no python3)"
  : !fetched
    ? "not run: npm run parts"
    : undefined;

/** Starts the server on a free port and waits until it listens; it ends with this process, however that ends. */
export async function startLocalAws(): Promise<LocalAws> {
  const script = path.resolve(__dirname, "../../scripts/local-aws.py");
  const child = spawn("python3", [script], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { PATH: process.env["PATH"], PYTHONPATH: folder, AWS_DEFAULT_REGION: "us-east-1" },
  });
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
  const port = await new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", () =>
      reject(new Error(`local-aws.py ended; for another Python, run npm run parts again\n${complaint}`)),
    );
    createInterface(child.stdout).once("line", (line) =>
      resolve((JSON.parse(line) as { port: number }).port),
    );
  });
  child.removeAllListeners("exit");
  return { url: `http://127.0.0.1:${port}`, stop: () => stopped(child) };
}

function stopped(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.stdin?.end();
  });
}

/** Where the SDK's clients find the server, and the credentials that it does not look at, as functions are told them. */
export const localEnvironment = (url: string) => ({
  AWS_ENDPOINT_URL: url,
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
});

/**
 * A suite that needs the server: started once for it, named in this process's environment meanwhile. Where the part is
 * missing the suite says so and is skipped; in CI it fails.
 */
export function describeWithLocalAws(title: string, suite: (aws: () => LocalAws) => void): void {
  const skip = missingLocalAws !== undefined && process.env["CI"] !== "true";
  describe.skipIf(skip)(missingLocalAws === undefined ? title : `${title}: ${missingLocalAws}`, () => {
    let aws: LocalAws | undefined;
    const before = { ...process.env };
    beforeAll(async () => {
      expect(missingLocalAws).toBeUndefined();
      aws = await startLocalAws();
      Object.assign(process.env, localEnvironment(aws.url));
    });
    afterAll(async () => {
      await aws?.stop();
      for (const name of Object.keys(localEnvironment(""))) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
    });
    suite(() => {
      if (aws === undefined) throw new Error("the server is started before the suite's tests");
      return aws;
    });
  });
}
