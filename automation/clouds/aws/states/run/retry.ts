import type { Retrier } from "../definition";
import { namesError } from "../failure";

/**
 * Counts the retries of one visit to a state: each retrier counts for itself, and a state that is entered again begins
 * anew (states-language.net, "Retrying after error").
 */
export class Retries {
  private readonly used = new Map<Retrier, number>();

  constructor(
    private readonly retriers: readonly Retrier[],
    private readonly random: () => number,
  ) {}

  /** Milliseconds to wait before the next try, or undefined when there is none left. */
  next(error: string): number | undefined {
    const retrier = this.retriers.find((one) => namesError(one.ErrorEquals, error));
    if (retrier === undefined) return undefined;
    const used = this.used.get(retrier) ?? 0;
    if (used >= (retrier.MaxAttempts ?? 3)) return undefined;
    this.used.set(retrier, used + 1);
    const seconds = delaySeconds(retrier, used);
    return Math.round(seconds * (retrier.JitterStrategy === "FULL" ? this.random() : 1) * 1000);
  }
}

/** Seconds before a retry, of which `used` went before. */
export function delaySeconds(retrier: Retrier, used: number): number {
  const { IntervalSeconds: interval = 1, BackoffRate: rate = 2 } = retrier;
  return Math.min(interval * rate ** used, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
}
