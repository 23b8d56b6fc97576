import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { quoted, shellWord } from "../../lib/shell";

test("what is quoted is one word to a shell, and the same, whatever it holds", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme" }), { minLength: 1, maxLength: 20 }), (given) => {
      const words = given.map((word) => word.replaceAll("\0", ""));
      const printed = execFileSync(
        "/bin/sh",
        ["-c", `printf '%s\\0' ${words.map(quoted).join(" ")} ${words.map(shellWord).join(" ")}`],
        { encoding: "utf8" },
      );
      expect(printed.split("\0").slice(0, -1)).toEqual([...words, ...words]);
    }),
    { numRuns: 50 },
  );
});
