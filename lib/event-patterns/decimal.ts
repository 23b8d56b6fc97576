/** Numbers as EventBridge compares them: as doubles, and only those that a double can hold. */

/** A decimal's significant digits and the power of ten of the last one; zero is `["0", 0]`. */
type Parts = readonly [digits: string, power: number];

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** Largest exponent that Java's `BigDecimal` can hold. */
const MAX_EXPONENT = 2 ** 31 - 1;

function parts(text: string): Parts | undefined {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = DECIMAL.exec(text) ?? [];
  if (whole === "") return undefined;
  const written = Number(exponent);
  const power = written - fraction.length;
  if (Math.abs(written) > MAX_EXPONENT || Math.abs(power) > MAX_EXPONENT) return undefined;
  const digits = (whole + fraction).replace(/^0+/, "");
  const short = digits.replace(/0+$/, "");
  if (short === "") return ["0", 0];
  return [sign + short, power + digits.length - short.length];
}

/**
 * The decimal that stands for a double: the shortest that is read back as it, or of the two-digit ones the nearest. So
 * it is in `Double.toString` from Java 19 on, which event-ruler goes by.
 */
function shortest(value: number): string {
  const two = value.toPrecision(2);
  return Number(two) === value ? two : String(value);
}

/**
 * The number that a JSON number is compared as; undefined when no double stands for exactly this decimal, as for
 * `1e400`, `0.10000000000000001` or an integer of 20 digits. Such a number is equal to its own spelling only.
 */
export function comparable(text: string): number | undefined {
  const value = Number(text);
  // A double has room for any decimal of 15 digits (IEEE 754, binary64), which then is the shortest that stands for it.
  if (text.length <= 15 && /^-?\d+(?:\.\d+)?$/.test(text)) return value + 0;
  const given = parts(text);
  if (given === undefined || !Number.isFinite(value)) return undefined;
  const stands = parts(shortest(value));
  if (stands === undefined || stands[0] !== given[0] || stands[1] !== given[1]) return undefined;
  return value + 0;
}
