import { addressDigits } from "./address";
import { comparable } from "./decimal";
import type { Json } from "./json";
import { encodable } from "./text";

/** A leaf of an event, with what conditions ask of it worked out once, when the first one asks. */
export class Value {
  /** A string in its quotes, a number as it is spelled, or `true`, `false`, `null`. */
  readonly spelling: string;

  constructor(private readonly leaf: Exclude<Json, { kind: "object" | "array" }>) {
    this.spelling = leaf.kind === "string" ? `"${leaf.value}"` : leaf.text;
  }

  private textKnown?: string;

  /** The spelling in what UTF-8 can hold. */
  get text(): string {
    return (this.textKnown ??= encodable(this.spelling));
  }

  private numberKnown?: number | undefined | null;

  /** What it is compared as, when it is a number that a double can hold. */
  get number(): number | undefined {
    if (this.numberKnown === undefined) {
      this.numberKnown = this.leaf.kind === "number" ? (comparable(this.leaf.text) ?? null) : null;
    }
    return this.numberKnown ?? undefined;
  }

  private addressKnown?: string | null;

  /** The hexadecimal digits of the address that it is, when it is a string with an IP address. */
  get address(): string | undefined {
    if (this.addressKnown === undefined) {
      this.addressKnown = this.leaf.kind === "string" ? (addressDigits(this.leaf.value) ?? null) : null;
    }
    return this.addressKnown ?? undefined;
  }
}

/**
 * The ten characters of seven bits each that event-ruler writes a double as, in the order of their values. It looks for
 * suffixes in them too, so a number whose last seven bits are those of a quote ends with the empty string.
 */
export function numberBits(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const ordered = bits >> 63n === 0n ? bits ^ (1n << 63n) : ~bits & (2n ** 64n - 1n);
  return Array.from({ length: 10 }, (_, i) =>
    String.fromCharCode(Number((ordered >> BigInt(7 * (9 - i))) & 127n)),
  ).join("");
}
