import { mkdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { findBelow, findIn } from "../engine/support/canary";
import { causeway, embedded, root, temporaryFolder } from "./causeway";

const telling = path.join(root, "tests/fixtures/telling/platform.js");

/** Every secret of the stack, a key also by its lines. */
async function secretsOf(state: string): Promise<string[]> {
  const shown = await causeway(embedded("outputs", telling, state, "--show-secrets", "--json"));
  const document = JSON.parse(shown.stdout) as { stacks: { outputs: Record<string, string> }[] };
  const { token = "", key = "", kubeconfig = "" } = document.stacks[0]?.outputs ?? {};
  const lines = key.split("\n").filter((line) => line.length > 20 && !line.startsWith("-----"));
  const secrets = [token, kubeconfig, ...lines];
  expect(secrets.every((secret) => secret.length > 20)).toBe(true);
  expect(secrets.length).toBeGreaterThan(2);
  return secrets;
}

describe("causeway", { timeout: 120_000 }, () => {
  it("shows and keeps no secret of a platform that tells all of them, however it ends", async () => {
    const state = temporaryFolder();
    const temporary = path.join(temporaryFolder(), "tmp");
    mkdirSync(temporary);
    const shown: string[] = [];
    const run = async (end: string, code: number, ...more: string[]): Promise<void> => {
      const args = ["demo", "--platform", telling, "--state", state, "--debug", ...more];
      const env = { CAUSEWAY_TEST_END: end, CAUSEWAY_DEBUG: "1", TMPDIR: temporary };
      const { code: ended, stdout, stderr } = await causeway(args, { env });
      shown.push(stdout, stderr);
      expect(ended, stdout + stderr).toBe(code);
    };
    await run("", 0);
    await run("gate", 1);
    await run("gate", 1, "--json");
    await run("throw", 1);
    await run("contract", 2, "--json");
    await run("", 0, "--json");
    expect(shown.join()).toContain("gate: it is quiet: [secret]");
    const secrets = await secretsOf(state);
    const leaks = [
      ...shown.flatMap((text, index) => findIn(`output ${index}`, text, secrets)),
      ...findBelow(state, secrets),
      ...findBelow(temporary, secrets),
    ];
    expect(leaks).toEqual([]);
  });
});
