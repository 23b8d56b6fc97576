/** What an operation was asked to do, and everything it works with. */
import type { Analyzer } from "./analyzer";
import type { Clock } from "./clock";
import type { EventStream } from "./events";
import type { ProviderHost } from "./provider-host";
import type { Snapshot } from "./snapshot";
import type { ResourceState } from "./state";
import type { Goal } from "./steps/step";
import { Bail } from "./errors";
import { ROOT_STACK_TYPE, makeUrn, rootName } from "./urn";

export type OperationKind = "update" | "preview" | "destroy" | "refresh" | "import";

export interface OperationOptions {
  readonly kind: OperationKind;
  readonly preview: boolean;
  readonly parallel: number;
  /** URN patterns, in which `*` stands for anything but a colon-separated part and `**` for anything. */
  readonly targets: readonly string[];
  readonly targetDependents: boolean;
  /** URN patterns of what is left alone; there are none where there are targets. */
  readonly excludes: readonly string[];
  readonly excludeDependents: boolean;
  readonly replace: readonly string[];
  readonly refresh: boolean;
  /** A failed step holds up what depends on it, and nothing else. */
  readonly continueOnError: boolean;
}

/** The state that generator and executor share during one operation. */
export class Deployment {
  /** States that the operation began with, replaced ones that wait for their deletion included. */
  previous: ResourceState[];
  /** The current ones of those, by URN. */
  readonly olds = new Map<string, ResourceState>();
  /** States as this operation leaves them, by URN. */
  readonly news = new Map<string, ResourceState>();
  /** Resources read, not managed. */
  readonly reads = new Map<string, ResourceState>();
  readonly goals = new Map<string, Goal>();
  readonly counts = new Map<string, number>();
  /** Why the operation failed, first of all. */
  failure: Error | undefined;
  /** An error was reported; a preview goes on to show the rest, and fails at the end. */
  errorReported = false;
  /** A step failed, or a preview met an error: the end says that the operation failed. */
  stepFailed = false;
  /** The program or a decision ended it: that was said, and a step's failure is not said again at the end. */
  cutShort = false;
  policyViolated = false;

  constructor(
    readonly project: string,
    readonly stack: string,
    readonly options: OperationOptions,
    readonly providers: ProviderHost,
    readonly snapshot: Snapshot,
    readonly events: EventStream,
    readonly analyzers: readonly Analyzer[],
    readonly clock: Clock,
    previous: readonly ResourceState[],
  ) {
    this.previous = [...previous];
    this.index();
  }

  index(): void {
    this.olds.clear();
    for (const state of this.previous) {
      if (!state.delete) this.olds.set(state.urn, state);
    }
  }

  get preview(): boolean {
    return this.options.preview;
  }

  /** The stack's own URN. */
  get rootUrn(): string {
    return makeUrn(this.stack, this.project, "", ROOT_STACK_TYPE, rootName(this.stack, this.project));
  }

  count(op: string): void {
    this.counts.set(op, (this.counts.get(op) ?? 0) + 1);
  }

  /** Notes a failure that was reported. */
  fail(error: Error): void {
    this.failure ??= error;
  }

  /** Reports an error at a resource. The operation fails, at once if what is returned is thrown. */
  error(message: string, urn = ""): Bail {
    this.events.diagnose("error", message, urn);
    this.errorReported = true;
    return new Bail(message);
  }

  get failed(): boolean {
    return this.failure !== undefined || this.errorReported || this.policyViolated;
  }

  now(): string {
    return this.clock.now().toISOString();
  }
}
