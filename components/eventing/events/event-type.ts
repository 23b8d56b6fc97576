import type { GenericSchema } from "valibot";
import type { EventEnvelope } from "./envelope";
import type { JsonSchema } from "./json-schema";
import type { EventMetadata } from "./metadata";
import type { OpenApiDocument } from "./open-api";

/** The detail of any event. */
export interface EventDetail {
  readonly metadata: EventMetadata;
}

/** Whether a consumer reacts to the event later, or needs an answer at once and asks for it by a call. */
export type Interaction = "event" | "synchronous";

/** A service that takes the event, what it takes out of it, and what comes of it. */
export interface EventConsumer {
  /** Paths of the fields it reads, none of which it has to ask the producer for. */
  readonly needs: readonly string[];
  /** Only `event` gets a route. */
  readonly interaction: Interaction;
  /** Types of the events that it publishes in answer. */
  readonly publishes: readonly string[];
  /** What it does that may be done once only, whoever does it, such as `reserve-inventory`. */
  readonly effects: readonly string[];
  /** Whether it sees a whole flow through, so that no chain of events has to. */
  readonly orchestrates: boolean;
}

/**
 * `personal`: it says something about a person, and is left out of logs and traces. `plain`: it does not, though its name
 * sounds so.
 */
export type FieldClass = "personal" | "plain";

/** One fact of the business, defined once: what consumers, validators, the schema registry and patterns know of it. */
export interface EventType<D extends EventDetail = EventDetail> {
  /** The detail-type, `Order Created`. */
  readonly type: string;
  /** The service that says it, `orders`; the source is `<prefix>.<service>`. */
  readonly service: string;
  /** `major.minor`. */
  readonly version: string;
  readonly major: number;
  readonly description: string;
  /** Name of its schema, `OrderCreated`. */
  readonly schemaName: string;
  /** Schema of the whole detail, metadata included. */
  readonly detail: GenericSchema<unknown, D>;
  readonly consumers: Readonly<Record<string, EventConsumer>>;
  readonly classes: Readonly<Record<string, FieldClass>>;
  /** Paths that {@link redact} covers. */
  readonly redacted: readonly string[];
  /** A valid detail. */
  readonly sample: D;
  /** JSON Schema 2020-12 of the detail. */
  jsonSchema(): JsonSchema;
  /** OpenAPI 3.0.0 document for the schema registry. */
  openApi(sourcePrefix: string): OpenApiDocument;
  /**
   * The detail, checked. Fields that this version does not know are left out.
   *
   * @throws {UnknownVersionError} for another major version.
   * @throws {InvalidEventError} with every fault.
   */
  parse(detail: unknown): D;
  /**
   * The envelope as a consumer gets it, checked with its detail.
   *
   * @throws {UnknownVersionError} for another major version.
   * @throws {InvalidEventError} with every fault.
   */
  parseEnvelope(envelope: unknown): EventEnvelope<D>;
  /** A copy of a detail, valid or not, for logs and traces: every personal field reads `[redacted]`. */
  redact(detail: unknown): unknown;
}

/** The TypeScript type of an event's detail. */
export type DetailOf<E> = E extends EventType<infer D> ? D : never;
