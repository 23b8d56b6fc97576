import * as v from "../values";
import type { Derive } from "../derive";
import type { Entity } from "../world/world";
import type { Caller } from "./call";
import type { LiveClock } from "./clock";
import { unpack } from "./code";
import { ServiceError } from "./errors";
import { arnOf, callerOf, regionOf, type Estate } from "./estate";
import type { FunctionError, Outcome } from "./sandbox";
import { ExecutionEnvironment } from "./worker";

/** How an invocation ended. */
export interface Result {
  readonly requestId: string;
  /** JSON: what the function returned, or its error. */
  readonly payload: string;
  readonly error?: FunctionError;
}

/** Payloads of synchronous and asynchronous invocations (Lambda quotas). */
const limits = { sync: 6 * 1024 * 1024, async: 1024 * 1024 };

export interface FunctionsOptions {
  readonly estate: Estate;
  readonly clock: LiveClock;
  readonly derive: Derive;
  /** Where code is unpacked. */
  readonly folder: string;
  readonly base: string;
  /** Execution environments of one function that are kept at most. */
  readonly environments: number;
  /** The address of the gateway; known once it listens. */
  readonly endpoint: () => string;
}

/** Environments of one function, idle and busy, and invocations that wait for one. */
interface Pool {
  readonly idle: ExecutionEnvironment[];
  readonly busy: Set<ExecutionEnvironment>;
  readonly waiting: ((environment: ExecutionEnvironment) => void)[];
}

/** Lambda: runs functions from the code that was deployed, with their environment and the credentials of their role. */
export class Functions {
  private readonly pools = new Map<string, Pool>();
  private readonly keys = new Map<
    string,
    { readonly caller: Caller; readonly environment: () => ExecutionEnvironment | undefined }
  >();
  private readonly logged = new Map<string, string[]>();
  private count = 0;
  private started = 0;

  constructor(private readonly options: FunctionsOptions) {}

  /** Whom an access key stands for, and a way to end its process. */
  byAccessKey(
    key: string,
  ): { readonly caller: Caller; readonly environment: () => ExecutionEnvironment | undefined } | undefined {
    return this.keys.get(key);
  }

  /** What a function has written so far, line by line. */
  logs(name: string): readonly string[] {
    return this.logged.get(name) ?? [];
  }

  /**
   * Runs a function and waits for it.
   *
   * @throws {ServiceError} where Lambda does not take the invocation.
   */
  async invoke(lambda: Entity, payload: string, kind: keyof typeof limits = "sync"): Promise<Result> {
    if (Buffer.byteLength(payload) > limits[kind])
      throw new ServiceError(
        "RequestTooLargeException",
        `Request must be smaller than ${String(limits[kind])} bytes for the InvokeFunction operation`,
        413,
      );
    const pool = this.poolOf(lambda);
    const reserved = v.numeric(lambda.inputs, "reservedConcurrentExecutions") ?? -1;
    if (reserved >= 0 && pool.busy.size + pool.waiting.length >= reserved)
      throw new ServiceError("TooManyRequestsException", "Rate Exceeded.", 429);
    return this.options.clock.busy(() => this.run(lambda, pool, payload));
  }

  async close(): Promise<void> {
    const all = [...this.pools.values()].flatMap((pool) => [...pool.idle, ...pool.busy]);
    await Promise.all(all.map((environment) => environment.close()));
  }

  /** Lets go of environments whose function has changed. */
  async refresh(): Promise<void> {
    await this.close();
    this.pools.clear();
  }

  private async run(lambda: Entity, pool: Pool, payload: string): Promise<Result> {
    const environment = await this.acquire(lambda, pool);
    const requestId = this.options.derive.uuid(`request ${String(++this.count)}`);
    const timeoutMs = (v.numeric(lambda.outputs, "timeout") ?? 3) * 1000;
    const now = this.options.clock.milliseconds;
    try {
      const outcome = await environment.run(
        { id: requestId, payload, now, deadline: now + timeoutMs, context: contextOf(lambda, requestId) },
        timeoutMs,
      );
      return resultOf(outcome, requestId);
    } finally {
      this.release(lambda, pool, environment);
    }
  }

  private poolOf(lambda: Entity): Pool {
    const known = this.pools.get(lambda.id);
    if (known) return known;
    const pool: Pool = { idle: [], busy: new Set(), waiting: [] };
    this.pools.set(lambda.id, pool);
    return pool;
  }

  private acquire(lambda: Entity, pool: Pool): ExecutionEnvironment | Promise<ExecutionEnvironment> {
    const idle = pool.idle.pop();
    if (idle) {
      pool.busy.add(idle);
      return idle;
    }
    if (pool.busy.size < this.options.environments) return this.start(lambda, pool);
    return new Promise((resolve) => pool.waiting.push(resolve));
  }

  private start(lambda: Entity, pool: Pool): ExecutionEnvironment {
    const { options } = this;
    const key = `ASIA${options.derive.base32(`access key ${String(++this.started)}`, 16).toUpperCase()}`;
    const environment = new ExecutionEnvironment({
      folder: unpack(lambda, options.folder, options.base),
      handler: v.text(lambda.inputs, "handler") ?? "",
      environment: this.variables(lambda, key),
      memoryMb: v.numeric(lambda.outputs, "memorySize") ?? 128,
      log: (line) => {
        const lines = this.logged.get(lambda.id) ?? [];
        lines.push(line);
        this.logged.set(lambda.id, lines);
      },
    });
    this.keys.set(key, { caller: callerOf(lambda), environment: () => environment });
    pool.busy.add(environment);
    return environment;
  }

  private release(lambda: Entity, pool: Pool, environment: ExecutionEnvironment): void {
    pool.busy.delete(environment);
    const next = pool.waiting.shift();
    if (next === undefined) {
      if (!environment.dead) pool.idle.push(environment);
      return;
    }
    if (environment.dead) next(this.start(lambda, pool));
    else {
      pool.busy.add(environment);
      next(environment);
    }
  }

  /** The variables that Lambda sets (Lambda developer guide, "Defined runtime environment variables") and the function's own. */
  private variables(lambda: Entity, key: string): Record<string, string> {
    const own = v.textMap(lambda.inputs, "environment.variables");
    const queues = this.options.estate.all("queue");
    // A queue's URL is where it is reached: here, the gateway.
    const reached = Object.entries(own).map(([name, value]): [string, string] => [
      name,
      queues.some((q) => q.id === value) ? value.replace(/^https:\/\/[^/]+/, this.options.endpoint()) : value,
    ]);
    return {
      ...Object.fromEntries(reached),
      AWS_REGION: regionOf(lambda),
      AWS_DEFAULT_REGION: regionOf(lambda),
      AWS_EXECUTION_ENV: `AWS_Lambda_${v.text(lambda.inputs, "runtime") ?? ""}`,
      AWS_LAMBDA_FUNCTION_NAME: lambda.id,
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(v.numeric(lambda.outputs, "memorySize") ?? 128),
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${lambda.id}`,
      AWS_LAMBDA_LOG_STREAM_NAME: "live",
      AWS_ACCESS_KEY_ID: key,
      AWS_SECRET_ACCESS_KEY: "live",
      AWS_SESSION_TOKEN: "live",
      AWS_ENDPOINT_URL: this.options.endpoint(),
      LAMBDA_TASK_ROOT: "/var/task",
      _HANDLER: v.text(lambda.inputs, "handler") ?? "",
      TZ: ":UTC",
    };
  }
}

const contextOf = (lambda: Entity, requestId: string): Record<string, string> => ({
  awsRequestId: requestId,
  functionName: lambda.id,
  functionVersion: "$LATEST",
  invokedFunctionArn: arnOf(lambda),
  memoryLimitInMB: String(v.numeric(lambda.outputs, "memorySize") ?? 128),
  logGroupName: `/aws/lambda/${lambda.id}`,
  logStreamName: "live",
});

function resultOf(outcome: Outcome, requestId: string): Result {
  if (!("error" in outcome)) return { requestId, payload: outcome.payload };
  return { requestId, payload: JSON.stringify(outcome.error), error: outcome.error };
}
