/** Where the deployer's idea of time comes from. */
export interface Clock {
  /** The time of day, for records. */
  now(): Date;
  /** Milliseconds of a clock that never goes back, for durations. */
  elapsed(): number;
}

export const systemClock: Clock = { now: () => new Date(), elapsed: () => performance.now() };

/** Seconds to the tenth since an earlier {@link Clock.elapsed}. */
export function secondsSince(clock: Clock, start: number): number {
  return Math.round((clock.elapsed() - start) / 100) / 10;
}
