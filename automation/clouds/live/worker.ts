import { Worker } from "node:worker_threads";
import { SANDBOX, type FunctionError, type Invocation, type Outcome, type Written } from "./sandbox";

export interface WorkerOptions {
  readonly folder: string;
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  readonly log: (line: string) => void;
}

/** One warm execution environment of a function: runs one invocation after the other, until it dies. */
export class ExecutionEnvironment {
  private readonly worker: Worker;
  private current: { readonly id: string; end: (outcome: Outcome) => void } | undefined;
  dead = false;

  constructor({ folder, handler, environment, memoryMb, log }: WorkerOptions) {
    this.worker = new Worker(SANDBOX, {
      eval: true,
      workerData: { folder, handler },
      env: { ...environment },
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    });
    const rest = { stdout: "", stderr: "" };
    this.worker.on("message", (message: Outcome | Written) => {
      if ("stream" in message) {
        const lines = (rest[message.stream] + message.text).split("\n");
        rest[message.stream] = lines.pop() ?? "";
        for (const line of lines) log(line);
      } else if (message.id === this.current?.id) this.finish(message);
    });
    this.worker.on("error", (error) => {
      const code = (error as NodeJS.ErrnoException).code;
      this.die(
        code === "ERR_WORKER_OUT_OF_MEMORY"
          ? {
              errorType: "Runtime.OutOfMemory",
              errorMessage: "Error: Runtime exited with error: signal: killed",
            }
          : { errorType: error.name, errorMessage: error.message },
      );
    });
    this.worker.on("exit", () => {
      this.die({
        errorType: "Runtime.ExitError",
        errorMessage: "Error: Runtime exited without providing a reason",
      });
    });
  }

  /** Runs one invocation; one that takes longer than its limit, in real time, is cut off and takes the environment along. */
  run(invocation: Invocation, limitMs: number): Promise<Outcome> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        const seconds = (limitMs / 1000).toFixed(2);
        this.kill({
          errorType: "Sandbox.Timedout",
          errorMessage: `RequestId: ${invocation.id} Error: Task timed out after ${seconds} seconds`,
        });
      }, limitMs);
      this.current = {
        id: invocation.id,
        end: (outcome) => {
          clearTimeout(timer);
          resolve(outcome);
        },
      };
      this.worker.postMessage(invocation);
    });
  }

  /** Ends the environment in the middle of what it does. */
  kill(error: FunctionError): void {
    this.die(error);
    void this.worker.terminate();
  }

  close(): Promise<unknown> {
    this.dead = true;
    return this.worker.terminate();
  }

  private die(error: FunctionError): void {
    this.dead = true;
    if (this.current) this.finish({ id: this.current.id, error });
  }

  private finish(outcome: Outcome): void {
    const current = this.current;
    this.current = undefined;
    current?.end(outcome);
  }
}
