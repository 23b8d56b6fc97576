import { setTimeout as wait } from "node:timers/promises";

/** The only source of time for functions, so that tests say what time it is. */
export interface Clock {
  now(): Date;
  /** Waits; tests let the time pass at once. */
  sleep(milliseconds: number): Promise<void>;
}

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: async (milliseconds) => {
    await wait(milliseconds);
  },
};
