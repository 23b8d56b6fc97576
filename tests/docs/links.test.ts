import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { anchorsIn, linksIn } from "./links";

const root = path.resolve(__dirname, "../..");
const pages = execFileSync("git", ["ls-files", "*.md"], { cwd: root, encoding: "utf8" })
  .split("\n")
  .filter((page) => page !== "" && !page.startsWith("tests/"));

test("every link of every page leads to a file, and to a heading that is in it", () => {
  const lost: string[] = [];
  let seen = 0;
  for (const page of pages) {
    for (const { file, anchor } of linksIn(readFileSync(path.join(root, page), "utf8"))) {
      seen += 1;
      const target = file === "" ? path.join(root, page) : path.resolve(root, path.dirname(page), file);
      const isThere =
        existsSync(target) &&
        (anchor === "" || !target.endsWith(".md") || anchorsIn(readFileSync(target, "utf8")).has(anchor));
      if (!isThere) lost.push(`${page} -> ${file}${anchor === "" ? "" : `#${anchor}`}`);
    }
  }
  expect(lost).toEqual([]);
  expect(seen).toBeGreaterThan(100);
});

test("a lost link would be seen", () => {
  expect(linksIn("[a](b.md#c) `x` [d](https://e) [f](#g)\n```sh\n[h](i)\n```\n")).toEqual([
    { file: "b.md", anchor: "c" },
    { file: "", anchor: "g" },
  ]);
  expect([...anchorsIn("# The `live` cloud: AWS\n```\n# none\n```\n## 1. Tools")]).toEqual([
    "the-live-cloud-aws",
    "1-tools",
  ]);
});
