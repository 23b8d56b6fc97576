/** Restarts after a kill, in this process: what a command does with a stack that a killed one left, without its start-up. */
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { simulatedClouds, type SimulatedClouds } from "../../../automation/clouds";
import { World } from "../../../automation/clouds/world/world";
import { embeddedEngine } from "../../../automation/deploy/embedded-engine";
import type { Engine } from "../../../automation/deploy/engine";
import { runStack } from "../../../automation/deploy/stack-run";
import { embeddedPulumi } from "../../../automation/engine";
import type { Clouds } from "../../../automation/engine/provider";
import { typeOf } from "../../../automation/engine/urn";
import { platform } from "../../../stacks/reference";
import { root as projectRoot } from "../cli/causeway";
import { replay, type DiskOperation } from "./disk";
import { Estate } from "./estate";
import { Points } from "./points";
import type { Verb } from "./victim";

const STACK_FILE = /^embedded\/engine\/stacks\/causeway\/([^/]+)\//;

/** Files of a stack that an operation reads. Whose lock it was, nobody asks who finds that the process is gone. */
const READ = /^(checkpoint\.json|journal|settings|tags).*(?<!\.new)$/;

/** A moment of a run, and the stack that it is a moment of. */
export interface Moment {
  readonly index: number;
  readonly stack: string;
  /** The kind of what was written last. */
  readonly written: string;
}

/** Replays a run below `folder`, stopping at everything that it wrote about a stack or the clouds. */
export function* moments(trace: readonly DiskOperation[], folder: string): Generator<Moment> {
  let last: string | undefined;
  const points = new Points();
  for (const [index, operation] of trace.entries()) {
    replay(operation, folder);
    const written = points.at(operation)?.kind ?? "";
    const stack = STACK_FILE.exec(operation.path)?.[1];
    if (stack !== undefined && operation.op !== "mkdir") yield { index, stack: (last = stack), written };
    if (!operation.path.endsWith("world.jsonl") || operation.op !== "write") continue;
    // Whose it is can not be read from the disk: it is a moment of each stack that is under way.
    const below = path.join(folder, "embedded/engine/stacks/causeway");
    for (const one of new Set([...fs.readdirSync(below), ...(last === undefined ? [] : [last])])) {
      if (fs.existsSync(path.join(below, one, "journal.ndjson"))) yield { index, stack: one, written };
    }
  }
}

async function withEngine<T>(folder: string, use: (engine: Engine) => Promise<T>): Promise<T> {
  const home = path.join(folder, "embedded");
  const engine = await embeddedEngine({ root: folder, home, runs: path.join(home, "runs") });
  try {
    return await use(engine);
  } finally {
    await engine.close();
  }
}

const environment = platform.environments["dev"];
if (environment === undefined) throw new Error("there is no dev");
const env = environment;

/** Runs a verb over one stack to its end; what went wrong, in words. */
export function finish(folder: string, fullName: string, verb: Verb): Promise<string | undefined> {
  return withEngine(folder, async (engine) => {
    const { failure } = await runStack({
      verb,
      name: fullName.slice(`${env.name}-`.length),
      fullName,
      engine,
      workDir: projectRoot,
      secretsProvider: "passphrase",
      config: platform.rehearsalConfig(env),
      variables: {},
      // They judge what is deployed, and leave no trace in it.
      policies: () => Promise.resolve({ packs: [], configs: [] }),
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
    return failure?.message;
  });
}

/**
 * What every operation begins with: it takes over the lock, folds the journal in and asks the clouds what became of the rest.
 * This one then looks at the root of the stack alone, of which no cloud knows, and so changes nothing more.
 *
 * @returns what it told the user.
 */
async function lookAt(folder: string, clouds: Clouds, fullName: string, root: string): Promise<string> {
  const command = embeddedPulumi({ clouds, home: path.join(folder, "embedded/engine") });
  const PULUMI_CONFIG_PASSPHRASE = fs.readFileSync(path.join(folder, "embedded/passphrase"), "utf8").trim();
  const only = ["--target", root, "--stack", fullName];
  try {
    const args = ["refresh", "--yes", "--skip-preview", ...only];
    const { stdout, stderr } = await command.run(args, projectRoot, { PULUMI_CONFIG_PASSPHRASE });
    return stdout + stderr;
  } finally {
    await command.close();
  }
}

/** A stack after the beginning of an operation. */
export interface Recovered {
  readonly faults: readonly string[];
  /** Lines that say what was under way, and were not shown. */
  readonly untold: readonly string[];
  /** What was made by an operation that was under way, as far as nobody knows. */
  readonly creating: number;
  readonly content: string;
}

/** A copy of what a run wrote so far. The clouds stay open: looking at a stack changes nothing in them. */
export class Mirror {
  readonly #world: World;
  readonly #clouds: SimulatedClouds;

  constructor(
    readonly folder: string,
    private readonly stays: ReadonlySet<string>,
  ) {
    const home = path.join(folder, "embedded/clouds");
    this.#world = new World(home);
    this.#clouds = simulatedClouds({ home });
  }

  /** How a stack is cut off at this moment: what was written last, and what is under way, by type. */
  kinds({ stack, written }: Moment): string[] {
    const underWay = this.#look(stack).pending();
    return [written, ...underWay.map(({ urn, type }) => `${type} ${typeOf(urn)}`)];
  }

  /** All that an operation on a stack begins with: where it is the same, so is all that follows. */
  beginning(stack: string): string {
    const folder = path.join(this.folder, "embedded/engine/stacks/causeway", stack);
    const hash = createHash("sha256").update(stack);
    for (const name of fs.existsSync(folder) ? fs.readdirSync(folder).sort() : []) {
      if (READ.test(name)) hash.update(`\n${name}\n`).update(fs.readFileSync(path.join(folder, name)));
    }
    const own = `urn:pulumi:${stack}::`;
    const exists = this.#world
      .refresh()
      .everything()
      .filter(({ urn }) => urn.startsWith(own));
    return hash.update(JSON.stringify(exists)).digest("hex");
  }

  /** Recovers a copy of a stack, below an empty folder; undefined where the stack is not far enough for an operation. */
  async recover(stack: string, scratch: string): Promise<Recovered | undefined> {
    for (const part of ["embedded/passphrase", `embedded/engine/stacks/causeway/${stack}`]) {
      fs.cpSync(path.join(this.folder, part), path.join(scratch, part), { recursive: true });
    }
    const look = (): Estate => this.#look(stack, scratch);
    const before = look();
    const root = `urn:pulumi:${stack}::${platform.name}::pulumi:pulumi:Stack::${platform.name}-${stack}`;
    if (!before.holds(root)) return undefined;
    const pending = before.pending();
    const told = await lookAt(scratch, this.#clouds, stack, root);
    const after = look();
    return {
      faults: after.faults(),
      untold: pending
        .map(({ urn, type }) => `  * ${urn}, interrupted while ${type}`)
        .filter((line) => !told.includes(line)),
      creating: after.pending().filter(({ type }) => type === "creating").length,
      content: JSON.stringify(await after.content()),
    };
  }

  #look(stack: string, folder = this.folder): Estate {
    return new Estate(folder, this.stays, stack, this.#world);
  }

  /** All of it, elsewhere. */
  copyTo(folder: string): void {
    const filter = (from: string): boolean => path.basename(from) !== "history";
    fs.cpSync(this.folder, folder, { recursive: true, filter });
  }

  close(): void {
    this.#world.close();
    this.#clouds.close();
  }
}
