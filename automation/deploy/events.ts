import type { EngineEvent } from "@pulumi/pulumi/automation";
import {
  NO_COUNTS,
  type Counts,
  type OptionChange,
  type PolicyFinding,
  type PropertyChange,
  type ResourceReport,
} from "./report";
import { isOfCloud } from "./urn";

type StateMetadata = NonNullable<EngineEvent["resourcePreEvent"]>["metadata"]["new"];
/** The CLI gives null for what the SDK's type has undefined. */
type StepMetadata = Omit<NonNullable<EngineEvent["resourcePreEvent"]>["metadata"], "old" | "new"> & {
  readonly old?: StateMetadata | null;
  readonly new?: StateMetadata | null;
  /** The embedded engine's own, see its events. */
  readonly undecided?: readonly string[];
};

/** An error that the engine reported. */
export interface Diagnostic {
  readonly message: string;
  /** The resource it is about; empty for the program or the stack as a whole. */
  readonly urn: string;
}

/** Steps that are a part of a replacement, which the step `replace` already stands for. */
const PARTS_OF_REPLACEMENT = new Set([
  "create-replacement",
  "delete-replaced",
  "discard-replaced",
  "read-replacement",
]);
/** What the policy SDK reports of a rule that touched an unknown value. */
const UNDECIDED = /^can't run policy '.*' from policy pack '.*' during preview/;
const COUNTED: Readonly<Record<string, keyof Counts>> = {
  create: "created",
  import: "created",
  update: "updated",
  replace: "replaced",
  delete: "deleted",
  same: "unchanged",
};
/** After these steps the stack does not hold the resource; one that is read belongs to somebody else. */
const NOT_HELD = new Set([
  "delete",
  "delete-replaced",
  "discard",
  "discard-replaced",
  "remove-pending-replace",
  "read",
]);

/** Folds a stack's engine events, in the order in which they come, into what is told of the stack. */
export class EventFold {
  readonly #started = new Set<string>();
  readonly #finished = new Set<string>();
  readonly #steps = new Map<string, ResourceReport>();
  readonly #findings = new Map<string, PolicyFinding>();
  /** By the URN of the provider that has it. */
  readonly #regions = new Map<string, string>();
  readonly errors: Diagnostic[] = [];
  readonly warnings: string[] = [];

  constructor(private readonly stack: string) {}

  /** Resources that a step was begun for. */
  get started(): number {
    return this.#started.size;
  }

  /** Resources whose step is over. */
  get finished(): number {
    return this.#finished.size;
  }

  get findings(): readonly PolicyFinding[] {
    return [...this.#findings.values()];
  }

  get resources(): readonly ResourceReport[] {
    return [...this.#steps.values()];
  }

  /** Resources that the stack holds after the steps that are over. */
  get held(): number {
    return this.resources.filter(({ op, urn }) =>
      this.#finished.has(urn) ? !NOT_HELD.has(op) : op !== "create" && op !== "import",
    ).length;
  }

  get counts(): Counts {
    const counts = { ...NO_COUNTS };
    for (const [urn, { op, undecided }] of this.#steps) {
      const word = undecided === undefined ? COUNTED[op] : "undecided";
      const kind = this.#finished.has(urn) ? word : undefined;
      if (kind !== undefined) counts[kind]++;
    }
    return counts;
  }

  add(event: EngineEvent): void {
    const { resourcePreEvent: begun, resOutputsEvent: ended } = event;
    for (const step of [begun, ended]) if (step) this.#place(step.metadata);
    if (begun && isTold(begun.metadata)) this.#begin(begun.metadata);
    if (ended && isTold(ended.metadata)) this.#end(ended.metadata);
    if (event.diagnosticEvent) this.#diagnose(event.diagnosticEvent);
    if (event.policyEvent) this.#judge(event.policyEvent);
  }

  /** Notes where what a provider makes is, also of one that is not told. */
  #place({ urn, type, new: state, old }: StepMetadata): void {
    if (!type.startsWith("pulumi:providers:")) return;
    const region = (state ?? old)?.inputs["region"] as unknown;
    if (typeof region === "string") this.#regions.set(urn, region);
  }

  #regionOf({ inputs, provider }: NonNullable<StateMetadata>): string | undefined {
    const own = inputs["region"] as unknown;
    // A provider is named by its URN and its id.
    const of = provider.slice(0, provider.lastIndexOf("::"));
    return typeof own === "string" ? own : this.#regions.get(of);
  }

  #begin(step: StepMetadata): void {
    this.#started.add(step.urn);
    this.#note(step);
  }

  #end(step: StepMetadata): void {
    this.#started.add(step.urn);
    this.#note(step);
    this.#finished.add(step.urn);
    const known = this.#steps.get(step.urn);
    if (known !== undefined && leaves(step)) this.#steps.set(step.urn, { ...known, leaves: step.old.id });
  }

  #note(step: StepMetadata): void {
    const known = this.#steps.get(step.urn);
    const op = PARTS_OF_REPLACEMENT.has(step.op) ? "replace" : step.op;
    // A replacement takes several steps; what has said its cause stays.
    if (known?.op === "replace" && (known.changes.length > 0 || step.op !== "replace")) return;
    const state = step.new ?? step.old;
    const region = state ? this.#regionOf(state) : undefined;
    const first = step.old ?? step.new;
    this.#steps.set(step.urn, {
      urn: step.urn,
      type: step.type,
      name: step.urn.slice(step.urn.lastIndexOf("::") + 2),
      parent: state?.parent ?? "",
      op,
      ...(step.old && step.old.urn !== step.urn ? { from: step.old.urn } : {}),
      ...(step.op === "delete-replaced" || known?.deletedFirst === true ? { deletedFirst: true } : {}),
      protected: state?.protect === true,
      ...(first?.custom === true && first.retainOnDelete === true ? { retained: true } : {}),
      ...(region === undefined ? {} : { region }),
      replacing: step.keys ?? known?.replacing ?? [],
      changes: propertyChanges(step) ?? known?.changes ?? [],
      ...optionChanges(step),
      ...(step.undecided ? { undecided: step.undecided } : {}),
      ...(step.old ? { before: step.old.inputs as Record<string, unknown> } : {}),
      ...(step.new ? { after: step.new.inputs as Record<string, unknown> } : {}),
    });
  }

  #diagnose(event: NonNullable<EngineEvent["diagnosticEvent"]>): void {
    const message = plain(event.message).trim();
    if (message === "") return;
    if (event.severity === "error") this.errors.push({ message, urn: event.urn ?? "" });
    if (event.severity === "warning") this.warnings.push(message);
  }

  #judge(event: NonNullable<EngineEvent["policyEvent"]>): void {
    const message = plain(event.message).trim();
    const level = event.enforcementLevel === "mandatory" ? "mandatory" : "advisory";
    const finding: PolicyFinding = {
      stack: this.stack,
      pack: event.policyPackName,
      rule: event.policyName,
      level: UNDECIDED.test(message) ? "undecided" : level,
      message,
      ...(event.resourceUrn ? { urn: event.resourceUrn } : {}),
      ...("line" in event && typeof event.line === "string" ? { line: event.line } : {}),
    };
    this.#findings.set([finding.rule, finding.urn, finding.message].join("\n"), finding);
  }
}

/**
 * Not a stack reference, which is how a stack reads another, and in a preview is let go of where planned outputs stand for
 * it: no resource of anybody's.
 */
function isTold(step: StepMetadata): boolean {
  return step.type !== "pulumi:pulumi:StackReference" && !isDefaultProvider(step);
}

/** What the engine makes unasked; its own summary leaves it out, too. */
function isDefaultProvider({ urn, type }: StepMetadata): boolean {
  return type.startsWith("pulumi:providers:") && urn.slice(urn.lastIndexOf("::") + 2).startsWith("default");
}

/** Options of what is there before and after. */
function optionChanges({ old, new: now }: StepMetadata): { readonly options?: readonly OptionChange[] } {
  if (!old || !now) return {};
  const options = (["protect", "retainOnDelete"] as const)
    .map((option) => ({ option, before: old[option] === true, after: now[option] === true }))
    .filter(({ before, after }) => before !== after);
  return options.length === 0 ? {} : { options };
}

/** Whether a step takes a resource out of the state alone. */
function leaves(step: StepMetadata): step is StepMetadata & { readonly old: NonNullable<StateMetadata> } {
  const isDelete = step.op === "delete" || step.op === "delete-replaced";
  return isDelete && step.old?.custom === true && step.old.retainOnDelete === true && isOfCloud(step.type);
}

function propertyChanges(step: StepMetadata): PropertyChange[] | undefined {
  if (step.detailedDiff) {
    return Object.entries(step.detailedDiff).map(([path, { diffKind }]) => ({ path, kind: diffKind }));
  }
  return step.diffs?.map((path) => ({ path, kind: "update" }));
}

/** Text without Pulumi's colour marks, `<{%fg 1%}>`, and terminal codes. */
export function plain(text: string): string {
  return text.replaceAll(/<\{%[^%]*%\}>/g, "").replaceAll(/\u001b\[[0-9;]*m/g, "");
}
