import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { PulumiCommand } from "@pulumi/pulumi/automation";
import { InputError } from "../../components/core/errors";
import type { ScenarioDefinition, ScenarioFault } from "../clouds";
import type { EmbeddedPulumiOptions, FailureKind as EngineFailureKind } from "../engine";
import type { Engine } from "./engine";
import { DeployError, type FailureKind } from "./failure";
import { makeRoot, type Layout } from "./layout";

const KINDS: Readonly<Record<EngineFailureKind, FailureKind>> = {
  failed: "failed",
  usage: "input",
  unsupported: "input",
  policy: "policy",
  locked: "locked",
  damaged: "damaged",
  changes: "changes",
  cancelled: "interrupted",
};

/**
 * The embedded engine with its simulated clouds; all of it is kept below the layout's home.
 *
 * @param scenario a file that says what goes wrong in the clouds.
 * @param programs what is known of the programs that run: the environment that they get a few variables of, this process's
 *   when left out, and the folder that lines of their files are told from.
 * @throws {InputError} with everything wrong with the scenario.
 */
export async function embeddedEngine(
  layout: Layout,
  scenario?: string,
  programs: Pick<EmbeddedPulumiOptions, "env" | "folderOf"> = {},
): Promise<Engine> {
  // Loaded only where it is used: a run on the real engine must not pay for it.
  const [{ embeddedPulumi, engineFailure }, { simulatedClouds }] = await Promise.all([
    import("../engine/index.js"),
    import("../clouds/index.js"),
  ]);
  const told = scenario === undefined ? {} : { scenario: await scenarioIn(scenario) };
  makeRoot(layout);
  const home = path.join(layout.home, "engine");
  const passphrase = path.join(layout.home, "passphrase");
  const env = { PULUMI_CONFIG_PASSPHRASE: passphraseIn(passphrase, path.join(home, "stacks")) };
  const clouds = opened(scenario, () => simulatedClouds({ home: path.join(layout.home, "clouds"), ...told }));
  const command = embeddedPulumi({ clouds, home, ...programs });
  return {
    name: "embedded",
    simulated: true,
    version: command.version?.toString() ?? "unknown",
    command: command as unknown as PulumiCommand,
    env,
    state: () => Promise.resolve(layout.home),
    locks: (workDir) => Promise.resolve(command.locks(workDir)),
    plugins: () => Promise.resolve([]),
    reach: (host, port) => Promise.resolve(clouds.reach(host, port)),
    secretsProvider: () => "passphrase",
    config: (platform, env) => platform.rehearsalConfig(env),
    failureOf: (error) => {
      const failure = engineFailure(error);
      if (failure === undefined) return undefined;
      // The variables that the engine names are set from the file, whatever the user sets.
      const message = failure.message.replace(
        /set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE to/,
        `put into ${passphrase}`,
      );
      return { kind: KINDS[failure.kind], message };
    },
    // Its programs are ended with the process.
    kill: () => undefined,
    close: async () => {
      await command.close();
      clouds.close();
    },
  };
}

/**
 * Made once, at random, readable by its owner alone.
 *
 * @throws {DeployError} `damaged` when it is gone or empty while there are stacks that it opens.
 */
function passphraseIn(file: string, stacks: string): string {
  const missing = !existsSync(file);
  if (missing && !existsSync(stacks)) {
    writeFileSync(file, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
  }
  const text = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
  if (text !== "") return text;
  throw new DeployError(
    "damaged",
    `${file} is ${missing ? "missing" : "empty"}; it has the passphrase of the states in ${stacks}. Put it back from a ` +
      `copy, or remove ${path.dirname(file)} to rehearse from nothing. Nothing was changed.`,
  );
}

/** The scenario in a file, read before anything is written. */
async function scenarioIn(file: string): Promise<ScenarioDefinition> {
  const { readScenario } = await import("../clouds/scenario-file.js");
  return opened(file, () => readScenario(readFileSync(file, "utf8")));
}

/** Says of a scenario what is wrong with it, and of simulated clouds that can not be opened that they are damaged. */
function opened<T>(scenario: string | undefined, open: () => T): T {
  try {
    return open();
  } catch (error) {
    if (error instanceof Error && "problems" in error) {
      throw new InputError(`scenario ${scenario ?? ""}`, (error as ScenarioFault).problems);
    }
    throw new DeployError("damaged", error instanceof Error ? error.message : String(error), {
      cause: error,
    });
  }
}
