import { Derive } from "../derive";
import { matches } from "../glob";
import type { ApiCall } from "./call";
import { ServiceError, Unreachable } from "./errors";

interface Where {
  /** `dynamodb`, `sqs`, `sns`, `events`, `states`, `lambda`, `streams`, `firehose` or `s3`; `*` for any text. @default "*" */
  readonly service?: string;
  /** `TransactWriteItems`; `*` for any text. @default "*" */
  readonly action?: string;
  /** The name of the table, queue, topic, bus, function, machine, stream or bucket; `*` for any text. @default "*" */
  readonly resource?: string;
  /** The function or machine that calls, by name; `*` for any text. @default "*" */
  readonly caller?: string;
}

/** What goes wrong with calls while a cloud is live. Calls are counted from 1 for each fault, in the order in which they come. */
export type LiveFault =
  /** The first `times` calls are answered "slow down". */
  | (Where & { readonly kind: "throttle"; readonly times: number })
  /** The nth call fails, and so do the next `times - 1`. */
  | (Where & {
      readonly kind: "fail";
      /** @default 1 */
      readonly call?: number;
      /** @default 1 */
      readonly times?: number;
      /** @default "InternalServerError" */
      readonly code?: string;
      /** The status of the answer. @default 500 */
      readonly status?: number;
    })
  /** Each call fails with this chance, from 0 to 1. */
  | (Where & {
      readonly kind: "flaky";
      readonly chance: number;
      readonly code?: string;
      readonly status?: number;
    })
  /** The connection breaks, from the nth call on. */
  | (Where & {
      readonly kind: "unreachable";
      /** @default 1 */
      readonly call?: number;
      /** @default all that follow */
      readonly times?: number;
    })
  /** Each entry of a `PutEvents` call fails with this chance while the call succeeds. */
  | (Where & { readonly kind: "partial"; readonly chance: number })
  /** The function that makes the nth call dies before it is made, or after. */
  | (Where & {
      readonly kind: "crash";
      readonly when: "before" | "after";
      /** @default 1 */
      readonly call?: number;
      /** @default 1 */
      readonly times?: number;
    });

/** The caller's process ends at this call. */
export class Crash extends Error {
  override readonly name = "Crash";
}

/** The grain of a chance: one in a million. */
const PARTS = 1_000_000;

/** Which calls go wrong. What is by chance follows from the seed, the call's subject and how often it was made. */
export class Faults {
  private active: readonly LiveFault[] = [];
  private readonly counts = new Map<LiveFault, Map<string, number>>();
  /** How often a fault struck. */
  struck = 0;

  constructor(private readonly seed: string) {}

  /** Adds a fault; the answer ends it. */
  inject(fault: LiveFault): () => void {
    this.active = [...this.active, fault];
    return () => {
      this.active = this.active.filter((f) => f !== fault);
    };
  }

  /** Throws where a call does not reach its service. */
  before(call: ApiCall, resource: string): void {
    for (const fault of this.active) if (hits(fault, call, resource)) this.strike(fault, call, resource);
  }

  /** Throws where the caller dies of the answer. */
  after(call: ApiCall, resource: string): void {
    for (const fault of this.active)
      if (fault.kind === "crash" && fault.when === "after" && hits(fault, call, resource)) this.crash(fault);
  }

  /** Which of so many entries of a call fail. */
  entries(call: ApiCall, resource: string, count: number): ReadonlySet<number> {
    const failed = new Set<number>();
    for (const fault of this.active)
      if (fault.kind === "partial" && hits(fault, call, resource))
        for (let i = 0; i < count; i++) if (this.chance(fault, resource, fault.chance)) failed.add(i);
    this.struck += failed.size;
    return failed;
  }

  private strike(fault: LiveFault, call: ApiCall, resource: string): void {
    switch (fault.kind) {
      case "throttle":
        if (this.count(fault) <= fault.times) this.refuse(throttled(call));
        return;
      case "fail":
        if (this.counted(fault, fault.times ?? 1)) this.refuse(failure(fault));
        return;
      case "flaky":
        if (this.chance(fault, `${call.action} ${resource}`, fault.chance)) this.refuse(failure(fault));
        return;
      case "unreachable":
        if (this.counted(fault, fault.times ?? Infinity))
          this.refuse(new Unreachable(`${call.service} does not answer`));
        return;
      case "crash":
        if (fault.when === "before") this.crash(fault);
        return;
      case "partial":
    }
  }

  private crash(fault: LiveFault & { readonly kind: "crash" }): void {
    if (this.counted(fault, fault.times ?? 1)) this.refuse(new Crash("the process ended"));
  }

  private refuse(error: Error): never {
    this.struck++;
    throw error;
  }

  private counted(fault: LiveFault & { readonly call?: number }, times: number): boolean {
    const [n, first] = [this.count(fault), fault.call ?? 1];
    return n >= first && n < first + times;
  }

  private chance(fault: LiveFault, subject: string, chance: number): boolean {
    const derive = new Derive(this.seed, subject);
    const n = this.count(fault, subject);
    return derive.below(`${String(this.active.indexOf(fault))} ${String(n)}`, PARTS) < chance * PARTS;
  }

  private count(fault: LiveFault, subject = ""): number {
    const counts = this.counts.get(fault) ?? new Map<string, number>();
    this.counts.set(fault, counts);
    const n = (counts.get(subject) ?? 0) + 1;
    counts.set(subject, n);
    return n;
  }
}

function hits({ service, action, resource, caller }: LiveFault, call: ApiCall, name: string): boolean {
  const by =
    call.caller.kind === "role" ? call.caller.by : call.caller.kind === "service" ? call.caller.id : "";
  return (
    matches(service ?? "*", call.service) &&
    matches(action ?? "*", call.action) &&
    matches(resource ?? "*", name) &&
    matches(caller ?? "*", by)
  );
}

const failure = ({ code, status }: { readonly code?: string; readonly status?: number }): ServiceError =>
  new ServiceError(
    code ?? "InternalServerError",
    "The request processing has failed because of an unknown error",
    status ?? 500,
  );

/** How each service says "slow down" (Common errors in their API references). */
function throttled({ service }: ApiCall): ServiceError {
  const message = "Rate exceeded";
  if (service === "dynamodb")
    return new ServiceError(
      "ProvisionedThroughputExceededException",
      "The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.",
    );
  if (service === "sqs") return new ServiceError("RequestThrottled", message, 403);
  if (service === "lambda") return new ServiceError("TooManyRequestsException", message, 429);
  if (service === "sns") return new ServiceError("Throttled", message, 429);
  return new ServiceError("ThrottlingException", message);
}
