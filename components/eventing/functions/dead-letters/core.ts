import type { EventType } from "../../events/event-type";
import { MAX_REASON, type Letter } from "../../runtime/letter";
import type { DeadLetter } from "./records";

/** Seconds to wait before each new attempt; SQS delays a message for at most 900 (SQS API, SendMessage, DelaySeconds). */
export const DELAYS = [60, 300, 900] as const;

/** What comes next for a dead letter. */
export type Step =
  | { readonly kind: "redrive"; readonly attempt: number; readonly delaySeconds: number }
  | { readonly kind: "park" };

/** Errors of a consumer that can not read an event; it will not read it the next time either. */
const POISON: ReadonlySet<string> = new Set(["InvalidEventError", "UnknownVersionError"]);

/**
 * What to do with an event that arrives among the dead letters for the nth time: three attempts with growing delays, then a
 * person; a person at once where its consumer can not read it.
 *
 * @param arrivals how often, this time included; 1 or more.
 * @param code why it came.
 */
export function stepAfter(arrivals: number, code: string): Step {
  if (POISON.has(code)) return { kind: "park" };
  const delaySeconds = DELAYS[arrivals - 1];
  return delaySeconds === undefined ? { kind: "park" } : { kind: "redrive", attempt: arrivals, delaySeconds };
}

/** How an event waits for another attempt, or for a person. */
export const letterOf = ({ target, reason }: DeadLetter, attempt: number): Letter => ({
  targetArn: target.arn,
  consumer: target.name,
  attempt,
  ...reason,
});

/** How a message waits for a person whose target or event nobody can make out. */
export const unreadableLetter = (reason: string): Letter => ({ code: "UNREADABLE", message: reason });

/** What the operations topic is told. */
export interface Alert {
  readonly subject: string;
  readonly body: string;
}

/** SNS takes subjects of at most 100 characters (SNS API, Publish, Subject). */
const SUBJECT = "Event processing failed: a person must act";

const ACTION = "Manual review, possible data reconciliation";

/** SNS takes messages of at most 256 KiB (SNS API, Publish, Message); a longer event is told of by its ids. */
const MAX_ALERT_BYTES = 200_000;

/**
 * The alert about an event that failed for good. Fields that its type calls personal are covered; of an event whose type is
 * unknown only the ids are told.
 */
export function alertAbout(
  letter: DeadLetter,
  arrivals: number,
  typeOf: (type: string) => EventType | undefined,
): Alert {
  const { target, reason, eventId, correlationId, detailType } = letter;
  const about = (event: unknown): string =>
    JSON.stringify({
      event,
      reason: { code: reason.code, message: reason.message.slice(0, MAX_REASON), rule: reason.rule },
      consumer: target.name,
      target: target.arn,
      attempts: arrivals,
      action_required: ACTION,
    });
  const ids = { "detail-type": detailType, eventId, correlationId };
  const type = detailType === undefined ? undefined : typeOf(detailType);
  if (type === undefined) return { subject: SUBJECT, body: about(ids) };
  const envelope = JSON.parse(letter.event) as { detail: unknown };
  const body = about({ ...envelope, detail: type.redact(envelope.detail) });
  return { subject: SUBJECT, body: Buffer.byteLength(body) <= MAX_ALERT_BYTES ? body : about(ids) };
}

/** The alert about a message that can not be read; its content is told to nobody. */
export const alertAboutUnreadable = (messageId: string, reason: string): Alert => ({
  subject: SUBJECT,
  body: JSON.stringify({
    event: { messageId },
    reason: { code: "UNREADABLE", message: reason },
    action_required: ACTION,
  }),
});
