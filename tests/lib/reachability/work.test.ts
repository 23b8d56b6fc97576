import { expect, test } from "vitest";
import { noWork, reachableFromInternet } from "../../../lib/reachability";
import { publicPlatform } from "./platform";

function looks(rules: number): { evaluations: number; exposures: number } {
  const work = noWork();
  const exposures = reachableFromInternet(publicPlatform(rules), work).length;
  return { evaluations: work.evaluations, exposures };
}

/** A rule is looked at in well under 100 ns, so that this many take a tenth of a second. */
const A_TENTH_OF_A_SECOND = 2_500_000;

test("What the internet reaches past 5,000 rules takes no more looks than a second has room for", () => {
  const { evaluations, exposures } = looks(5000);
  expect(exposures).toBeGreaterThan(3000);
  expect(evaluations).toBeLessThan(A_TENTH_OF_A_SECOND);
});

test("Twice the groups are twice the looks", () => {
  const [half, whole] = [looks(2400), looks(4800)];
  expect(whole.evaluations / half.evaluations).toBeLessThan(2.1);
});

test("Nothing is looked at of what has no public address", () => {
  const open = publicPlatform(1200);
  const shut = { ...open, endpoints: open.endpoints.map((one) => ({ ...one, isPublic: false })) };
  const work = noWork();
  expect(reachableFromInternet(shut, work)).toEqual([]);
  expect(work.evaluations).toBe(0);
});
