import ipaddr from "ipaddr.js";

/** A block of IPv4 addresses. */
export interface Cidr {
  /** First address as a number. */
  readonly first: number;
  /** Last address as a number. */
  readonly last: number;
  /** Prefix length, 0 to 32. */
  readonly prefix: number;
}

/** The dotted form of an address. */
export function formatAddress(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

/**
 * Reads `10.64.0.0/16`.
 * @returns undefined when the text is not an IPv4 block in canonical form, that is with all host bits zero.
 */
export function parseCidr(text: string): Cidr | undefined {
  if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(text)) return undefined;
  const [address, prefix] = ipaddr.IPv4.parseCIDR(text);
  const first = address.octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const size = 2 ** (32 - prefix);
  return first % size === 0 ? { first, last: first + size - 1, prefix } : undefined;
}

/** @throws {RangeError} for what {@link parseCidr} can not read; use that one for a user's input. */
export function cidr(text: string): Cidr {
  const block = parseCidr(text);
  if (!block) {
    throw new RangeError(
      `${JSON.stringify(text)} is not an IPv4 block with its host bits zero, such as 10.64.0.0/16`,
    );
  }
  return block;
}

/** The ranges of private networks (RFC 1918). */
export const PRIVATE_RANGES: readonly Cidr[] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].map(cidr);

/** Whether a block lies wholly in one of them. */
export function isPrivateRange(block: Cidr): boolean {
  return PRIVATE_RANGES.some((range) => contains(range, block));
}

/** The text of a block. */
export function formatCidr(block: Cidr): string {
  return `${formatAddress(block.first)}/${block.prefix}`;
}

/** Whether `inner` lies wholly in `outer`. */
export function contains(outer: Cidr, inner: Cidr): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

/** Whether two blocks share an address. */
export function overlaps(a: Cidr, b: Cidr): boolean {
  return a.first <= b.last && b.first <= a.last;
}

/**
 * The block `offset` addresses into `outer`, with the given prefix length.
 * @throws {RangeError} when it is not aligned or leaves `outer`.
 */
export function subBlock(outer: Cidr, offset: number, prefix: number): Cidr {
  const size = 2 ** (32 - prefix);
  const block = { first: outer.first + offset, last: outer.first + offset + size - 1, prefix };
  if (offset % size !== 0 || !contains(outer, block)) {
    throw new RangeError(`/${prefix} at offset ${offset} does not fit ${formatCidr(outer)}`);
  }
  return block;
}

/** All pairs of names whose blocks overlap. */
export function overlappingPairs(blocks: Readonly<Record<string, Cidr>>): [string, string][] {
  const entries = Object.entries(blocks).sort(([, a], [, b]) => a.first - b.first || b.last - a.last);
  return entries.flatMap(([name, block], i) =>
    entries
      .slice(i + 1)
      .filter(([, other]) => overlaps(block, other))
      .map(([other]): [string, string] => [name, other]),
  );
}
