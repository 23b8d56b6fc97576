/** Runs one verb over the stacks of an environment: in order, in parallel, resumable, interruptible. */
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { stackName, type PolicyPackUse } from "../../stacks/define/platform";
import type { Stack } from "../../stacks/define/stack";
import { secondsSince, systemClock, type Clock } from "./clock";
import type { Engine } from "./engine";
import { EventFold } from "./events";
import { exitCodeOf, DeployError, type Failure } from "./failure";
import type { Layout } from "./layout";
import { judge, NO_GATE } from "./gate";
import { refuseLocked } from "./locks";
import { PlannedHandover } from "./planned";
import { policyFiles } from "./policy-files";
import { checkSelection } from "./preflight";
import type { Progress, StackStatus } from "./progress";
import {
  changesOf,
  NO_COUNTS,
  RUN_SCHEMA,
  sumOf,
  type PolicyFinding,
  type RunReport,
  type StackReport,
  type StackResult,
  type Verb,
} from "./report";
import { look } from "./reach";
import { RunRecord, type PastRun } from "./run-record";
import { Schedule } from "./schedule";
import { downTasks, neededBy, select, upTasks, type Selection } from "./selection";
import {
  listStacks,
  plainOutputs,
  runStack,
  shownOutputs,
  stackOutputs,
  type StackOutcome,
} from "./stack-run";

export interface DeployRequest {
  readonly verb: Verb;
  readonly selection: Selection;
  readonly engine: Engine;
  /** Folder with the platform's Pulumi.yaml. */
  readonly workDir: string;
  readonly layout: Layout;
  /** Stacks at once, at least 1. */
  readonly parallel: number;
  /** Packs that take the place of the platform's own. */
  readonly policyPacks?: readonly string[];
  /**
   * Whether the packs judge a stack.
   * @default they judge all
   */
  readonly isJudged?: (stack: string) => boolean;
  /** Skip the stacks that finished in the last run of this verb. */
  readonly resume?: boolean;
  /** Whether this machine reaches the platform's private endpoints; asked of a preview alone. */
  readonly inside?: boolean;
  /** Changes are a failure. */
  readonly expectNoChanges?: boolean;
  /** Aborted when the run shall stop: running stacks finish their steps, no other starts. */
  readonly signal: AbortSignal;
  readonly progress: Progress;
  readonly clock?: Clock;
  /**
   * Folder that holds a run's scratch folder, in which a preview's stacks hand values on.
   * @default the system's folder for temporary files
   */
  readonly scratch?: string;
  /**
   * What previews of one change share, which are made one after the other: what each stack hands on, compared with what is
   * deployed.
   * @default a preview's own
   */
  readonly handover?: PlannedHandover;
}

/**
 * Deploys, previews or destroys. What goes wrong in a stack is in the report; only what keeps a run from beginning is
 * thrown.
 *
 * @throws {DeployError} when there is nothing to resume, the journal of runs is damaged, the selection can not be worked on
 * without other stacks, or another run holds one of its stacks.
 */
export async function deploy(request: DeployRequest): Promise<RunReport> {
  const record = RunRecord.open(request.layout, request.selection.platform.name, request.selection.env.name);
  const resumed = request.resume === true ? lastOf(record, request.verb) : undefined;
  const selection = resumed === undefined ? request.selection : reselect(request.selection, resumed);
  const { engine, workDir, handover } = request;
  await checkSelection(request.verb, selection, () => listStacks(engine, workDir), handover);
  if (request.verb !== "preview") await checkLocks(request, selection, resumed);
  const scratch = mkdtempSync(path.join(request.scratch ?? os.tmpdir(), "causeway-run-"));
  try {
    return await new Run(request, selection, record, resumed, scratch).go();
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Another run on one of the stacks stops this one before it begins. A preview takes no lock and waits for none. */
async function checkLocks(
  { engine, workDir }: DeployRequest,
  { env, stacks }: Selection,
  resumed: PastRun | undefined,
): Promise<void> {
  const concerned = stacks.filter(({ name }) => resumed?.finished.has(name) !== true);
  const names = new Set(concerned.map(({ name }) => stackName(env.name, name)));
  const held = await engine.locks(workDir);
  refuseLocked(
    held.filter(({ stack }) => names.has(stack)),
    engine.simulated,
  );
}

/**
 * Whether there is a run that `--resume` can go on with; nothing is made or opened to find out.
 *
 * @throws {DeployError} when there is none, or the journal of runs is damaged.
 */
export function checkResumable(verb: Verb, { platform, env }: Selection, layout: Layout): void {
  lastOf(RunRecord.open(layout, platform.name, env.name), verb);
}

function lastOf(record: RunRecord, verb: Verb): PastRun {
  const last = record.last(verb);
  if (last !== undefined) return last;
  throw new DeployError(
    "input",
    `--resume: there is no earlier ${verb} of this environment to go on with; leave it out`,
  );
}

function reselect(selection: Selection, past: PastRun): Selection {
  const known = new Set(selection.all.map((stack) => stack.name));
  return select(
    selection.platform,
    selection.env.name,
    past.stacks.filter((name) => known.has(name)),
  );
}

class Run {
  readonly #id: string;
  readonly #clock: Clock;
  readonly #began: number;
  readonly #startedAt: Date;
  readonly #schedule: Schedule;
  readonly #reports = new Map<string, StackReport>();
  readonly #findings: PolicyFinding[] = [];
  readonly #outputs = new Map<string, Readonly<Record<string, unknown>>>();
  readonly #handover: PlannedHandover | undefined;
  readonly #givenPacks: readonly PolicyPackUse[] | undefined;

  constructor(
    private readonly request: DeployRequest,
    private readonly selection: Selection,
    private readonly record: RunRecord,
    private readonly resumed: PastRun | undefined,
    private readonly scratch: string,
  ) {
    this.#clock = request.clock ?? systemClock;
    this.#began = this.#clock.elapsed();
    this.#startedAt = this.#clock.now();
    this.#id = randomUUID();
    const down = request.verb === "destroy";
    this.#schedule = new Schedule(down ? downTasks(selection.stacks) : upTasks(selection.stacks));
    this.#handover =
      request.verb === "preview"
        ? (request.handover ?? new PlannedHandover(path.join(scratch, "planned")))
        : undefined;
    this.#givenPacks = request.policyPacks?.map((pack): PolicyPackUse => ({ path: path.resolve(pack) }));
  }

  async go(): Promise<RunReport> {
    const { progress, verb } = this.request;
    const names = this.selection.stacks.map((stack) => stack.name);
    const resumes = this.resumed === undefined ? {} : { resumes: this.resumed.run };
    this.record.begin(this.#id, this.#startedAt, { verb, stacks: names, ...resumes });
    progress.begin(verb, names);
    for (const stack of this.selection.stacks) this.#tell(stack, { state: "waiting", done: 0, total: 0 });
    this.#skipFinished();
    await this.#drive();
    this.#leaveOut("waiting");
    await progress.end();
    const report = await this.#report();
    this.record.end(this.#id, this.#clock.now(), report.result);
    return report;
  }

  #skipFinished(): void {
    for (const stack of this.selection.stacks) {
      if (this.resumed?.finished.has(stack.name) !== true) continue;
      this.#schedule.finish(stack.name, "done");
      this.#settle(stack, { result: "skipped" });
    }
  }

  /** Starts what may start, waits for one to end, and so on until nothing runs and nothing can start. */
  async #drive(): Promise<void> {
    const running = new Map<string, Promise<string>>();
    while (!this.#schedule.settled) {
      const ready = this.request.signal.aborted ? [] : this.#schedule.next(this.request.parallel);
      for (const name of ready) {
        this.#schedule.start(name);
        running.set(
          name,
          this.#run(this.#stack(name)).then(() => name),
        );
      }
      if (running.size === 0) return;
      running.delete(await Promise.race(running.values()));
    }
  }

  async #run(stack: Stack): Promise<void> {
    const { engine, verb, workDir, signal } = this.request;
    const { platform, env } = this.selection;
    const began = this.#clock.elapsed();
    const usual = this.record.lastHeld(stack.name) ?? 0;
    this.#tell(stack, { state: "running", done: 0, total: usual });
    const inside = engine.simulated || this.request.inside === true;
    const { failure, warnings } = await look({ stack, verb, inside }, engine, (name) =>
      this.#outputsOf(name),
    );
    if (failure !== undefined) {
      this.#finish(
        stack,
        { fold: new EventFold(stack.name), outputs: {}, failure },
        secondsSince(this.#clock, began),
      );
      return;
    }
    const outcome = await runStack({
      verb,
      name: stack.name,
      fullName: stackName(env.name, stack.name),
      engine,
      workDir,
      secretsProvider: engine.secretsProvider(platform, env),
      config: engine.config(platform, env),
      variables: this.#handover?.variables(stack) ?? {},
      policies: async (config) =>
        policyFiles(
          this.request.isJudged?.(stack.name) === false
            ? []
            : (this.#givenPacks ?? (await platform.policies(env, config))),
          path.join(this.scratch, stack.name),
        ),
      unprotect: stack.unprotect ?? {},
      signal,
      onProgress: ({ started, finished }) => {
        this.#tell(stack, { state: "running", done: finished, total: Math.max(usual, started) });
      },
    });
    await this.#comparePlanned(stack, outcome);
    this.#finish(stack, outcome, secondsSince(this.#clock, began), warnings);
  }

  /** Which of the outputs that a preview plans are what is deployed: asked only where somebody needs the answer. */
  async #comparePlanned(stack: Stack, { failure, fold }: StackOutcome): Promise<void> {
    const handover = this.#handover;
    if (handover === undefined || failure !== undefined) return;
    if (fold.held > 0 && changesOf(fold.counts) === 0) handover.stays(stack.name);
    if (this.request.handover === undefined && !handover.hasSecrets(stack.name)) return;
    const { engine, workDir } = this.request;
    const fullName = stackName(this.selection.env.name, stack.name);
    handover.compare(stack.name, await stackOutputs(engine, workDir, fullName));
  }

  /** A stack's outputs: those of this run, else those of its state; undefined for one that is not up. */
  async #outputsOf(name: string): Promise<Readonly<Record<string, unknown>> | undefined> {
    const { engine, workDir } = this.request;
    const outputs =
      this.#outputs.get(name) ??
      (await stackOutputs(engine, workDir, stackName(this.selection.env.name, name)));
    return Object.keys(outputs).length === 0 ? undefined : outputs;
  }

  #finish(stack: Stack, outcome: StackOutcome, seconds: number, warnings: readonly string[] = []): void {
    const { fold } = outcome;
    if (this.request.verb === "up" && outcome.failure === undefined)
      this.#outputs.set(stack.name, plainOutputs(outcome.outputs));
    const gate =
      outcome.failure === undefined && this.request.verb === "up" ? judge(stack, outcome.outputs) : NO_GATE;
    const failure = outcome.failure ?? gate.failure;
    const result: StackResult =
      failure === undefined ? "succeeded" : failure.kind === "interrupted" ? "interrupted" : "failed";
    this.#findings.push(...fold.findings);
    this.#schedule.finish(stack.name, failure === undefined ? "done" : "failed");
    this.#settle(stack, {
      result,
      ...(failure === undefined ? {} : { failure }),
      counts: fold.counts,
      held: fold.held,
      seconds,
      gate: gate.checks,
      warnings: [...warnings, ...fold.warnings],
      outputs: shownOutputs(outcome.outputs),
      resources: fold.resources,
    });
    if (failure !== undefined) this.#leaveOut("blocked");
  }

  /** Stacks in a state from which they never start: blocked by a failure, or still waiting when the run ends. */
  #leaveOut(state: "blocked" | "waiting"): void {
    for (const stack of this.selection.stacks) {
      if (this.#reports.has(stack.name) || this.#schedule.state(stack.name) !== state) continue;
      const kind = this.request.signal.aborted ? "interrupted" : "failed";
      this.#settle(stack, {
        result: kind === "interrupted" ? "not-started" : "blocked",
        failure: {
          kind,
          message: `waits for ${this.#schedule.waitsFor(stack.name).join(", ") || "its turn"}`,
        },
      });
    }
  }

  #settle(stack: Stack, { result, ...told }: Pick<StackReport, "result"> & Partial<StackReport>): void {
    const report: StackReport = {
      name: stack.name,
      fullName: stackName(this.selection.env.name, stack.name),
      phase: stack.phase,
      ...(stack.wave === undefined ? {} : { wave: stack.wave }),
      needs: neededBy(stack),
      result,
      counts: NO_COUNTS,
      held: 0,
      seconds: 0,
      gate: [],
      warnings: [],
      outputs: {},
      resources: [],
      ...told,
    };
    this.#reports.set(stack.name, report);
    this.record.settle(this.#id, this.#clock.now(), stack.name, report.result, report.held);
    const done = changesOf(report.counts) + report.counts.unchanged;
    const note = report.failure === undefined ? {} : { note: report.failure.message.split("\n")[0] ?? "" };
    this.#tell(stack, { state: report.result, done, total: done, ...note });
  }

  #tell(stack: Stack, status: StackStatus): void {
    this.request.progress.update(stack.name, status);
  }

  #stack(name: string): Stack {
    const stack = this.selection.stacks.find((one) => one.name === name);
    if (stack === undefined) throw new Error(`there is no stack ${name}`);
    return stack;
  }

  async #report(): Promise<RunReport> {
    const { engine, verb, parallel, signal } = this.request;
    const stacks = this.selection.stacks.flatMap((stack) => this.#reports.get(stack.name) ?? []);
    const counts = sumOf(stacks.map((stack) => stack.counts));
    const failures = this.#failures(changesOf(counts));
    const own = stacks.filter(({ result }) => result === "failed").flatMap(({ failure }) => failure ?? []);
    const cut =
      signal.aborted && stacks.some(({ result }) => result === "interrupted" || result === "not-started");
    const exitCode = exitCodeOf([...own, ...failures, ...(cut ? [{ kind: "interrupted" } as const] : [])]);
    return {
      schema: RUN_SCHEMA,
      simulated: engine.simulated,
      engine: { name: engine.name, version: engine.version },
      verb,
      platform: this.selection.platform.name,
      environment: this.selection.env.name,
      run: this.#id,
      resumed: this.resumed !== undefined,
      startedAt: this.#startedAt.toISOString(),
      seconds: secondsSince(this.#clock, this.#began),
      parallel,
      result: cut ? "interrupted" : exitCode === 0 ? "succeeded" : "failed",
      exitCode,
      failures,
      stacks,
      policy: this.#findings,
      totals: { ...counts, held: stacks.reduce((sum, stack) => sum + stack.held, 0) },
      state: await engine.state(),
    };
  }

  #failures(changes: number): readonly Failure[] {
    if (this.request.expectNoChanges !== true || changes === 0) return [];
    const verb = this.request.verb === "preview" ? "would change" : "changed";
    return [{ kind: "changes", message: `${changes} resources ${verb} where no change was expected` }];
  }
}
