import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { onInterrupt } from "../../../automation/cli/interrupt";
import { causeway, root, temporaryFolder } from "./causeway";

/** Runs the built command with its standard output at a file. */
async function graphInto(file: string): Promise<{ code: number | null; stderr: string }> {
  const out = openSync(file, "w");
  const main = path.join(root, "dist/automation/cli/main.js");
  const child = spawn(process.execPath, [main, "graph", "--env", "dev"], { stdio: ["ignore", out, "pipe"] });
  let stderr = "";
  child.stderr?.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  closeSync(out);
  return { code, stderr };
}

describe("what is written", () => {
  it.runIf(existsSync("/dev/full"))("to a full disk is told in one line, and ends with 1", async () => {
    expect(await graphInto("/dev/full")).toEqual({
      code: 1,
      stderr: "causeway: standard output can not be written (ENOSPC)\n",
    });
  });
});

describe("a platform that ends the process when it is loaded", () => {
  it("is no success", async () => {
    const platform = path.join(temporaryFolder(), "platform.cjs");
    writeFileSync(platform, "process.exit(0);");
    expect(await causeway(["graph", "--env", "dev", "--platform", platform])).toEqual({
      code: 1,
      stdout: "",
      stderr: "causeway: something ended the process before the command was done\n",
    });
  });
});

describe("a terminal that is closed", () => {
  it("is asked to stop in order, as by Ctrl-C", () => {
    const before = process.listenerCount("SIGHUP");
    let asked = 0;
    const interrupts = onInterrupt(
      () => (asked += 1),
      () => undefined,
    );
    process.emit("SIGHUP", "SIGHUP");
    interrupts.dispose();
    expect({ asked, aborted: interrupts.signal.aborted }).toEqual({ asked: 1, aborted: true });
    expect(process.listenerCount("SIGHUP")).toBe(before);
  });
});
