import { randomInt } from "node:crypto";
import { monotonicFactory } from "ulid";
import type { Clock } from "./clock";

/** A number from 0 up to, not including, 1. */
export type Random = () => number;

const RANGE = 2 ** 32;

export const systemRandom: Random = () => randomInt(RANGE) / RANGE;

/** Makes identifiers that sort by the time they were made at and never come twice. */
export interface Ids {
  /** Of one event; it stays the same through every re-send of it. */
  event(): string;
  /** `ORD-` and a ULID, `ORD-PRIORITY-` and a ULID for an order that goes first. */
  order(options?: { readonly priority?: boolean }): string;
}

/** Makes ids of events: ULIDs, which sort by the time they were made at and never come twice. */
export function createEventIds(clock: Clock, random: Random = systemRandom): () => string {
  const next = monotonicFactory(random);
  return () => next(clock.now().getTime());
}

export function createIds(clock: Clock, random: Random = systemRandom): Ids {
  const ulid = createEventIds(clock, random);
  return {
    event: ulid,
    order: ({ priority = false } = {}) => `ORD-${priority ? "PRIORITY-" : ""}${ulid()}`,
  };
}
