/** The one place where the engine reads the wall clock: time stamps and durations, never a decision. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

export function seconds(clock: Clock, since: Date): number {
  return Math.round((clock.now().getTime() - since.getTime()) / 1000);
}
