import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { differences, shown } from "../conformance/differences";
import { topics } from "../conformance/scenarios";

const root = path.resolve(__dirname, "../..");
const page = path.join(root, "docs/engine.md");
const TABLE = /\| Difference \| Why \|\n(\|.*\n)+/;

test("the page on the engine has the table of differences that the conformance suite declares", async () => {
  const rows = differences.map(({ what, why }) => `| ${what} | ${why} |`);
  const table = ["| Difference | Why |", "|---|---|", ...rows, ""].join("\n");
  const text = readFileSync(page, "utf8");
  expect(text).toMatch(TABLE);
  await expect(text.replace(TABLE, () => table)).toMatchFileSnapshot(page);
});

test.each(shown.map((difference) => [difference.what, difference] as const))(
  "%s: shown",
  (_, { shownBy }) => {
    const [file, text] = shownBy;
    expect(readFileSync(path.join(root, file), "utf8")).toContain(text);
  },
);

test("what the comparison levels is declared by a scenario", () => {
  const declared = Object.values(topics).flatMap((all) => all.flatMap(({ differs = [] }) => differs));
  for (const difference of differences) if ("level" in difference) expect(declared).toContain(difference);
});
