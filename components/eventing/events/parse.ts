import * as v from "valibot";
import type { Fault } from "../../../lib/fault";
import { envelopeSchema, type EventEnvelope } from "./envelope";
import { InvalidEventError, UnknownVersionError } from "./errors";
import type { DetailOf, EventDetail, EventType } from "./event-type";
import { majorOf } from "./metadata";

type Identity = Pick<EventType, "type" | "service" | "major">;

/** What an event of another shape says of its version. */
const versioned = v.object({ metadata: v.object({ version: v.string() }) });

export function parseDetail<D extends EventDetail>(
  event: Identity,
  schema: v.GenericSchema<unknown, D>,
  detail: unknown,
): D {
  refuseOtherMajors([event], detail);
  return check(`event "${event.type}"`, schema, detail, "detail");
}

/** The parts around a detail, checked against the type that it is taken for. */
export function parseEnvelope(event: Identity, envelope: unknown): EventEnvelope<unknown> {
  const subject = `event "${event.type}"`;
  const parsed = check(subject, envelopeSchema, envelope, "");
  const faults: Fault[] = [];
  if (parsed["detail-type"] !== event.type) {
    faults.push({ path: "detail-type", given: parsed["detail-type"], allowed: event.type });
  }
  if (!parsed.source.endsWith(`.${event.service}`)) {
    faults.push({ path: "source", given: parsed.source, allowed: `<prefix>.${event.service}` });
  }
  if (faults.length > 0) throw new InvalidEventError(subject, faults);
  return parsed;
}

/**
 * The event of several that an envelope holds, by detail-type and major version, parsed: for a handler that serves two
 * major versions at once.
 *
 * @throws {UnknownVersionError} for a major version that none of them has.
 * @throws {InvalidEventError} with every fault.
 */
export function parseOneOf<const E extends readonly [EventType, ...EventType[]]>(
  events: E,
  envelope: unknown,
): EventEnvelope<DetailOf<E[number]>> {
  const { "detail-type": type, detail } = check("event", envelopeSchema, envelope, "");
  const [first] = events;
  const ofType = events.filter((event) => event.type === type);
  refuseOtherMajors(ofType, detail);
  const version = versionOf(detail);
  const event = ofType.find(({ major }) => version !== undefined && major === majorOf(version));
  return (event ?? ofType[0] ?? first).parseEnvelope(envelope) as EventEnvelope<DetailOf<E[number]>>;
}

function refuseOtherMajors(events: readonly Identity[], detail: unknown): void {
  const version = versionOf(detail);
  const major = version === undefined ? undefined : majorOf(version);
  const [first] = events;
  if (version === undefined || major === undefined || first === undefined) return;
  if (events.some((event) => event.major === major)) return;
  const known = events.map((event) => `${event.major}.x`);
  throw new UnknownVersionError(`event "${first.type}"`, version, known);
}

function versionOf(detail: unknown): string | undefined {
  const found = v.safeParse(versioned, detail);
  return found.success ? found.output.metadata.version : undefined;
}

function check<T>(subject: string, schema: v.GenericSchema<unknown, T>, given: unknown, at: string): T {
  const result = v.safeParse(schema, given);
  if (result.success) return result.output;
  throw new InvalidEventError(
    subject,
    result.issues.map((issue) => ({
      path: [at, v.getDotPath(issue)].filter((part) => part !== "" && part !== null).join("."),
      // What was given may be personal; that nothing was given is not.
      ...(issue.received === "undefined" ? { given: undefined } : {}),
      allowed: allowedBy(issue),
    })),
  );
}

function allowedBy(issue: v.BaseIssue<unknown>): string {
  if (issue.expected === null) return issue.message;
  return issue.kind === "schema" ? issue.expected : `${issue.type.replaceAll("_", " ")} ${issue.expected}`;
}
