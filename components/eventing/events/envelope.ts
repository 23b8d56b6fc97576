import * as v from "valibot";

/**
 * An event as EventBridge hands it to a consumer (EventBridge User Guide, "Events in Amazon EventBridge", event structure).
 */
export interface EventEnvelope<D> {
  /** Of the envelope, always "0". */
  readonly version: "0";
  /** UUID that EventBridge gives to each delivery of a `PutEvents` entry; a re-send has another. Duplicates are known by `detail.metadata.eventId`. */
  readonly id: string;
  readonly "detail-type": string;
  /** Who says it, `com.acme.orders`. */
  readonly source: string;
  /** 12 digits. */
  readonly account: string;
  /** RFC 3339, UTC. */
  readonly time: string;
  readonly region: string;
  /** ARNs that the event is about. */
  readonly resources: readonly string[];
  readonly detail: D;
  /** The replay that sent it, when it comes out of an archive. */
  readonly "replay-name"?: string | undefined;
}

/** Everything but the detail. */
export const envelopeSchema = v.object({
  version: v.literal("0"),
  id: v.pipe(v.string(), v.uuid()),
  "detail-type": v.string(),
  source: v.string(),
  account: v.pipe(v.string(), v.regex(/^[0-9]{12}$/)),
  time: v.pipe(v.string(), v.isoTimestamp(), v.regex(/Z$/)),
  region: v.pipe(v.string(), v.minLength(1)),
  resources: v.array(v.string()),
  detail: v.unknown(),
  "replay-name": v.optional(v.string()),
});
