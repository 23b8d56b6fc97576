import type { DigitRange } from "./digits";

/**
 * IP addresses as Java's `InetAddress` reads them, written as hexadecimal digits: 8 for IPv4, 32 for IPv6. An IPv6
 * address that maps an IPv4 one (`::ffff:10.0.0.1` as `::ffff:a00:1`) is the IPv4 address. A dotted form inside an IPv6
 * address is no address, event-ruler has it rejected before.
 */
export function addressDigits(text: string): string | undefined {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(text)) return ipv4(text);
  if (/^[0-9a-fA-F:]*:[0-9a-fA-F:]*$/.test(text)) return ipv6(text);
  return undefined;
}

function ipv4(text: string): string | undefined {
  const bytes = text.split(".").map(Number);
  return text.length > 15 || bytes.some((byte) => byte > 255)
    ? undefined
    : bytes.map((byte) => hex(byte, 2)).join("");
}

function ipv6(text: string): string | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [left, right = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const groups = [...(left ?? []), ...right];
  if (groups.some((group) => !/^0*[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  const missing = 8 - groups.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const all = [...(left ?? []), ...Array<string>(missing).fill("0"), ...right];
  const digits = all.map((group) => hex(Number.parseInt(group, 16), 4)).join("");
  return digits.startsWith(`${"0".repeat(20)}FFFF`) ? digits.slice(24) : digits;
}

const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, "0");

/** The range that holds one address alone, with a neighbour as open bound, since bounds may not be equal. */
export function oneAddress(digits: string): DigitRange {
  const last = Number.parseInt(digits.slice(-1), 16);
  const neighbour = digits.slice(0, -1) + hex(last === 15 ? 14 : last + 1, 1);
  return last === 15
    ? { bottom: neighbour, openBottom: true, top: digits, openTop: false }
    : { bottom: digits, openBottom: false, top: neighbour, openTop: true };
}

/** The addresses of a CIDR block, or what is wrong with it. A block of one address is refused, as EventBridge does. */
export function cidrRange(text: string): DigitRange | string {
  // Java's String.split leaves empty parts at the end out, so "10.0.0.0/8/" has two.
  const [address = "", length = "", ...more] = text.replace(/\/+$/, "").split("/");
  const digits = addressDigits(address);
  if (digits === undefined || more.length > 0) return "an IPv4 or IPv6 block such as 10.0.0.0/24";
  const bits = digits.length * 4;
  const prefix = javaInteger(length);
  if (prefix === undefined || prefix < 0 || prefix >= bits) {
    return `a prefix length from 0 to ${bits - 1} after the slash`;
  }
  const host = (1n << BigInt(bits - prefix)) - 1n;
  const base = BigInt(`0x${digits}`);
  const digitsOf = (value: bigint) => value.toString(16).toUpperCase().padStart(digits.length, "0");
  return { bottom: digitsOf(base & ~host), openBottom: false, top: digitsOf(base | host), openTop: false };
}

/** `Integer.parseInt`: a sign and leading zeros are allowed, and so are the digits of any script. */
function javaInteger(text: string): number | undefined {
  const plain = text.replace(/\p{Nd}/gu, (digit) =>
    digit.length > 1 ? digit : String(digitValue(digit.charCodeAt(0))),
  );
  const value = /^[+-]?\d+$/.test(plain) ? Number(plain) : Number.NaN;
  return Math.abs(value) < 2 ** 31 ? value : undefined;
}

/** Decimal digits are encoded in runs of ten, each of which begins at a code that ends in 0 or 6. */
function digitValue(code: number): number {
  const low = code & 15;
  return /\p{Nd}/u.test(String.fromCharCode(code - low)) ? low : low - 6;
}
