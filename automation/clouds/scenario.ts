import type { Value } from "../engine/provider";
import { Derive } from "./derive";
import { CloudError } from "./errors";
import { matches } from "./glob";

export type Action = "create" | "read" | "update" | "delete" | "invoke";

/** Which calls a fault hits. `*` stands for any text in a type and in a resource. */
interface Where {
  /** The type or function token, `aws:sqs/queue:Queue`; `oci:*` for all of a cloud. @default "*" */
  readonly type?: string;
  /** The logical name of the resource, `inbox`, or its URN. @default "*" */
  readonly resource?: string;
  /** @default "create" */
  readonly action?: Action;
}

/**
 * A fault to inject. Calls are counted from 1, from when the clouds are opened. With `resource` every resource has a count
 * of its own, so the fault hits the same calls at any degree of parallelism. Without it all calls that match are counted
 * together, in the order in which they come: that is for a caller who makes one call after the other.
 */
export type Fault =
  /** The cloud says "slow down" this many times to the first call for each resource; beyond `retries` it is given up. */
  | (Where & { readonly kind: "throttle"; readonly times: number })
  /** The nth call fails, and so do the next `times - 1`. */
  | (Where & {
      readonly kind: "fail";
      /** @default 1 */
      readonly call?: number;
      /** @default 1 */
      readonly times?: number;
      readonly code?: string;
      readonly message?: string;
    })
  /** Each call fails with this chance, from 0 to 1, drawn from the seed, the resource and how often it was called. */
  | (Where & {
      readonly kind: "flaky";
      readonly chance: number;
      readonly code?: string;
      readonly message?: string;
    })
  /** The nth create leaves a resource behind that exists but did not become ready. */
  | {
      readonly kind: "half-finished";
      readonly type?: string;
      readonly resource?: string;
      /** @default 1 */
      readonly call?: number;
      readonly reason?: string;
    }
  /** There is no way from this machine to an address, `10.73.3.5:6443`; `*` stands for any text. */
  | { readonly kind: "no-way"; readonly to: string }
  /** Nothing in the region answers. */
  | { readonly kind: "region-lost"; readonly cloud: "aws" | "oci"; readonly region: string };

/** What somebody did by hand, out of the sight of any program. A refresh sees it. */
export type Drift = {
  /** The logical name of the resource, or its URN; `*` stands for any text. */
  readonly resource: string;
} & (
  | {
      /** New values of properties by their paths, `tags.Owner` or `ingress.0.fromPort`; null takes a property away. */
      readonly set: Readonly<Record<string, Exclude<Value, symbol>>>;
    }
  /** The resource is gone. */
  | { readonly delete: true }
);

/** What the simulated clouds are told to be like. */
export interface ScenarioDefinition {
  /** The AWS account number. @default derived from the seed */
  readonly awsAccount?: string;
  /** The OCID of the OCI tenancy, where the provider's configuration names none. @default derived from the seed */
  readonly ociTenancy?: string;
  /** The OCI tenancy's home region, the only one in which IAM resources and tags are written. @default "me-dubai-1" */
  readonly ociHomeRegion?: string;
  /** What the chances of `flaky` faults are drawn from. @default the simulation's seed */
  readonly seed?: string;
  /** The simulated time, RFC 3339. @default "2026-01-01T00:00:00Z" */
  readonly now?: string;
  readonly faults?: readonly Fault[];
  /** Changes made by hand to what exists, when the clouds are opened. */
  readonly drift?: readonly Drift[];
  /** Simulated milliseconds of a call by type token pattern; the first that matches counts. */
  readonly latency?: Readonly<Record<string, number>>;
  /** Wait for the simulated latency in real time. @default false */
  readonly sleep?: boolean;
}

/** One thing wrong with a scenario: where, what was given, what is allowed. */
export interface ScenarioProblem {
  readonly path: string;
  readonly given?: unknown;
  readonly allowed: string;
}

/** Everything wrong with a scenario, at once. */
export class ScenarioFault extends Error {
  override readonly name = "ScenarioFault";
  constructor(readonly problems: readonly ScenarioProblem[]) {
    super(problems.map(({ path, allowed }) => `${path}: ${allowed}`).join("\n"));
  }
}

/** The call at hand. */
export interface Call {
  readonly action: Action;
  /** The type or function token. */
  readonly type: string;
  /** The URN of the resource; the token where a function is called. */
  readonly urn: string;
}

/**
 * How often a caller tries again when it is throttled: the AWS provider's default of `max_retries`
 * (https://registry.terraform.io/providers/hashicorp/aws/latest/docs#max_retries-1).
 */
const retries = 25;

const nameOf = (urn: string): string => urn.slice(urn.lastIndexOf("::") + 2);

/** Whether a pattern names a resource by its logical name or by its URN. */
export const isResource = (pattern: string, urn: string): boolean =>
  matches(pattern, pattern.startsWith("urn:") ? urn : nameOf(urn));

/** Counts calls, injects the faults and adds up the simulated time. */
export class Scenario {
  private readonly calls = new Map<Fault, Map<string, number>>();
  private faults: readonly Fault[];
  /** Simulated milliseconds that all calls together took. */
  simulatedMs = 0;

  constructor(
    readonly definition: ScenarioDefinition = {},
    private readonly seed = "",
  ) {
    this.faults = definition.faults ?? [];
  }

  /** Adds a fault to a world that runs: `region-lost` in the middle of a drill. Answers with the way to end it. */
  inject(fault: Fault): () => void {
    this.faults = [...this.faults, fault];
    return () => {
      this.faults = this.faults.filter((f) => f !== fault);
    };
  }

  /** Called before a call reaches the cloud. Throws where it does not. */
  async before(call: Call, region: string): Promise<void> {
    const cloud = call.type.slice(0, call.type.indexOf(":"));
    await this.take(this.latencyOf(call.type));
    if (this.isLost(cloud, region))
      throw new CloudError("RequestTimeout", `no endpoint of ${cloud} in ${region} answers`);
    for (const fault of this.faults) if (this.hits(fault, call)) await this.hit(fault, call);
  }

  isLost(cloud: string, region: string): boolean {
    return this.faults.some((f) => f.kind === "region-lost" && f.cloud === cloud && f.region === region);
  }

  /** Whether there is a way from this machine to an address, `10.73.3.5:6443`. */
  hasWay(to: string): boolean {
    return !this.faults.some((f) => f.kind === "no-way" && matches(f.to, to));
  }

  /** Why the resource just made did not become ready, if the scenario says so. */
  halfFinished(call: Call): string | undefined {
    for (const fault of this.faults) {
      if (fault.kind !== "half-finished" || !this.hits(fault, call)) continue;
      if (this.count(fault, call) === (fault.call ?? 1))
        return fault.reason ?? "the resource exists but did not become ready in time";
    }
    return undefined;
  }

  private hits(fault: Fault, { action, type, urn }: Call): boolean {
    if (fault.kind === "region-lost" || fault.kind === "no-way") return false;
    const wanted = fault.kind === "half-finished" ? "create" : (fault.action ?? "create");
    return (
      action === wanted &&
      matches(fault.type ?? "*", type) &&
      (fault.resource === undefined || isResource(fault.resource, urn))
    );
  }

  private async hit(fault: Fault, call: Call): Promise<void> {
    switch (fault.kind) {
      case "half-finished":
      case "region-lost":
      case "no-way":
        return;
      case "fail": {
        const [n, first] = [this.count(fault, call), fault.call ?? 1];
        if (n >= first && n < first + (fault.times ?? 1)) throw failure(fault);
        return;
      }
      case "flaky": {
        const n = this.count(fault, call);
        const derive = new Derive(this.definition.seed ?? this.seed, `${call.urn}\0${call.action}`);
        if (
          derive.below(`chance ${String(this.faults.indexOf(fault))} ${String(n)}`, PARTS) <
          fault.chance * PARTS
        )
          throw failure(fault);
        return;
      }
      case "throttle": {
        if (this.count(fault, call) !== 1) return;
        // Exponential waits from 100 ms up to 20 s between tries.
        const tries = Math.min(fault.times, retries);
        for (let i = 0; i < tries; i++) await this.take(Math.min(100 * 2 ** i, 20_000));
        if (fault.times > retries)
          throw new CloudError("ThrottlingException", `rate exceeded, also after ${String(retries)} retries`);
      }
    }
  }

  private count(fault: Fault, { urn }: Call): number {
    const apart =
      fault.kind === "throttle" ||
      fault.kind === "flaky" ||
      ("resource" in fault && fault.resource !== undefined);
    const counts = this.calls.get(fault) ?? new Map<string, number>();
    this.calls.set(fault, counts);
    const key = apart ? urn : "";
    const n = (counts.get(key) ?? 0) + 1;
    counts.set(key, n);
    return n;
  }

  private latencyOf(token: string): number {
    for (const [pattern, ms] of Object.entries(this.definition.latency ?? {}))
      if (matches(pattern, token)) return ms;
    return 0;
  }

  private async take(ms: number): Promise<void> {
    this.simulatedMs += ms;
    if (ms > 0 && this.definition.sleep === true) await new Promise((resolve) => setTimeout(resolve, ms));
  }
}

/** The grain of a chance: one in a million. */
const PARTS = 1_000_000;

const failure = ({ code, message }: { readonly code?: string; readonly message?: string }): CloudError =>
  new CloudError(code ?? "InternalError", message ?? "an internal error has occurred");
