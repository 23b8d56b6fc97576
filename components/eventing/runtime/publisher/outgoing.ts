import * as v from "valibot";
import type { EventDetail, EventType } from "../../events/event-type";

/** An event on its way to the bus. */
export interface Outgoing {
  /** Made once; duplicates are known by it, since EventBridge gives every send an id of its own. */
  readonly eventId: string;
  readonly source: string;
  readonly detailType: string;
  /** The detail as JSON, metadata included. */
  readonly detail: string;
  /** When it happened; every re-send says the same. */
  readonly time: Date;
}

/** An event that no call can take; sending it again can not help. */
export class EventTooLargeError extends Error {
  override readonly name = "EventTooLargeError";

  constructor(
    readonly detailType: string,
    readonly bytes: number,
    readonly maxBytes: number,
  ) {
    super(
      `event "${detailType}" has ${bytes} bytes, at most ${maxBytes} are allowed: keep its bulk elsewhere and say where`,
    );
  }
}

/** What the envelope around a detail may add when a queue gets the event; the limit counts it. */
export const ENVELOPE_BYTES = 1024;

/**
 * Bytes of an entry as EventBridge counts them (EventBridge User Guide, "Calculating PutEvents event entry size"): 14 for
 * the time, the others by their UTF-8.
 */
export const entryBytes = ({ source, detailType, detail }: Outgoing): number =>
  14 + Buffer.byteLength(source) + Buffer.byteLength(detailType) + Buffer.byteLength(detail);

/** @throws {EventTooLargeError} for an event that, in its envelope, is larger than `maxBytes`. */
export function checkSize(event: Outgoing, maxBytes: number): void {
  const bytes = entryBytes(event) + ENVELOPE_BYTES;
  if (bytes > maxBytes) throw new EventTooLargeError(event.detailType, bytes, maxBytes);
}

/**
 * An event of a declared type, checked before anything is written or sent.
 *
 * @throws {InvalidEventError} with every fault of the detail.
 * @throws {EventTooLargeError} when it is larger than `maxBytes`.
 */
export function outgoing<D extends EventDetail>(
  type: EventType<D>,
  detail: D,
  { sourcePrefix, maxBytes }: { readonly sourcePrefix: string; readonly maxBytes: number },
): Outgoing {
  const checked = type.parse(detail);
  const event = {
    eventId: checked.metadata.eventId,
    source: `${sourcePrefix}.${type.service}`,
    detailType: type.type,
    detail: JSON.stringify(checked),
    time: new Date(checked.metadata.timestamp),
  };
  checkSize(event, maxBytes);
  return event;
}

/** Body of an event in the fallback queue. */
export const fallbackBody = ({ source, detailType, time, detail }: Outgoing): string =>
  `${JSON.stringify({ source, detailType, time }).slice(0, -1)},"detail":${detail}}`;

const fallback = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    source: v.pipe(v.string(), v.minLength(1)),
    detailType: v.pipe(v.string(), v.minLength(1)),
    time: v.pipe(v.string(), v.isoTimestamp()),
    detail: v.looseObject({ metadata: v.looseObject({ eventId: v.pipe(v.string(), v.minLength(1)) }) }),
  }),
);

/** The event of a message of the fallback queue; undefined when it holds none. */
export function readFallback(body: string): Outgoing | undefined {
  const { success, output } = v.safeParse(fallback, body);
  if (!success) return undefined;
  const { source, detailType, time, detail } = output;
  return {
    eventId: detail.metadata.eventId,
    source,
    detailType,
    time: new Date(time),
    detail: JSON.stringify(detail),
  };
}
