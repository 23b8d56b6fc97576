/** What is taken of a price list, and what could not be. */
import type { CataloguePrice } from "../diff/prices";

/** What a price is for: all of it but what only a list says. */
export type Entry = Omit<CataloguePrice, "region" | "amount" | "unit" | "source" | "date">;

/** A price that a list does not say, or not for certain. */
export interface Unlisted extends Entry {
  readonly region?: string;
  /** Why not: `it is not in …`. */
  readonly why: string;
}

export interface Listed {
  readonly prices: readonly CataloguePrice[];
  readonly unlisted: readonly Unlisted[];
}

export const together = (all: readonly Listed[]): Listed => ({
  prices: all.flatMap(({ prices }) => prices),
  unlisted: all.flatMap(({ unlisted }) => unlisted),
});
