import * as v from "valibot";
import { allowedNames } from "../../../lib/suggest";
import type { Fault } from "../../../lib/fault";
import { DefinitionError } from "./errors";
import type { EventConsumer, EventType, FieldClass, Interaction } from "./event-type";
import { at, jsonSchemaOf, leavesOf, schemaFaults } from "./json-schema";
import { VERSION, majorOf, metadataSchema, type EventMetadata } from "./metadata";
import { openApiOf } from "./open-api";
import { parseDetail, parseEnvelope } from "./parse";
import type { PathOf } from "./paths";
import { redact } from "./redact";

/** A valibot object of the event's own fields. */
type DetailSchema =
  v.ObjectSchema<v.ObjectEntries, undefined> | v.LooseObjectSchema<v.ObjectEntries, undefined>;

/** The fields that a schema names, without the open rest of a loose object. */
type Fields<S extends DetailSchema> = v.InferOutput<v.ObjectSchema<S["entries"], undefined>>;

/** The detail of an event with these fields. */
export type WithMetadata<S extends DetailSchema> = Fields<S> & { metadata: EventMetadata };

/** One consumer of an event. */
export interface ConsumerDefinition<Path extends string> {
  /** Fields that it reads; none of them has to be asked for from the producer. */
  readonly needs: readonly Path[];
  /**
   * Whether it reacts to the event, or must have its answer at once by a call; only the former gets a route.
   * @default "event"
   */
  readonly interaction?: Interaction;
  /**
   * Types of the events that it publishes in answer; the catalogue has them.
   * @default none
   */
  readonly publishes?: readonly string[];
  /**
   * What it does that may be done once only, whoever does it, such as `reserve-inventory`.
   * @default none
   */
  readonly effects?: readonly string[];
  /**
   * Whether it sees a whole flow through, as a state machine does.
   * @default false
   */
  readonly orchestrates?: boolean;
}

/** What {@link defineEvent} takes. */
export interface EventDefinition<S extends DetailSchema> {
  /** One fact, in two or more capitalised words: `Order Created`. */
  readonly type: string;
  /** The service that says it: `orders`. */
  readonly service: string;
  /** `major.minor` of the schema, the first is `1.0`. A minor may only add. */
  readonly version: string;
  /** What has happened when the event is sent, in one sentence. */
  readonly description: string;
  /** Its own fields; `metadata` is added. Only what a JSON schema can say, and open to more fields. */
  readonly detail: S;
  /** Who takes it, by name, with the fields that each needs. */
  readonly consumers: Readonly<Record<string, ConsumerDefinition<PathOf<WithMetadata<S>>>>>;
  /**
   * What is personal, by path; it covers what is below. A field whose name sounds personal must be classed.
   * @default no field is classed
   */
  readonly classes?: { readonly [P in PathOf<Fields<S>>]?: FieldClass };
  /** An event as it may be sent, without metadata, for documentation, tests and trying out. */
  readonly sample: v.InferInput<v.ObjectSchema<S["entries"], undefined>>;
}

/** event-type-specific: one fact, not a topic. */
const SPECIFIC = /^[A-Z][A-Za-z0-9]*( [A-Z][A-Za-z0-9]*)+$/;
const SERVICE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** A last part of a path that sounds like a person's data. */
const SOUNDS_PERSONAL =
  /^(e-?mail|phone|mobile|fax|(first|last|full|family|given|customer|recipient|contact)-?name|.*address|street.*|zip.*|post(al)?-?code|birth.*|date-?of-?birth|ssn|passport.*|iban|ip|gender)$/i;

const SAMPLE_METADATA = {
  eventId: "01JD2W5K3GZ8V4Q6T9XACBEF17",
  correlationId: "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
  timestamp: "2026-11-02T09:30:00.000Z",
};

/**
 * Defines an event type once; its TypeScript type, run-time validation, schema documents, patterns and documentation all
 * come from here.
 *
 * @throws {DefinitionError} with every fault of the definition.
 *
 * @example
 * export const parcelShipped = defineEvent({
 *   type: "Parcel Shipped",
 *   service: "warehouse",
 *   version: "1.0",
 *   description: "A parcel has left the warehouse.",
 *   detail: v.object({ parcelId: v.pipe(v.string(), v.maxLength(40)) }),
 *   consumers: { notification: { needs: ["parcelId"] } },
 *   sample: { parcelId: "P-17" },
 * });
 */
export function defineEvent<const S extends DetailSchema>(
  definition: EventDefinition<S>,
): EventType<WithMetadata<S>> {
  const { type, service, version, description } = definition;
  const major = majorOf(version) ?? 1;
  const detail = v.object({
    ...definition.detail.entries,
    metadata: metadataSchema(major),
  }) as unknown as v.GenericSchema<unknown, WithMetadata<S>>;
  const classes = { ...definition.classes } as Readonly<Record<string, FieldClass>>;
  const sample = { ...definition.sample, metadata: { ...SAMPLE_METADATA, version } };

  const faults = [
    ...namingFaults(definition),
    ...schemaFaults(definition.detail, "detail"),
    ...("metadata" in definition.detail.entries
      ? [{ path: "detail.metadata", allowed: "no field of this name; every event gets its metadata" }]
      : []),
  ];
  if (faults.length === 0) {
    faults.push(...fieldFaults(definition.consumers, classes, detail), ...sampleFaults(detail, sample));
  }
  if (faults.length > 0) throw new DefinitionError(`event "${type}"`, faults);

  const redacted = Object.keys(classes).filter((path) => classes[path] === "personal");
  const event: EventType<WithMetadata<S>> = {
    type,
    service,
    version,
    major,
    description,
    schemaName: type.replaceAll(" ", ""),
    detail,
    consumers: consumersOf(definition.consumers),
    classes,
    redacted,
    sample: v.parse(detail, sample),
    jsonSchema: () => jsonSchemaOf(detail),
    openApi: (sourcePrefix) => openApiOf(event, sourcePrefix),
    parse: (given) => parseDetail(event, detail, given),
    parseEnvelope: (given) => {
      const envelope = parseEnvelope(event, given);
      return { ...envelope, detail: event.parse(envelope.detail) };
    },
    redact: (given) => redact(given, redacted),
  };
  return event;
}

const consumersOf = (
  given: Readonly<Record<string, ConsumerDefinition<string>>>,
): Record<string, EventConsumer> =>
  Object.fromEntries(
    Object.entries(given).map(([name, consumer]) => [
      name,
      { interaction: "event", publishes: [], effects: [], orchestrates: false, ...consumer },
    ]),
  );

function namingFaults({ type, service, version, description }: EventDefinition<DetailSchema>): Fault[] {
  const faults: Fault[] = [];
  if (!SPECIFIC.test(type) || /Events?$/.test(type)) {
    const allowed =
      "one fact in two or more capitalised words that does not end in Event, such as Order Created (rule event-type-specific)";
    faults.push({ path: "type", given: type, allowed });
  }
  if (!SERVICE.test(service)) {
    faults.push({
      path: "service",
      given: service,
      allowed:
        "lower-case letters, digits and single hyphens, such as orders; the prefix of the source is added at deployment",
    });
  }
  if (!VERSION.test(version)) {
    faults.push({ path: "version", given: version, allowed: "major.minor, the first is 1.0" });
  }
  if (description.trim() === "") {
    faults.push({ path: "description", given: description, allowed: "one sentence: what has happened" });
  }
  return faults;
}

function fieldFaults(
  consumers: Readonly<Record<string, { readonly needs: readonly string[] }>>,
  classes: Readonly<Record<string, FieldClass>>,
  detail: v.GenericSchema,
): Fault[] {
  const schema = jsonSchemaOf(detail);
  const leaves = leavesOf(schema);
  const faults: Fault[] = [];
  for (const [name, { needs }] of Object.entries(consumers)) {
    if (needs.length === 0) {
      faults.push({
        path: `consumers.${name}.needs`,
        given: [],
        allowed: "one or more fields that it reads",
      });
    }
    needs.forEach((path, i) => {
      if (at(schema, path).length > 0) return;
      faults.push({
        path: `consumers.${name}.needs[${i}]`,
        given: path,
        allowed: allowedNames(path, leaves),
      });
    });
  }
  for (const path of Object.keys(classes)) {
    if (at(schema, path).length > 0) continue;
    faults.push({ path: `classes.${path}`, given: path, allowed: allowedNames(path, leaves) });
  }
  for (const path of leaves) {
    const covered = Object.keys(classes).some(
      (classed) => path === classed || path.startsWith(`${classed}.`),
    );
    if (covered || !SOUNDS_PERSONAL.test(path.split(".").at(-1) ?? "")) continue;
    const allowed = `"personal", or "plain" where it says nothing about a person (rule event-pii-flagged)`;
    faults.push({ path: `classes.${path}`, given: undefined, allowed });
  }
  return faults;
}

function sampleFaults(detail: v.GenericSchema, sample: unknown): Fault[] {
  const { issues = [] } = v.safeParse(detail, sample);
  return issues.map((issue) => ({ path: `sample.${v.getDotPath(issue) ?? ""}`, allowed: issue.message }));
}
