import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { JsonFault, PatternError, compilePattern, matches, readEvent } from "../../../lib/event-patterns";
import { partJars } from "../../../scripts/parts.mjs";
import { DEPARTURES, REFUSED } from "./departures";
import { PUBLISHED } from "./published";
import { generatePair, replayed, seeded, smaller, type Pair } from "./generate";
import { EventRuler, type Answer } from "./ruler";

const PAIRS = 100_000;
const BATCH = 2_000;
/** How often a pair is asked again before its answer counts as stable. */
const AGAIN = 40;

function ours({ pattern, event }: Pair): Answer {
  try {
    return matches(compilePattern(pattern), readEvent(event)) ? "match" : "no match";
  } catch (error) {
    if (error instanceof PatternError || error instanceof JsonFault) return "refused";
    throw error;
  }
}

const jars = partJars("event-ruler");
const java = spawnSync("java", ["-version"]).status === 0;
const here = jars.length > 0 && java;
const missing = jars.length === 0 ? "not run: npm run parts" : "not run (no Java)";

describe.skipIf(!here && process.env["CI"] !== "true")(
  `as AWS's event-ruler answers${here ? "" : `: ${missing}`}`,
  () => {
    let ruler: EventRuler;

    beforeAll(() => {
      expect(here, missing).toBe(true);
      ruler = new EventRuler(jars);
    });
    afterAll(() => ruler.close());

    /** The answer of event-ruler that ours is not, if it gives it every time; an answer that is ours needs no asking. */
    async function disagreement(pair: Pair, answer: Answer): Promise<Answer | undefined> {
      if (answer === "unstable" || answer === ours(pair)) return undefined;
      const again = await ruler.ask(Array<Pair>(AGAIN).fill(pair));
      return again.every((one) => one === answer) ? answer : undefined;
    }

    /** The same disagreement in a pair that is as small as can be. */
    async function shrunk(given: readonly number[]): Promise<string> {
      let choices = given;
      for (let found = true; found;) {
        found = false;
        const candidates = [...smaller(choices)];
        const answers = await ruler.ask(candidates.map((one) => generatePair(replayed(one))));
        for (const [i, candidate] of candidates.entries()) {
          if ((await disagreement(generatePair(replayed(candidate)), answers[i] ?? "unstable")) === undefined)
            continue;
          choices = candidate;
          found = true;
          break;
        }
      }
      const pair = generatePair(replayed(choices));
      const [answer] = await ruler.ask([pair]);
      return `pattern ${pair.pattern}\nevent ${pair.event}\nevent-ruler: ${answer ?? ""}, causeway: ${ours(pair)}`;
    }

    it(`over ${PAIRS} generated pairs, wherever its answer is stable`, { timeout: 600_000 }, async () => {
      const counts = { match: 0, "no match": 0, refused: 0, unstable: 0 };
      const found: string[] = [];
      for (let first = 0; first < PAIRS; first += BATCH) {
        const made = Array.from({ length: BATCH }, (_, i) => {
          const { draw, choices } = seeded(first + i);
          return { pair: generatePair(draw), choices };
        });
        const asked = ruler.ask(made.map(({ pair }) => pair));
        const own = made.map(({ pair }) => ours(pair));
        for (const [i, answer] of (await asked).entries()) {
          counts[answer]++;
          const one = made[i];
          if (one === undefined || answer === own[i] || found.length >= 5) continue;
          if ((await disagreement(one.pair, answer)) !== undefined) found.push(await shrunk(one.choices));
        }
      }
      expect(found.join("\n\n")).toBe("");
      // The pairs say something only while enough of them match, do not match, and are refused.
      expect(counts.match).toBeGreaterThan(PAIRS * 0.3);
      expect(counts["no match"]).toBeGreaterThan(PAIRS * 0.2);
      expect(counts.refused).toBeGreaterThan(PAIRS * 0.1);
      expect(counts.unstable).toBeLessThan(PAIRS * 0.05);
    });

    it("on the examples that AWS publishes, and where it departs from what one expects", async () => {
      const examples = [...PUBLISHED, ...DEPARTURES];
      const answers = await ruler.ask(examples);
      expect(examples.map(({ title }, i) => [title, answers[i]])).toEqual(
        examples.map(({ title, matches: expected }) => [title, expected ? "match" : "no match"]),
      );
      const refused = await ruler.ask(REFUSED.map(({ pattern }) => ({ pattern, event: '{"a":1}' })));
      expect(refused).toEqual(REFUSED.map(() => "refused"));
    });
  },
);
