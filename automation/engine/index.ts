/**
 * The embedded engine: deploys Pulumi programs without the Pulumi CLI, onto simulated clouds, for rehearsal and tests.
 * It never talks to a real cloud.
 */
import path from "node:path";
import type { PulumiCommand } from "@pulumi/pulumi/automation";
import { systemClock } from "./clock";
import type { Clock } from "./clock";
import { runCommand } from "./command";
import type { CommandResult } from "./command";
import { holderText, isAlive, readLock } from "./lock";
import { PolicyServers } from "./policy-servers";
import { loadProject } from "./project";
import type { Clouds } from "./provider";
import { sdkSemver } from "./sdk";
import { StackStore, listStacks } from "./store";

export { engineFailure } from "./command";
export type { CommandResult, EngineFailure } from "./command";
export type { Clock } from "./clock";
export type { FailureKind } from "./errors";
export * from "./provider";

export interface EmbeddedPulumiOptions {
  /** The simulated clouds that resources are deployed to. */
  readonly clouds: Clouds;
  /**
   * Folder under which the engine keeps everything: states, locks, journals, settings and history. Made when it is not
   * there. Nothing is written into the projects themselves.
   */
  readonly home: string;
  /**
   * What random values and provider ids derive from, together with a resource's URN: the same seed gives the same state.
   * @default "" a fixed seed
   */
  readonly seed?: string;
  /**
   * Where time stamps come from.
   * @default the system's clock
   */
  readonly clock?: Clock;
  /**
   * Run the dynamic providers of programs. Their code is not simulated: it reaches whatever it is written for, also in a
   * preview, which asks it to check and compare.
   * @default false a resource of a dynamic provider is refused
   */
  readonly dynamicProviders?: boolean;
  /**
   * The environment of which programs get a few named variables (PATH, HOME, LANG and their like), besides those that
   * `envVars` of the workspace gives them; and where the passphrase is found.
   * @default process.env
   */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /**
   * The folder that lines of a program's file are told from where a policy finds something; undefined for a file of which
   * none is told, and whose source map is not read.
   * @default the folder of the nearest package.json
   */
  readonly folderOf?: (file: string) => string | undefined;
}

/** What `LocalWorkspaceOptions.pulumiCommand` takes. */
export interface EmbeddedPulumi {
  /** For messages only: no such program is run. */
  readonly command: string;
  /** The version of the SDK beside the engine, which is the version of the CLI that it stands in for. */
  readonly version: PulumiCommand["version"];
  run(
    args: readonly string[],
    cwd: string,
    additionalEnv: Readonly<Record<string, string>>,
    onOutput?: (text: string) => void,
    onError?: (text: string) => void,
    signal?: AbortSignal,
  ): Promise<CommandResult>;
  /** Stacks of the project in `cwd` that an operation holds at this moment, and who runs it. Dead processes hold none. */
  locks(cwd: string): readonly { readonly stack: string; readonly holder: string }[];
  /**
   * Stops the servers of policy packs that stacks share. They also stop by themselves when they are not used for a while,
   * and with the process, which they do not keep from ending.
   */
  close(): Promise<void>;
}

/**
 * Makes an embedded engine for `LocalWorkspace`:
 *
 * ```ts
 * const pulumiCommand = embeddedPulumi({ clouds, home: ".causeway/embedded" });
 * const stack = await LocalWorkspace.createOrSelectStack({ stackName, workDir }, { pulumiCommand });
 * await stack.up();
 * ```
 *
 * One object serves any number of stacks at once, and several processes may share a `home`; each stack has its own lock.
 * Secrets are kept with a passphrase, from PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE. Commands fail with
 * the errors of the SDK; {@link engineFailure} tells which kind of failure it was, and the exit code it asks for.
 *
 * Aborting the signal of an operation once lets running steps finish and starts none after them.
 *
 * @experimental The engine rehearses and tests; it may change in any release.
 */
export function embeddedPulumi(options: EmbeddedPulumiOptions): EmbeddedPulumi {
  const engine = {
    clouds: options.clouds,
    home: path.resolve(options.home),
    seed: options.seed ?? "",
    clock: options.clock ?? systemClock,
    parentEnv: options.env ?? process.env,
    policyServers: new PolicyServers(),
    dynamicProviders: options.dynamicProviders ?? false,
    folderOf: options.folderOf,
  };
  return {
    command: "pulumi (embedded)",
    version: sdkSemver,
    run: (args, cwd, additionalEnv, onOutput, onError, signal) =>
      runCommand(engine, { args, cwd, additionalEnv, onOutput, onError, signal }),
    locks: (cwd) => {
      const { name } = loadProject(cwd);
      return listStacks(engine.home, name).flatMap((stack) => {
        const holder = readLock(new StackStore(engine.home, name, stack).lockFile);
        return holder !== undefined && isAlive(holder) ? [{ stack, holder: holderText(holder) }] : [];
      });
    },
    close: () => engine.policyServers.close(),
  };
}
