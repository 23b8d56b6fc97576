import ipaddr from "ipaddr.js";

// Apart from the components' own CIDR code on purpose: the simulated clouds judge what that code computes.

interface Range {
  readonly first: number;
  readonly last: number;
  readonly prefix: number;
}

/** Reads an IPv4 block with its host bits zero, undefined for anything else. */
function range(text: string): Range | undefined {
  if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(text)) return undefined;
  const [, prefix] = ipaddr.IPv4.parseCIDR(text);
  const number = (address: ipaddr.IPv4): number => address.octets.reduce((sum, o) => sum * 256 + o, 0);
  const first = number(ipaddr.IPv4.networkAddressFromCIDR(text));
  if (first !== number(ipaddr.IPv4.parse(text.slice(0, text.indexOf("/"))))) return undefined;
  return { first, last: number(ipaddr.IPv4.broadcastAddressFromCIDR(text)), prefix };
}

/** The prefix length of an IPv4 block, or undefined when it is none or has host bits set. */
export const prefixOf = (block: string): number | undefined => range(block)?.prefix;

/** Whether `text` is an IPv4 or IPv6 block with its host bits zero. */
export function isBlock(text: string): boolean {
  if (!text.includes(":")) return range(text) !== undefined;
  if (!ipaddr.IPv6.isValidCIDR(text)) return false;
  const [address] = ipaddr.IPv6.parseCIDR(text);
  return ipaddr.IPv6.networkAddressFromCIDR(text).toNormalizedString() === address.toNormalizedString();
}

export function within(inner: string, outer: string): boolean {
  const [i, o] = [range(inner), range(outer)];
  return i !== undefined && o !== undefined && o.first <= i.first && i.last <= o.last;
}

export function overlap(a: string, b: string): boolean {
  const [x, y] = [range(a), range(b)];
  return x !== undefined && y !== undefined && x.first <= y.last && y.first <= x.last;
}

/** The `n`th address of a block, dotted. */
export function addressIn(block: string, n: number): string {
  const first = range(block)?.first ?? 0;
  const address = first + n;
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}
