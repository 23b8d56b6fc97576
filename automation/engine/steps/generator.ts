/**
 * Decides what becomes of each resource that a program registers. It is asked about one resource at a time, in the
 * order of registration, and remembers what it decided; it changes nothing.
 */
import { formerUrns } from "../aliases";
import { defaultDenied, deniedPackage } from "../default-providers";
import { applyIgnoreChanges, applyReplaceOnChanges, noDiff, triggersReplacement } from "../diff";
import type { Diff } from "../diff";
import { Bail } from "../errors";
import type { Deployment } from "../options";
import { UnknownConfiguration } from "../provider-host";
import type { CheckFailure } from "../provider";
import { getAt, tryParsePath } from "../property-path";
import { copyState, dependencyUrns, providerUrnOf } from "../state";
import type { ResourceState } from "../state";
import { ROOT_STACK_TYPE, isProviderType, makeUrn, nameOf, parseReference, qualifiedType } from "../urn";
import { containsUnknown, equal } from "../values";
import type { PropertyMap } from "../values";
import { Decisions } from "./decisions";
import { dependentReplacements } from "./replacement";
import { show } from "./show";
import { deleteReplaced, newState } from "./step";
import type { Goal, ReadGoal, Registration, Step } from "./step";
import { Targets, dependsOnTarget } from "./targets";

export class StepGenerator {
  readonly decisions = new Decisions();
  readonly targets: Targets;
  /** The targets, and what was found to depend on them. */
  readonly #targeted: Targets;
  readonly #replaceTargets: Targets;

  constructor(
    private readonly deployment: Deployment,
    /** Runs steps ahead of the rest: an import has to be read before anything about it can be decided. */
    private readonly runNow: (steps: readonly Step[]) => Promise<boolean>,
  ) {
    this.targets = new Targets(deployment.options.targets);
    this.#targeted = new Targets(deployment.options.targets);
    this.#replaceTargets = new Targets(deployment.options.replace);
  }

  async register(registration: Registration): Promise<Step[]> {
    const { goal } = registration;
    const { deployment, decisions } = this;
    const urn = this.#claimUrn(goal);
    const denied = deniedPackage(goal.provider);
    if (denied !== undefined) throw deployment.error(defaultDenied(denied, urn), urn);
    const { old, alias } = this.#findOld(urn, goal);
    deployment.goals.set(urn, goal);
    const now = newState(goal, urn, old, alias);
    if (isProviderType(goal.type)) decisions.providers.set(urn, now);

    const imported = await this.#import(registration, old, now);
    if (imported === "failed") return [];
    const steps = await this.#decide(
      registration,
      imported?.old ?? old,
      imported?.now ?? now,
      imported !== undefined,
    );
    return this.#checkTargets(steps);
  }

  #claimUrn(goal: { parent: string; type: string; name: string }): string {
    const { deployment, decisions } = this;
    if (goal.parent !== "" && !decisions.seen.has(goal.parent) && !deployment.olds.has(goal.parent)) {
      throw new Error(`could not find parent resource ${goal.parent}`);
    }
    const urn = makeUrn(deployment.stack, deployment.project, goal.parent, goal.type, goal.name);
    if (decisions.seen.has(urn)) {
      throw deployment.error(`Duplicate resource URN '${urn}'; try giving it a unique name`, urn);
    }
    decisions.seen.add(urn);
    return urn;
  }

  #findOld(urn: string, goal: Goal): { old: ResourceState | undefined; alias: string | undefined } {
    const { deployment, decisions } = this;
    const claimedBy = decisions.claimed.get(urn);
    if (claimedBy !== undefined) {
      throw deployment.error(
        `Duplicate resource URN '${urn}' conflicting with alias on resource with URN '${claimedBy}'`,
        urn,
      );
    }
    const context = {
      stack: deployment.stack,
      project: deployment.project,
      usedAlias: (of: string) => decisions.usedAlias.get(of),
    };
    for (const candidate of [urn, ...formerUrns(goal, goal.aliases, context)]) {
      const old = deployment.olds.get(candidate);
      if (old === undefined) continue;
      if (candidate === urn) return { old, alias: undefined };
      const other = decisions.seen.has(candidate) ? candidate : decisions.claimed.get(candidate);
      if (other !== undefined) {
        throw deployment.error(
          `Duplicate resource alias '${candidate}' applied to resource with URN '${urn}' conflicting with resource ` +
            `with URN '${other}'`,
          urn,
        );
      }
      decisions.claimed.set(candidate, urn);
      decisions.usedAlias.set(urn, candidate);
      if (isProviderType(old.type))
        deployment.providers.alias(`${candidate}::${old.id}`, `${urn}::${old.id}`);
      return { old, alias: candidate };
    }
    return { old: undefined, alias: undefined };
  }

  /** A goal with an id that the state does not have yet is read first; what was read is the old state from there on. */
  async #import(
    registration: Registration,
    old: ResourceState | undefined,
    now: ResourceState,
  ): Promise<{ old: ResourceState; now: ResourceState } | "failed" | undefined> {
    const { goal } = registration;
    const oldId = old === undefined ? "" : old.importId === "" ? old.id : old.importId;
    if (
      !goal.custom ||
      goal.importId === "" ||
      (old !== undefined && !old.external && oldId === goal.importId)
    ) {
      return undefined;
    }
    const replacing = old !== undefined;
    const steps: Step[] = [
      {
        op: replacing ? "import-replacement" : "import",
        urn: now.urn,
        type: now.type,
        ...(old === undefined ? {} : { old }),
        new: now,
        logical: !replacing,
        deleteOldLater: replacing,
        registration,
      },
    ];
    if (old !== undefined) {
      steps.push({ op: "replace", urn: now.urn, type: now.type, old, new: now, logical: true });
      this.decisions.replaces.add(now.urn);
    }
    if (!(await this.runNow(steps))) return "failed";
    const next = newState(goal, now.urn, now, undefined);
    return { old: now, now: copyState(next, { aliases: now.aliases }) };
  }

  async #decide(
    registration: Registration,
    old: ResourceState | undefined,
    now: ResourceState,
    imported: boolean,
  ): Promise<Step[]> {
    const { decisions } = this;
    const { goal } = registration;
    const { urn } = now;
    const recreating = decisions.deletes.has(urn) && old !== undefined;
    const external = old?.external === true;
    const implicit = isProviderType(goal.type) || qualifiedType(urn) === ROOT_STACK_TYPE;
    const targeted = implicit || this.#isTargeted(now);

    if (!targeted) return this.#untargeted(registration, old, now);
    // The stack and its providers always take part; what depends on them does not for that.
    if (!implicit || this.targets.has(urn)) this.#targeted.add(urn);

    const fresh = old === undefined || recreating || external || this.#replaceTargets.names(urn);
    await this.#check(goal, now, fresh ? undefined : old.inputs);
    await this.#analyze(now, goal);

    if (old !== undefined && recreating) {
      decisions.deletes.delete(urn);
      decisions.replaces.add(urn);
      const keys = decisions.dependentKeys.get(urn);
      return [
        { op: "replace", urn, type: now.type, old, new: now, logical: true },
        {
          op: "create-replacement",
          urn,
          type: now.type,
          old,
          new: now,
          logical: false,
          registration,
          ...(keys === undefined ? {} : { keys }),
        },
      ];
    }
    if (old !== undefined && external) {
      decisions.creates.add(urn);
      return [
        {
          op: "create-replacement",
          urn,
          type: now.type,
          old,
          new: now,
          logical: false,
          registration,
          deleteOldLater: true,
        },
        { op: "replace", urn, type: now.type, old, new: now, logical: true },
      ];
    }
    if (old === undefined) {
      decisions.creates.add(urn);
      return [{ op: "create", urn, type: now.type, new: now, logical: true, registration }];
    }
    return this.#change(registration, old, now, imported);
  }

  async #check(goal: Goal, now: ResourceState, olds: PropertyMap | undefined): Promise<void> {
    let news = goal.properties;
    if (olds !== undefined) {
      const { inputs, impossible } = applyIgnoreChanges(news, olds, goal.ignoreChanges);
      if (impossible.length > 0) {
        this.deployment.events.diagnose(
          "info",
          `cannot ignore changes in added or removed elements of the path: "${impossible.join(", ")}"`,
          now.urn,
        );
      }
      news = inputs;
    }
    now.inputs = news;
    if (!goal.custom) return;
    const checked = await this.deployment.providers.check(now, olds, news);
    if (checked.failures.length > 0) throw this.#checkFailures(now, checked.failures);
    now.inputs = checked.inputs;
  }

  #checkFailures(now: ResourceState, failures: readonly CheckFailure[]): Bail {
    const kind = `${now.type} resource '${nameOf(now.urn)}'`;
    let bail: Bail | undefined;
    for (const { property, reason } of failures) {
      const value = getAt(now.inputs, tryParsePath(property) ?? [property]);
      bail = this.deployment.error(
        property === ""
          ? `${kind} has a problem: ${reason}`
          : `${kind}: property ${property} value ${show(value)} has a problem: ${reason}`,
        now.urn,
      );
    }
    return bail ?? new Bail(`${now.urn} is invalid`);
  }

  /** Remediations first, one after the other; then every pack looks at what came out. */
  async #analyze(now: ResourceState, goal: Goal): Promise<void> {
    const { analyzers } = this.deployment;
    if (analyzers.length === 0) return;
    const provider = this.decisions.providers.get(providerUrnOf(now) ?? "");
    for (const analyzer of analyzers) now.inputs = await analyzer.remediate(now, goal, provider);
    const verdicts = await Promise.all(analyzers.map((analyzer) => analyzer.analyze(now, goal, provider)));
    if (verdicts.includes("refused")) {
      this.deployment.policyViolated = true;
      if (this.deployment.preview) this.deployment.stepFailed = true;
      else {
        const bail = new Bail(`resource ${now.urn} is invalid`);
        this.deployment.fail(bail);
        throw bail;
      }
    }
  }

  async #change(
    registration: Registration,
    old: ResourceState,
    now: ResourceState,
    imported: boolean,
  ): Promise<Step[]> {
    const { deployment, decisions } = this;
    const { goal } = registration;
    const { urn, type } = now;
    const trigger = triggersReplacement(now.replacementTrigger, old.replacementTrigger);
    if (
      !deployment.preview &&
      now.replacementTrigger !== undefined &&
      containsUnknown(now.replacementTrigger)
    ) {
      throw deployment.error(`replacement trigger contains unknowns for ${urn}`, urn);
    }
    const found = trigger ? { ...noDiff, changed: true } : await this.#diff(goal, old, now);
    const diff = applyReplaceOnChanges(found, goal.replaceOnChanges, old.initErrors.length > 0);

    const changes = diff.changed || old.pendingReplacement;
    if (changes && (diff.replaceKeys.length > 0 || trigger || old.pendingReplacement)) {
      return this.#replace(registration, old, now, diff);
    }
    if (changes || old.initErrors.length > 0) {
      decisions.updates.add(urn);
      return [{ op: "update", urn, type, old, new: now, diff, logical: true, registration }];
    }
    decisions.sames.add(urn);
    if (imported) {
      registration.done(old);
      return [];
    }
    return [{ op: "same", urn, type, old, new: now, logical: true, registration }];
  }

  async #diff(goal: Goal, old: ResourceState, now: ResourceState): Promise<Diff> {
    const { deployment, decisions } = this;
    if (this.#replaceTargets.names(now.urn)) return { ...noDiff, changed: true, replaceKeys: ["id"] };
    if (now.replaceWith.some((urn) => decisions.replaces.has(urn))) {
      return { ...noDiff, changed: true, replaceKeys: ["replaceWith"] };
    }
    if (await this.#providerChanged(old, now)) return { ...noDiff, changed: true, replaceKeys: ["provider"] };
    if (!goal.custom) return equal(old.inputs, now.inputs) ? noDiff : { ...noDiff, changed: true };
    try {
      return await deployment.providers.diff(old, now.inputs, now.provider, goal.ignoreChanges);
    } catch (error) {
      if (!(error instanceof UnknownConfiguration)) throw error;
      deployment.events.diagnose("warning", error.message, now.urn);
      return { ...noDiff, changed: true };
    }
  }

  async #providerChanged(old: ResourceState, now: ResourceState): Promise<boolean> {
    if (old.provider === now.provider) return false;
    if (old.provider === "" || now.provider === "") return true;
    const [from, to] = [parseReference(old.provider).urn, parseReference(now.provider).urn];
    if (this.decisions.claimed.get(from) === to) return false;
    const before = this.deployment.olds.get(from);
    const after = this.decisions.providers.get(to);
    if (before === undefined || after === undefined) return true;
    return this.deployment.providers.replacesResources(before, after);
  }

  async #replace(
    registration: Registration,
    old: ResourceState,
    now: ResourceState,
    diff: Diff,
  ): Promise<Step[]> {
    const { deployment, decisions } = this;
    const { goal } = registration;
    const { urn, type } = now;
    if (now.protect && old.protect) {
      const bail = deployment.error(
        `unable to replace resource "${urn}"\nas it is currently marked for protection. To unprotect the resource, ` +
          "remove the `protect` flag from the resource in your Pulumi program and run `pulumi up`",
        urn,
      );
      if (!deployment.preview) throw bail;
      deployment.stepFailed = true;
    }
    if (goal.importId !== "") {
      const message =
        "previously-imported resources that still specify an ID may not be replaced; please remove the `import` " +
        `declaration from your program;\n${diff.replaceKeys.map((key) => `${key}: ${show(old.inputs[key])} => ${show(now.inputs[key])}`).join("\n")}`;
      if (!deployment.preview) throw deployment.error(message, urn);
      deployment.events.diagnose("warning", message, urn);
    }
    decisions.replaces.add(urn);
    // What was carried over from the old inputs must not be: the replacement is a resource of its own.
    if (!this.#replaceTargets.names(urn)) {
      const { inputs } = now;
      await this.#check(goal, now, undefined);
      if (deployment.analyzers.length > 0 && !equal(inputs, now.inputs)) await this.#analyze(now, goal);
    }

    const parts = { urn, type, old, new: now, keys: diff.replaceKeys, diff };
    if (!(goal.deleteBeforeReplace ?? diff.deleteBeforeReplace)) {
      return [
        { op: "create-replacement", ...parts, logical: false, registration, deleteOldLater: true },
        { op: "replace", ...parts, logical: true },
      ];
    }
    const steps: Step[] = [];
    for (const { state, keys } of (await dependentReplacements(deployment, decisions, old)).reverse()) {
      if (decisions.condemned.has(state)) continue;
      decisions.dependentKeys.set(state.urn, keys);
      if (state.protect && !state.delete) {
        throw deployment.error(
          `unable to replace resource "${state.urn}" as part of replacing "${urn}" as it is currently marked for ` +
            "protection. To unprotect the resource, remove the `protect` flag from the resource in your Pulumi " +
            `program and run \`pulumi up\`, or use the command:\n\`pulumi state unprotect '${state.urn}'\``,
          urn,
        );
      }
      steps.push(deleteReplaced(state, true));
      decisions.deletes.add(state.urn);
      decisions.condemned.add(state);
    }
    if (!old.pendingReplacement) steps.push(deleteReplaced(old, true));
    steps.push(
      { op: "replace", ...parts, logical: true },
      { op: "create-replacement", ...parts, logical: false, registration },
    );
    return steps;
  }

  #isTargeted(state: ResourceState): boolean {
    if (this.targets.has(state.urn) || state.aliases.some((alias) => this.targets.names(alias))) return true;
    return this.deployment.options.targetDependents && dependsOnTarget(state, this.#targeted);
  }

  /** A resource that is not targeted stays as it is, with what it depends on; a new one is left out. */
  #untargeted(registration: Registration, old: ResourceState | undefined, now: ResourceState): Step[] {
    const { deployment, decisions } = this;
    if (old === undefined) {
      decisions.sames.add(now.urn);
      decisions.skippedCreates.add(now.urn);
      return [
        { op: "same", urn: now.urn, type: now.type, new: now, logical: true, registration, skipped: true },
      ];
    }
    if (old.provider !== "" && !deployment.providers.has(old.provider)) {
      throw new Error(
        `provider ${old.provider} for resource ${now.urn} has not been registered yet, this is due to a change of ` +
          "providers mixed with --target. Change your program back to the original providers",
      );
    }
    const steps: Step[] = [];
    const keep = (state: ResourceState, by?: Registration): void => {
      if (state.delete) return;
      decisions.seen.add(state.urn);
      decisions.sames.add(state.urn);
      const provider = providerUrnOf(state);
      const needed = [
        ...(state.parent === "" ? [] : [state.parent]),
        ...(provider === undefined ? [] : [provider]),
        ...dependencyUrns(state),
      ];
      for (const urn of needed) {
        const before = deployment.olds.get(urn);
        if (before !== undefined && !decisions.hasStep(urn) && !decisions.operatedOn(urn)) keep(before);
      }
      steps.push({
        op: "same",
        urn: state.urn,
        type: state.type,
        old: state,
        new: copyState(state),
        logical: true,
        ...(by === undefined ? {} : { registration: by }),
      });
    };
    decisions.sames.add(now.urn);
    keep(old, registration);
    return steps;
  }

  /** Nothing may be made that depends on a resource which was left out. */
  #checkTargets(steps: Step[]): Step[] {
    const { deployment, decisions } = this;
    if (!this.targets.constrained) return steps;
    for (const step of steps) {
      if (step.new === undefined || step.skipped === true) continue;
      const provider = providerUrnOf(step.new);
      const needed = [step.new.parent, provider ?? "", ...dependencyUrns(step.new)];
      const missing = needed.find((urn) => decisions.skippedCreates.has(urn));
      if (missing === undefined) continue;
      const bail = deployment.error(
        `Resource '${step.urn}' depends on '${missing}' which was was not specified in --target list.`,
        step.urn,
      );
      if (!deployment.preview) throw bail;
      deployment.stepFailed = true;
      decisions.skippedCreates.delete(missing);
    }
    return steps;
  }

  read(goal: ReadGoal, done: Registration["done"]): Step[] {
    const { deployment, decisions } = this;
    const urn = this.#claimUrn(goal);
    const old = deployment.olds.get(urn);
    const empty = {
      ...goal,
      custom: true,
      protect: false,
      retainOnDelete: false,
      deleteBeforeReplace: undefined,
    };
    const asGoal: Goal = {
      ...empty,
      propertyDependencies: {},
      deletedWith: "",
      replaceWith: [],
      ignoreChanges: [],
      replaceOnChanges: [],
      replacementTrigger: undefined,
      aliases: [],
      importId: "",
      customTimeouts: {},
    };
    const now = copyState(newState(asGoal, urn, undefined, undefined), { id: goal.id, external: true });
    const registration: Registration = { goal: asGoal, done };
    if (old !== undefined && !old.external && old.id !== goal.id) {
      decisions.replaces.add(urn);
      return [
        {
          op: "read-replacement",
          urn,
          type: now.type,
          old,
          new: now,
          logical: false,
          registration,
          deleteOldLater: true,
        },
        { op: "replace", urn, type: now.type, old, new: now, logical: true },
      ];
    }
    decisions.reads.add(urn);
    const before = old === undefined ? {} : { old };
    return [{ op: "read", urn, type: now.type, ...before, new: now, logical: true, registration }];
  }
}
