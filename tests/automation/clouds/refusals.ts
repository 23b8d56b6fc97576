import { describe, expect, test } from "vitest";
import type { Values } from "../../../automation/engine/provider";
import type { Made } from "./harness";

/** A type, inputs that it takes, and what it says to mistakes: in inputs over the good ones, or the good ones a second time. */
export interface Case<Ground> {
  readonly type: string;
  readonly good: (g: Ground) => Values;
  readonly mistakes: readonly (readonly [change: (g: Ground) => Values, said: RegExp])[];
  /** What is said when the same is made again. */
  readonly twice?: RegExp;
}

/** @param ground makes what the cases stand on, anew for each. */
export function testRefusals<
  Ground extends { readonly make: (type: string, name: string, inputs: Values) => Promise<Made> },
>(ground: () => Promise<Ground>, cases: readonly Case<Ground>[]): void {
  describe("what each type refuses", () => {
    test.each(cases)("$type", async ({ type, good, mistakes, twice }) => {
      const g = await ground();
      for (const [change, said] of mistakes)
        await expect(g.make(type, "a", { ...good(g), ...change(g) }), String(said)).rejects.toThrow(said);
      // The good inputs are good, so each refusal was for its mistake alone.
      await g.make(type, "a", good(g));
      if (twice) await expect(g.make(type, "b", good(g))).rejects.toThrow(twice);
    });
  });
}
