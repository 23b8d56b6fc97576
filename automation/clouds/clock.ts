/** The simulated clouds' idea of now. */
export interface Clock {
  now(): Date;
}

/**
 * A clock that stands still. Creation times of simulated resources must not depend on when or in what order a
 * deployment ran, so by default every one of them is this instant.
 */
export function fixedClock(instant = "2026-01-01T00:00:00.000Z"): Clock {
  const milliseconds = Date.parse(instant);
  return { now: () => new Date(milliseconds) };
}
