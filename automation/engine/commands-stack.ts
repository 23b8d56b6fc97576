/** `stack` and its subcommands. */
import fs from "node:fs";
import { parseFlags } from "./args";
import type { Flags } from "./args";
import { deploymentFaults, foreignUrns, makeDeployment } from "./checkpoint";
import type { Deployment } from "./checkpoint";
import type { CommandContext } from "./command-context";
import { StackConfig } from "./config";
import type { ConfigValue } from "./config";
import { renameStack, stackTag } from "./commands-rename";
import { EngineError, messageOf, unsupported, usage } from "./errors";
import { addHistory, readHistory } from "./history";
import type { HistoryEntry } from "./history";
import type { RawState } from "./ledger";
import { acquireLock, isAlive, readLock } from "./lock";
import { outputsJson } from "./output";
import { Crypter, passphraseFrom, writePlaintext } from "./secrets";
import { openConfigCrypter, openCrypter, readStates, recover, rootOutputs, viewStack } from "./stack";
import { readState, writeState } from "./state";
import { StackStore, listProjects, listStacks, selectStack, selectedStack } from "./store";
import { ROOT_STACK_TYPE } from "./urn";
import { textOf } from "./wire";
import type { Json } from "./wire";

export async function runStack(context: CommandContext, args: readonly string[]): Promise<string> {
  const flags = parseFlags("stack", args, {
    "--json": "flag",
    "--all": "flag",
    "--show-secrets": "flag",
    "--secrets-provider": "value",
    "--no-select": "flag",
    "--create": "flag",
    "--yes": "flag",
    "--force": "flag",
    "--preserve-config": "flag",
    "--file": "value",
    "--page-size": "value",
    "--page": "value",
    "--version": "value",
    "--full-dates": "flag",
  });
  const [verb = "", name, ...more] = flags.positional;
  switch (verb) {
    case "init":
      return init(context, flags, name);
    case "select": {
      const store = context.store(flags, name);
      if (!store.exists()) {
        if (!flags.has("--create")) throw store.notFound();
        return init(context, flags, store.stack);
      }
      selectStack(context.engine.home, context.project.name, store.stack);
      return "";
    }
    case "ls":
      return list(context, flags);
    case "rm":
      return remove(context, flags, name);
    case "output":
      return output(context, flags, name);
    case "history":
      return history(context, flags);
    case "export":
      return exportStack(context, flags);
    case "import":
      return importStack(context, flags);
    case "rename":
      return renameStack(context, flags, name);
    case "tag":
      return stackTag(context, flags, name === undefined ? [] : [name, ...more]);
    default:
      throw unsupported(
        `stack ${verb}`.trim(),
        "use init, select, ls, rm, rename, tag, output, history, export or import",
      );
  }
}

async function init(context: CommandContext, flags: Flags, name: string | undefined): Promise<string> {
  const provider = flags.text("--secrets-provider") ?? "passphrase";
  if (provider !== "passphrase" && provider !== "default") {
    throw unsupported(`the secrets provider ${provider}`, "it keeps secrets with a passphrase");
  }
  const store = context.store(flags, name);
  if (store.exists()) {
    throw new EngineError("usage", `stack '${store.fullName}' already exists`);
  }
  const { clock, home } = context.engine;
  const config = StackConfig.load(context.project, store);
  const crypter =
    config.salt === undefined
      ? await Crypter.create(passphraseFrom(context.env))
      : await Crypter.open(config.salt, passphraseFrom(context.env));
  fs.mkdirSync(store.directory, { recursive: true, mode: 0o700 });
  const lock = acquireLock(store.lockFile, "stack init", clock);
  try {
    if (store.exists()) throw new EngineError("usage", `stack '${store.fullName}' already exists`);
    config.setSalt(crypter.salt);
    store.write(makeDeployment(crypter.salt, [], [], clock.now()));
  } finally {
    lock.release();
  }
  if (!flags.has("--no-select")) selectStack(home, context.project.name, store.stack);
  return `Created stack '${store.stack}'\n`;
}

function list(context: CommandContext, flags: Flags): string {
  const { home } = context.engine;
  const projects = flags.has("--all") ? listProjects(home) : [context.project.name];
  const stacks = projects.flatMap((project) =>
    listStacks(home, project).map((stack) => {
      const store = new StackStore(home, project, stack);
      const here = project === context.project.name;
      const holder = readLock(store.lockFile);
      const [last] = readHistory(store, { size: 1, number: 1 });
      return {
        name: here ? stack : store.fullName,
        current: here && selectedStack(home, project) === stack,
        ...(last === undefined ? {} : { lastUpdate: last.endTime }),
        updateInProgress: holder !== undefined && isAlive(holder),
        ...countResources(store),
      };
    }),
  );
  if (flags.has("--json")) return `${JSON.stringify(stacks, undefined, 2)}\n`;
  return stacks.map(({ name, current }) => `${name}${current ? "*" : ""}\n`).join("");
}

/** A stack whose state can not be read is listed all the same; what is wrong with it is said when it is used. */
function countResources(store: StackStore): { resourceCount?: number } {
  try {
    return { resourceCount: viewStack(store).resources.length };
  } catch (error) {
    if (error instanceof EngineError) return {};
    throw error;
  }
}

function remove(context: CommandContext, flags: Flags, name: string | undefined): string {
  const store = context.store(flags, name);
  if (!store.exists()) throw store.notFound();
  const lock = acquireLock(store.lockFile, "stack rm", context.engine.clock);
  try {
    const { resources } = viewStack(store);
    if (resources.length > 0 && !flags.has("--force")) {
      throw usage(
        `'${store.fullName}' still has resources; removal rejected. Possible actions:\n` +
          "- Make sure that '" +
          store.stack +
          "' is the stack that you want to destroy\n" +
          "- Run `destroy` to delete the resources, then run `stack rm`\n" +
          "- Run `stack rm --force` to override this error",
      );
    }
    const settings = flags.has("--preserve-config") && fs.existsSync(store.settingsFile);
    const kept = settings ? fs.readFileSync(store.settingsFile) : undefined;
    store.remove();
    if (kept !== undefined) {
      fs.mkdirSync(store.directory, { recursive: true, mode: 0o700 });
      fs.writeFileSync(store.settingsFile, kept, { mode: 0o600 });
    }
  } finally {
    lock.release();
  }
  return `Stack '${store.stack}' has been removed!\n`;
}

async function output(context: CommandContext, flags: Flags, name: string | undefined): Promise<string> {
  const store = context.existing(flags);
  const view = viewStack(store);
  const root = view.resources.find((raw) => raw["type"] === ROOT_STACK_TYPE && raw["delete"] !== true);
  const sealed = root !== undefined && JSON.stringify(root).includes('"ciphertext"');
  const crypter = sealed
    ? await openCrypter(StackConfig.load(context.project, store), context.env, view.deployment)
    : undefined;
  const outputs =
    root === undefined ? {} : rootOutputs([readState(root, (raw, urn) => crypter?.read(raw, urn) ?? "null")]);
  const show = flags.has("--show-secrets");
  if (name === undefined) return `${outputsJson(outputs, show)}\n`;
  const value = outputs[name];
  if (value === undefined) throw usage(`current stack does not have output property '${name}'`);
  const one = (JSON.parse(outputsJson({ [name]: value }, show)) as Record<string, Json>)[name];
  return `${flags.has("--json") || typeof one !== "string" ? JSON.stringify(one) : one}\n`;
}

async function history(context: CommandContext, flags: Flags): Promise<string> {
  const store = context.existing(flags);
  const size = flags.number("--page-size");
  const entries = readHistory(
    store,
    size === undefined ? undefined : { size, number: Math.max(1, flags.number("--page") ?? 1) },
  );
  const show = flags.has("--show-secrets");
  const secret = show && entries.some((entry) => JSON.stringify(entry.config).includes('"secure"'));
  const crypter = secret ? await configCrypter(context, store) : undefined;
  const shown = entries.map((entry) => ({ ...entry, config: describeConfig(entry, crypter) }));
  if (flags.has("--json")) return `${JSON.stringify(shown, undefined, 2)}\n`;
  return shown
    .map(({ version, kind, result, startTime }) => `${version}  ${kind}  ${result}  ${startTime}\n`)
    .join("");
}

async function configCrypter(context: CommandContext, store: StackStore): Promise<Crypter> {
  const config = StackConfig.load(context.project, store);
  const ofState = await openCrypter(config, context.env, viewStack(store).deployment);
  return openConfigCrypter(config, context.env, ofState);
}

function describeConfig(
  entry: HistoryEntry,
  crypter: Crypter | undefined,
): Record<string, Partial<ConfigValue>> {
  return Object.fromEntries(
    Object.entries(entry.config).map(([key, value]): [string, Partial<ConfigValue>] => {
      const secret = JSON.stringify(value).includes('"secure"');
      if (!secret) return [key, plainValue(value)];
      return [key, crypter === undefined ? { secret } : { ...plainValue(open(value, crypter)), secret }];
    }),
  );
}

function plainValue(value: Json): ConfigValue {
  return value !== null && typeof value === "object"
    ? { value: JSON.stringify(value), objectValue: value, secret: false }
    : { value: String(value), secret: false };
}

function open(value: Json, crypter: Crypter): Json {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((item) => open(item, crypter));
  if (typeof value["secure"] === "string") return crypter.decrypt(value["secure"]);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, open(item, crypter)]));
}

async function exportStack(context: CommandContext, flags: Flags): Promise<string> {
  const store = context.existing(flags);
  const view = viewStack(store);
  const deployment = {
    ...(view.deployment ?? makeDeployment("", [], [], context.engine.clock.now())),
    ...(view.resources.length > 0 ? { resources: view.resources } : {}),
    ...(view.pending.length > 0 ? { pending_operations: view.pending } : {}),
  };
  let { resources } = deployment;
  if (flags.has("--show-secrets") && view.resources.length > 0) {
    const config = StackConfig.load(context.project, store);
    const crypter = await openCrypter(config, context.env, view.deployment);
    resources = readStates(view, crypter).map((state) => writeState(state, writePlaintext) as RawState);
  }
  const text = `${JSON.stringify(
    { version: 3, deployment: { ...deployment, ...(resources === undefined ? {} : { resources }) } },
    undefined,
    4,
  )}\n`;
  const file = flags.text("--file");
  if (file === undefined) return text;
  fs.writeFileSync(file, text, { mode: 0o600 });
  return "";
}

async function importStack(context: CommandContext, flags: Flags): Promise<string> {
  const store = context.existing(flags);
  const file = flags.text("--file");
  if (file === undefined) throw usage("stack import needs --file: standard input is not read");
  const { clock } = context.engine;
  const lock = acquireLock(store.lockFile, "stack import", clock);
  let dropped: readonly string[] = [];
  try {
    const deployment = readImport(file);
    // What was under way elsewhere is over, as it is for the CLI: an import is how a user settles it.
    dropped = (deployment.pending_operations ?? []).map(
      ({ type, resource }) =>
        `warning: removing pending operation '${type}' on '${textOf(resource["urn"])}' from snapshot\n`,
    );
    const faults = [
      ...deploymentFaults(deployment),
      ...foreignUrns(deployment, store.stack, store.project).map((urn) => `${urn} belongs to another stack`),
    ];
    if (faults.length > 0 && !flags.has("--force")) {
      throw usage(
        `${file} can not be imported:\n${faults
          .slice(0, 10)
          .map((fault) => `  * ${fault}`)
          .join("\n")}\n` + "Mend it, or import it as it is with --force",
      );
    }
    const started = clock.now();
    const config = StackConfig.load(context.project, store);
    const before = readable(store, clock);
    const crypter = await openCrypter(config, context.env, before);
    const salt = deployment.secrets_providers?.state?.salt;
    const reader =
      salt === undefined || salt === crypter.salt
        ? crypter
        : await Crypter.open(salt, passphraseFrom(context.env));
    const resources = (deployment.resources ?? []).map((raw) => {
      const state = readState(raw, reader.read);
      return writeState(state, crypter.write) as RawState;
    });
    store.write(makeDeployment(crypter.salt, resources, [], clock.now()));
    // What it says is needed until there is something in its place.
    fs.rmSync(store.journalFile, { force: true });
    addHistory(store, {
      kind: "import",
      startTime: started.toISOString(),
      endTime: clock.now().toISOString(),
      message: "",
      environment: {},
      config: config.raw(),
      result: "succeeded",
      resourceChanges: {},
    });
  } finally {
    lock.release();
  }
  return `${dropped.join("")}Import complete.\n`;
}

/** An import is the way out of a damaged state: what can not be read is replaced. */
function readable(store: StackStore, clock: CommandContext["engine"]["clock"]): Deployment | undefined {
  try {
    recover(store, clock);
    return viewStack(store).deployment;
  } catch (error) {
    if (error instanceof EngineError && error.kind === "damaged") return undefined;
    throw error;
  }
}

function readImport(file: string): Deployment {
  let raw: { version?: number; deployment?: Deployment };
  try {
    raw = JSON.parse(fs.readFileSync(file, "utf8")) as typeof raw;
  } catch (error) {
    throw usage(`${file} can not be read: ${messageOf(error)}`);
  }
  if (raw.version !== 3 || raw.deployment === undefined || raw.deployment === null) {
    throw usage(`${file} is not a version-3 deployment as \`stack export\` writes it`);
  }
  return raw.deployment;
}
