/**
 * Ranges cut into pieces. No rule tells two addresses of a piece apart, so one of them answers for all: that is how a
 * question about a whole subnet, or about the internet, gets an exact answer.
 */
import { formatAddress, parseCidr } from "../cidr";

export interface Interval {
  readonly first: number;
  readonly last: number;
}

/** The whole, cut wherever one of the ranges begins or ends. */
export function cut(whole: Interval, ranges: readonly Interval[]): Interval[] {
  const starts = new Set([whole.first]);
  for (const { first, last } of ranges) {
    if (first > whole.first && first <= whole.last) starts.add(first);
    if (last >= whole.first && last < whole.last) starts.add(last + 1);
  }
  const sorted = [...starts].sort((a, b) => a - b);
  return sorted.map((first, i) => ({ first, last: (sorted[i + 1] ?? whole.last + 1) - 1 }));
}

/** Pieces that touch, made one. */
export function join(pieces: readonly Interval[]): Interval[] {
  const joined: Interval[] = [];
  for (const piece of [...pieces].sort((a, b) => a.first - b.first)) {
    const before = joined.at(-1);
    if (before !== undefined && piece.first <= before.last + 1) {
      joined[joined.length - 1] = { first: before.first, last: Math.max(before.last, piece.last) };
    } else joined.push(piece);
  }
  return joined;
}

/** What of the whole is in none of the ranges. */
export function without(whole: Interval, ranges: readonly Interval[]): Interval[] {
  return cut(whole, ranges).filter(({ first }) => !ranges.some((range) => holds(range, first)));
}

export function holds({ first, last }: Interval, value: number): boolean {
  return first <= value && value <= last;
}

export const EVERYWHERE: Interval = { first: 0, last: 2 ** 32 - 1 };

/** Blocks that no packet on the internet comes from or goes to: RFC 6890, and multicast (RFC 5771). */
const NOT_GLOBAL = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/3",
].flatMap((text) => parseCidr(text) ?? []);

/** The addresses of the internet, as far as they are not in these ranges. */
export function internet(taken: readonly Interval[]): Interval[] {
  return without(EVERYWHERE, [...NOT_GLOBAL, ...taken]);
}

/** `10.65.8.0/22`, or `10.0.0.1 to 10.0.0.9` where the range is no block. */
export function rangeText({ first, last }: Interval): string {
  const size = last - first + 1;
  const bits = Math.log2(size);
  if (Number.isInteger(bits) && first % size === 0) {
    return bits === 0 ? formatAddress(first) : `${formatAddress(first)}/${32 - bits}`;
  }
  return `${formatAddress(first)} to ${formatAddress(last)}`;
}
