/**
 * Two platforms and the pull requests that people make to them: each has its comment in a file, which was read once by
 * somebody before it was pinned. `--update` writes them anew; read what changes.
 */
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { markdown } from "../../../../automation/diff/format/markdown";
import type { DiffDocument } from "../../../../automation/diff/model";
import { CHANGES } from "./changes";
import { market } from "./market";
import { reference } from "./reference";
import { REFERENCE_CHANGES } from "./reference-changes";

const [small, large] = [market(), reference()];
afterAll(async () => {
  await small.close();
  await large.close();
});

async function hold(name: string, title: string, document: DiffDocument): Promise<void> {
  const file = path.join(__dirname, "expected", `${name}.comment.txt`);
  await expect(`<!-- ${title} -->\n${markdown(document)}`).toMatchFileSnapshot(file);
}

/** The first change to an environment waits for its base. */
const timeout = 180_000;

describe("the comment on a pull request", { timeout }, () => {
  test.each(Object.entries(CHANGES))("%s", async (name, { title, edits, environments = ["dev"] }) => {
    await hold(name, title, await small.change(edits, environments));
  });
});

describe("the comment on a pull request to the reference platform", { timeout }, () => {
  beforeAll(() => large.deploy("dev"), 600_000);

  test.each(Object.entries(REFERENCE_CHANGES))("%s", async (name, { title, edits, only }) => {
    await hold(path.join("reference", name), title, await large.change(edits, ["dev"], only));
  });
});
