import { spawn, type ChildProcess } from "node:child_process";
import path from "node:path";
import { CommandError, PulumiCommand } from "@pulumi/pulumi/automation";
import * as sdkErrors from "@pulumi/pulumi/automation/errors";
import { secretsProviderText, type Engine } from "./engine";
import { DeployError } from "./failure";
import { LOGIN, stderrOf } from "./stack-failure";
import { tcpReach } from "./reach";
import { fileBackendLocks, type HeldLock } from "./locks";

/** Where the CLI's own page says how to install it. */
export const INSTALL_PAGE = "https://www.pulumi.com/docs/install/";

/** What a command came to, in the SDK's own form: its errors keep nothing but this text. */
class CommandOutcome {
  constructor(
    readonly stdout: string,
    readonly stderr: string,
    readonly code: number,
  ) {}

  toString(): string {
    return `code: ${this.code}\n stdout: ${this.stdout}\n stderr: ${this.stderr}\n err?: \n`;
  }
}

type Run = (
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
  onOutput?: (text: string) => void,
  onError?: (text: string) => void,
  signal?: AbortSignal,
) => Promise<CommandOutcome>;

/** The SDK's own sorting of failures into its error classes; exported at run time, left out of its declarations. */
const { createCommandError } = sdkErrors as unknown as {
  readonly createCommandError: (outcome: CommandOutcome) => Error;
};

/**
 * The Pulumi CLI of this machine.
 *
 * @throws {DeployError} `missing-tool` when there is none on PATH or it is too old.
 */
export async function realEngine(): Promise<Engine> {
  const found = await findCli();
  const cli = new Cli(found.command);
  const command = {
    command: found.command,
    version: found.version,
    run: cli.run,
  } as unknown as PulumiCommand;
  return {
    name: "pulumi",
    simulated: false,
    version: found.version?.toString() ?? "unknown",
    command,
    env: {},
    state: async () => (await backendUrl(cli, process.cwd())) ?? "the backend that pulumi is logged in to",
    locks: async (workDir) => {
      const url = (await backendUrl(cli, workDir)) ?? "";
      return fileBackendLocks(url, workDir) ?? (await stacksInProgress(cli, workDir));
    },
    plugins: async () => {
      const { stdout } = await cli.run(["plugin", "ls", "--json"], process.cwd(), {});
      const plugins = JSON.parse(stdout) as readonly { readonly name: string; readonly version?: string }[];
      return plugins.map(({ name, version = "" }) => `${name} ${version.replace(/^v/, "")}`);
    },
    reach: tcpReach,
    secretsProvider: (platform, env) => secretsProviderText(platform.secretsProvider(env)),
    config: () => ({}),
    // The CLI tells by text alone.
    failureOf: () => undefined,
    kill: () => {
      cli.kill();
    },
    close: () => Promise.resolve(),
  };
}

/** @throws {DeployError} `input` where pulumi is not logged in, or its backend does not answer. */
async function backendUrl(cli: Cli, cwd: string): Promise<string | undefined> {
  try {
    const { stdout } = await cli.run(["whoami", "--json"], cwd, {});
    return (JSON.parse(stdout) as { url?: string }).url;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const message = `pulumi has no backend that it can use: ${stderrOf(error)}\nLog in: ${LOGIN}`;
    throw new DeployError("input", message, { cause: error });
  }
}

/** Pulumi Cloud tells of updates in progress; of object stores the CLI tells when it meets a lock. */
async function stacksInProgress(cli: Cli, cwd: string): Promise<HeldLock[]> {
  const { stdout } = await cli.run(["stack", "ls", "--json"], cwd, {});
  const stacks = JSON.parse(stdout) as readonly {
    readonly name: string;
    readonly updateInProgress?: boolean;
  }[];
  return stacks
    .filter(({ updateInProgress }) => updateInProgress === true)
    .map(({ name }) => ({
      stack: name.slice(name.lastIndexOf("/") + 1),
      holder: `an update is in progress; pulumi stack history --stack ${name} says whose`,
    }));
}

async function findCli(): Promise<PulumiCommand> {
  try {
    return await PulumiCommand.get();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const reason = message.includes("ENOENT")
      ? "The Pulumi CLI is not on PATH."
      : `The Pulumi CLI on PATH can not be used: ${message.replace(/^code:[\s\S]*stderr: /, "").split("\n")[0]}`;
    const way = `Install it: ${INSTALL_PAGE}\nWithout it, rehearse on simulated clouds: add --engine embedded`;
    throw new DeployError("missing-tool", `${reason}\n${way}`, { cause: error });
  }
}

/**
 * Runs the CLI as the SDK's own command does, with two differences. It runs in a process group of its own, so that a
 * Ctrl-C on the terminal reaches it once, from here, and not a second time as a wish to end at once. And it leaves the
 * user's selected stack alone: the SDK selects the stack of every workspace it opens.
 */
class Cli {
  readonly #running = new Set<ChildProcess>();

  constructor(private readonly command: string) {}

  readonly run: Run = (args, cwd, env, onOutput, onError, signal) =>
    new Promise((resolve, reject) => {
      const child = spawn(this.command, keepSelection(args), {
        cwd,
        env: { ...process.env, ...env, ...this.#ownFolderFirst(env), PULUMI_AUTOMATION_API: "true" },
        stdio: ["ignore", "pipe", "pipe"],
        detached: true,
      });
      this.#running.add(child);
      const output = collect(child.stdout, onOutput);
      const errors = collect(child.stderr, onError);
      const interrupt = () => void child.kill("SIGINT");
      if (signal?.aborted === true) interrupt();
      signal?.addEventListener("abort", interrupt);
      const settle = (code: number, reason = "") => {
        this.#running.delete(child);
        signal?.removeEventListener("abort", interrupt);
        const outcome = new CommandOutcome(output(), errors() + reason, code);
        if (code === 0) resolve(outcome);
        else reject(createCommandError(outcome));
      };
      child.once("error", (error) => {
        settle(-2, error.message);
      });
      child.once("close", (code, ended) => {
        settle(code ?? -2, ended === null ? "" : `the CLI was ended by ${ended}`);
      });
    });

  kill(): void {
    for (const child of this.#running) {
      // The group: the language host and the program go with the CLI.
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
    }
  }

  /** The plugins that came with the CLI must be found before others. */
  #ownFolderFirst(env: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    if (!path.isAbsolute(this.command)) return {};
    return {
      PATH: [path.dirname(this.command), env["PATH"] ?? process.env["PATH"] ?? ""].join(path.delimiter),
    };
  }
}

function keepSelection(args: readonly string[]): string[] {
  const quiet = args.includes("--non-interactive") ? [...args] : [...args, "--non-interactive"];
  const [noun, verb, ...rest] = quiet;
  if (noun === "stack" && verb === "select") return ["stack", "--show-name", ...rest];
  if (noun === "stack" && verb === "init") return ["stack", "init", "--no-select", ...rest];
  return quiet;
}

function collect(stream: NodeJS.ReadableStream, each: ((text: string) => void) | undefined): () => string {
  const chunks: string[] = [];
  stream.setEncoding("utf8");
  stream.on("data", (text: string) => {
    chunks.push(text);
    each?.(text);
  });
  return () => chunks.join("");
}
