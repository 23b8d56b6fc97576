/** What a run came to, as plain data: what `--json` prints and what every report is written from. */
import type { GateCheck, Phase } from "../../stacks/define/stack";
import type { Failure } from "./failure";

/** The schema of a run's report; the number rises with every change that a reader can not take. */
export const RUN_SCHEMA = "causeway.run/1";

export type Verb = "up" | "preview" | "destroy";

/** Resources by what happened to them, or in a preview would; a stack's own root resource is among them. */
export interface Counts {
  readonly created: number;
  readonly updated: number;
  /** Updated or replaced: the simulated cloud has no facts to say which. A real provider always knows. */
  readonly undecided: number;
  readonly replaced: number;
  readonly deleted: number;
  readonly unchanged: number;
}

/** How one property changes. */
export interface PropertyChange {
  /** `tags.Environment` or `ingress[0].cidr`. */
  readonly path: string;
  readonly kind: "add" | "add-replace" | "delete" | "delete-replace" | "update" | "update-replace";
}

/** An option of a resource, which the clouds do not know of, that is not what it was. */
export interface OptionChange {
  readonly option: "protect" | "retainOnDelete";
  readonly before: boolean;
  readonly after: boolean;
}

/** What happened to one resource, or in a preview would. */
export interface ResourceReport {
  readonly urn: string;
  /** `aws:sqs/queue:Queue` */
  readonly type: string;
  /** Its logical name, the last part of the URN. */
  readonly name: string;
  /** URN of its parent; empty for a stack's root resource. */
  readonly parent: string;
  /** Pulumi's word: create, update, replace, delete, same, read, import, refresh... */
  readonly op: string;
  /** The URN that it had, where an alias gave it another. */
  readonly from?: string;
  /** Of a replacement: the old one goes before the new one is there. */
  readonly deletedFirst?: boolean;
  readonly protected: boolean;
  /**
   * Whether what was there before, or what is created, stays in the cloud when it is deleted or replaced: `retainOnDelete` of a
   * resource that is no component; left out where it does not, and of `--json`.
   */
  readonly retained?: boolean;
  /** The id of what exists in the cloud still, now that it is deleted or replaced here; left out where nothing does. */
  readonly leaves?: string;
  /** Its region, its own or its provider's; left out where neither says one. Left out of `--json`. */
  readonly region?: string;
  /** Paths that force a replacement. */
  readonly replacing: readonly string[];
  readonly changes: readonly PropertyChange[];
  /** Options that are not what they were, also of a resource that is else the same; left out where there are none. */
  readonly options?: readonly OptionChange[];
  /** Paths of an update of which nobody knows whether the cloud makes a new resource for them. */
  readonly undecided?: readonly string[];
  /** Inputs before and after; secrets are masked by the engine. Left out of `--json`. */
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
}

/** What a policy rule said. */
export interface PolicyFinding {
  readonly stack: string;
  readonly pack: string;
  readonly rule: string;
  /** `mandatory` stops the stack; `undecided` is a rule that a preview can not judge, as a value is not known yet. */
  readonly level: "mandatory" | "advisory" | "undecided";
  readonly message: string;
  /** The resource it is about; absent when it is about the stack as a whole. */
  readonly urn?: string;
  /** Where the program asks for it, `stacks/events.ts:42`, where the engine says so. */
  readonly line?: string;
}

/**
 * - `succeeded`: done, and its gate passed
 * - `failed`: see `failure`
 * - `blocked`: not started, because a stack that it needs (in a destroy: that needs it) failed
 * - `skipped`: not started, because it finished in the run that this one resumes
 * - `interrupted`: stopped on the way
 * - `not-started`: the run was interrupted before its turn
 */
export type StackResult = "succeeded" | "failed" | "blocked" | "skipped" | "interrupted" | "not-started";

export interface StackReport {
  readonly name: string;
  /** The stack's name for Pulumi, `dev-aws-network`. */
  readonly fullName: string;
  readonly phase: Phase;
  readonly wave?: string;
  readonly needs: readonly string[];
  readonly result: StackResult;
  /** Why it failed, or which stacks block it. */
  readonly failure?: Failure;
  readonly counts: Counts;
  /** Resources that the stack holds after the run, or after a preview's plan. */
  readonly held: number;
  /** Wall time, to the tenth. */
  readonly seconds: number;
  readonly gate: readonly GateCheck[];
  readonly warnings: readonly string[];
  /** What it promises to later stacks; a secret is `[secret]`. Empty in a preview or destroy. */
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly resources: readonly ResourceReport[];
}

/** One run over an environment. */
export interface RunReport {
  readonly schema: typeof RUN_SCHEMA;
  /** True when nothing real was touched: the clouds were simulated. */
  readonly simulated: boolean;
  readonly engine: { readonly name: "pulumi" | "embedded"; readonly version: string };
  readonly verb: Verb;
  readonly platform: string;
  readonly environment: string;
  /** Its id, as in the journal of runs. */
  readonly run: string;
  /** Whether it went on with an earlier run. */
  readonly resumed: boolean;
  readonly startedAt: string;
  readonly seconds: number;
  readonly parallel: number;
  readonly result: "succeeded" | "failed" | "interrupted";
  readonly exitCode: number;
  /** Failures beside those of single stacks, such as changes where none were expected. */
  readonly failures: readonly Failure[];
  readonly stacks: readonly StackReport[];
  readonly policy: readonly PolicyFinding[];
  readonly totals: Counts & { readonly held: number };
  /** Where the state is: a folder, or the backend's address. */
  readonly state: string;
}

export const NO_COUNTS: Counts = {
  created: 0,
  updated: 0,
  undecided: 0,
  replaced: 0,
  deleted: 0,
  unchanged: 0,
};

export function sumOf(counts: readonly Counts[]): Counts {
  const sum = (key: keyof Counts) => counts.reduce((total, one) => total + one[key], 0);
  return {
    created: sum("created"),
    updated: sum("updated"),
    undecided: sum("undecided"),
    replaced: sum("replaced"),
    deleted: sum("deleted"),
    unchanged: sum("unchanged"),
  };
}

/** Resources that changed, or in a preview would. */
export function changesOf({ created, updated, undecided, replaced, deleted }: Counts): number {
  return created + updated + undecided + replaced + deleted;
}

/** What is said of a change that {@link Counts.undecided} counts. */
export const UNDECIDED_CHANGE = "update or replacement: unknown";

/** Changes of which nobody knows whether they are updates, with their stack and the paths that nobody knows of. */
export function undecidedChanges(stacks: readonly StackReport[]): readonly {
  readonly stack: string;
  readonly resource: ResourceReport;
  readonly paths: readonly string[];
}[] {
  return stacks.flatMap(({ name, resources }) =>
    resources.flatMap((resource) =>
      resource.undecided === undefined ? [] : [{ stack: name, resource, paths: resource.undecided }],
    ),
  );
}

/** A release of a chart: Helm makes its objects, so that no policy rule sees them. */
export interface OpaqueRelease {
  readonly stack: string;
  readonly urn: string;
  readonly name: string;
  /** The chart and its version; empty where a preview does not know them. */
  readonly chart: string;
  readonly version: string;
}

/** What stays deployed of which the rules saw the release alone. */
export function opaqueToRules(stacks: readonly StackReport[]): readonly OpaqueRelease[] {
  const text = (value: unknown): string => (typeof value === "string" ? value : "");
  return stacks.flatMap(({ name: stack, resources }) =>
    resources
      .filter(({ type, op }) => type === "kubernetes:helm.sh/v3:Release" && op !== "delete")
      .map(({ urn, name, after }) => ({
        ...{ stack, urn, name },
        ...{ chart: text(after?.["chart"]), version: text(after?.["version"]) },
      })),
  );
}

/** A resource that exists in a cloud, and that no state knows of any more. */
export interface LeftResource {
  readonly stack: string;
  readonly urn: string;
  readonly id: string;
}

/** What `retainOnDelete` leaves for somebody to look after, and to pay. */
export function leftInCloud(stacks: readonly StackReport[]): readonly LeftResource[] {
  return stacks.flatMap(({ name: stack, resources }) =>
    resources.flatMap(({ urn, leaves: id }) => (id === undefined ? [] : [{ stack, urn, id }])),
  );
}

/** The document of `--json`: the report with the resources that change, without their inputs. */
export function documentOf(report: RunReport): object {
  const brief = (resource: ResourceReport): ResourceReport => {
    const { before, after, region, retained, ...rest } = resource;
    return [before, after, region, retained].every((one) => one === undefined) ? resource : rest;
  };
  return {
    ...report,
    opaqueToRules: opaqueToRules(report.stacks),
    stacks: report.stacks.map((stack) => ({
      ...stack,
      resources: stack.resources.filter(({ op }) => op !== "same").map(brief),
    })),
  };
}
