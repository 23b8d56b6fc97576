/** Runs a program against a deployment: its registrations become steps, one decision at a time, many steps at once. */
import * as resourceGrpc from "@pulumi/pulumi/proto/resource_grpc_pb";
import * as engineGrpc from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { StackOutputs } from "./builtin";
import { assetReader } from "./assets";
import type { Child } from "./child";
import type { ConfigValue } from "./config";
import { DefaultProviders } from "./default-providers";
import { Bail, messageOf } from "./errors";
import { engineService } from "./engine-service";
import { stepMetadata } from "./events";
import { Invokes } from "./invoke";
import { Monitor, MonitorClosed } from "./monitor";
import type { MonitorHost, Registered } from "./monitor";
import type { Deployment } from "./options";
import { EXIT_REPORTED } from "./program";
import type { Project } from "./project";
import { bindLoopback, channelOptions, grpc } from "./sdk";
import type { ResourceState } from "./state";
import { planDeletes, runDeletes } from "./steps/deletes";
import type { StepExecutor } from "./steps/executor";
import { StepGenerator } from "./steps/generator";
import type { Goal, ReadGoal, Registration, RegistrationResult, Step } from "./steps/step";
import { unknownTargets } from "./steps/targets";
import { ROOT_STACK_TYPE, makeUrn, nameOf, qualifiedType } from "./urn";
import type { PropertyMap } from "./values";

export interface SessionOptions {
  readonly project: Project;
  readonly config: Readonly<Record<string, ConfigValue>>;
  readonly outputsOf: StackOutputs;
  readonly start: (address: string, onLine: (line: string, isError: boolean) => void) => Child;
}

export class Session implements MonitorHost {
  readonly generator: StepGenerator;
  readonly #server = new grpc.Server(channelOptions);
  readonly #waiting = new Set<(error: Error) => void>();
  #decisions: Promise<unknown> = Promise.resolve();
  #rootOutputs: PropertyMap | undefined;
  readonly #defaults: DefaultProviders;
  readonly #monitor: Monitor;

  constructor(
    private readonly deployment: Deployment,
    private readonly executor: StepExecutor,
    private readonly options: SessionOptions,
  ) {
    this.generator = new StepGenerator(deployment, (steps) => executor.run(steps));
    executor.actions.deletions = this.generator.decisions.deletes;
    this.#defaults = new DefaultProviders(options.config, async (goal) => (await this.register(goal)).state);
    const find = (urn: string): ResourceState | undefined =>
      deployment.news.get(urn) ?? deployment.reads.get(urn);
    const invokes = new Invokes(
      deployment.providers,
      this.#defaults,
      deployment.preview,
      options.outputsOf,
      find,
      deployment.events,
    );
    this.#monitor = new Monitor(this, this.#defaults, invokes, assetReader(options.project.programDirectory));
    executor.onStop = () => this.#closeMonitor();
  }

  /** Serves the program's calls; the address to reach them at. */
  async listen(): Promise<string> {
    this.#server.addService(resourceGrpc.ResourceMonitorService, this.#monitor.service());
    this.#server.addService(
      engineGrpc.EngineService,
      engineService(this.deployment.events, () => this.executor.stopped),
    );
    return `127.0.0.1:${await bindLoopback(this.#server)}`;
  }

  async run(address: string): Promise<void> {
    const { deployment, executor } = this;
    const root = deployment.rootUrn;
    const child = this.options.start(address, (line, isError) =>
      deployment.events.diagnose(isError ? "info#err" : "info", line, root),
    );
    let timer: NodeJS.Timeout | undefined;
    executor.onStop = () => {
      this.#closeMonitor();
      void executor.idle().then(() => {
        timer = setTimeout(() => child.kill(), executor.graceSeconds * 1000);
      });
    };
    if (executor.stopped) executor.onStop();
    const code = await child.exited;
    executor.onStop = () => this.#closeMonitor();
    clearTimeout(timer);
    if (!executor.stopped) await this.#ended(code);
    await executor.idle();
    this.#finishRootOutputs();
  }

  /** What a program did not register was removed from it, but only where it came to its end. */
  async #ended(code: number): Promise<void> {
    const { deployment } = this;
    if (code === 0 && this.#rootOutputs !== undefined) return this.#delete();
    deployment.cutShort = true;
    if (code === EXIT_REPORTED) return deployment.fail(new Bail("the program failed, and said why"));
    const why =
      code === 0
        ? `${nameOf(deployment.rootUrn)} did not end: its program waits for a promise that nothing settles, or ends its process itself`
        : `an unhandled error occurred: Program exited with non-zero exit code: ${code}`;
    deployment.fail(deployment.error(why));
  }

  async close(): Promise<void> {
    this.#monitor.close();
    await new Promise<void>((resolve) => {
      const force = setTimeout(() => this.#server.forceShutdown(), 1000);
      this.#server.tryShutdown(() => {
        clearTimeout(force);
        resolve();
      });
    });
  }

  register(goal: Goal): Promise<Registered> {
    this.deployment.events.hideSecrets(goal.properties);
    return this.#answer((done) => this.generator.register({ goal, done }), goal);
  }

  async read(goal: ReadGoal): Promise<ResourceState> {
    this.deployment.events.hideSecrets(goal.properties);
    return (await this.#answer((done) => Promise.resolve(this.generator.read(goal, done)), goal)).state;
  }

  warn(message: string, urn: string): void {
    this.deployment.events.diagnose("warning", message, urn);
  }

  /** Decides in turn, then runs what was decided beside everything else; resolves when the resource is there. */
  #answer(
    decide: (done: Registration["done"]) => Promise<readonly Step[]>,
    { parent, type, name }: { parent: string; type: string; name: string },
  ): Promise<Registered> {
    return new Promise<Registered>((resolve, reject) => {
      this.#waiting.add(reject);
      const done = (state: ResourceState, result: RegistrationResult = "done"): void => {
        this.#waiting.delete(reject);
        resolve({ state, result });
      };
      this.#decisions = this.#decisions.then(async () => {
        if (this.executor.stopped) return reject(new MonitorClosed("resource monitor shut down"));
        try {
          const steps = await decide(done);
          void this.executor.run(this.executor.failures.unaffected(steps));
        } catch (error) {
          this.#decisionFailed(
            error,
            makeUrn(this.deployment.stack, this.deployment.project, parent, type, name),
          );
        }
      });
    });
  }

  #decisionFailed(error: unknown, urn: string): void {
    const { deployment } = this;
    if (!(error instanceof Bail)) deployment.events.diagnose("error", messageOf(error), urn);
    deployment.cutShort = true;
    deployment.fail(error instanceof Error ? error : new Bail(messageOf(error)));
    this.executor.stop();
  }

  #closeMonitor(): void {
    for (const reject of this.#waiting) reject(new MonitorClosed("resource monitor shut down"));
    this.#waiting.clear();
  }

  async registerOutputs(urn: string, outputs: PropertyMap): Promise<void> {
    this.deployment.events.hideSecrets(outputs);
    await this.#decisions;
    // The SDK would report a refusal as an error of the program's own.
    if (this.executor.stopped && qualifiedType(urn) !== ROOT_STACK_TYPE) return;
    if (qualifiedType(urn) === ROOT_STACK_TYPE) {
      this.#rootOutputs = outputs;
      return;
    }
    try {
      this.#setOutputs(urn, outputs);
    } catch (error) {
      this.#decisionFailed(error, urn);
      throw new MonitorClosed("resource monitor shut down");
    }
  }

  #setOutputs(urn: string, outputs: PropertyMap): void {
    const { deployment } = this;
    const state = deployment.news.get(urn);
    if (state === undefined) {
      if (this.generator.decisions.skippedCreates.has(urn)) return;
      throw new Error(`cannot complete a resource '${urn}' whose registration isn't pending`);
    }
    state.outputs = outputs;
    if (!deployment.preview) deployment.snapshot.changed(state);
    const old = deployment.olds.get(this.generator.decisions.usedAlias.get(urn) ?? urn);
    const op = this.#opOf(urn);
    const step: Step = {
      op,
      urn,
      type: state.type,
      ...(old === undefined || op === "create" ? {} : { old }),
      new: state,
      logical: true,
    };
    deployment.events.emit({
      resOutputsEvent: { metadata: stepMetadata(step), planning: deployment.preview },
    });
  }

  #opOf(urn: string): "create" | "update" | "same" | "replace" {
    const { decisions } = this.generator;
    if (decisions.creates.has(urn)) return "create";
    if (decisions.updates.has(urn)) return "update";
    return decisions.replaces.has(urn) ? "replace" : "same";
  }

  // After a failure a missing output does not mean that the program dropped it.
  #finishRootOutputs(): void {
    const { deployment } = this;
    if (this.#rootOutputs === undefined) return;
    const urn = deployment.rootUrn;
    if (!deployment.news.has(urn)) return;
    const old = deployment.failed ? (deployment.olds.get(urn)?.outputs ?? {}) : {};
    this.#setOutputs(urn, { ...old, ...this.#rootOutputs });
  }

  async registered(): Promise<void> {
    await this.#decisions;
    await this.executor.idle();
  }

  async #delete(): Promise<void> {
    const { deployment, executor } = this;
    await this.registered();
    if (executor.stopped) return;
    try {
      const { decisions, selection } = this.generator;
      const unknown = unknownTargets(deployment, selection.targets, decisions.seen);
      await runDeletes(deployment, executor, await planDeletes(deployment, decisions, selection));
      if (unknown !== undefined) throw unknown;
    } catch (error) {
      this.#decisionFailed(error, "");
    }
  }
}
