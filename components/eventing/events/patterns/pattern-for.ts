import type { Fault } from "../../../../lib/fault";
import { patternFaults, type DetailPattern, type EventPattern } from "../../pattern";
import { DefinitionError } from "../errors";
import type { DetailOf, EventType } from "../event-type";
import type { PatternOf } from "./pattern-of";
import { canMeet, unmatchedFaults } from "./unmatched";

/** One event type, or several that one rule takes. */
export type EventTypes = EventType | readonly [EventType, ...EventType[]];

type Each<E extends EventTypes> = E extends readonly (infer T)[] ? T : E;

/** Conditions on the details of these events. */
export type WhereOf<E extends EventTypes> = PatternOf<DetailOf<Each<E>>>;

const PREFIX = /^[a-z][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)+$/;

/**
 * The pattern of a rule for events that are declared. What no event declares does not compile; what none of these events
 * can meet is refused. The major version is part of it, so that an event of the next major takes routes of its own: give
 * `metadata.version` to choose otherwise.
 *
 * @param sourcePrefix what stands before the service's name in a source, `com.acme`.
 * @throws {DefinitionError} with every fault.
 *
 * @example
 * patternFor(orderCreated, "com.acme", { totalAmount: [{ numeric: [">=", 1000] }], currency: ["USD"] });
 */
export function patternFor<const E extends EventTypes>(
  events: E,
  sourcePrefix: string,
  where?: WhereOf<E>,
): EventPattern {
  const list = listOf(events);
  const { pattern, faults } = draftPattern(list, sourcePrefix, where as DetailPattern | undefined);
  if (faults.length > 0) throw new DefinitionError(`pattern for ${namesOf(list)}`, faults);
  return pattern;
}

export const listOf = (events: EventTypes): readonly [EventType, ...EventType[]] =>
  isList(events) ? events : [events];

const isList = (events: EventTypes): events is readonly [EventType, ...EventType[]] => Array.isArray(events);

export const namesOf = (events: readonly EventType[]): string =>
  events.map(({ type }) => `"${type}"`).join(" and ");

/** The pattern with everything that is wrong with it. */
export function draftPattern(
  events: readonly [EventType, ...EventType[]],
  sourcePrefix: string,
  where: DetailPattern = {},
): { readonly pattern: EventPattern; readonly faults: readonly Fault[] } {
  const pattern: EventPattern = {
    source: distinct(events, ({ service }) => `${sourcePrefix}.${service}`),
    "detail-type": distinct(events, ({ type }) => type),
    detail: { ...where, metadata: { ...ofMajors(events), ...(where.metadata as DetailPattern | undefined) } },
  };
  const faults = [...prefixFaults(sourcePrefix), ...patternFaults(pattern)];
  if (faults.length > 0) return { pattern, faults };
  faults.push(...unmatchedFaults(pattern, events, sourcePrefix));
  if (faults.length > 0) return { pattern, faults };
  for (const event of events) {
    if (canMeet(pattern, event, sourcePrefix)) continue;
    faults.push({
      path: "pattern.detail",
      given: event.type,
      allowed: "events that the conditions leave possible; leave this one out",
    });
  }
  return { pattern, faults };
}

const ofMajors = (events: readonly [EventType, ...EventType[]]): DetailPattern => {
  const [first, ...others] = distinct(events, ({ major }) => `${major}.`);
  return { version: [{ prefix: first }, ...others.map((prefix) => ({ prefix }))] };
};

function distinct(
  events: readonly [EventType, ...EventType[]],
  of: (event: EventType) => string,
): [string, ...string[]] {
  const [first, ...others] = events;
  return [of(first), ...new Set(others.map(of).filter((value) => value !== of(first)))];
}

const prefixFaults = (sourcePrefix: string): Fault[] =>
  PREFIX.test(sourcePrefix)
    ? []
    : [
        {
          path: "sourcePrefix",
          given: sourcePrefix,
          allowed: "a reverse domain in lower case, such as com.acme",
        },
      ];
