import * as v from "../values";
import type { Entity } from "../world/world";
import type { LiveClock } from "./clock";
import { ServiceError } from "./errors";
import { arnOf, callerOf, regionOf, type Estate } from "./estate";
import type { Functions, Result } from "./functions";
import type { Send } from "./send";

/** What Lambda waits before it tries again: a minute, then two (Lambda developer guide, "Error handling for asynchronous invocation"). */
const pausesMs = [60_000, 120_000];

/** What Lambda waits when a function is throttled: a second, then longer, up to five minutes (ibid.). */
const throttledMs = (times: number): number => Math.min(1000 * 2 ** times, 300_000);

/** Retries and the age of an event where nothing is configured: twice, six hours (PutFunctionEventInvokeConfig). */
const defaults = { retries: 2, ageSeconds: 21_600 };

/** Events that Lambda has taken to run a function on in its own time. */
export class AsynchronousInvocations {
  constructor(
    private readonly estate: Estate,
    private readonly clock: LiveClock,
    private readonly functions: Functions,
    private readonly send: Send,
  ) {}

  /** Takes an event; the function runs on it later, again where it fails, and what it gives up on goes to its destination. */
  accept(lambda: Entity, payload: string): void {
    const taken = this.clock.milliseconds;
    const { retries, ageMs } = this.settings(lambda);
    const attempt = (tries: number, throttles: number): void => {
      this.clock.start(async () => {
        const result = await this.tried(lambda, payload);
        if (result !== "throttled" && result.error === undefined) {
          this.record(lambda, "onSuccess", payload, result, "Success", tries + 1);
          return;
        }
        const pause = result === "throttled" ? throttledMs(throttles) : (pausesMs[tries] ?? 0);
        const spent = result === "throttled" ? tries : tries + 1;
        const late = this.clock.milliseconds + pause - taken > ageMs;
        const exhausted = result !== "throttled" && tries >= retries;
        if (late || exhausted) {
          const condition = exhausted ? "RetriesExhausted" : "EventAgeExceeded";
          this.record(
            lambda,
            "onFailure",
            payload,
            result === "throttled" ? undefined : result,
            condition,
            spent,
          );
        } else
          this.clock.after(pause, () => {
            attempt(spent, result === "throttled" ? throttles + 1 : 0);
          });
      });
    };
    attempt(0, 0);
  }

  private async tried(lambda: Entity, payload: string): Promise<Result | "throttled"> {
    try {
      return await this.functions.invoke(lambda, payload, "async");
    } catch (error) {
      if (error instanceof ServiceError && error.code === "TooManyRequestsException") return "throttled";
      throw error;
    }
  }

  private settings(lambda: Entity): { readonly retries: number; readonly ageMs: number } {
    const config = this.configOf(lambda);
    return {
      retries: v.numeric(config?.inputs, "maximumRetryAttempts") ?? defaults.retries,
      ageMs: (v.numeric(config?.inputs, "maximumEventAgeInSeconds") ?? defaults.ageSeconds) * 1000,
    };
  }

  private configOf(lambda: Entity): Entity | undefined {
    return this.estate
      .all("invokeConfig")
      .find(
        (e) =>
          this.estate.find("lambda", v.text(e.inputs, "functionName") ?? "", regionOf(e))?.id === lambda.id,
      );
  }

  /** The record that goes to a destination (Lambda developer guide, "Example invocation record"), or to a dead-letter queue. */
  private record(
    lambda: Entity,
    side: "onFailure" | "onSuccess",
    payload: string,
    result: Result | undefined,
    condition: string,
    approximateInvokeCount: number,
  ): void {
    const caller = callerOf(lambda);
    const to = v.text(this.configOf(lambda)?.inputs, `destinationConfig.${side}.destination`);
    const body = JSON.stringify({
      version: "1.0",
      timestamp: this.clock.now().toISOString(),
      requestContext: {
        requestId: result?.requestId ?? "",
        functionArn: `${arnOf(lambda)}:$LATEST`,
        condition,
        approximateInvokeCount,
      },
      requestPayload: JSON.parse(payload) as unknown,
      responseContext: {
        statusCode: 200,
        executedVersion: "$LATEST",
        ...(result?.error === undefined ? {} : { functionError: "Unhandled" }),
      },
      responsePayload: result === undefined ? null : (JSON.parse(result.payload) as unknown),
    });
    if (to !== undefined) this.send.handOver({ to, body, caller, region: regionOf(lambda) }, lambda.id);
    const dead = v.text(lambda.inputs, "deadLetterConfig.targetArn");
    if (side === "onFailure" && dead !== undefined)
      this.send.handOver({ to: dead, body: payload, caller, region: regionOf(lambda) }, lambda.id);
  }
}
