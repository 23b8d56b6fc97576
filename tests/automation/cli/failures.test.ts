import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Failure } from "../../../automation/deploy/failure";
import { causeway, embedded, fourStacks, reportOf, root, startCauseway, temporaryFolder } from "./causeway";

const stateOf = (state: string, stack: string) =>
  path.join(state, "embedded/engine/stacks/four-stacks", `dev-${stack}`, "checkpoint.json");

/** Both of a failed run: exit code and the message of one stack. */
async function failing(args: readonly string[], stack: string, env: Readonly<Record<string, string>> = {}) {
  const ended = await causeway([...args, "--json"], { env });
  const { failure } = reportOf(ended).of(stack);
  expect(failure?.message.split("\n").length).toBeLessThan(25);
  expect(failure?.message).not.toMatch(/^\s+at /m);
  return { code: ended.code, failure };
}

describe("a failure", { timeout: 240_000 }, () => {
  it("of a damaged state exits with 4, names the file and leaves it alone", async () => {
    const state = temporaryFolder();
    await causeway(embedded("up", fourStacks, state, "--only", "base"));
    const file = stateOf(state, "base");
    writeFileSync(file, readFileSync(file, "utf8").slice(0, -40));
    const damaged = readFileSync(file, "utf8");
    const { code, failure } = await failing(embedded("up", fourStacks, state, "--only", "base"), "base");
    expect(code).toBe(4);
    expect(failure?.kind).toBe("damaged");
    expect(failure?.message).toContain(file);
    expect(readFileSync(file, "utf8")).toBe(damaged);
    const [, command = "false"] = /^ {2}(cp .*)$/m.exec(failure?.message ?? "") ?? [];
    execFileSync("sh", ["-c", command]);
    const again = await causeway(embedded("up", fourStacks, state, "--only", "base", "--expect-no-changes"));
    expect(again.code, again.stderr).toBe(0);
  });

  it("of another passphrase exits with 2 and leaves the state alone", async () => {
    const state = temporaryFolder();
    await causeway(embedded("up", fourStacks, state, "--only", "base"));
    const before = readFileSync(stateOf(state, "base"), "utf8");
    writeFileSync(path.join(state, "embedded", "passphrase"), "another\n");
    const { code, failure } = await failing(embedded("up", fourStacks, state, "--only", "base"), "base");
    expect(code).toBe(2);
    expect(failure?.message).toContain(`put into ${path.join(state, "embedded", "passphrase")} the one`);
    expect(readFileSync(stateOf(state, "base"), "utf8")).toBe(before);
  });

  it("of a lost passphrase exits with 4, names the file and makes no other in its place", async () => {
    const state = temporaryFolder();
    await causeway(embedded("up", fourStacks, state, "--only", "base"));
    const before = readFileSync(stateOf(state, "base"), "utf8");
    const file = path.join(state, "embedded", "passphrase");
    rmSync(file);
    const ended = await causeway(embedded("up", fourStacks, state, "--only", "base"));
    expect(ended.code).toBe(4);
    expect(ended.stderr).toContain(`${file} is missing`);
    expect(existsSync(file)).toBe(false);
    expect(readFileSync(stateOf(state, "base"), "utf8")).toBe(before);
  });

  it("of a damaged state that another stack reads exits with 4 and names the file", async () => {
    const state = temporaryFolder();
    await causeway(embedded("up", fourStacks, state, "--only", "base"));
    const file = stateOf(state, "base");
    writeFileSync(file, readFileSync(file, "utf8").slice(0, -40));
    const { code, failure } = await failing(embedded("up", fourStacks, state, "--only", "middle"), "middle");
    expect(code).toBe(4);
    expect(failure?.kind).toBe("damaged");
    expect(failure?.message).toContain(file);
  });

  it("of folders that are none exits with 2 and names every one before anything is made", async () => {
    const state = path.join(temporaryFolder(), "file");
    writeFileSync(state, "");
    const below = path.join(state, "state");
    const link = path.join(path.dirname(state), "link");
    symlinkSync("/nowhere/at/all", link);
    const packs = ["--policy-pack", path.dirname(state), path.join(root, "tests/fixtures/no-long-pets")];
    const ended = await causeway(embedded("up", fourStacks, below, "--only", "base", ...packs));
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain("options: 2 invalid inputs");
    expect(ended.stderr).toContain(`--policy-pack is ${JSON.stringify(path.dirname(state))}`);
    expect(ended.stderr).toContain(`--state is ${JSON.stringify(below)}`);
    const long = "a".repeat(300);
    expect(await causeway(embedded("up", fourStacks, long, "--only", "base"))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`allowed: a folder, or a path where one can be made`) as string,
    });
    const dangling = await causeway(embedded("up", fourStacks, link, "--only", "base"));
    expect(dangling.code).toBe(2);
    expect(dangling.stderr).toContain(`--state is ${JSON.stringify(link)}; allowed: a folder`);
  });

  it("of a locked stack exits with 4, names the holder and starts nothing, not even above it", async () => {
    const state = temporaryFolder();
    expect((await causeway(embedded("up", fourStacks, state))).code).toBe(0);
    const before = ["top", "middle", "apart"].map((stack) => readFileSync(stateOf(state, stack), "utf8"));
    const starts = path.join(state, "starts");
    const env = { CAUSEWAY_TEST_WAIT: "base:3600000", CAUSEWAY_TEST_STARTS: starts };
    const first = startCauseway(embedded("up", fourStacks, state, "--only", "base"), { env });
    const kill = () => first.exitCode ?? first.signalCode ?? process.kill(-(first.pid ?? 0), "SIGKILL");
    onTestFinished(() => void kill());
    const ended = new Promise((resolve) => first.once("exit", resolve));
    while (!existsSync(starts)) await pause(50);
    for (const verb of ["destroy", "up"]) {
      const refused = await causeway(embedded(verb, fourStacks, state, "--json"));
      expect(refused.code).toBe(4);
      const { failure } = JSON.parse(refused.stdout) as { failure: Failure };
      expect(failure.kind).toBe("locked");
      expect(failure.message).toMatch(
        /^dev-base is locked: by \S+@\S+ \(pid \d+\) for update since \S+\nNothing was started\./,
      );
      expect(failure.message).toContain("the next run takes the lock over");
    }
    expect((await causeway(embedded("preview", fourStacks, state, "--only", "apart"))).code).toBe(0);
    expect(["top", "middle", "apart"].map((stack) => readFileSync(stateOf(state, stack), "utf8"))).toEqual(
      before,
    );
    kill();
    await ended;
    const after = await causeway(embedded("up", fourStacks, state, "--only", "base", "--json"));
    expect(after.code, after.stdout).toBe(0);
    expect(reportOf(after).of("base").warnings.join()).toContain("was taken over: that process is gone");
  });

  it("of a policy exits with 3, names rule and resource, and creates nothing that it refused", async () => {
    const state = temporaryFolder();
    const pack = ["--policy-pack", path.join(root, "tests/fixtures/no-long-pets")];
    const args = embedded("up", fourStacks, state, "--only", "base", ...pack, "--json");
    const refused = await causeway(args, { env: { CAUSEWAY_TEST_WORDS: "3" } });
    expect(refused.code).toBe(3);
    const report = reportOf(refused);
    expect(report.of("base").failure).toMatchObject({ kind: "policy" });
    expect(report.policy).toMatchObject([
      { stack: "base", pack: "no-long-pets", rule: "pet-words", level: "mandatory" },
    ]);
    expect(report.of("base").failure?.message).toContain("pet has 3 words; two are allowed");
    expect(readFileSync(stateOf(state, "base"), "utf8")).not.toContain("RandomPet");
    const allowed = await causeway(args);
    expect(allowed.code).toBe(0);
    expect(reportOf(allowed).policy).toEqual([]);
  });

  it("of a contract exits with 2 and names producer, field and what is allowed (CO-10)", async () => {
    const state = temporaryFolder();
    const env = { CAUSEWAY_TEST_BREAK: "base" };
    const { code, failure } = await failing(embedded("up", fourStacks, state, "--only", "base"), "base", env);
    expect(code).toBe(2);
    expect(failure?.message).toContain("outputs of base/1: 1 invalid input");
    expect(failure?.message).toContain("pet is 5; allowed: string");
  });

  it("of a program says where in the user's own code it is, and with --debug how it came there", async () => {
    const state = temporaryFolder();
    const env = { CAUSEWAY_TEST_FAIL: "base" };
    const args = embedded("up", fourStacks, state, "--only", "base");
    const { failure } = await failing(args, "base", env);
    expect(failure?.message).toMatch(
      /base was told to fail\nthrown at \S+four-stacks\/platform\.js:\d+:\d+$/,
    );
    const debugged = reportOf(await causeway([...args, "--debug", "--json"], { env }));
    expect(debugged.of("base").failure?.message).toMatch(/^\s+at program \(\S+four-stacks\/platform\.js/m);
  });

  it.each([
    ["base", "its program waits"],
    ["base:output", "its output token waits"],
    ["base:input", "its output token and token (random:index/randomPassword:RandomPassword) wait"],
  ])(
    "of a program that never ends (%s) is one, and nothing that it had not come to is taken for removed",
    async (stuck, what) => {
      const state = temporaryFolder();
      const args = embedded("up", fourStacks, state, "--only", "base");
      await causeway(args);
      const { code, failure } = await failing(args, "base", { CAUSEWAY_TEST_STUCK: stuck });
      expect(code).toBe(1);
      expect(failure?.message).toBe(`dev-base did not end: ${what} for a promise that nothing settles`);
      expect(readFileSync(stateOf(state, "base"), "utf8")).toContain(
        "random:index/randomPassword:RandomPassword",
      );
      expect((await causeway([...args, "--expect-no-changes"])).code).toBe(0);
    },
  );

  it.each([
    [
      "process.kill(process.pid, 'SIGKILL')",
      1,
      "where memory ran out, that is the system: try --parallel 1.",
    ],
    ["new pulumi.Config('shop').require('size')", 2, "settings come from rehearsalConfig of definePlatform"],
  ])("of a program that does %s exits with %i and says what to do", async (does, code, advice) => {
    const folder = temporaryFolder();
    symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
    const platform = path.join(folder, "platform.js");
    writeFileSync(
      platform,
      `const { defineContract, definePlatform, defineStack } = require(${JSON.stringify(path.join(root, "dist/stacks/define"))});
const pulumi = require("@pulumi/pulumi");
const outputs = defineContract({ stack: "base", version: 1, fields: {} });
const base = defineStack({ name: "base", phase: "network", needs: {}, outputs, program: () => ${does} });
exports.platform = definePlatform({ name: "shop", stacks: [base], environments: { dev: { name: "dev" } } });`,
    );
    const ended = await failing(embedded("up", platform, path.join(folder, "state")), "base", {});
    expect(ended.code).toBe(code);
    expect(ended.failure?.message).toContain(advice);
  });

  it("of a selection that needs what is not up exits with 2, names it and runs nothing", async () => {
    const state = temporaryFolder();
    const ended = await causeway(embedded("up", fourStacks, state, "--only", "middle"));
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(
      "needed and not deployed: base. Deploy them first, or add them to --only.",
    );
    expect(existsSync(stateOf(state, "middle"))).toBe(false);
  });

  it("or a success leaves the working tree as it was", async () => {
    const status = () => execFileSync("git", ["status", "--porcelain"], { cwd: root, encoding: "utf8" });
    const before = status();
    const run = ["--env", "dev", "--engine", "embedded", "--platform", fourStacks, "--only", "apart"];
    expect((await causeway(["up", ...run])).code).toBe(0);
    expect((await causeway(["destroy", ...run])).code).toBe(0);
    expect(status()).toBe(before);
  });
});
