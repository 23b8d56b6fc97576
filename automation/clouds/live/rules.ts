import * as v from "../values";
import type { Derive } from "../derive";
import type { Entity } from "../world/world";
import type { Caller } from "./call";
import type { LiveClock } from "./clock";
import type { Envelope } from "./envelope";
import { isTransient, ServiceError, Unreachable } from "./errors";
import { arnOf, busOf, regionOf, type Estate } from "./estate";
import type { Send } from "./send";
import { inputFor } from "./transform";

const SERVICE = "events.amazonaws.com";

/** Where a target has no retry policy: 185 times in 24 hours (EventBridge user guide, "How EventBridge retries delivering events"). */
const defaults = { attempts: 185, ageSeconds: 86_400 };

/**
 * The wait before the nth retry: it grows exponentially, with jitter
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html, read 2026-11-26). EventBridge does not
 * say from where to where; taken are the second and the five minutes that Lambda names for its own queue
 * (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html, read 2026-11-26).
 */
const firstPauseMs = 1000;
const longestPauseMs = 300_000;

/** How rules hand events to their targets: once, again where it may help, and to the dead-letter queue where it does not. */
export class RuleDeliveries {
  constructor(
    private readonly estate: Estate,
    private readonly clock: LiveClock,
    private readonly derive: Derive,
    private readonly send: Send,
  ) {}

  /** Starts the delivery of an event to every target of a rule. */
  deliver(rule: Entity, event: Envelope): void {
    for (const target of this.targetsOf(rule))
      this.attempt({ rule, target, event, since: this.clock.milliseconds }, 0);
  }

  private targetsOf(rule: Entity): readonly Entity[] {
    const bus = busOf(rule);
    return this.estate
      .all("target")
      .filter(
        (t) =>
          v.text(t.inputs, "rule") === v.text(rule.outputs, "name") &&
          busOf(t) === bus &&
          t.scope === rule.scope,
      );
  }

  private attempt(
    delivery: { rule: Entity; target: Entity; event: Envelope; since: number },
    retries: number,
  ): void {
    const { rule, target, event, since } = delivery;
    this.clock.start(async () => {
      const to = v.text(target.inputs, "arn") ?? "";
      const body = inputFor(target, event, arnOf(rule), this.clock.now().toISOString());
      const group = v.text(target.inputs, "sqsTarget.messageGroupId");
      try {
        await this.send.deliver({ to, body, group, caller: callerFor(rule, target), region: regionOf(rule) });
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        const most = v.numeric(target.inputs, "retryPolicy.maximumRetryAttempts") ?? defaults.attempts;
        const ageMs =
          (v.numeric(target.inputs, "retryPolicy.maximumEventAgeInSeconds") ?? defaults.ageSeconds) * 1000;
        const pause = this.pause(event.head.id, arnOf(target), retries);
        const late = this.clock.milliseconds + pause - since > ageMs;
        if (isTransient(error) && retries < most && !late) {
          this.clock.after(pause, () => {
            this.attempt(delivery, retries + 1);
          });
          return;
        }
        const exhausted = !isTransient(error)
          ? undefined
          : late && retries < most
            ? "MaximumEventAgeInSeconds"
            : "MaximumRetryAttempts";
        this.bury(delivery, error, retries, exhausted);
      }
    });
  }

  private pause(event: string, target: string, retries: number): number {
    const most = Math.min(firstPauseMs * 2 ** retries, longestPauseMs);
    return most / 2 + this.derive.below(`jitter ${event} ${target} ${String(retries)}`, most / 2);
  }

  /** Attributes are those that EventBridge gives a message (user guide, "Using dead-letter queues to process undelivered events"). */
  private bury(
    { rule, target, event }: { rule: Entity; target: Entity; event: Envelope },
    error: Error,
    retries: number,
    exhausted: string | undefined,
  ): void {
    const dead = v.text(target.inputs, "deadLetterConfig.arn");
    const what = `${arnOf(rule)} -> ${v.text(target.inputs, "arn") ?? ""}: ${error.message}`;
    if (dead === undefined) {
      this.send.lost.push({ what, body: event.text });
      return;
    }
    const attributes = {
      RULE_ARN: arnOf(rule),
      TARGET_ARN: v.text(target.inputs, "arn") ?? "",
      ERROR_CODE: codeOf(error),
      ERROR_MESSAGE: error.message.slice(0, 1024),
      RETRY_ATTEMPTS: String(retries),
      ...(exhausted === undefined ? {} : { EXHAUSTED_RETRY_CONDITION: exhausted }),
    };
    const caller: Caller = { kind: "service", id: SERVICE, source: arnOf(rule) };
    this.send.handOver({ to: dead, body: event.text, attributes, caller, region: regionOf(rule) }, what);
  }
}

function callerFor(rule: Entity, target: Entity): Caller {
  const role = v.text(target.inputs, "roleArn");
  if (role !== undefined)
    return { kind: "role", arn: role, by: arnOf(rule).slice(arnOf(rule).lastIndexOf("/") + 1) };
  return { kind: "service", id: SERVICE, source: arnOf(rule) };
}

/** Error codes of EventBridge's dead letters (ibid.) for what receivers answer. */
function codeOf(error: Error): string {
  if (error instanceof Unreachable) return "CONNECTION_FAILURE";
  if (!(error instanceof ServiceError)) return "UNKNOWN";
  if (/AccessDenied|AuthorizationError|KMSAccessDenied/.test(error.code)) return "NO_PERMISSIONS";
  if (/NotFound|DoesNotExist|NonExistent/.test(error.code)) return "NO_RESOURCE";
  if (/Throttl|TooManyRequests/.test(error.code)) return "THROTTLING";
  if (error.status >= 500) return "INTERNAL_ERROR";
  return /Invalid|Validation|TooLarge|TooLong/.test(error.code) ? "INVALID_PARAMETER" : "ERROR_FROM_TARGET";
}
