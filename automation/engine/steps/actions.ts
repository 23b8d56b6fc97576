/** What each kind of step does: the calls to providers, and what their answers make of the states. */
import type { Deployment } from "../options";
import { ProviderError } from "../provider";
import type { ResourceState } from "../state";
import { withSecretOutputs } from "../state";
import { isProviderType } from "../urn";
import { equal, inheritSecrets } from "../values";
import { UNKNOWN_TEXT } from "../wire";
import { ensureProvider } from "./replacement";
import type { Step } from "./step";

export interface Outcome {
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

export class StepActions {
  /** URNs that this operation deletes, so far: what is to be deleted with one of them needs no call of its own. */
  deletions: ReadonlySet<string> = new Set();
  /** What refreshed states turned out to be; undefined for those that are gone. */
  readonly refreshed = new Map<ResourceState, ResourceState | undefined>();

  constructor(private readonly deployment: Deployment) {}

  async apply(step: Step): Promise<Outcome> {
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
    if (old.pendingReplacement) return { resultOp: "same" };
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
    if (old.external) return { resultOp: unchanged ? "same" : "update" };
    // What an update back to the state's inputs would change is what the refresh found changed.
    const { changed } = await deployment.providers.diff(now, old.inputs, old.provider, old.ignoreChanges);
    return { resultOp: changed ? "update" : "same" };
  }
}
