import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cidr, contains, formatCidr, overlappingPairs, overlaps, parseCidr, subBlock } from "../../lib/cidr";

const block = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 }))
  .map(([address, prefix]) => {
    const size = 2 ** (32 - prefix);
    const first = Math.floor(address / size) * size;
    return { first, last: first + size - 1, prefix };
  });

describe("CIDR", () => {
  test("text and block are two forms of one thing", () => {
    fc.assert(
      fc.property(block, (b) => {
        expect(parseCidr(formatCidr(b))).toEqual(b);
      }),
    );
  });

  test.each([
    "10.0.0.1/8",
    "10.0.0.0",
    "10.0.0.0/33",
    "256.0.0.0/8",
    "10.0/8",
    "::/0",
    "",
    "10.0.0.0/8 ",
    "010.0.0.0/8",
  ])("%j is not a block", (text) => {
    expect(parseCidr(text)).toBeUndefined();
    expect(() => cidr(text)).toThrow(RangeError);
  });

  test("of two blocks either one holds the other or they share nothing", () => {
    fc.assert(
      fc.property(block, block, (a, b) => {
        expect(overlaps(a, b)).toBe(contains(a, b) || contains(b, a));
        expect(overlaps(a, b)).toBe(overlaps(b, a));
      }),
    );
    expect(overlaps(cidr("10.0.0.1/32"), cidr("10.0.0.1/32"))).toBe(true);
    expect(overlaps(cidr("10.0.0.1/32"), cidr("10.0.0.2/32"))).toBe(false);
  });

  test("a part lies in the whole, starts where it is asked to, and never leaves it", () => {
    const whole = cidr("10.64.0.0/16");
    expect(formatCidr(subBlock(whole, 8 * 256, 22))).toBe("10.64.8.0/22");
    expect(() => subBlock(whole, 256, 22)).toThrow("/22 at offset 256 does not fit 10.64.0.0/16");
    expect(() => subBlock(whole, 2 ** 16, 24)).toThrow(RangeError);
  });

  test("overlapping pairs are those that a comparison of all with all finds", () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 12 }), (blocks) => {
        const named = Object.fromEntries(blocks.map((b, i) => [`b${i}`, b]));
        const expected = blocks.flatMap((a, i) =>
          blocks
            .slice(i + 1)
            .flatMap((b, j) => (overlaps(a, b) ? [[`b${i}`, `b${i + 1 + j}`].sort().join()] : [])),
        );
        expect(
          overlappingPairs(named)
            .map((pair) => pair.sort().join())
            .sort(),
        ).toEqual(expected.sort());
      }),
    );
  });
});
