import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import {
  causeway,
  embedded,
  fourStacks,
  reportOf,
  startCauseway,
  temporaryFolder,
  type Ended,
} from "./causeway";

const WAIT = 6_000;
const AGAIN = "Press Ctrl-C again to end at once";

/** Starts an up whose first stack waits, and answers when its program runs. */
async function waitingUp(state: string) {
  const starts = path.join(state, "starts");
  const child = startCauseway(embedded("up", fourStacks, state, "--json"), {
    env: { CAUSEWAY_TEST_WAIT: `base:${WAIT}`, CAUSEWAY_TEST_STARTS: starts },
  });
  let stdout = "";
  let stderr = "";
  const ended = new Promise<Ended>((resolve) => {
    child.stdout?.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr?.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.once("close", (code, signal) => {
      resolve({ code: code ?? (signal === null ? -1 : -2), stdout, stderr });
    });
  });
  while (!existsSync(starts) || !readFileSync(starts, "utf8").includes("base")) await pause(50);
  await pause(1_000);
  const said = async (text: string) => {
    while (!stderr.includes(text)) await pause(10);
  };
  return { pid: child.pid as number, ended, said };
}

/** Processes that still run programs from this state. */
function childrenOf(state: string): string {
  return spawnSync("pgrep", ["-f", path.join(state, "embedded")], { encoding: "utf8" }).stdout.trim();
}

describe("Ctrl-C", { timeout: 180_000 }, () => {
  it("once lets what runs finish its steps, starts nothing new, exits 130 and leaves a run to resume", async () => {
    const state = temporaryFolder();
    const { pid, ended } = await waitingUp(state);
    // As a terminal does it: to the whole group.
    process.kill(-pid, "SIGINT");
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(130);
    expect(stderr).toContain(AGAIN);
    const report = reportOf({ stdout });
    expect(report.result).toBe("interrupted");
    expect(report.exitCode).toBe(130);
    expect(["middle", "top"].map((stack) => report.of(stack).result)).toEqual(["not-started", "not-started"]);
    expect(childrenOf(state)).toBe("");
    const resumed = await causeway(embedded("up", fourStacks, state, "--resume", "--json"));
    expect(resumed.code).toBe(0);
    expect(reportOf(resumed).result).toBe("succeeded");
  });

  it("twice ends at once with 130, leaves no child behind and the state usable", async () => {
    const state = temporaryFolder();
    const { pid, ended, said } = await waitingUp(state);
    const began = performance.now();
    process.kill(pid, "SIGINT");
    // Two signals that a busy process has not met yet are one.
    await said(AGAIN);
    process.kill(pid, "SIGINT");
    const { code } = await ended;
    expect(code).toBe(130);
    expect(performance.now() - began).toBeLessThan(WAIT / 2);
    await pause(200);
    expect(childrenOf(state)).toBe("");
    const again = await causeway(embedded("up", fourStacks, state, "--json"));
    expect(again.code).toBe(0);
    expect(reportOf(again).totals.held).toBe(12);
  });

  it("or a kill that gives no time at all leaves a state that the next run brings to the same end", async () => {
    const state = temporaryFolder();
    const { pid, ended } = await waitingUp(state);
    process.kill(pid, "SIGKILL");
    await ended;
    const again = await causeway(embedded("up", fourStacks, state, "--json"));
    expect(again.code).toBe(0);
    const other = temporaryFolder();
    const whole = await causeway(embedded("up", fourStacks, other, "--json"));
    const outputs = (report: ReturnType<typeof reportOf>) => report.stacks.map((stack) => stack.outputs);
    expect(outputs(reportOf(again))).toEqual(outputs(reportOf(whole)));
    expect(reportOf(again).totals.held).toBe(12);
  });
});
