import { CURRENCIES, type Currency } from "./fields";

/** The least amount that counts, in each currency's own unit. */
export type Thresholds = Readonly<Record<Currency, number>>;

// The amounts in USD are those of docs/requirements/01.md; the others are round figures that the business sets beside
// them and no rates of exchange.

/** From here on an order is checked for fraud. */
export const HIGH_VALUE: Thresholds = { USD: 1000, EUR: 900, GBP: 800 };

/** From here on a customer is told by every channel, and the account manager with him. */
export const ALL_CHANNELS: Thresholds = { USD: 500, EUR: 450, GBP: 400 };

/** All of them, by their names. */
export const thresholds = { HIGH_VALUE, ALL_CHANNELS };

type Case = {
  readonly currency: readonly [Currency];
  readonly totalAmount: readonly [{ readonly numeric: readonly [">=", number] }];
};

/** Matches an event whose `totalAmount` is at least what its `currency` asks for. */
export function amountFrom(thresholds: Thresholds): { readonly $or: readonly [Case, Case, ...Case[]] } {
  const inCurrency = (currency: Currency): Case => ({
    currency: [currency],
    totalAmount: [{ numeric: [">=", thresholds[currency]] }],
  });
  const [first, second, ...others] = CURRENCIES;
  return { $or: [inCurrency(first), inCurrency(second), ...others.map(inCurrency)] };
}
