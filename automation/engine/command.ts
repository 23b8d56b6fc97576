/** What stands in for the CLI: takes its arguments, answers as it does, fails with the SDK's own errors. */
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { parseFlags } from "./args";
import type { FlagKind, Flags } from "./args";
import type { Environment } from "./child";
import { commandContext } from "./command-context";
import type { CommandContext } from "./command-context";
import { runConfig } from "./commands-config";
import { IMPORT_FLAGS, importSpecs } from "./commands-import";
import { runStack } from "./commands-stack";
import { EngineError, exitCodes, messageOf, unsupported, usage } from "./errors";
import type { FailureKind } from "./errors";
import { cancelLock } from "./lock";
import { runOperation } from "./operation";
import type { Engine, OperationRequest } from "./request";
import type { OperationKind } from "./options";
import { loadProject } from "./project";
import type { Project } from "./project";
import { sdkDirectory, sdkVersion } from "./sdk";

export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
  readonly err?: Error;
}

interface CommandResultClass {
  new (stdout: string, stderr: string, code: number, err?: Error): CommandResult;
}

const fromSdk = createRequire(`${sdkDirectory}/`);
// The SDK keeps these to itself; its own command answers and fails with them.
const { CommandResult: SdkResult } = fromSdk("./automation/cmd.js") as { CommandResult: CommandResultClass };
const { createCommandError } = fromSdk("./automation/errors.js") as {
  createCommandError: (result: CommandResult) => Error;
};

/** Why a command of the engine failed; undefined for errors of any other origin. */
export interface EngineFailure {
  readonly kind: FailureKind;
  /** 1 failed, 2 bad input, 3 policy, 4 locked or damaged state, 5 unexpected changes, 130 interrupted. */
  readonly exitCode: number;
  /** What went wrong, without the output of the command around it. */
  readonly message: string;
}

const failures = new WeakMap<Error, EngineFailure>();

export function engineFailure(error: unknown): EngineFailure | undefined {
  return error instanceof Error ? failures.get(error) : undefined;
}

export interface RunOptions {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly additionalEnv: Environment;
  readonly onOutput: ((text: string) => void) | undefined;
  readonly onError: ((text: string) => void) | undefined;
  readonly signal: AbortSignal | undefined;
}

export async function runCommand(engine: Engine, options: RunOptions): Promise<CommandResult> {
  let stdout = "";
  let stderr = "";
  const write = (text: string): void => {
    stdout += text;
    options.onOutput?.(text);
  };
  const writeError = (text: string): void => {
    stderr += text;
    options.onError?.(text);
  };
  try {
    await dispatch(engine, options, write, writeError);
    return new SdkResult(stdout, stderr, 0);
  } catch (error) {
    const kind = error instanceof EngineError ? error.kind : "failed";
    const message = messageOf(error);
    writeError(`error: ${message}\n`);
    const cause = error instanceof Error ? error : new Error(message);
    const rejected = createCommandError(new SdkResult(stdout, stderr, exitCodes[kind], cause));
    failures.set(rejected, { kind, exitCode: exitCodes[kind], message: explain(message, stderr) });
    throw rejected;
  }
}

/** The errors that were reported on the way say more than that the operation failed. */
function explain(message: string, stderr: string): string {
  const reported = stderr
    .replaceAll(`error: ${message}\n`, "")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.replace(/^error: /, ""));
  return reported.length === 0 ? message : `${message}:\n${reported.join("\n")}`;
}

async function dispatch(
  engine: Engine,
  options: RunOptions,
  write: (text: string) => void,
  writeError: (text: string) => void,
): Promise<void> {
  const [command = "", ...args] = options.args;
  const env = { ...engine.parentEnv, ...options.additionalEnv };
  switch (command) {
    case "version":
      return write(`v${sdkVersion}\n`);
    case "whoami":
      return write(whoAmI(engine, parseFlags("whoami", args, { "--json": "flag" })));
    case "plugin":
      return plugin(args, write);
    case "install":
      return undefined;
  }
  const project = loadProject(options.cwd);
  const context = commandContext(engine, project, env);
  switch (command) {
    case "stack":
      return write(await runStack(context, args));
    case "config":
      return write(await runConfig(context, args));
    case "cancel":
      return write(cancel(context, args));
    case "up":
    case "update":
    case "preview":
    case "destroy":
    case "refresh":
    case "import": {
      const kind = command === "up" ? "update" : command;
      const flags = parseFlags(command, args, flagsOf(kind));
      const store = context.store(flags);
      const request = operationRequest(kind, flags, project, store.stack);
      const io = { env: options.additionalEnv, signal: options.signal, write, writeError };
      await runOperation(engine, project, store, request, io);
      if (kind === "destroy" && flags.has("--remove")) await runStack(context, ["rm", "--yes", store.stack]);
      return undefined;
    }
    default:
      throw unsupported(
        `the command ${JSON.stringify(command)}`,
        "it runs up, preview, destroy, refresh, import, stack, config, cancel and whoami",
      );
  }
}

const OPERATION_FLAGS = {
  "--yes": "flag",
  "--skip-preview": "flag",
  "--preview-only": "flag",
  "--message": "value",
  "--expect-no-changes": "flag",
  "--refresh": "flag",
  "--diff": "flag",
  "--replace": "value",
  "--target": "value",
  "--target-replace": "value",
  "--target-dependents": "flag",
  "--exclude": "value",
  "--policy-pack": "value",
  "--policy-pack-config": "value",
  "--parallel": "value",
  "--exec-kind": "value",
  "--exec-agent": "value",
  "--event-log": "value",
  "--suppress-outputs": "flag",
  "--suppress-progress": "flag",
  "--config-file": "value",
  "--clear-pending-creates": "flag",
  "--show-secrets": "flag",
  "--remove": "flag",
} as const;

/** Some options are taken by some operations only, as by the CLI. */
function flagsOf(kind: OperationKind): Readonly<Record<string, FlagKind>> {
  switch (kind) {
    case "update":
      return { ...OPERATION_FLAGS, "--exclude-dependents": "flag", "--continue-on-error": "flag" };
    case "preview":
    case "refresh":
      return { ...OPERATION_FLAGS, "--exclude-dependents": "flag" };
    case "destroy":
      return { ...OPERATION_FLAGS, "--continue-on-error": "flag" };
    case "import":
      return IMPORT_FLAGS;
  }
}

/** Steps at once where nothing else is said: four a processor, as the CLI. */
const STEPS_PER_PROCESSOR = 4;

function operationRequest(
  kind: OperationKind,
  flags: Flags,
  project: Project,
  stack: string,
): OperationRequest {
  if (kind !== "import" && flags.positional.length > 0)
    throw usage(`unexpected argument ${JSON.stringify(flags.positional[0])}`);
  const parallel = flags.number("--parallel") ?? os.availableParallelism() * STEPS_PER_PROCESSOR;
  const packs = flags.list("--policy-pack").map((pack) => path.resolve(project.root, pack));
  const configs = flags.list("--policy-pack-config").map((file) => path.resolve(project.root, file));
  if (configs.length > 0 && configs.length !== packs.length) {
    throw usage('the number of "--policy-pack-config" flags must match the number of "--policy-pack" flags');
  }
  const targets = [...flags.list("--target"), ...flags.list("--target-replace")];
  const excludes = flags.list("--exclude");
  if (targets.length > 0 && excludes.length > 0) {
    throw usage("--target and --exclude can not be given together: name what to work on, or what to leave");
  }
  return {
    kind,
    preview: kind === "preview" || flags.has("--preview-only"),
    message: flags.text("--message") ?? "",
    expectNoChanges: flags.has("--expect-no-changes"),
    eventLog: flags.text("--event-log"),
    policyPacks: packs,
    policyPackConfigs: configs,
    parallel: Math.max(1, parallel),
    targets,
    targetDependents: flags.has("--target-dependents"),
    excludes,
    excludeDependents: flags.has("--exclude-dependents"),
    replace: [...flags.list("--replace"), ...flags.list("--target-replace")],
    refresh: flags.has("--refresh"),
    clearPendingCreates: flags.has("--clear-pending-creates"),
    configFile: flags.text("--config-file"),
    showOutputs: !flags.has("--suppress-outputs"),
    continueOnError: flags.has("--continue-on-error"),
    imports: kind === "import" ? importSpecs(flags, stack, project.name) : [],
  };
}

function whoAmI(engine: Engine, flags: Flags): string {
  const user = os.userInfo().username;
  if (!flags.has("--json")) return `${user}\n`;
  return `${JSON.stringify({ user, organizations: [], url: `file://${engine.home}` })}\n`;
}

function cancel(context: CommandContext, args: readonly string[]): string {
  const flags = parseFlags("cancel", args, { "--yes": "flag" });
  const store = context.existing(flags, flags.positional[0]);
  switch (cancelLock(store.lockFile, context.engine.clock)) {
    case "none":
      return `Stack '${store.stack}' is not locked.\n`;
    case "asked":
      return `The operation on '${store.stack}' was asked to stop.\n`;
    case "removed":
      return `The lock on '${store.stack}' was removed.\n`;
  }
}

/** Providers are part of the engine: there is nothing to install, and nothing else to be found. */
function plugin([verb = ""]: readonly string[], write: (text: string) => void): void {
  switch (verb) {
    case "install":
    case "rm":
      return undefined;
    case "ls":
      return write("[]\n");
    default:
      throw unsupported(`plugin ${verb}`, "its providers need no plugins");
  }
}
