/** Does what was decided: calls the provider, keeps the snapshot true at every moment, tells what happened. */
import { Bail, messageOf } from "../errors";
import { stepMetadata } from "../events";
import type { PendingKind } from "../ledger";
import type { Deployment, OperationKind } from "../options";
import { ProviderError } from "../provider";
import type { ResourceState } from "../state";
import { finishedOutputs, withSecretOutputs } from "../state";
import { isDefaultProvider, isProviderType } from "../urn";
import type { Snapshot } from "../snapshot";
import { equal, inheritSecrets } from "../values";
import { UNKNOWN_TEXT } from "../wire";
import { ensureProvider } from "./replacement";
import { isInternal } from "./step";
import type { Step, StepOp } from "./step";

const PENDING: Partial<Record<StepOp, PendingKind>> = {
  create: "creating",
  "create-replacement": "creating",
  update: "updating",
  delete: "deleting",
  "delete-replaced": "deleting",
  read: "reading",
  "read-replacement": "reading",
  import: "importing",
  "import-replacement": "importing",
};

/** A program that is told that the operation failed ends by itself, unless something else keeps it. */
const FAILURE_GRACE_SECONDS = 3;

export class StepExecutor {
  #free: number;
  readonly #waiting: (() => void)[] = [];
  readonly #running = new Set<Promise<boolean>>();
  #stopped = false;
  /** Called when the operation stops early: whoever waits for an answer gets none. */
  onStop: () => void = () => undefined;
  graceSeconds = FAILURE_GRACE_SECONDS;

  constructor(private readonly deployment: Deployment) {
    this.#free = deployment.options.parallel;
  }

  /** Lets running steps finish and starts none after them; the program has `graceSeconds` to end after that. */
  stop(graceSeconds = FAILURE_GRACE_SECONDS): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.graceSeconds = graceSeconds;
    for (const resume of this.#waiting.splice(0)) resume();
    this.onStop();
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** Runs steps one after the other; false when one failed or the operation stopped before all were done. */
  run(chain: readonly Step[]): Promise<boolean> {
    const running = this.#chain(chain).catch((error: unknown) => {
      // Not a provider's refusal: the engine itself could go no further, for example because the disk is full.
      this.deployment.fail(this.deployment.error(messageOf(error), chain[0]?.urn));
      this.stop();
      return false;
    });
    this.#running.add(running);
    return running.finally(() => this.#running.delete(running));
  }

  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }

  async #chain(chain: readonly Step[]): Promise<boolean> {
    await this.#acquire();
    try {
      for (const step of chain) {
        if (this.#stopped) return false;
        if (!(await this.#step(step))) return false;
      }
      return true;
    } finally {
      this.#release();
    }
  }

  async #acquire(): Promise<void> {
    while (this.#free === 0 && !this.#stopped)
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#free--;
  }

  #release(): void {
    this.#free++;
    this.#waiting.shift()?.();
  }

  async #step(step: Step): Promise<boolean> {
    const { deployment } = this;
    deployment.events.emit({
      resourcePreEvent: { metadata: stepMetadata(step), planning: deployment.preview },
    });
    const pending = PENDING[step.op];
    const subject = step.new ?? step.old;
    const touchesProvider = subject !== undefined && subject.custom && !deployment.preview;
    const end =
      pending !== undefined && touchesProvider
        ? deployment.snapshot.begin(pending, subject)
        : (): void => undefined;
    let partial: Error | undefined;
    let resultOp: string = step.op;
    try {
      const outcome = await this.#apply(step);
      partial = outcome.partial;
      resultOp = outcome.resultOp ?? step.op;
    } catch (error) {
      end();
      this.#failed(step, error);
      return false;
    }
    this.#settle(step);
    end();
    if (partial !== undefined) {
      this.#failed(step, partial);
      return false;
    }
    this.#succeeded(step, resultOp);
    return true;
  }

  #succeeded(step: Step, foundOp: string): void {
    const { deployment } = this;
    const { kind } = deployment.options;
    // A refresh is shown as what it found; one that only comes before an update is no change of its own.
    const op = step.op === "refresh" && kind !== "refresh" ? step.op : foundOp;
    if (isRecorded(step, kind)) deployment.count(op);
    const subject = step.new ?? step.old;
    if (subject?.custom === true || step.op === "delete" || step.op === "refresh" || deployment.preview) {
      deployment.events.emit({
        resOutputsEvent: { metadata: stepMetadata(step, op), planning: deployment.preview },
      });
    }
    if (step.new !== undefined && step.registration !== undefined && !step.op.startsWith("import")) {
      step.registration.done(step.new);
    }
  }

  #failed(step: Step, error: unknown): void {
    const { deployment } = this;
    const reason = reasonOf(error);
    // A failing provider may be asked to say a secret; the stream hides what it knows to be one.
    deployment.events.diagnose("error", reason, step.urn);
    deployment.events.emit({ resOpFailedEvent: { metadata: stepMetadata(step), status: 0, steps: 0 } });
    deployment.stepFailed = true;
    deployment.fail(error instanceof Error ? error : new Bail(reason));
    // Nothing was attempted for a protected resource: the others that are to go can still be looked at.
    if (!(error instanceof ProtectedError)) this.stop();
  }

  /** Makes the states, and outside previews the snapshot, what is true now that the provider has answered. */
  #settle(step: Step): void {
    const { old, new: now } = step;
    if (now !== undefined && step.op !== "replace" && step.op !== "refresh") this.#finishOutputs(now);
    if (now !== undefined) this.deployment.events.hideSecrets(now.outputs);
    if (old !== undefined && step.deleteOldLater === true) old.delete = true;
    if (old !== undefined && step.replacementFollows === true) old.pendingReplacement = true;
    if (!this.deployment.preview) this.#recordIn(this.deployment.snapshot, step);
    this.#remember(step);
  }

  #recordIn(snapshot: Snapshot, step: Step): void {
    const { old, new: now } = step;
    switch (step.op) {
      case "same":
        if (step.skipped !== true && now !== undefined) snapshot.made(now, old);
        break;
      case "create":
      case "import":
        if (now !== undefined) snapshot.made(now);
        break;
      case "create-replacement":
      case "read-replacement":
      case "import-replacement":
        if (now !== undefined) snapshot.made(now);
        if (old?.pendingReplacement === true) snapshot.gone(old);
        else if (old !== undefined) snapshot.changed(old);
        break;
      case "update":
      case "read":
        if (now !== undefined) snapshot.made(now, old);
        break;
      case "delete":
      case "read-discard":
      case "delete-replaced":
      case "discard-replaced":
        if (old !== undefined && step.replacementFollows === true) snapshot.changed(old);
        else if (old !== undefined) snapshot.gone(old);
        break;
      case "remove-pending-replace":
        if (old !== undefined) snapshot.gone(old);
        break;
      case "refresh":
      case "replace":
        break;
    }
    const alias = now?.aliases[0];
    if (alias !== undefined && now !== undefined && step.op !== "replace") snapshot.renamed(alias, now.urn);
  }

  #remember(step: Step): void {
    if (step.new === undefined || step.op === "replace" || step.op === "refresh" || step.skipped === true)
      return;
    if (step.op === "read" || step.op === "read-replacement") this.deployment.reads.set(step.urn, step.new);
    else this.deployment.news.set(step.urn, step.new);
  }

  /** Marks outputs secret that the program asked for, or that repeat a secret input. */
  #finishOutputs(state: ResourceState): void {
    if (state.additionalSecretOutputs.includes("id")) {
      this.deployment.events.diagnose(
        "warning",
        "The 'id' property cannot be made secret. See pulumi/pulumi#2717 for more details.",
        state.urn,
      );
    }
    state.outputs = finishedOutputs(state);
  }

  async #apply(step: Step): Promise<Outcome> {
    switch (step.op) {
      case "same":
        return this.#same(step);
      case "create":
      case "create-replacement":
        return this.#create(step);
      case "update":
        return this.#update(step);
      case "delete":
      case "delete-replaced":
      case "read-discard":
      case "discard-replaced":
        return this.#delete(step);
      case "read":
      case "read-replacement":
        return this.#read(step);
      case "import":
      case "import-replacement":
        return this.#import(step);
      case "refresh":
        return this.#refresh(step);
      case "replace":
      case "remove-pending-replace":
        return {};
    }
  }

  async #same({ old, new: now, skipped }: Step): Promise<Outcome> {
    if (now === undefined || old === undefined || skipped === true) return {};
    now.id = old.id;
    now.outputs = old.outputs;
    if (isProviderType(now.type)) await this.deployment.providers.ensure({ ...now, inputs: old.inputs });
    return {};
  }

  async #create({ new: now }: Step): Promise<Outcome> {
    if (now === undefined) return {};
    const { deployment } = this;
    let partial: Error | undefined;
    if (now.custom) {
      try {
        const { id, outputs } = await deployment.providers.create(now, deployment.preview);
        if (id === "" && !deployment.preview) throw new Error("provider did not return an ID from Create");
        now.id = id;
        now.outputs = outputs;
      } catch (error) {
        partial = await this.#takePartial(now, error);
      }
    }
    now.created = now.modified = deployment.now();
    return partial === undefined ? {} : { partial };
  }

  async #update({ old, new: now }: Step): Promise<Outcome> {
    if (now === undefined || old === undefined) return {};
    const { deployment } = this;
    now.id = old.id;
    if (!now.custom) return {};
    let partial: Error | undefined;
    try {
      now.outputs = await deployment.providers.update(old, now, now.ignoreChanges, deployment.preview);
    } catch (error) {
      partial = await this.#takePartial(now, error);
      // The resource was not made what the new inputs say: the next update has to see that it differs.
      now.inputs = old.inputs;
    }
    now.modified = deployment.now();
    return partial === undefined ? {} : { partial };
  }

  /** A create or update that failed half-way leaves a resource behind: it is recorded with its errors. */
  async #takePartial(now: ResourceState, error: unknown): Promise<Error> {
    if (!(error instanceof ProviderError) || error.options.partial === undefined) throw error;
    const { id, outputs, reasons } = error.options.partial;
    const { package: pkg } = await this.deployment.providers.get(now.provider);
    now.id = id;
    now.outputs = this.deployment.providers.outputs(pkg, now.type, outputs, now.inputs, false);
    this.deployment.events.hideSecrets(now.outputs);
    now.initErrors = (reasons.length > 0 ? reasons : [error.message]).map((reason) =>
      this.deployment.events.redact(reason),
    );
    return error;
  }

  async #delete(step: Step): Promise<Outcome> {
    const { old } = step;
    const { deployment } = this;
    if (old === undefined) return {};
    if (old.protect && step.replacing !== true) throw new ProtectedError(old.urn);
    const unmanaged = old.external || old.retainOnDelete || !old.custom;
    const goesWith = old.deletedWith !== "" && this.deletions.has(old.deletedWith);
    if (!deployment.preview && !unmanaged && !goesWith) {
      await ensureProvider(deployment, old);
      await deployment.providers.delete(old);
    }
    return {};
  }

  /** URNs that this operation deletes: what is to be deleted with one of them needs no call of its own. */
  deletions: ReadonlySet<string> = new Set();

  async #read({ old, new: now }: Step): Promise<Outcome> {
    if (now === undefined) return {};
    const { deployment } = this;
    if (now.id !== UNKNOWN_TEXT) {
      const found = await deployment.providers.read(now, now.id, now.inputs, now.inputs);
      if (found === undefined) throw new Error(`resource '${now.id}' does not exist`);
      now.outputs = found.outputs;
      if (found.id !== "") now.id = found.id;
    }
    if (old !== undefined) {
      if (old.created !== undefined) now.created = old.created;
      if (old.modified !== undefined) now.modified = old.modified;
      if (!equal(now.inputs, old.inputs) || !equal(now.outputs, old.outputs)) now.modified = deployment.now();
    }
    return {};
  }

  async #import({ new: now }: Step): Promise<Outcome> {
    if (now === undefined) return {};
    const { deployment } = this;
    const goalInputs = now.inputs;
    const found = await deployment.providers.read(now, now.importId, {}, {});
    if (found === undefined) throw new Error(`resource '${now.importId}' does not exist`);
    now.id = found.id === "" ? now.importId : found.id;
    now.inputs = inheritSecrets(found.inputs, goalInputs);
    now.outputs = inheritSecrets(found.outputs, goalInputs);
    now.created = now.modified = deployment.now();
    return {};
  }

  async #refresh(step: Step): Promise<Outcome> {
    const { deployment } = this;
    const { old, new: now } = step;
    if (old === undefined || now === undefined || !old.custom || isProviderType(old.type)) {
      return { resultOp: "same" };
    }
    await ensureProvider(deployment, old);
    const found = await deployment.providers.read(old, old.id, old.inputs, old.outputs);
    if (found === undefined) {
      this.refreshed.set(old, undefined);
      return { resultOp: "delete" };
    }
    now.id = found.id;
    now.inputs = old.external ? old.inputs : found.inputs;
    now.outputs = withSecretOutputs(found.outputs, old.additionalSecretOutputs);
    now.initErrors = [];
    const unchanged = equal(now.inputs, old.inputs) && equal(now.outputs, old.outputs);
    if (!unchanged) now.modified = deployment.now();
    this.refreshed.set(old, now);
    return { resultOp: unchanged ? "same" : "update" };
  }

  /** What refreshed states turned out to be; undefined for those that are gone. */
  readonly refreshed = new Map<ResourceState, ResourceState | undefined>();
}

/** A half-finished call lists its reasons, in the CLI's words. */
function reasonOf(error: unknown): string {
  const partial = error instanceof ProviderError ? error.options.partial : undefined;
  if (partial === undefined || partial.reasons.length === 0) return messageOf(error);
  const { length } = partial.reasons;
  const list = partial.reasons.map((reason) => `\t* ${reason}`).join("\n");
  return `${length} ${length === 1 ? "error" : "errors"} occurred:\n${list}\n\n`;
}

/** A read that found nothing new is no change. */
function isRecorded(step: Step, kind: OperationKind): boolean {
  const { op, old, new: now, logical } = step;
  if (isInternal(step, isDefaultProvider)) return false;
  if (op === "read") return old !== undefined && now !== undefined && !equal(old.outputs, now.outputs);
  return logical || (op === "refresh" && kind === "refresh");
}

interface Outcome {
  /** The resource exists, and the call failed. */
  readonly partial?: Error;
  /** What a refresh found. */
  readonly resultOp?: string;
}

export class ProtectedError extends Error {
  override readonly name = "ProtectedError";
  constructor(urn: string) {
    super(
      `resource "${urn}" cannot be deleted\nbecause it is protected. To unprotect the resource, either remove the ` +
        "`protect` flag from the resource in your Pulumi program and run `pulumi up`, or use the command:\n" +
        `\`pulumi state unprotect '${urn}'\``,
    );
  }
}
