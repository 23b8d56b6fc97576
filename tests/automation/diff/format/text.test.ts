import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { text } from "../../../../automation/diff/format/text";
import * as documents from "./documents";
import { likeEnvironments, numbered } from "./generated";

describe("the terminal's text", () => {
  test.each(["tuned", "dangerous", "moved", "broken", "quiet"] as const)("of the change %s", async (name) => {
    await expect(text(documents[name])).toMatchFileSnapshot(`expected/${name}.text.txt`);
  });

  test("gives the terminal nothing but lines of text, whatever a head chose", () => {
    expect(text(documents.hostile).replaceAll("\n", "")).not.toMatch(
      /[\u0000-\u001f\u007f-\u009f\u202e\u2066\ud800]/,
    );
    expect(text(documents.hostile)).toContain("\\u{1b}[31m");
  });

  test("mentions every resource that differs, with its environments", () => {
    fc.assert(
      fc.property(likeEnvironments, (given) => {
        const lines = text(given).split("\n");
        const names = given.environments.map(({ name }) => name);
        for (const { name, stacks } of given.environments) {
          for (const one of stacks.flatMap(({ resources }) => resources)) {
            const own = lines.filter(
              (line) => line.includes(`r${numbered(one.name)}r `) && /^ +[a-z]/.test(line),
            );
            const where = own.map((line) => names.filter((env) => line.includes(env)));
            expect(where.some((said) => said.length === 0 || said.includes(name))).toBe(true);
          }
        }
      }),
      { numRuns: 30, endOnFailure: true },
    );
  });
});
