/** What every command gets beside its arguments. */
import type { Flags } from "./args";
import type { Environment } from "./child";
import { usage } from "./errors";
import type { Engine } from "./request";
import type { Project } from "./project";
import { StackStore, checkStackName, selectedStack } from "./store";

export interface CommandContext {
  readonly engine: Engine;
  readonly project: Project;
  readonly env: Environment;
  /** The stack that the arguments name, or the selected one. */
  store(flags: Flags, name?: string): StackStore;
  /** The same, refused when there is no such stack. */
  existing(flags: Flags, name?: string): StackStore;
}

export function commandContext(engine: Engine, project: Project, env: Environment): CommandContext {
  const store = (flags: Flags, name?: string): StackStore => {
    const given = name ?? flags.text("--stack") ?? selectedStack(engine.home, project.name);
    if (given === undefined)
      throw usage("no stack selected; please use `stack select` or name one with --stack");
    return new StackStore(engine.home, project.name, checkStackName(given));
  };
  return {
    engine,
    project,
    env,
    store,
    existing: (flags, name) => {
      const found = store(flags, name);
      if (!found.exists()) throw found.notFound();
      return found;
    },
  };
}
