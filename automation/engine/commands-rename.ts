/** `stack rename` and `stack tag`. */
import fs from "node:fs";
import type { Flags } from "./args";
import { makeDeployment } from "./checkpoint";
import type { CommandContext } from "./command-context";
import { StackConfig } from "./config";
import { unsupported, usage } from "./errors";
import { Ledger } from "./ledger";
import type { Folded, RawState } from "./ledger";
import { acquireLock } from "./lock";
import { recover, viewStack } from "./stack";
import { StackStore, checkStackName, replaceFile, selectStack, selectedStack } from "./store";
import { ROOT_STACK_TYPE, nameOf, rootName, urnPrefix } from "./urn";
import { textOf } from "./wire";

export function renameStack(context: CommandContext, flags: Flags, name: string | undefined): string {
  if (name === undefined) throw usage("expected stack rename NEW-NAME");
  const from = context.existing(flags);
  const project = name.split("/").at(-2);
  if (project !== undefined && project !== from.project) {
    throw unsupported(`the move of a stack to the project ${project}`, "export it and import it there");
  }
  const to = new StackStore(from.home, from.project, checkStackName(name));
  const { clock, home } = context.engine;
  const locks = [acquireLock(from.lockFile, "stack rename", clock)];
  try {
    if (to.exists()) throw usage(`a stack named ${to.stack} already exists`);
    fs.mkdirSync(to.directory, { recursive: true, mode: 0o700 });
    locks.push(acquireLock(to.lockFile, "stack rename", clock));
    if (to.exists()) throw usage(`a stack named ${to.stack} already exists`);
    recover(from, clock);
    const view = viewStack(from);
    const { resources, pending } = renamed(view, from, to);
    const salt = view.deployment?.secrets_providers?.state?.salt ?? "";
    // The project's own Pulumi.<stack>.yaml stays as it is: what it says goes along.
    const config = StackConfig.load(context.project, from);
    const own = StackConfig.load(context.project, to);
    if (config.salt !== undefined) own.setSalt(config.salt);
    own.replaceAll(config.raw());
    for (const [old, now] of [
      [from.historyDirectory, to.historyDirectory],
      [tagsFile(from), tagsFile(to)],
    ] as const) {
      if (fs.existsSync(old)) fs.cpSync(old, now, { recursive: true });
    }
    // The checkpoint comes last: a stack is there when it has one.
    to.write(makeDeployment(salt, resources, pending, clock.now()));
    from.remove();
    if (selectedStack(home, from.project) === from.stack) selectStack(home, to.project, to.stack);
  } finally {
    for (const lock of locks) lock.release();
  }
  return `Renamed ${from.stack} to ${to.stack}\n`;
}

/** The same states under the URNs of the stack's new name. */
function renamed(view: Folded, from: StackStore, to: StackStore): Folded {
  const namesOf = ({ stack, project }: StackStore) => ({
    prefix: urnPrefix(stack, project),
    root: rootName(stack, project),
  });
  const before = namesOf(from);
  const after = namesOf(to);
  const move = (state: RawState): string => {
    const urn = textOf(state["urn"]);
    const moved = urn.startsWith(before.prefix) ? after.prefix + urn.slice(before.prefix.length) : urn;
    const isRoot = state["type"] === ROOT_STACK_TYPE && nameOf(moved) === before.root;
    return isRoot ? moved.slice(0, -before.root.length) + after.root : moved;
  };
  const ledger = new Ledger({
    resources: [...view.resources, ...view.pending.map(({ resource }) => resource)],
    pending: [],
  });
  for (const state of view.resources) {
    ledger.apply({ k: "renamed", from: textOf(state["urn"]), to: move(state) });
  }
  const all = ledger.fold().resources.map((state) => ({ ...state, urn: move(state) }));
  return {
    resources: all.slice(0, view.resources.length),
    pending: view.pending.map(({ type }, index) => ({
      type,
      resource: all[view.resources.length + index] ?? {},
    })),
  };
}

function tagsFile(store: StackStore): string {
  return `${store.directory}/tags.json`;
}

/** Tags are kept beside the state and shown again; nothing else reads them, as with the CLI's file backends. */
export function stackTag(context: CommandContext, flags: Flags, args: readonly string[]): string {
  const store = context.existing(flags);
  const file = tagsFile(store);
  const tags = fs.existsSync(file)
    ? (JSON.parse(fs.readFileSync(file, "utf8")) as Record<string, string>)
    : {};
  const save = (changed: Readonly<Record<string, string>>): string => {
    replaceFile(file, `${JSON.stringify(changed, undefined, 2)}\n`);
    return "";
  };
  const [verb = "", name, value] = args;
  switch (verb) {
    case "ls":
      return flags.has("--json")
        ? `${JSON.stringify(tags, undefined, 2)}\n`
        : Object.entries(tags)
            .map(([key, text]) => `${key}  ${text}\n`)
            .join("");
    case "get": {
      const found = name === undefined ? undefined : tags[name];
      if (found === undefined) throw usage(`stack tag '${name ?? ""}' not found for stack '${store.stack}'`);
      return `${found}\n`;
    }
    case "set":
      if (name === undefined || value === undefined) throw usage("expected stack tag set NAME VALUE");
      return save({ ...tags, [name]: value });
    case "rm":
      if (name === undefined) throw usage("expected stack tag rm NAME");
      return save(Object.fromEntries(Object.entries(tags).filter(([key]) => key !== name)));
    default:
      throw unsupported(`stack tag ${verb}`.trim(), "use ls, get, set or rm");
  }
}
