import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

const root = path.resolve(__dirname, "../..");
const readme = readFileSync(path.join(root, "README.md"), "utf8");

/** Resources of the dev platform by stack, as the rendered platform has them. */
const counts = new Map<string, number>();
for (const urn of readFileSync(path.join(root, "tests/stacks/urns/dev.txt"), "utf8").trim().split("\n")) {
  const stack = urn.split("::")[0]?.replace("urn:pulumi:dev-", "") ?? "";
  counts.set(stack, (counts.get(stack) ?? 0) + 1);
}
const total = [...counts.values()].reduce((sum, n) => sum + n, 0);

describe("the README's look at the demo", () => {
  const shown = (pattern: RegExp) =>
    [...readme.matchAll(pattern)].map(([, stack = "", n]) => [stack, Number(n)]);

  test("shows what each stack has", () => {
    const progress = shown(/^(\S+) +done +(\d+)\/\2 resources /gm);
    const report = shown(/^(\S+) +succeeded +(\d+) /gm);
    expect(progress.length).toBeGreaterThan(2);
    expect(report.length).toBeGreaterThan(1);
    for (const [stack, count] of [...progress, ...report]) {
      expect({ stack, count }).toEqual({ stack, count: counts.get(String(stack)) });
    }
  });

  test("adds them up", () => {
    expect(/^total +(\d+) /m.exec(readme)?.[1]).toBe(String(total));
    expect(/^(\d+) resources in (\d+) stacks of dev/m.exec(readme)?.slice(1, 3)).toEqual([
      String(total),
      String(counts.size),
    ]);
    expect(/`npm run demo` \| (\d+) stacks/.exec(readme)?.[1]).toBe(String(counts.size));
  });

  test("names every folder of the tree", () => {
    const tree = /## The tree\n\n```text\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
    const named = (folder: string) => [...tree.matchAll(/[\w-]+/g)].some(([word]) => word === folder);
    const missing = ["components", "automation"].flatMap((folder) =>
      foldersOf(folder).filter((name) => !named(name)),
    );
    expect(missing).toEqual([]);
  });
});

function foldersOf(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}
