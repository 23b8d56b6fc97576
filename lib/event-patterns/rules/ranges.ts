import type { NumberRange } from "../condition";

interface Entry<T> {
  readonly range: NumberRange;
  readonly value: T;
}

/** Ranges of numbers, of which a number finds those that it lies in, bounds included. */
export class Ranges<T> {
  /** Those with a lower bound, by it; the others by their upper bound, from the highest down. */
  private readonly from: readonly Entry<T>[];
  private readonly upTo: readonly Entry<T>[];

  constructor(entries: readonly Entry<T>[]) {
    const hasBottom = ({ range }: Entry<T>) => range.bottom > -Number.MAX_VALUE;
    this.from = entries.filter(hasBottom).sort((a, b) => a.range.bottom - b.range.bottom);
    this.upTo = entries.filter((entry) => !hasBottom(entry)).sort((a, b) => b.range.top - a.range.top);
  }

  of(number: number, take: (value: T) => void): void {
    for (const { range, value } of this.from) {
      if (range.bottom > number) break;
      if (range.top >= number) take(value);
    }
    for (const { range, value } of this.upTo) {
      if (range.top < number) break;
      take(value);
    }
  }
}
