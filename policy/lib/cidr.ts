import ipaddr from "ipaddr.js";

/** An address range. */
export interface Range {
  readonly kind: "ipv4" | "ipv6";
  readonly prefix: number;
  readonly first: bigint;
  readonly last: bigint;
}

/** The range that a text states, `10.0.0.0/8`, or a single address; undefined when it is neither. */
export function rangeOf(text: unknown): Range | undefined {
  if (typeof text !== "string") return undefined;
  const [address = "", length] = text.split("/");
  if (!ipaddr.isValid(address) || (address.includes(".") && !/^(\d+\.){3}\d+$/.test(address)))
    return undefined;
  const parsed = ipaddr.parse(address);
  const kind = parsed.kind();
  const bits = kind === "ipv4" ? 32 : 128;
  const prefix = length === undefined ? bits : Number(length);
  if (!/^\d+$/.test(length ?? "0") || prefix > bits) return undefined;
  const value = parsed.toByteArray().reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const size = 1n << BigInt(bits - prefix);
  const first = value - (value % size);
  return { kind, prefix, first, last: first + size - 1n };
}

export function contains(outer: Range, inner: Range): boolean {
  return outer.kind === inner.kind && outer.first <= inner.first && inner.last <= outer.last;
}

export function overlaps(a: Range, b: Range): boolean {
  return a.kind === b.kind && a.first <= b.last && b.first <= a.last;
}

function within(range: Range, blocks: readonly string[]): boolean {
  return blocks.some((block) => {
    const outer = rangeOf(block);
    return outer !== undefined && contains(outer, range);
  });
}

/** RFC 1918, RFC 6598, RFC 4193. */
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"];

/** Whether the whole range is private. */
export function isPrivate(range: Range): boolean {
  return within(range, PRIVATE);
}

/** Multicast, reserved and link-local space: no host of the internet is in it. */
const NOWHERE = ["224.0.0.0/3", "ff00::/8", "fe80::/10"];

/** Longest prefixes that still are the world; half of it is no better than all of it. */
const WORLD_PREFIX = { ipv4: 7, ipv6: 15 } as const;

/** Whether the range is the internet, or so much of it that nobody can answer for it: public and shorter than /8 or /16. */
export function isWorld(range: Range): boolean {
  return range.prefix <= WORLD_PREFIX[range.kind] && !within(range, PRIVATE) && !within(range, NOWHERE);
}

/** Every IPv4 address or range in a text. */
export function rangesIn(text: string): { readonly text: string; readonly range: Range }[] {
  return [...text.matchAll(/(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?:\/\d{1,2})?(?![\d.])/g)].flatMap(
    ([found]) => {
      const range = rangeOf(found);
      return range === undefined ? [] : [{ text: found, range }];
    },
  );
}
