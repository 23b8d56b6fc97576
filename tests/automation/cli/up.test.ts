import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { isAlive } from "../engine/support/process";
import { causeway, embedded, fourStacks, reportOf, root, temporaryFolder, twoStacks } from "./causeway";

const results = (report: ReturnType<typeof reportOf>) =>
  Object.fromEntries(report.stacks.map(({ name, result }) => [name, result]));

/** Files below a folder that hold a text. */
function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(text));
}

/** Variables with which every Node process of a run notes down its id and what it runs, and the notes. */
function recorder(folder: string): {
  env: Record<string, string>;
  started: () => [pid: number, what: string][];
} {
  const file = path.join(folder, "processes");
  const preload = path.join(folder, "record.cjs");
  writeFileSync(
    preload,
    `require("node:fs").appendFileSync(${JSON.stringify(file)}, process.pid + " " + process.argv[1] + "\\n");`,
  );
  const line = /^(\d+) (?:.*\/@pulumi\/pulumi\/)?(.+)$/gm;
  return {
    env: { NODE_OPTIONS: `--require ${preload}` },
    started: () =>
      [...readFileSync(file, "utf8").matchAll(line)].map(([, pid, what = ""]) => [Number(pid), what]),
  };
}

/** Each runs several programs, each of which loads the Pulumi SDK. */
const timeout = 180_000;

describe("causeway up --engine embedded", { timeout }, () => {
  it("brings a platform of one's own up, then finds nothing to change with one program start a stack", async () => {
    const state = temporaryFolder();
    const starts = path.join(state, "starts");
    const env = { CAUSEWAY_TEST_STARTS: starts };
    const first = await causeway(embedded("up", fourStacks, state), { env });
    expect(first.stderr).toBe("");
    expect(first.code).toBe(0);
    const lines = first.stdout.trimEnd().split("\n");
    expect(lines[0]).toMatch(/^SIMULATED/);
    expect(lines.at(-1)).toMatch(/^SIMULATED/);
    expect(first.stdout).toContain("12 resources changed: 12 created.");
    const second = await causeway(embedded("up", fourStacks, state, "--expect-no-changes"), { env });
    expect(second.code).toBe(0);
    expect(second.stdout).toContain("Nothing changed: dev is as it was.");
    const started = readFileSync(starts, "utf8").trim().split("\n");
    expect(started.slice(0, 4).sort()).toEqual(["apart", "base", "middle", "top"]);
    expect(started.slice(4).sort()).toEqual(["apart", "base", "middle", "top"]);
  });

  it("starts one process a stack and one for the policies of all, and leaves none behind", async () => {
    const folder = temporaryFolder();
    const { env, started } = recorder(folder);
    const args = ["--policy-pack", path.join(root, "policy"), "--parallel", "2"];
    const ended = await causeway(embedded("up", fourStacks, folder, ...args), { env });
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout).toContain("policy: ");
    const program = "cmd/run/index.js";
    expect(
      started()
        .map(([, what]) => what)
        .slice(1)
        .sort(),
    ).toEqual(["cmd/run-policy-pack/index.js", program, program, program, program]);
    expect(started().filter(([pid]) => isAlive(pid))).toEqual([]);
  });

  it("writes exactly one JSON document, versioned and marked simulated, with secrets masked", async () => {
    const state = temporaryFolder();
    const ended = await causeway(embedded("up", twoStacks, state, "--json", "--parallel", "1"));
    expect(ended.code).toBe(0);
    const report = reportOf(ended);
    expect(report).toMatchObject({
      schema: "causeway.run/1",
      simulated: true,
      engine: { name: "embedded" },
      verb: "up",
      platform: "two-stacks",
      environment: "dev",
      parallel: 1,
      result: "succeeded",
      exitCode: 0,
      policy: [],
      totals: { created: 5, updated: 0, undecided: 0, replaced: 0, deleted: 0, unchanged: 0, held: 5 },
    });
    expect(report.of("names")).toMatchObject({
      fullName: "dev-names",
      result: "succeeded",
      counts: { created: 3 },
      outputs: { token: "[secret]" },
    });
    expect(report.of("names").outputs["pet"]).toMatch(/^small-/);
    expect(report.of("greetings").gate).toMatchObject([
      { check: "the greeting names somebody", passed: true },
    ]);
    expect(report.of("names").seconds).toBeGreaterThan(0);
    expect(ended.stderr.split("\n")[0]).toMatch(/^SIMULATED/);
  });

  it("stops what needs a failed stack and nothing else, and --resume goes on from there (CO-12)", async () => {
    const state = temporaryFolder();
    const starts = path.join(state, "starts");
    const failed = await causeway(embedded("up", fourStacks, state, "--json"), {
      env: { CAUSEWAY_TEST_FAIL: "middle" },
    });
    expect(failed.code).toBe(1);
    const report = reportOf(failed);
    expect(results(report)).toEqual({
      base: "succeeded",
      apart: "succeeded",
      middle: "failed",
      top: "blocked",
    });
    expect(report.of("middle").failure?.message).toContain("middle was told to fail");
    expect(report.of("middle").failure?.message).not.toMatch(/^\s+at /m);
    expect(report.of("top").failure?.message).toBe("waits for middle");

    const resumed = await causeway(embedded("up", fourStacks, state, "--json", "--resume"), {
      env: { CAUSEWAY_TEST_STARTS: starts },
    });
    expect(resumed.code).toBe(0);
    expect(results(reportOf(resumed))).toEqual({
      base: "skipped",
      apart: "skipped",
      middle: "succeeded",
      top: "succeeded",
    });
    expect(readFileSync(starts, "utf8")).toBe("middle\ntop\n");
  });

  it("remembers through several resumed runs what finished in the first", async () => {
    const state = temporaryFolder();
    const up =
      (...more: string[]) =>
      (env: Record<string, string>) =>
        causeway(embedded("up", fourStacks, state, "--json", ...more), { env });
    await up()({ CAUSEWAY_TEST_FAIL: "middle" });
    await up("--resume")({ CAUSEWAY_TEST_FAIL: "top" });
    const third = reportOf(await up("--resume")({}));
    expect(results(third)).toEqual({
      base: "skipped",
      apart: "skipped",
      middle: "skipped",
      top: "succeeded",
    });
  });

  it("refuses --resume where there is no earlier run, between the lines that say SIMULATED, and makes nothing", async () => {
    const state = path.join(temporaryFolder(), "state");
    const ended = await causeway(embedded("up", fourStacks, state, "--resume"));
    expect(ended.code).toBe(2);
    expect(existsSync(state)).toBe(false);
    expect(ended.stdout.trimEnd().split("\n")).toEqual([
      expect.stringMatching(/^SIMULATED/),
      expect.stringMatching(/^SIMULATED/),
    ]);
    expect(ended.stderr).toContain("there is no earlier up of this environment to go on with");
  });

  it("holds back what needs a stack whose gate does not pass, with the evidence (CO-11)", async () => {
    const state = temporaryFolder();
    const starts = path.join(state, "starts");
    const env = { CAUSEWAY_TEST_GATE: "middle", CAUSEWAY_TEST_STARTS: starts };
    const ended = await causeway(embedded("up", fourStacks, state, "--json"), { env });
    expect(ended.code).toBe(1);
    const report = reportOf(ended);
    expect(results(report)).toEqual({
      base: "succeeded",
      apart: "succeeded",
      middle: "failed",
      top: "blocked",
    });
    expect(report.of("middle").failure).toEqual({
      kind: "gate",
      message: `gate: the pet has a name: ${String(report.of("middle").outputs["pet"])}`,
    });
    // The program of what waits behind the gate has not run, and there is no state of it.
    expect(readFileSync(starts, "utf8")).not.toContain("top");
    const stacks = path.join(state, "embedded/engine/stacks/four-stacks");
    expect(readdirSync(stacks).sort()).toEqual(["dev-apart", "dev-base", "dev-middle"]);
  });

  it("exits with 5 when there are changes and none was expected", async () => {
    const state = temporaryFolder();
    await causeway(embedded("up", fourStacks, state));
    const env = { CAUSEWAY_TEST_SIZE: "20" };
    const preview = await causeway(embedded("preview", fourStacks, state, "--expect-no-changes"), { env });
    expect(preview.code).toBe(5);
    expect(preview.stdout).toContain("4 resources would change where no change was expected");
    const up = await causeway(embedded("up", fourStacks, state, "--expect-no-changes", "--json"), { env });
    expect(up.code).toBe(5);
    expect(reportOf(up).totals).toMatchObject({ replaced: 4, created: 0 });
  });

  it("keeps its passphrase random, once made, for its owner alone, and no secret in clear", async () => {
    const state = temporaryFolder();
    await causeway(embedded("up", twoStacks, state));
    const file = path.join(state, "embedded", "passphrase");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const passphrase = readFileSync(file, "utf8");
    expect(passphrase.trim()).toHaveLength(43);
    const { stdout } = await causeway(embedded("outputs", twoStacks, state, "--show-secrets", "--json"));
    const [names] = (JSON.parse(stdout) as { stacks: { outputs: { token: string } }[] }).stacks;
    expect(names?.outputs.token).toHaveLength(24);
    expect(filesWith(state, names?.outputs.token ?? "")).toEqual([]);
    await causeway(embedded("up", twoStacks, state));
    expect(readFileSync(file, "utf8")).toBe(passphrase);
    const other = temporaryFolder();
    await causeway(embedded("up", twoStacks, other, "--only", "names"));
    expect(readFileSync(path.join(other, "embedded", "passphrase"), "utf8")).not.toBe(passphrase);
  });

  it("takes a whole environment down in the reverse order, and again finds nothing", async () => {
    const state = temporaryFolder();
    await causeway(embedded("up", fourStacks, state));
    const ended = await causeway(embedded("destroy", fourStacks, state));
    expect(ended.code).toBe(0);
    const order = [...ended.stdout.matchAll(/^(\w+) +done/gm)].map((match) => match[1]);
    expect(order.slice(0, 2)).toEqual(["top", "middle"]);
    expect(order.slice(2).sort()).toEqual(["apart", "base"]);
    expect(ended.stdout).toContain("12 resources changed: 12 deleted.");
    const again = await causeway(embedded("destroy", fourStacks, state));
    expect(again.stdout).toContain("Nothing changed");
  });

  it("previews a platform from nothing, each stack on the planned outputs of what it needs", async () => {
    const state = temporaryFolder();
    const ended = await causeway(embedded("preview", twoStacks, state, "--json"));
    expect(ended.code).toBe(0);
    const report = reportOf(ended);
    expect(report.totals.created).toBe(5);
    expect(report.of("greetings").resources.map(({ op, type }) => [op, type])).toContainEqual([
      "create",
      "random:index/randomId:RandomId",
    ]);
    const up = reportOf(await causeway(embedded("up", twoStacks, state, "--json")));
    expect(up.totals.created).toBe(5);
  });
});

describe("the real engine", { timeout }, () => {
  it("is never replaced by a simulation: without a CLI it says how to install one and writes nothing", async () => {
    const folder = temporaryFolder();
    const env = { PATH: folder, PULUMI_HOME: path.join(folder, "home") };
    for (const verb of ["up", "preview", "destroy"]) {
      const ended = await causeway([verb, "--env", "dev", "--platform", twoStacks], {
        cwd: folder,
        env,
      });
      expect(ended.code).toBe(2);
      expect(ended.stdout).toBe("");
      expect(ended.stderr).toContain("https://www.pulumi.com/docs/install/");
      expect(ended.stderr).toContain("--engine embedded");
    }
    expect(existsSync(path.join(folder, ".causeway"))).toBe(false);
    expect(existsSync(path.join(folder, "home"))).toBe(false);
  });

  it("says the same in one JSON document with --json", async () => {
    const folder = temporaryFolder();
    const args = ["up", "--env", "dev", "--platform", twoStacks, "--json"];
    const ended = await causeway(args, { cwd: folder, env: { PATH: folder } });
    expect(ended.code).toBe(2);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      schema: "causeway.error/1",
      exitCode: 2,
      failure: { kind: "missing-tool" },
    });
  });
});
