import type { Fault } from "../../../lib/fault";
import { allowedNames } from "../../../lib/suggest";
import { DefinitionError } from "./errors";
import type { EventType } from "./event-type";
import { at } from "./json-schema";
import { majorOf } from "./metadata";
import { largest } from "./size";

/** The event types that a platform knows, checked together. */
export interface Catalogue {
  readonly events: readonly EventType[];
  /** What is unwise and still taken: rules event-size-budget and event-chain-depth. */
  readonly warnings: readonly Fault[];
  /**
   * The event of a detail-type.
   *
   * @param version whose major is wanted; the newest major when left out.
   */
  event(type: string, version?: string): EventType | undefined;
}

/** 64 KB: above it an event is a record (docs/requirements/01.md, rule event-size-budget). */
const SIZE_BUDGET = 65_536;

/** Events one after the other that no orchestrator sees through (rule event-chain-depth). */
const CHAIN_BUDGET = 3;

const REQUIRED_METADATA = ["eventId", "correlationId", "version"];

/**
 * Puts event types together and checks what no single definition can show.
 *
 * @throws {DefinitionError} with every fault: a type twice under one major version, events in answer that nobody defined
 * (event-type-in-catalogue), metadata that is missing (event-metadata-required), personal fields that logs would show
 * (event-pii-flagged).
 */
export function defineCatalogue(events: readonly EventType[]): Catalogue {
  const faults = [
    ...events.flatMap((event, i) => repeatFaults(event, events.slice(0, i))),
    ...events.flatMap((event) => answerFaults(event, events)),
    ...events.flatMap(metadataFaults),
    ...events.flatMap(personalFaults),
  ];
  if (faults.length > 0) throw new DefinitionError("event catalogue", faults);
  return {
    events,
    warnings: [...events.flatMap(sizeWarnings), ...chainWarnings(events)],
    event: (type, version) => {
      const major = version === undefined ? undefined : majorOf(version);
      return events
        .filter((event) => event.type === type && (version === undefined || event.major === major))
        .toSorted((a, b) => b.major - a.major)[0];
    },
  };
}

function repeatFaults({ type, major }: EventType, before: readonly EventType[]): Fault[] {
  if (!before.some((other) => other.type === type && other.major === major)) return [];
  return [
    { path: type, given: `version ${major}.x twice`, allowed: "one definition for each major version" },
  ];
}

function answerFaults({ type, consumers }: EventType, events: readonly EventType[]): Fault[] {
  const known = [...new Set(events.map((event) => event.type))];
  return Object.entries(consumers).flatMap(([name, { publishes }]) =>
    publishes
      .filter((answer) => !known.includes(answer))
      .map((answer) => ({
        path: `${type}.consumers.${name}.publishes`,
        given: answer,
        allowed: `${allowedNames(answer, known)}; define the event first (rule event-type-in-catalogue)`,
      })),
  );
}

function metadataFaults(event: EventType): Fault[] {
  const [metadata] = at(event.jsonSchema(), "metadata");
  const missing = REQUIRED_METADATA.filter((field) => metadata?.required?.includes(field) !== true);
  if (missing.length === 0) return [];
  const allowed = `metadata that requires ${REQUIRED_METADATA.join(", ")}, as defineEvent gives it (rule event-metadata-required)`;
  return [{ path: `${event.type}.detail.metadata`, given: `without ${missing.join(", ")}`, allowed }];
}

function personalFaults({ type, classes, redacted }: EventType): Fault[] {
  return Object.keys(classes)
    .filter((path) => classes[path] === "personal")
    .filter((path) => !redacted.some((hidden) => path === hidden || path.startsWith(`${hidden}.`)))
    .map((path) => ({
      path: `${type}.${path}`,
      given: "personal",
      allowed: "a field that is redacted in logs and traces, as defineEvent does it (rule event-pii-flagged)",
    }));
}

function sizeWarnings(event: EventType): Fault[] {
  const { bytes, unbounded } = largest(event.jsonSchema());
  const rule = "carry identifiers and have the record fetched (rule event-size-budget)";
  const open = unbounded.map((path) => ({
    path: `${event.type}.${path}`,
    given: "no greatest length",
    allowed: `a bound on text and lists, v.maxLength(…); ${rule}`,
  }));
  if (bytes <= SIZE_BUDGET) return open;
  return [
    ...open,
    { path: event.type, given: `up to ${bytes} bytes`, allowed: `at most ${SIZE_BUDGET} bytes; ${rule}` },
  ];
}

/** Every chain that is too long, but not its own ends again. */
function chainWarnings(events: readonly EventType[]): Fault[] {
  const types = [...new Set(events.map(({ type }) => type))];
  const chains = types.map((type) => longest([type], events)).filter(({ length }) => length > CHAIN_BUDGET);
  return chains
    .filter((chain) => !chains.some((other) => other.length > chain.length && other.includes(chain[0] ?? "")))
    .map((chain) => ({
      path: chain[0] ?? "",
      given: chain.join(" -> "),
      allowed: `at most ${CHAIN_BUDGET} events one after the other; see longer flows through in a state machine (rule event-chain-depth)`,
    }));
}

function longest(chain: readonly string[], events: readonly EventType[]): readonly string[] {
  return answersTo(chain.at(-1) ?? "", events)
    .filter((answer) => !chain.includes(answer))
    .map((answer) => longest([...chain, answer], events))
    .reduce((best, other) => (other.length > best.length ? other : best), chain);
}

const answersTo = (type: string, events: readonly EventType[]): string[] =>
  events
    .filter((event) => event.type === type)
    .flatMap(({ consumers }) => Object.values(consumers))
    .filter(({ interaction, orchestrates }) => interaction === "event" && !orchestrates)
    .flatMap(({ publishes }) => publishes);
