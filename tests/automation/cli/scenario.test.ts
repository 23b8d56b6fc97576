import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { simulatedClouds } from "../../../automation/clouds";
import { causeway, embedded, reportOf, root, temporaryFolder, twoStacks } from "./causeway";

const badDay = path.join(root, "docs/scenarios/bad-day.yaml");

describe("--scenario", { timeout: 240_000 }, () => {
  it("rehearses the bad day of the documentation: a stack fails, and a run without it converges", async () => {
    const state = temporaryFolder();
    const stacks = ["foundation", "identity", "oci-network-dxb", "secrets", "data", "events"];
    const up = [
      "up",
      "--env",
      "dev",
      "--engine",
      "embedded",
      "--state",
      state,
      "--json",
      "--only",
      ...stacks,
    ];
    const bad = await causeway([...up, "--scenario", badDay]);
    expect(bad.code).toBe(1);
    const report = reportOf(bad);
    expect(stacks.map((name) => report.of(name).result)).toEqual([
      ...Array<string>(stacks.length - 1).fill("succeeded"),
      "failed",
    ]);
    expect(report.of("events").failure?.message).toMatch(
      /aws:sns\/topic:Topic "alarms-topic": ServiceUnavailable: the service is unavailable, try again later/,
    );
    const good = await causeway(up);
    expect([good.code, good.stderr]).toEqual([0, expect.any(String)]);
    expect(reportOf(good).of("events").result).toBe("succeeded");
    // What the platform's policies must allow was asked for, and nothing of it was refused.
    const clouds = simulatedClouds({ home: path.join(state, "embedded/clouds") });
    const asked = new Set(clouds.uses().map(({ what }) => what.split(" ").slice(0, 2).join(" ")));
    expect(clouds.uses().filter(({ refusal }) => refusal !== undefined)).toEqual([]);
    expect([...asked]).toEqual(
      expect.arrayContaining([
        "events.amazonaws.com sqs:SendMessage",
        "events.amazonaws.com kms:GenerateDataKey,",
        "cloudwatch.amazonaws.com sns:Publish",
        "service objectstorage-me-dubai-1",
      ]),
    );
    clouds.close();
  });

  it("says everything wrong with the file before anything runs, and leaves nothing behind", async () => {
    const folder = temporaryFolder();
    const file = path.join(folder, "wrong.yaml");
    writeFileSync(file, "faults: [{ kind: fail }, { kind: explode }]\nspeed: 2\n");
    const state = path.join(folder, "state");
    const ended = await causeway(embedded("up", twoStacks, state, "--scenario", file));
    expect(ended.code).toBe(2);
    expect(ended.stderr.trim().split("\n")).toEqual([
      `causeway: scenario ${file}: 3 invalid inputs`,
      expect.stringMatching(/^ {2}faults\[0\]\.resource is missing; allowed: /),
      expect.stringMatching(/^ {2}faults\[1\]\.kind is "explode"; allowed: one of the kinds throttle, /),
      expect.stringMatching(/^ {2}speed is "speed"; allowed: one of seed, /),
    ]);
    expect(() => readFileSync(path.join(state, "embedded", "passphrase"))).toThrow(/ENOENT/);
  });

  it("is for simulated clouds alone, and for what is there", async () => {
    const real = await causeway(["up", "--env", "dev", "--platform", twoStacks, "--scenario", badDay]);
    expect([real.code, real.stderr]).toEqual([
      2,
      expect.stringContaining("with --engine embedded: real clouds take none"),
    ]);
    const none = await causeway(embedded("up", twoStacks, temporaryFolder(), "--scenario", "/no/such/file"));
    expect([none.code, none.stderr]).toEqual([
      2,
      expect.stringContaining("a file that can be read (no such file or folder)"),
    ]);
    const file = path.join(temporaryFolder(), "drift.yaml");
    writeFileSync(file, "drift: [{ resource: nobody, delete: true }]");
    const drift = await causeway(embedded("up", twoStacks, temporaryFolder(), "--scenario", file));
    expect(drift.code).toBe(2);
    expect(drift.stderr).toContain(
      'drift[0].resource is "nobody"; allowed: the name or URN of a resource that exists',
    );
  });
});
