import path from "node:path";
import { describe, expect, it } from "vitest";
import { causeway, embedded, reportOf, root, temporaryFolder } from "./causeway";

const platform = path.join(root, "tests/fixtures/no-facts/platform.js");

describe("a change of which nobody knows whether it is a replacement", { timeout: 180_000 }, () => {
  it("is shown as unknown by the commands and in their reports, never as an update", async () => {
    const state = temporaryFolder();
    const first = await causeway(embedded("up", platform, state));
    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(first.stdout).not.toContain("unknown");

    const changed = { env: { CAUSEWAY_TEST_SIZE: "9" } };
    const preview = await causeway(embedded("preview", platform, state), changed);
    expect(preview.code).toBe(0);
    expect(preview.stdout).toMatch(/^only +done +4\/4 resources/m);
    expect(preview.stdout).toMatch(/^stack +result +created +updated +unknown +replaced +deleted/m);
    expect(preview.stdout).toMatch(/^only +succeeded +0 +1 +1 +0 +0 +2 /m);
    expect(preview.stdout).toMatch(
      /^update or replacement: unknown\n {2}only: .*Workgroup.*queries.*: description$/m,
    );
    expect(preview.stdout).toContain("2 resources: 1 updated, 1 updated or replaced (unknown).");

    const strict = await causeway(
      embedded("preview", platform, state, "--json", "--expect-no-changes"),
      changed,
    );
    expect(strict.code).toBe(5);
    const json = reportOf(strict);
    expect(json.totals).toMatchObject({ updated: 1, undecided: 1, replaced: 0, unchanged: 2 });
    expect(json.of("only").resources.map(({ name, undecided }) => [name, undecided])).toEqual([
      ["queries", ["description"]],
      ["orders", undefined],
    ]);
  });
});
