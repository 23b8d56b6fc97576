/**
 * Decides what becomes of each resource that a program registers. It is asked about one resource at a time, in the
 * order of registration, and remembers what it decided; it changes nothing.
 */
import { defaultDenied, deniedPackage } from "../default-providers";
import { applyReplaceOnChanges, noDiff, triggersReplacement } from "../diff";
import type { Diff } from "../diff";
import type { Deployment } from "../options";
import { copyState } from "../state";
import type { ResourceState } from "../state";
import { ROOT_STACK_TYPE, isProviderType, qualifiedType } from "../urn";
import { containsUnknown, equal } from "../values";
import { analyze, checkInputs } from "./check";
import { compare } from "./compare";
import { Decisions } from "./decisions";
import { claimUrn, findOld } from "./identity";
import { checkNothingMissing, leaveOut } from "./left-out";
import { readSteps } from "./reading";
import { dependentReplacements } from "./replacement";
import { createdFirst, deletedFirst, deletedWithOther } from "./replacement-steps";
import { show } from "./show";
import { deleteReplaced, newState } from "./step";
import type { ReadGoal, Registration, Step } from "./step";
import { Selection } from "./selection";
import { Targets } from "./targets";

export class StepGenerator {
  readonly decisions = new Decisions();
  readonly selection: Selection;
  readonly #replaceTargets: Targets;

  constructor(
    private readonly deployment: Deployment,
    /** Runs steps ahead of the rest: an import has to be read before anything about it can be decided. */
    private readonly runNow: (steps: readonly Step[]) => Promise<boolean>,
  ) {
    this.selection = new Selection(deployment.options);
    this.#replaceTargets = new Targets(deployment.options.replace);
  }

  async register(registration: Registration): Promise<Step[]> {
    const { goal } = registration;
    const { deployment, decisions } = this;
    const urn = claimUrn(deployment, decisions, goal);
    const denied = deniedPackage(goal.provider);
    if (denied !== undefined) throw deployment.error(defaultDenied(denied, urn), urn);
    const { old, alias } = findOld(deployment, decisions, urn, goal);
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
    // The CLI takes `--replace` for a choice of targets here, and lets what depends on the excluded be.
    if (this.selection.targets.constrained || this.#replaceTargets.constrained) {
      checkNothingMissing(deployment, decisions, steps);
    }
    return steps;
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
    let steps: Step[];
    if (old === undefined) {
      steps = [{ op: "import", urn: now.urn, type: now.type, new: now, logical: true, registration }];
    } else {
      steps = createdFirst({ op: "import-replacement", old, new: now, registration });
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
    // The stack and its providers always take part; what depends on them does not for that.
    const included = implicit || this.selection.includes(now);

    const fresh = old === undefined || recreating || external || this.#mustReplace(urn, old);
    if (included) await checkInputs(this.deployment, goal, now, fresh ? undefined : old.inputs);
    else now.inputs = old?.inputs ?? (goal.custom ? {} : goal.properties);
    await analyze(this.deployment, decisions, now, goal);

    if (old !== undefined && recreating) {
      decisions.deletes.delete(urn);
      decisions.replaces.add(urn);
      const keys = decisions.dependentKeys.get(urn);
      const why = keys === undefined ? {} : { keys };
      return deletedWithOther({ old, new: now, registration, ...why });
    }
    if (old !== undefined && external) {
      decisions.creates.add(urn);
      return createdFirst({ old, new: now, registration });
    }
    this.selection.decided(now, included);
    if (!included) return leaveOut(this.deployment, decisions, registration, old, now);
    if (old === undefined) {
      decisions.creates.add(urn);
      return [{ op: "create", urn, type: now.type, new: now, logical: true, registration }];
    }
    return this.#change(registration, old, now, imported);
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
    const found = trigger ? { ...noDiff, changed: true } : await this.#diff(registration, old, now);
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

  async #diff({ goal }: Registration, old: ResourceState, now: ResourceState): Promise<Diff> {
    if (this.#mustReplace(now.urn, old)) return { ...noDiff, changed: true, replaceKeys: ["id"] };
    return compare(this.deployment, this.decisions, goal, old, now);
  }

  /** Whether a resource is replaced whatever it is like: `--replace` names it, or its state says so. */
  #mustReplace(urn: string, old: ResourceState): boolean {
    return old.taint || this.#replaceTargets.names(urn);
  }

  async #replace(
    registration: Registration,
    old: ResourceState,
    now: ResourceState,
    diff: Diff,
  ): Promise<Step[]> {
    const { deployment, decisions } = this;
    const { goal } = registration;
    const { urn } = now;
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
    if (!this.#mustReplace(urn, old)) {
      const { inputs } = now;
      await checkInputs(this.deployment, goal, now, undefined);
      if (deployment.analyzers.length > 0 && !equal(inputs, now.inputs))
        await analyze(this.deployment, decisions, now, goal);
    }

    const replacement = { old, new: now, registration, keys: diff.replaceKeys, diff };
    if (!(goal.deleteBeforeReplace ?? diff.deleteBeforeReplace)) {
      // Deleted by an operation that failed before it made the new one. Its id may be that of the new one.
      return old.pendingReplacement ? deletedFirst(replacement) : createdFirst(replacement);
    }
    return [...(await this.#deletedBefore(old, now)), ...deletedFirst(replacement)];
  }

  /** Deletes the original now, and ahead of it the dependents that can not live on without it. */
  async #deletedBefore(old: ResourceState, now: ResourceState): Promise<Step[]> {
    const { deployment, decisions } = this;
    const steps: Step[] = [];
    for (const { state, keys } of (await dependentReplacements(deployment, decisions, old)).reverse()) {
      if (decisions.condemned.has(state)) continue;
      decisions.dependentKeys.set(state.urn, keys);
      if (state.protect && !state.delete) {
        throw deployment.error(
          `unable to replace resource "${state.urn}" as part of replacing "${now.urn}" as it is currently marked for ` +
            "protection. To unprotect the resource, remove the `protect` flag from the resource in your Pulumi " +
            `program and run \`pulumi up\`, or use the command:\n\`pulumi state unprotect '${state.urn}'\``,
          now.urn,
        );
      }
      steps.push(deleteReplaced(state, true));
      decisions.deletes.add(state.urn);
      decisions.condemned.add(state);
    }
    if (!old.pendingReplacement) steps.push(deleteReplaced(old, true));
    return steps;
  }

  read(goal: ReadGoal, done: Registration["done"]): Step[] {
    return readSteps(this.deployment, this.decisions, goal, done);
  }
}
