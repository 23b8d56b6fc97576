import path from "node:path";
import { describe, expect, it } from "vitest";
import { causeway, embedded, reportOf, root, temporaryFolder } from "./causeway";

const platform = path.join(root, "tests/fixtures/retained/platform.js");

describe("what stays in the cloud when it is deleted", { timeout: 180_000 }, () => {
  it("is named by the commands, with its id, and what goes is not", async () => {
    const state = temporaryFolder();
    const first = await causeway(embedded("up", platform, state));
    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(first.stdout).not.toContain("retainOnDelete");

    const renamed = { env: { CAUSEWAY_TEST_NAME: "incoming" } };
    const old = (left: string) =>
      new RegExp(
        `^${left} in the cloud, known to no state any more \\(retainOnDelete\\):\n` +
          ` {2}only: aws:sqs/queue:Queue orders, https://sqs\\.us-east-1\\.amazonaws\\.com/\\d+/orders\n\n`,
        "m",
      );
    const preview = await causeway(embedded("preview", platform, state), renamed);
    expect(preview.stdout).toMatch(old("An up would leave"));
    const up = await causeway(embedded("up", platform, state), renamed);
    expect(up.stdout).toMatch(old("Left"));
    const destroyed = reportOf(await causeway(embedded("destroy", platform, state, "--yes", "--json")));
    expect(destroyed.of("only").resources.map(({ name, leaves }) => [name, leaves])).toContainEqual([
      "orders",
      expect.stringMatching(/\/incoming$/),
    ]);
    expect(destroyed.of("only").resources.filter(({ leaves }) => leaves !== undefined)).toHaveLength(1);
  });
});
