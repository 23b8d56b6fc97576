/** One thing that an operation does to one resource, as decided by the generator and done by the executor. */
import type { Alias } from "../aliases";
import type { Diff } from "../diff";
import type { Frame } from "../program-line";
import type { CustomTimeouts, ResourceState } from "../state";
import type { Property, PropertyMap } from "../values";

export type StepOp =
  | "same"
  | "create"
  | "update"
  | "delete"
  | "replace"
  | "create-replacement"
  | "delete-replaced"
  | "read"
  | "read-replacement"
  | "read-discard"
  | "discard-replaced"
  | "refresh"
  | "import"
  | "import-replacement"
  | "remove-pending-replace";

export interface Step {
  readonly op: StepOp;
  readonly urn: string;
  readonly type: string;
  readonly old?: ResourceState;
  readonly new?: ResourceState;
  /** Properties that force a replacement. */
  readonly keys?: readonly string[];
  readonly diff?: Diff;
  /** Whether the step is what the user thinks of as the change; the parts of a replacement are not. */
  readonly logical: boolean;
  readonly registration?: Registration;
  /** The old state stays, to be deleted at the end. */
  readonly deleteOldLater?: boolean;
  /** The old state is deleted now and stays until its replacement is there. */
  readonly replacementFollows?: boolean;
  /** Not created because it was not targeted; it is not recorded. */
  readonly skipped?: boolean;
  /** Part of a replacement: protection was looked at before. */
  readonly replacing?: boolean;
}

/** What a program asks for. */
export interface Goal {
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly parent: string;
  readonly properties: PropertyMap;
  /** Where the program asks for it, where that is known. */
  readonly frame?: Frame | undefined;
  readonly provider: string;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly protect: boolean | undefined;
  readonly retainOnDelete: boolean | undefined;
  readonly deleteBeforeReplace: boolean | undefined;
  readonly deletedWith: string;
  readonly replaceWith: readonly string[];
  readonly ignoreChanges: readonly string[];
  readonly hideDiffs: readonly string[];
  readonly replaceOnChanges: readonly string[];
  readonly replacementTrigger: Property | undefined;
  readonly additionalSecretOutputs: readonly string[];
  readonly aliases: readonly Alias[];
  readonly importId: string;
  readonly customTimeouts: CustomTimeouts;
}

/** A goal that asks for nothing but to be there. */
export function bareGoal({ type, name }: Pick<Goal, "type" | "name">): Goal {
  return {
    type,
    name,
    custom: false,
    parent: "",
    properties: {},
    provider: "",
    dependencies: [],
    propertyDependencies: {},
    protect: undefined,
    retainOnDelete: undefined,
    deleteBeforeReplace: undefined,
    deletedWith: "",
    replaceWith: [],
    ignoreChanges: [],
    hideDiffs: [],
    replaceOnChanges: [],
    replacementTrigger: undefined,
    additionalSecretOutputs: [],
    aliases: [],
    importId: "",
    customTimeouts: {},
  };
}

/** What became of a registration; it failed or was held up by a failure where the operation goes on all the same. */
export type RegistrationResult = "done" | "failed" | "skipped";

export interface Registration {
  readonly goal: Goal;
  /** Answers the program. */
  readonly done: (state: ResourceState, result?: RegistrationResult) => void;
}

/** A read of a resource that the stack does not manage. */
export interface ReadGoal {
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly parent: string;
  readonly provider: string;
  readonly properties: PropertyMap;
  readonly dependencies: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
}

/** Whether a step happens for the engine's own sake and is not shown. */
export function isInternal(step: Step, isDefaultProvider: (urn: string) => boolean): boolean {
  return step.op === "remove-pending-replace" || isDefaultProvider(step.urn);
}

export function newState(
  goal: Goal,
  urn: string,
  old: ResourceState | undefined,
  alias: string | undefined,
): ResourceState {
  return {
    urn,
    type: goal.type,
    custom: goal.custom,
    id: "",
    inputs: goal.properties,
    outputs: {},
    parent: goal.parent,
    provider: goal.provider,
    dependencies: goal.dependencies,
    propertyDependencies: goal.propertyDependencies,
    delete: false,
    pendingReplacement: false,
    protect: goal.protect ?? false,
    taint: false,
    external: false,
    retainOnDelete: goal.retainOnDelete ?? false,
    deletedWith: goal.deletedWith,
    replaceWith: goal.replaceWith,
    importId: goal.importId,
    initErrors: [],
    aliases: alias === undefined ? [] : [alias],
    additionalSecretOutputs: goal.additionalSecretOutputs,
    ignoreChanges: goal.ignoreChanges,
    hideDiff: goal.hideDiffs,
    replaceOnChanges: goal.replaceOnChanges,
    ...(goal.replacementTrigger === undefined ? {} : { replacementTrigger: goal.replacementTrigger }),
    customTimeouts: goal.customTimeouts,
    ...(old?.created === undefined ? {} : { created: old.created }),
    ...(old?.modified === undefined ? {} : { modified: old.modified }),
    extra: {},
  };
}

export function deleteReplaced(state: ResourceState, replacementFollows: boolean): Step {
  return {
    op: state.external ? "discard-replaced" : "delete-replaced",
    urn: state.urn,
    type: state.type,
    old: state,
    logical: false,
    replacing: true,
    replacementFollows,
  };
}
