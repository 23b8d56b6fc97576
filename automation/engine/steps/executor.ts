/** Does what was decided: runs steps beside each other, keeps the snapshot true at every moment, tells what happened. */
import { Bail, messageOf } from "../errors";
import { stepMetadata } from "../events";
import type { PendingKind } from "../ledger";
import type { Deployment, OperationKind } from "../options";
import { ProviderError } from "../provider";
import type { ResourceState } from "../state";
import { finishedOutputs } from "../state";
import { isDefaultProvider } from "../urn";
import { equal } from "../values";
import { ProtectedError, StepActions } from "./actions";
import { Failures } from "./failures";
import { recordIn } from "./record";
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
  readonly actions: StepActions;
  readonly failures = new Failures();
  #stopped = false;
  /** Called when the operation stops early: whoever waits for an answer gets none. */
  onStop: () => void = () => undefined;
  graceSeconds = FAILURE_GRACE_SECONDS;

  constructor(private readonly deployment: Deployment) {
    this.#free = deployment.options.parallel;
    this.actions = new StepActions(deployment);
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
      const outcome = await this.actions.apply(step);
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
    // What was only looked at leaves nothing half done: the others can still be looked at.
    if (step.op === "refresh") return;
    if (!deployment.options.continueOnError && !(error instanceof ProtectedError)) return this.stop();
    this.failures.failed(step);
  }

  /** Makes the states, and outside previews the snapshot, what is true now that the provider has answered. */
  #settle(step: Step): void {
    const { old, new: now } = step;
    if (now !== undefined && step.op !== "replace" && step.op !== "refresh") this.#finishOutputs(now);
    if (now !== undefined) this.deployment.events.hideSecrets(now.outputs);
    if (old !== undefined && step.deleteOldLater === true) old.delete = true;
    if (old !== undefined && step.replacementFollows === true) old.pendingReplacement = true;
    if (!this.deployment.preview) recordIn(this.deployment.snapshot, step);
    this.#remember(step);
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
