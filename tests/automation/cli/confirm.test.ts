import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import type { Terminal } from "../../../automation/cli/command";
import { confirm } from "../../../automation/cli/confirm";

/** A terminal on which these keys are pressed once it asks, and all that it shows. */
function typing(keys: string | null): { terminal: Terminal; shown: () => string } {
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  const stderr = Object.assign(new PassThrough(), { isTTY: true });
  let shown = "";
  let asked = false;
  stderr.on("data", (chunk: Buffer) => {
    shown += chunk.toString();
    if (asked || !shown.includes("go ahead: ")) return;
    asked = true;
    if (keys === null) stdin.end();
    else stdin.write(keys);
  });
  return { terminal: { stdin, stdout: new PassThrough(), stderr, env: {}, cwd: "/" }, shown: () => shown };
}

describe("a question before a real cloud is changed", { timeout: 10_000 }, () => {
  it("is answered by yes alone", async () => {
    const { terminal, shown } = typing(" YES\r");
    await confirm("up changes 2 stacks of dev.", terminal);
    expect(shown()).toContain("up changes 2 stacks of dev.\n");
  });

  it.each([
    ["no", "no\r"],
    ["an empty line", "\r"],
    ["Ctrl-C", "\u0003"],
    ["Ctrl-D", "\u0004"],
    ["the end of what is typed", null],
  ])("is declined by %s, which ends the command and never leaves it waiting", async (_, keys) => {
    const { terminal } = typing(keys);
    await expect(confirm("up changes 2 stacks of dev.", terminal)).rejects.toMatchObject({
      kind: "interrupted",
      message: "not confirmed: nothing was changed",
    });
  });
});
