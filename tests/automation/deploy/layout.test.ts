import { mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { layoutOf, makeRoot } from "../../../automation/deploy/layout";

const folder = () => mkdtempSync(path.join(os.tmpdir(), "causeway-layout-"));
const ignored = (at: string) => readFileSync(path.join(at, ".gitignore"), "utf8");

it("keeps what an engine keeps out of version control and from others, also in a folder that was there", () => {
  const root = path.join(folder(), "kept");
  mkdirSync(root, { mode: 0o755 });
  const layout = layoutOf(root, "/", "embedded");
  makeRoot(layout);
  expect(ignored(layout.home)).toBe("*\n");
  expect(statSync(layout.home).mode & 0o777).toBe(0o700);
});

it("says which folder can not be made, and to name another", () => {
  const file = path.join(folder(), "file");
  writeFileSync(file, "");
  expect(() => makeRoot(layoutOf(path.join(file, "below"), "/", "pulumi"))).toThrow(
    `${path.join(file, "below")}, where causeway keeps its own files, can not be written (a part of its path is no folder): name another folder with --state`,
  );
});
