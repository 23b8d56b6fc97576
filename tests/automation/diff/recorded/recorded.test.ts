/**
 * One small platform and the pull requests that people make to it: each has its comment in a file, which was read once by
 * somebody before it was pinned. `--update` writes them anew; read what changes.
 */
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { markdown } from "../../../../automation/diff/format/markdown";
import { CHANGES } from "./changes";
import { Market } from "./market";

let market: Market;
beforeAll(async () => {
  market = await Market.open();
});
afterAll(() => market.close());

describe("the comment on a pull request", () => {
  test.each(Object.entries(CHANGES))("%s", async (name, { title, edits, environments = ["dev"] }) => {
    const comment = markdown(await market.change(edits, environments));
    const file = path.join(__dirname, "expected", `${name}.comment.txt`);
    await expect(`<!-- ${title} -->\n${comment}`).toMatchFileSnapshot(file);
  });
});
