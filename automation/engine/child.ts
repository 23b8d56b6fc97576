/** Child processes of the engine: an environment of named variables only, output by lines, and none left behind. */
import { spawn } from "node:child_process";
import type { ChildProcess, ChildProcessByStdio } from "node:child_process";
import { Socket } from "node:net";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { PRELOAD } from "./preload";

export type Environment = Readonly<Record<string, string | undefined>>;

// A program gets what it needs to run, what its author named for it, and nothing that opens a cloud.
const PASSED = new Set(
  (
    "PATH HOME USER LOGNAME SHELL LANG LANGUAGE TZ TMPDIR TEMP TMP TERM NODE_ENV NODE_OPTIONS NODE_PATH " +
    "NODE_EXTRA_CA_CERTS NODE_COMPILE_CACHE NODE_NO_WARNINGS NO_COLOR FORCE_COLOR CI SYSTEMROOT"
  ).split(" "),
);
const PASSED_PREFIXES = ["LC_", "CAUSEWAY_", "XDG_"];

export function childEnvironment(
  parent: Environment,
  given: Environment,
  own: Environment,
): NodeJS.ProcessEnv {
  const inherited = Object.entries(parent).filter(
    ([name]) => PASSED.has(name) || PASSED_PREFIXES.some((prefix) => name.startsWith(prefix)),
  );
  // The passphrase opens the state; a program gets its secrets as configuration.
  const chosen = Object.entries(given).filter(([name]) => !name.startsWith("PULUMI_CONFIG_PASSPHRASE"));
  return { ...Object.fromEntries(inherited), ...Object.fromEntries(chosen), ...own };
}

export interface Child {
  readonly process: ChildProcess;
  /** Exit code, or the signal's number over 128. */
  readonly exited: Promise<number>;
  kill(): void;
  /** This process may end while the child runs, which is killed then. */
  unref(): void;
}

/** Children that still run; killed when this process ends, however it does. */
const alive = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of alive) child.kill("SIGKILL");
});

export function startChild(options: {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly onStdout: (line: string) => void;
  readonly onStderr: (line: string) => void;
}): Child {
  // The last is the PARENT_PIPE: it ends the child when this process is killed.
  const child = spawn(process.execPath, [...PRELOAD, ...options.args], {
    cwd: options.cwd,
    env: options.env,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  }) as ChildProcessByStdio<null, Readable, Readable>;
  alive.add(child);
  const sockets = child.stdio.filter((stream) => stream instanceof Socket);
  const handles = [child, ...sockets];
  const read = [lines(child.stdout, options.onStdout), lines(child.stderr, options.onStderr)];
  const exited = new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      alive.delete(child);
      // Code 128 + n for a signal, as shells have it; 9 is the one that is used here.
      const exitCode = code ?? (signal === null ? 1 : 128 + 9);
      void Promise.all(read).then(() => resolve(exitCode));
    });
  });
  return {
    process: child,
    exited,
    kill: () => {
      for (const handle of handles) handle.ref();
      child.kill("SIGKILL");
    },
    unref: () => {
      for (const handle of handles) handle.unref();
    },
  };
}

function lines(stream: Readable, each: (line: string) => void): Promise<void> {
  return new Promise((resolve) => {
    const reader = createInterface({ input: stream, crlfDelay: Infinity });
    reader.on("line", each);
    reader.once("close", resolve);
  });
}
