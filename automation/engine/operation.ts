/** Runs one operation on a stack, from taking the lock to releasing it. */
import type { Analyzer } from "./analyzer";
import { builtinPackage } from "./builtin";
import { makeDeployment } from "./checkpoint";
import type { Environment } from "./child";
import { seconds } from "./clock";
import { StackConfig } from "./config";
import type { ConfigValue } from "./config";
import { dynamicPackage } from "./dynamic-provider";
import { Bail, EngineError, messageOf, usage } from "./errors";
import { EventStream, openEventLog } from "./events";
import { execute } from "./execution";
import { addHistory } from "./history";
import { Journal } from "./journal";
import { Ledger } from "./ledger";
import { settleInterrupted, warnOfTheLast } from "./interrupted";
import type { Settlement } from "./interrupted";
import { acquireLock } from "./lock";
import type { Lock } from "./lock";
import { Deployment } from "./options";
import { formatOutputs, header, progress } from "./output";
import type { Project } from "./project";
import { ProviderHost } from "./provider-host";
import type { Crypter } from "./secrets";
import { Snapshot } from "./snapshot";
import {
  openConfigCrypter,
  openCrypter,
  readStates,
  recover,
  rootOutputs,
  stackOutputs,
  viewStack,
} from "./stack";
import type { StackView } from "./stack";
import type { Engine, OperationIo, OperationRequest } from "./request";
import { StepExecutor } from "./steps/executor";
import { Targets } from "./steps/targets";
import type { StackStore } from "./store";

export async function runOperation(
  engine: Engine,
  project: Project,
  store: StackStore,
  request: OperationRequest,
  io: OperationIo,
): Promise<void> {
  if (!store.exists()) throw store.notFound();
  if (request.preview) return operate(engine, project, store, request, io, undefined);
  const lock = acquireLock(store.lockFile, request.kind, engine.clock);
  try {
    await operate(engine, project, store, request, io, lock);
  } finally {
    lock.release();
  }
}

interface Prepared {
  readonly view: StackView;
  readonly crypter: Crypter;
  readonly config: StackConfig;
  readonly values: Readonly<Record<string, ConfigValue>>;
  readonly env: Environment;
  readonly recovered: boolean;
}

async function prepare(
  engine: Engine,
  project: Project,
  store: StackStore,
  request: OperationRequest,
  io: OperationIo,
  lock: Lock | undefined,
): Promise<Prepared> {
  const { recovered } = lock === undefined ? { recovered: false } : recover(store, engine.clock);
  const view = viewStack(store);
  const env = { ...engine.parentEnv, ...io.env };
  const config = StackConfig.load(project, store, request.configFile);
  const crypter = await openCrypter(config, env, view.deployment);
  const values = config.values(await openConfigCrypter(config, env, crypter));
  if (request.kind === "destroy" || request.kind === "refresh") checkSelection(request, view);
  const faults = request.kind === "update" || request.kind === "preview" ? config.faults(values) : [];
  if (faults.length > 0) throw usage(faults.join("\n"));
  return { view, crypter, config, values, env, recovered };
}

/** A destroy or a refresh can only be limited to what is there, or keep off it. */
function checkSelection({ targets, excludes }: OperationRequest, { resources }: StackView): void {
  const known = new Set(resources.map(({ urn }) => urn));
  const missing = [targets, excludes].flatMap((urns) => new Targets(urns).missing((urn) => known.has(urn)));
  if (missing.length > 0) throw usage(missing.map((urn) => `no resource named '${urn}' found`).join("\n"));
}

async function operate(
  engine: Engine,
  project: Project,
  store: StackStore,
  request: OperationRequest,
  io: OperationIo,
  lock: Lock | undefined,
): Promise<void> {
  const { clock } = engine;
  const started = clock.now();
  const prepared = await prepare(engine, project, store, request, io, lock);
  const { view, crypter, values, env } = prepared;
  const events = new EventStream(clock);
  for (const { value, secret } of Object.values(values)) if (secret) events.hide(value);
  if (request.eventLog !== undefined) events.addSink(openEventLog(request.eventLog));
  events.listen(progress(io.write, io.writeError));
  io.write(header(request.kind, store.stack, request.preview));

  const outputsOf = (name: string): ReturnType<typeof stackOutputs> =>
    stackOutputs(engine.home, name, project, env);
  const own = [builtinPackage];
  if (engine.dynamicProviders) {
    const onLine = events.diagnose.bind(events);
    own.push(dynamicPackage({ project, config: values, parentEnv: engine.parentEnv, env: io.env, onLine }));
  }
  const providers = new ProviderHost(engine.clouds, own, engine.seed, outputsOf);
  const pending = request.clearPendingCreates ? [] : view.pending;
  let base: Settlement = { resources: view.resources, pending, found: [] };
  let digest = view.digest;
  if (lock !== undefined && pending.length > 0) {
    base = await settleInterrupted(base, crypter, providers, started.toISOString());
    if (base.found.length > 0) {
      digest = store.write(makeDeployment(crypter.salt, base.resources, base.pending, started));
    }
  }
  const journal =
    lock === undefined
      ? undefined
      : Journal.start(store.journalFile, {
          base: digest,
          operation: request.kind,
          since: started.toISOString(),
        });
  const states = readStates(base, crypter);
  for (const { inputs, outputs } of states) {
    events.hideSecrets(inputs);
    events.hideSecrets(outputs);
  }
  const snapshot = new Snapshot(new Ledger(base), states, crypter.write, journal);
  const analyzers: Analyzer[] = [];
  const deployment = new Deployment(
    project.name,
    store.stack,
    request,
    providers,
    snapshot,
    events,
    analyzers,
    clock,
    states,
  );
  const executor = new StepExecutor(deployment);
  const stop = (): void => executor.stop(0);
  const signals = [io.signal, lock?.cancelled].filter((signal) => signal !== undefined);
  for (const signal of signals) {
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
  }
  let unexpected: unknown;
  try {
    events.emit({ preludeEvent: { config: preludeConfig(values) } });
    if (lock !== undefined) warnOfTheLast(events, lock, prepared.recovered, pending, base);
    await execute(engine, project, request, io, values, deployment, executor, analyzers, outputsOf);
  } catch (error) {
    unexpected = error;
    if (!(error instanceof Bail)) events.diagnose("error", messageOf(error));
    deployment.fail(error instanceof Error ? error : new Bail(messageOf(error)));
  } finally {
    for (const signal of signals) signal.removeEventListener("abort", stop);
    for (const analyzer of analyzers) await analyzer.stop();
    await providers.close();
    if (journal !== undefined) {
      await engine.clouds.flush();
      const { resources, pending } = snapshot.fold();
      try {
        store.write(makeDeployment(crypter.salt, resources, pending, clock.now()));
      } catch (error) {
        journal.close();
        const kept = `what was done is kept in ${store.journalFile}. Mend that, then run the same again: it begins with that journal`;
        throw new EngineError("failed", `${messageOf(error)}; ${kept}.`, { cause: error });
      }
      journal.remove();
    }
  }
  const interrupted = signals.some((signal) => signal.aborted);
  const failed = deployment.failed || interrupted;
  // The CLI calls every operation that is no preview an update here.
  const verdict = interrupted ? "canceled" : "failed";
  if (interrupted || (deployment.stepFailed && !deployment.cutShort)) {
    events.diagnose("error", `${request.preview ? "preview" : "update"} ${verdict}`);
  }
  const changes = Object.fromEntries(deployment.counts);
  if (request.showOutputs && !failed && request.kind !== "destroy" && request.kind !== "refresh") {
    io.write(formatOutputs(rootOutputs([...deployment.news.values()])));
  }
  events.emit({
    summaryEvent: {
      maybeCorrupt: false,
      durationSeconds: seconds(clock, started),
      resourceChanges: changes,
      policyPacks: Object.fromEntries(analyzers.map(({ name, version }) => [name, version])),
      isPreview: request.preview,
      result: failed ? "failed" : "succeeded",
    },
  });
  events.emit({ cancelEvent: {} });
  await events.close();
  if (lock !== undefined) {
    addHistory(store, {
      kind: request.kind === "import" ? "resource-import" : request.kind,
      startTime: started.toISOString(),
      endTime: clock.now().toISOString(),
      message: request.message,
      environment: { "exec.kind": "auto.local", "exec.agent": "pulumi-causeway/engine" },
      config: prepared.config.raw(),
      result: failed ? "failed" : "succeeded",
      resourceChanges: changes,
    });
  }
  conclude(request, deployment, interrupted, changes, refusal(unexpected ?? deployment.failure, events));
}

function preludeConfig(values: Readonly<Record<string, ConfigValue>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([key, { value, secret }]) => [key, secret ? "[secret]" : value]),
  );
}

function operationName(request: OperationRequest): string {
  return request.preview ? "preview" : request.kind;
}

/** What the engine refused on the way, fit to be shown. */
function refusal(error: unknown, events: EventStream): EngineError | undefined {
  return error instanceof EngineError ? new EngineError(error.kind, events.redact(error.message)) : undefined;
}

/** Turns how the operation ended into what the caller sees. */
function conclude(
  request: OperationRequest,
  deployment: Deployment,
  interrupted: boolean,
  changes: Readonly<Record<string, number>>,
  refused: EngineError | undefined,
): void {
  const what = operationName(request);
  if (refused !== undefined) throw refused;
  if (interrupted) throw new EngineError("cancelled", `${what} cancelled`);
  if (deployment.policyViolated) {
    throw new EngineError("policy", `${what} failed: a mandatory policy was violated`);
  }
  // The cause was reported; an error that carried it along would show what was taken out of the report.
  if (deployment.failed) throw new EngineError("failed", `${what} failed`);
  const changed = Object.entries(changes).some(([op, count]) => op !== "same" && op !== "read" && count > 0);
  if (request.expectNoChanges && changed) {
    throw new EngineError(
      "changes",
      request.preview
        ? "no changes were expected but changes were proposed"
        : "no changes were expected but changes occurred",
    );
  }
}
