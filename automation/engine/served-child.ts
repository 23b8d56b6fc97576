/** A child process that serves gRPC and says on its first line of output at which port: policy packs, dynamic providers. */
import { startChild } from "./child";
import type { Child } from "./child";
import { usage } from "./errors";

/** It has this long to say its port: it may compile TypeScript on the way. */
const START_SECONDS = 120;

export interface ServedChildOptions {
  /** What it is, for messages: `policy pack "…"`. */
  readonly what: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Each line that it prints, but for the port. */
  readonly onLine: (severity: "info" | "info#err", line: string) => void;
}

/** @throws EngineError when it ends, or says nothing for too long, before it has a port. */
export async function startServedChild(
  options: ServedChildOptions,
): Promise<{ readonly port: number; readonly child: Child }> {
  let listening: (port: number) => void = () => undefined;
  const port = new Promise<number>((resolve) => (listening = resolve));
  let first = true;
  const errors: string[] = [];
  const child = startChild({
    args: options.args,
    cwd: options.cwd,
    env: options.env,
    onStdout: (line) => {
      if (first && /^\d+$/.test(line.trim())) listening(Number(line));
      else options.onLine("info", line);
      first = false;
    },
    onStderr: (line) => {
      errors.push(line);
      options.onLine("info#err", line);
    },
  });
  const failed = (why: string) => usage(`${options.what} failed to start: ${why}`);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(failed("it did not start in time")), START_SECONDS * 1000);
  });
  const died = child.exited.then((code): never => {
    throw failed(
      `it ended with code ${code}${errors.length > 0 ? `:\n${errors.slice(-20).join("\n")}` : ""}`,
    );
  });
  died.catch(() => undefined);
  try {
    return { port: await Promise.race([port, died, late]), child };
  } catch (error) {
    child.kill();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
