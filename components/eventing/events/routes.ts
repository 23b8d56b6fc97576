import type { Fault } from "../../../lib/fault";
import { allowedNames } from "../../../lib/suggest";
import type { DetailPattern, EventPattern } from "../pattern";
import type { Catalogue } from "./catalogue";
import { DefinitionError } from "./errors";
import type { EventConsumer, EventType } from "./event-type";
import { draftPattern, listOf, namesOf, type EventTypes, type WhereOf } from "./patterns/pattern-for";

/** Events that go to one consumer. */
export interface Route {
  readonly events: readonly [EventType, ...EventType[]];
  readonly consumer: string;
  readonly where: DetailPattern;
}

/**
 * A route, to be planned with the others by {@link planRoutes}.
 *
 * @param consumer a name that the events have among their consumers.
 * @param where which of them; all when left out.
 */
export const route = <const E extends EventTypes>(
  events: E,
  consumer: string,
  where?: WhereOf<E>,
): Route => ({
  events: listOf(events),
  consumer,
  where: (where ?? {}) as DetailPattern,
});

/**
 * The patterns of all rules of a bus, by the rules' names.
 *
 * @throws {DefinitionError} with every fault: an event that the catalogue does not have (event-type-in-catalogue), a
 * consumer that it does not name or that needs an answer at once, a pattern that no event can meet, a consumer that
 * would set itself off (event-rule-no-self-loop), two that do what may be done once only (event-single-reserver).
 *
 * @example
 * const patterns = planRoutes(catalogue, "com.acme", {
 *   "order-created-to-inventory": route(orderCreated, "inventory"),
 *   "high-value-orders": route(orderCreated, "fraud-check", amountFrom(HIGH_VALUE)),
 * });
 */
export function planRoutes<K extends string>(
  catalogue: Catalogue,
  sourcePrefix: string,
  routes: Readonly<Record<K, Route>>,
): Record<K, EventPattern> {
  const list = Object.entries<Route>(routes);
  const drafts = list.map(([rule, { events, where }]) => ({
    rule,
    ...draftPattern(events, sourcePrefix, where),
  }));
  const faults = [
    ...list.flatMap(([rule, planned]) => [
      ...catalogueFaults(rule, planned, catalogue),
      ...consumerFaults(rule, planned),
      ...loopFaults(rule, planned),
    ]),
    ...drafts.flatMap(({ rule, faults: ofPattern }) =>
      ofPattern.map((fault) => ({ ...fault, path: `${rule}.${fault.path}` })),
    ),
    ...list.flatMap(([rule, planned], i) => effectFaults(rule, planned, list.slice(0, i))),
  ];
  if (faults.length > 0) throw new DefinitionError("routes", faults);
  return Object.fromEntries(drafts.map(({ rule, pattern }) => [rule, pattern])) as Record<K, EventPattern>;
}

function catalogueFaults(rule: string, { events }: Route, catalogue: Catalogue): Fault[] {
  const known = [...new Set(catalogue.events.map(({ type }) => type))];
  return events
    .filter((event) => !catalogue.events.includes(event))
    .map(({ type, version }) => ({
      path: `${rule}.events`,
      given: `${type} ${version}`,
      allowed: `${allowedNames(type, known)}; define it in the catalogue first (rule event-type-in-catalogue)`,
    }));
}

const consumersOf = ({ events, consumer }: Route): EventConsumer[] =>
  events.flatMap(({ consumers }) => (Object.hasOwn(consumers, consumer) ? (consumers[consumer] ?? []) : []));

function consumerFaults(rule: string, { events, consumer }: Route): Fault[] {
  const path = `${rule}.consumer`;
  return events.flatMap(({ type, consumers }) => {
    const names = Object.keys(consumers).filter((name) => consumers[name]?.interaction === "event");
    if (names.includes(consumer)) return [];
    const asked = Object.hasOwn(consumers, consumer)
      ? `; ${consumer} needs its answer at once, by a call`
      : "";
    return [
      { path, given: consumer, allowed: `a consumer of ${type}: ${allowedNames(consumer, names)}${asked}` },
    ];
  });
}

function loopFaults(rule: string, planned: Route): Fault[] {
  const answers = consumersOf(planned).flatMap(({ publishes }) => publishes);
  return planned.events
    .filter(({ type }) => answers.includes(type))
    .map(({ type }) => ({
      path: `${rule}.consumer`,
      given: planned.consumer,
      allowed: `a consumer that does not itself publish "${type}", which would set it off again (rule event-rule-no-self-loop)`,
    }));
}

/** What is done once only would be done by both for an event that both rules take. */
function effectFaults(
  rule: string,
  planned: Route,
  others: readonly [rule: string, other: Route][],
): Fault[] {
  const effects = consumersOf(planned).flatMap((consumer) => consumer.effects);
  return others.flatMap(([otherRule, other]) => {
    const shared = other.events.filter((event) => planned.events.includes(event));
    if (shared.length === 0) return [];
    return consumersOf(other)
      .flatMap((consumer) => consumer.effects)
      .filter((effect) => effects.includes(effect))
      .map((effect) => ({
        path: `${rule}.consumer`,
        given: planned.consumer,
        allowed: `one rule alone that does ${effect} for ${namesOf(shared)}; ${otherRule} has ${other.consumer} do it (rule event-single-reserver)`,
      }));
  });
}
