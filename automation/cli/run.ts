import { existsSync } from "node:fs";
import path from "node:path";
import type { Fault } from "../../lib/fault";
import { InputError } from "../../components/core/errors";
import { checkResumable, deploy } from "../deploy/deploy";
import { staleness } from "../../stacks/staleness";
import type { Engine } from "../deploy/engine";
import { openEngine } from "../deploy/open-engine";
import { layoutOf, makeRoot, type Layout } from "../deploy/layout";
import { loadPlatform, type LoadedPlatform } from "../deploy/load-platform";
import { DeployError } from "../deploy/failure";
import { checkReferencePackages } from "../deploy/packages";
import { packageRoot } from "../../stacks/package-root";
import { projectFolder } from "../deploy/project";
import type { Progress } from "../deploy/progress";
import { documentOf, type RunReport, type Verb } from "../deploy/report";
import { select, type Selection } from "../deploy/selection";
import type { Terminal } from "./command";
import { confirm } from "./confirm";
import { canBeFolder, readGiven } from "./given-file";
import { tellFailure } from "./failure-text";
import { SIMULATED_FIRST, SIMULATED_LAST } from "./format/run";
import { onInterrupt } from "./interrupt";
import { parallelOf, type OptionValues } from "./options";
import { lineProgress } from "./progress/lines";
import { liveProgress } from "./progress/live";

/** What a verb works on, opened in the order in which nothing is written before everything given is known to be good. */
export interface Opened {
  readonly loaded: LoadedPlatform;
  readonly selection: Selection;
  readonly engine: Engine;
  readonly layout: Layout;
  readonly workDir: string;
}

/** @param verb what `--resume` goes on with, where the command has that option. */
async function open(values: OptionValues, terminal: Terminal, verb?: Verb): Promise<Opened> {
  const loaded = await loadPlatform(values.platform, terminal.cwd);
  const selection = select(loaded.platform, values.env, values.only);
  if (values.platform === undefined) checkReference();
  checkFolders(values, terminal.cwd);
  const layout = layoutOf(values.state, terminal.cwd, values.engine);
  if (values.resume && verb !== undefined) checkResumable(verb, selection, layout);
  const scenario = values.scenario === undefined ? undefined : path.resolve(terminal.cwd, values.scenario);
  const engine = await openEngine(values.engine, layout, scenario);
  return { loaded, selection, engine, layout, workDir: projectFolder(loaded, engine, layout) };
}

/** @throws {DeployError} when the reference platform's programs could not run here. */
function checkReference(): void {
  const stale = staleness(packageRoot);
  if (stale !== undefined) throw new DeployError("input", `${stale}: run npm run build, then again`);
  checkReferencePackages();
}

/** Opens what a verb works on, and closes the engine whatever comes of it. */
export async function opened(
  values: OptionValues,
  terminal: Terminal,
  work: (on: Opened) => Promise<number>,
  verb?: Verb,
): Promise<number> {
  const on = await open(values, terminal, verb);
  try {
    return await work(on);
  } finally {
    await on.engine.close();
  }
}

/** What to throw where nothing is deployed that a command reads, with the state that it looked into: that may be another one. */
export async function notDeployed(what: string, engine: Engine): Promise<DeployError> {
  return new DeployError(
    "input",
    `${what} is deployed: run causeway up first (state: ${await engine.state()})`,
  );
}

/** @throws {InputError} with every path given that can not be what it is given for. */
function checkFolders({ state, policyPack = [], scenario, engine }: OptionValues, cwd: string): void {
  const isPack = (folder: string) =>
    ["yaml", "yml", "json"].some((end) => existsSync(path.join(folder, `PulumiPolicy.${end}`)));
  const faults: Fault[] = policyPack
    .filter((pack) => !isPack(path.resolve(cwd, pack)))
    .map((given) => ({ path: "--policy-pack", given, allowed: "a folder with a PulumiPolicy.yaml" }));
  if (state !== undefined && !canBeFolder(path.resolve(cwd, state))) {
    faults.push({ path: "--state", given: state, allowed: "a folder, or a path where one can be made" });
  }
  if (scenario !== undefined && engine !== "embedded") {
    faults.push({
      path: "--scenario",
      given: scenario,
      allowed: "with --engine embedded: real clouds take none",
    });
  } else if (scenario !== undefined) {
    const text = readGiven("--scenario", scenario, cwd);
    if (typeof text !== "string") faults.push(text);
  }
  if (faults.length > 0) throw new InputError("options", faults);
}

/**
 * Runs a verb and writes what it came to: the text, or with `--json` the one document.
 *
 * @param text makes the text.
 */
export async function runVerb(
  verb: Verb,
  values: OptionValues,
  terminal: Terminal,
  text: (report: RunReport, on: Opened) => string | Promise<string>,
): Promise<number> {
  const work = async (on: Opened): Promise<number> => {
    const report = await runOpened(verb, values, on, terminal);
    terminal.stdout.write(
      values.json ? `${JSON.stringify(documentOf(report), null, 2)}\n` : await text(report, on),
    );
    return report.exitCode;
  };
  return await marked(values, terminal, () => opened(values, terminal, work, verb));
}

/** Whatever comes of it, what the embedded engine is asked to do is told between two lines that say what it is. */
export async function marked(
  { engine, json }: OptionValues,
  terminal: Terminal,
  work: () => Promise<number>,
): Promise<number> {
  if (engine !== "embedded") return await work();
  const say = (line: string) => void (json ? terminal.stderr : terminal.stdout).write(`${line}\n`);
  say(SIMULATED_FIRST);
  try {
    return await work();
  } catch (error) {
    return tellFailure(error, terminal, json);
  } finally {
    say(SIMULATED_LAST);
  }
}

async function runOpened(
  verb: Verb,
  values: OptionValues,
  { selection, engine, layout, workDir }: Opened,
  terminal: Terminal,
): Promise<RunReport> {
  if (!engine.simulated && verb !== "preview" && !values.yes) {
    await confirm(questionOf(verb, selection), terminal);
  }
  makeRoot(layout);
  const progress = progressOn(terminal, values.json);
  const interrupts = onInterrupt(
    () => {
      progress.note("Stopping: running steps finish, nothing new starts. Press Ctrl-C again to end at once.");
    },
    () => {
      if (terminal.stdout.isTTY === true) terminal.stdout.write(SHOW_CURSOR);
      engine.kill();
    },
  );
  try {
    return await deploy({
      verb,
      selection,
      engine,
      workDir,
      layout,
      parallel: parallelOf(values),
      ...(values.policyPack === undefined ? {} : { policyPacks: values.policyPack }),
      resume: values.resume,
      expectNoChanges: values.expectNoChanges,
      inside: values.inside,
      signal: interrupts.signal,
      progress,
    });
  } finally {
    interrupts.dispose();
  }
}

/** What is asked before a real cloud is changed. */
function questionOf(verb: Verb, { env, stacks }: Selection): string {
  const names = stacks.map(({ name }) => name).join(", ");
  const what = `${stacks.length} ${stacks.length === 1 ? "stack" : "stacks"} of ${env.name} on real clouds: ${names}.`;
  if (verb === "destroy") return `destroy deletes every resource in ${what}`;
  return `${verb} changes ${what}\ncauseway preview --env ${env.name} shows what it would change.`;
}

/** Live lines hide it while they are drawn. */
const SHOW_CURSOR = "\u001b[?25h";

/** A terminal narrower than this, or that does not tell its width, has no room for a line a stack. */
const LEAST_COLUMNS = 60;

function progressOn(terminal: Terminal, json: boolean): Progress {
  const { isTTY, columns = 0 } = terminal.stdout;
  const canMove = isTTY === true && terminal.env["TERM"] !== "dumb";
  if (!json && canMove && columns >= LEAST_COLUMNS) return liveProgress();
  const stream = json ? terminal.stderr : terminal.stdout;
  return lineProgress((text) => void stream.write(text));
}
