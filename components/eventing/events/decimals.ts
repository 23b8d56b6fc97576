import * as v from "valibot";

/** How a number of few decimals is marked in a schema document, so that a later version can be compared with it. */
const EXTENSION = "x-max-decimals";

/** Left to {@link EXTENSION}: `multipleOf: 0.01` would refuse 59.98 wherever a validator divides doubles. */
export const IGNORED_ACTIONS = ["max_decimals"] as const;

/**
 * A number with at most so many decimals when it is written down, such as an amount of money in a currency's own unit.
 *
 * @param places 0 to 9.
 */
export const decimals = (places: number) =>
  v.pipe(
    v.number(),
    {
      ...v.check<number, string>((value) => hasAtMost(value, places), `at most ${places} decimals`),
      type: IGNORED_ACTIONS[0],
    },
    v.metadata({ [EXTENSION]: places }),
  );

/** The decimals that a schema document allows, when it says. */
export function decimalsOf(node: { readonly [extension: `x-${string}`]: unknown }): number | undefined {
  const places = node[EXTENSION];
  return typeof places === "number" ? places : undefined;
}

/** Whether a number has at most so many decimals when it is written down. */
export function hasAtMost(value: number, places: number): boolean {
  const [digits = "", exponent = "0"] = String(value).split("e");
  const written = digits.split(".")[1]?.length ?? 0;
  return written - Number(exponent) <= places;
}
