import type { Currency } from "../catalogue/fields";

/** Decimals of each currency's minor unit (ISO 4217). Amounts are held as whole minor units, so that sums do not drift. */
const EXPONENTS: Readonly<Record<Currency, number>> = { USD: 2, EUR: 2, GBP: 2 };

/** An amount that is no whole number of minor units, or too large to add up without loss. */
export class AmountError extends Error {
  override readonly name = "AmountError";
}

/**
 * An amount in the currency's own unit as whole minor units: 29.99 USD is 2999.
 *
 * @throws {AmountError} for more decimals than the currency has.
 */
export function toMinor(amount: number, currency: Currency): number {
  const exponent = EXPONENTS[currency];
  // By its text: the number itself is binary, 0.29 * 100 is 28.999999999999996.
  const [, sign = "", whole, decimals = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(amount)) ?? [];
  if (whole === undefined || decimals.length > exponent)
    throw new AmountError(`an amount in ${currency} has at most ${exponent} decimals`);
  return safe(Number(`${sign}${whole}${decimals.padEnd(exponent, "0")}`));
}

/** Whole minor units as an amount in the currency's own unit: 2999 is 29.99 USD. */
export function fromMinor(minor: number, currency: Currency): number {
  const exponent = EXPONENTS[currency];
  const digits = String(Math.abs(safe(minor))).padStart(exponent + 1, "0");
  const cut = digits.length - exponent;
  return Number(`${minor < 0 ? "-" : ""}${digits.slice(0, cut)}.${digits.slice(cut)}`);
}

/** What lines of a price in minor units and a quantity come to, in minor units. */
export const totalOf = (lines: readonly { readonly priceMinor: number; readonly quantity: number }[]) =>
  lines.reduce((sum, { priceMinor, quantity }) => safe(sum + safe(priceMinor * quantity)), 0);

function safe(minor: number): number {
  if (!Number.isSafeInteger(minor))
    throw new AmountError("an amount is a whole number of minor units up to 2^53");
  return minor;
}
