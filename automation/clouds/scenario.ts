import { CloudError } from "./errors";

export type Action = "create" | "read" | "update" | "delete" | "invoke";

/** `*` stands for any text within a type token. */
interface Where {
  /** The type or function token that it hits, `aws:sqs/queue:Queue`; `oci:*` for all of a cloud. @default "*" */
  readonly type?: string;
  /** @default "create" */
  readonly action?: Action;
}

/** A fault to inject. Calls are counted per fault, from 1, in the order in which they come. */
export type Fault =
  /** The cloud says "slow down" this many times before it answers; beyond `retries` the caller gives up. */
  | (Where & { readonly kind: "throttle"; readonly times: number })
  /** The nth call fails, and so do the next `times - 1`. */
  | (Where & {
      readonly kind: "fail";
      readonly call: number;
      /** @default 1 */
      readonly times?: number;
      readonly code?: string;
      readonly message?: string;
    })
  /** The nth create leaves a resource behind that exists but did not become ready. */
  | {
      readonly kind: "half-finished";
      readonly type?: string;
      readonly call: number;
      readonly reason?: string;
    }
  /** Nothing in the region answers. */
  | { readonly kind: "region-lost"; readonly cloud: string; readonly region: string };

/** What the simulated clouds are told to be like. */
export interface ScenarioDefinition {
  /** The AWS account number. @default derived from the seed */
  readonly awsAccount?: string;
  /** The OCID of the OCI tenancy, where the provider's configuration names none. @default derived from the seed */
  readonly ociTenancy?: string;
  /** The OCI tenancy's home region, the only one in which IAM resources and tags are written. @default "me-dubai-1" */
  readonly ociHomeRegion?: string;
  readonly faults?: readonly Fault[];
  /** Simulated milliseconds of a call by type token pattern; the first that matches counts. */
  readonly latency?: Readonly<Record<string, number>>;
  /** Wait for the simulated latency in real time. @default false */
  readonly sleep?: boolean;
}

/**
 * How often a caller tries again when it is throttled: the AWS provider's default of `max_retries`
 * (https://registry.terraform.io/providers/hashicorp/aws/latest/docs#max_retries-1).
 */
const retries = 25;

const matches = (pattern: string | undefined, token: string): boolean =>
  new RegExp(
    `^${(pattern ?? "*")
      .split("*")
      .map((s) => s.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"))
      .join(".*")}$`,
  ).test(token);

/** Counts calls, injects the faults and adds up the simulated time. */
export class Scenario {
  private readonly calls = new Map<Fault, number>();
  private faults: readonly Fault[];
  /** Simulated milliseconds that all calls together took. */
  simulatedMs = 0;

  constructor(readonly definition: ScenarioDefinition = {}) {
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
  async before(action: Action, token: string, region: string): Promise<void> {
    const cloud = token.slice(0, token.indexOf(":"));
    await this.take(this.latencyOf(token));
    if (this.isLost(cloud, region))
      throw new CloudError("RequestTimeout", `no endpoint of ${cloud} in ${region} answers`);
    for (const fault of this.faults) {
      if (
        fault.kind !== "region-lost" &&
        fault.kind !== "half-finished" &&
        action === (fault.action ?? "create") &&
        matches(fault.type, token)
      ) {
        await this.hit(fault);
      }
    }
  }

  isLost(cloud: string, region: string): boolean {
    return this.faults.some((f) => f.kind === "region-lost" && f.cloud === cloud && f.region === region);
  }

  /** Why the resource just made did not become ready, if the scenario says so. */
  halfFinished(token: string): string | undefined {
    for (const fault of this.faults) {
      if (fault.kind === "half-finished" && matches(fault.type, token) && this.count(fault) === fault.call)
        return fault.reason ?? "the resource exists but did not become ready in time";
    }
    return undefined;
  }

  private async hit(fault: Extract<Fault, { kind: "throttle" | "fail" }>): Promise<void> {
    const call = this.count(fault);
    if (fault.kind === "fail") {
      if (call >= fault.call && call < fault.call + (fault.times ?? 1))
        throw new CloudError(
          fault.code ?? "InternalError",
          fault.message ?? "an internal error has occurred",
        );
      return;
    }
    if (call !== 1) return;
    // Exponential waits from 100 ms up to 20 s between tries.
    for (let i = 0; i < Math.min(fault.times, retries); i++) await this.take(Math.min(100 * 2 ** i, 20_000));
    if (fault.times > retries)
      throw new CloudError("ThrottlingException", `rate exceeded, also after ${String(retries)} retries`);
  }

  private count(fault: Fault): number {
    const call = (this.calls.get(fault) ?? 0) + 1;
    this.calls.set(fault, call);
    return call;
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
