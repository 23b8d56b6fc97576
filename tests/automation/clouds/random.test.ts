import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { driver, openClouds, textOf } from "./harness";

const token = (name: string) => `random:index/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;
const random = (seed = "s") => driver(openClouds({ seed }), "random");

describe("random", () => {
  test("a password has the wanted length, only wanted characters and the minima of each class", async () => {
    const cloud = await random();
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 8, max: 120 }),
        fc.record({
          minLower: fc.integer({ min: 0, max: 2 }),
          minUpper: fc.integer({ min: 0, max: 2 }),
          minNumeric: fc.integer({ min: 0, max: 2 }),
          minSpecial: fc.integer({ min: 0, max: 2 }),
        }),
        async (length, minima) => {
          const made = await cloud.create(token("RandomPassword"), "p", {
            length,
            ...minima,
            overrideSpecial: "_%@",
          });
          const result = textOf(made.outputs, "result");
          expect(result).toHaveLength(length);
          expect(result).toMatch(/^[a-zA-Z0-9_%@]+$/);
          const count = (pattern: RegExp) => result.match(pattern)?.length ?? 0;
          expect(count(/[a-z]/g)).toBeGreaterThanOrEqual(minima.minLower);
          expect(count(/[A-Z]/g)).toBeGreaterThanOrEqual(minima.minUpper);
          expect(count(/[0-9]/g)).toBeGreaterThanOrEqual(minima.minNumeric);
          expect(count(/[_%@]/g)).toBeGreaterThanOrEqual(minima.minSpecial);
        },
      ),
      { numRuns: 50 },
    );
  });

  test("values derive from seed, URN and keepers", async () => {
    const result = async (seed: string, name: string, keepers: Record<string, string>) =>
      (await (await random(seed)).create(token("RandomString"), name, { length: 20, keepers })).id;
    const base = await result("s", "a", { k: "1" });
    expect(await result("s", "a", { k: "1" })).toBe(base);
    expect(await result("t", "a", { k: "1" })).not.toBe(base);
    expect(await result("s", "b", { k: "1" })).not.toBe(base);
    expect(await result("s", "a", { k: "2" })).not.toBe(base);
  });

  test("a changed keeper makes a new resource", async () => {
    const cloud = await random();
    const made = await cloud.create(token("RandomUuid"), "u", { keepers: { v: "1" } });
    expect(await cloud.diff(made, { keepers: { v: "2" } })).toMatchObject({ replaces: ["keepers.v"] });
  });

  test("each type's forms agree with each other", async () => {
    const cloud = await random();
    const id = (await cloud.create(token("RandomId"), "i", { byteLength: 8, prefix: "x-" })).outputs;
    expect(id["hex"]).toMatch(/^x-[0-9a-f]{16}$/);
    expect(id["dec"]).toBe(`x-${BigInt(`0x${textOf(id, "hex").slice(2)}`).toString()}`);
    const bytes = (await cloud.create(token("RandomBytes"), "b", { length: 20 })).outputs;
    expect(Buffer.from(textOf(bytes, "base64"), "base64").toString("hex")).toBe(bytes["hex"]);
    expect((await cloud.create(token("RandomUuid"), "u", {})).id).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect((await cloud.create(token("RandomUuid7"), "u", {})).id).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect((await cloud.create(token("RandomPet"), "p", { length: 3, prefix: "app" })).id).toMatch(
      /^app(-[a-z]+){3}$/,
    );
    const n = (await cloud.create(token("RandomInteger"), "n", { min: 5, max: 9 })).outputs[
      "result"
    ] as number;
    expect(n).toBeGreaterThanOrEqual(5);
    expect(n).toBeLessThanOrEqual(9);
    const inputs = ["a", "b", "c", "d"];
    const mixed = (await cloud.create(token("RandomShuffle"), "s", { inputs })).outputs[
      "results"
    ] as string[];
    expect([...mixed].sort()).toEqual(inputs);
  });

  test("what can not be made is refused", async () => {
    const cloud = await random();
    await expect(cloud.create(token("RandomPassword"), "p", { length: 4, minLower: 5 })).rejects.toThrow(
      /length: is 4, but the minima ask for 5/,
    );
    await expect(
      cloud.create(token("RandomString"), "p", {
        length: 4,
        lower: false,
        upper: false,
        numeric: false,
        special: false,
      }),
    ).rejects.toThrow(/at least one of/);
    await expect(cloud.create(token("RandomInteger"), "n", { min: 5, max: 4 })).rejects.toThrow(/max/);
    await expect(cloud.create(token("RandomPassword"), "p", {})).rejects.toThrow(/needs "length"/);
  });

  test("passwords and bytes are secret outputs", () => {
    const cloud = openClouds().package("random");
    expect(cloud?.secretOutputs?.(token("RandomPassword"))).toContain("result");
    expect(cloud?.secretOutputs?.(token("RandomBytes"))).toEqual(["hex", "base64"]);
    expect(cloud?.secretOutputs?.(token("RandomPet"))).toEqual([]);
  });
});
