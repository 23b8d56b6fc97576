/** What a worker thread is told when it starts. */
export interface SandboxData {
  /** The folder of the function's unpacked code. */
  readonly folder: string;
  /** `index.handler` */
  readonly handler: string;
}

/** One invocation as the worker gets it. */
export interface Invocation {
  readonly id: string;
  readonly payload: string;
  /** The simulated time, at which the function's clock stands. */
  readonly now: number;
  readonly deadline: number;
  readonly context: Readonly<Record<string, string>>;
}

/** What the function wrote; it goes the same way as answers, so that it is there before the answer is. */
export interface Written {
  readonly stream: "stdout" | "stderr";
  readonly text: string;
}

/** What a worker answers. */
export type Outcome =
  { readonly id: string; readonly payload: string } | { readonly id: string; readonly error: FunctionError };

/** An error of a function's code as Lambda answers it (Lambda developer guide, "Node.js function error handling"). */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/**
 * What runs in the worker thread in place of Lambda's Node.js runtime: loads the handler once, then runs one invocation
 * after the other. The function sees the simulated time. Kept as text because a worker loads JavaScript and this package
 * also runs from its TypeScript sources.
 */
export const SANDBOX = `
const { parentPort, workerData } = require("node:worker_threads");
const path = require("node:path");
const { existsSync } = require("node:fs");
const { pathToFileURL } = require("node:url");

const RealDate = Date;
let now = 0;
globalThis.Date = class Date extends RealDate {
  constructor(...given) { if (given.length === 0) super(now); else super(...given); }
  static now() { return now; }
};

for (const stream of ["stdout", "stderr"]) {
  process[stream].write = (chunk, encoding, done) => {
    const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8");
    parentPort.postMessage({ stream, text });
    const written = typeof encoding === "function" ? encoding : done;
    if (written !== undefined) process.nextTick(written);
    return true;
  };
}

async function load() {
  const { folder, handler } = workerData;
  const dot = handler.lastIndexOf(".");
  const base = path.join(folder, handler.slice(0, dot));
  const file = [".js", ".mjs", ".cjs"].map((ending) => base + ending).find(existsSync);
  if (file === undefined) {
    const error = new Error("Cannot find module '" + handler.slice(0, dot) + "'");
    error.name = "Runtime.ImportModuleError";
    throw error;
  }
  const loaded = await import(pathToFileURL(file).href);
  const found = loaded[handler.slice(dot + 1)] ?? loaded.default?.[handler.slice(dot + 1)];
  if (typeof found !== "function") {
    const error = new Error(handler + " is undefined or not exported");
    error.name = "Runtime.HandlerNotFound";
    throw error;
  }
  return found;
}

const failure = (id, error) => ({
  id,
  error: {
    errorType: error?.name ?? "Error",
    errorMessage: error instanceof Error ? error.message : String(error),
    trace: error instanceof Error ? String(error.stack).split("\\n").slice(0, 6) : undefined,
  },
});

let handler;
parentPort.on("message", async ({ id, payload, now: instant, deadline, context }) => {
  now = instant;
  const until = performance.now() + (deadline - instant);
  const full = { ...context, callbackWaitsForEmptyEventLoop: true, getRemainingTimeInMillis: () => Math.max(0, Math.round(until - performance.now())) };
  try {
    handler ??= await load();
    const answer = await (handler.length < 3 ? handler(JSON.parse(payload), full) : new Promise((resolve, reject) => {
      const early = handler(JSON.parse(payload), full, (error, result) => (error ? reject(error) : resolve(result)));
      if (typeof early?.then === "function") early.then(resolve, reject);
    }));
    parentPort.postMessage({ id, payload: JSON.stringify(answer ?? null) });
  } catch (error) {
    parentPort.postMessage(failure(id, error));
  }
});
`;
