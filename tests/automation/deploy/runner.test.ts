import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { recordingMonitor, type RecordingMonitor } from "./monitor";

const root = path.resolve(__dirname, "../../..");
const config = {
  "causeway:config:awsAccountId": "111111111111",
  "causeway:config:ociTenancyId": "ocid1.tenancy.oc1..aaaaaaaaaaaaaaaa",
  "causeway:config:zone": "platform.example.org",
};

const answers = {
  "oci:Identity/getRegionSubscriptions:getRegionSubscriptions": {
    regionSubscriptions: ["me-dubai-1", "me-jeddah-1"].map((regionName, i) => ({
      regionName,
      isHomeRegion: i === 0,
      state: "READY",
    })),
  },
};

/** A checkout as far as a program can see it: sources, dist, the project files. */
let checkout: string;
let monitor: RecordingMonitor;

beforeEach(async () => {
  checkout = mkdtempSync(path.join(os.tmpdir(), "causeway-runner-"));
  for (const name of ["package.json", "Pulumi.yaml", "program.js", "dist"]) {
    cpSync(path.join(root, name), path.join(checkout, name), { recursive: true, preserveTimestamps: true });
  }
  symlinkSync(path.join(root, "node_modules"), path.join(checkout, "node_modules"));
  for (const folder of ["scripts", "stacks"]) mkdirSync(path.join(checkout, folder));
  writeFileSync(path.join(checkout, "scripts", "build.mjs"), "");
  monitor = await recordingMonitor(answers);
});
afterEach(() => {
  monitor.close();
  rmSync(checkout, { recursive: true });
});

/** Runs the SDK's runner as the CLI's language host does: `main` of Pulumi.yaml split into folder and file. */
function runProgram(): Promise<{ readonly code: number; readonly text: string }> {
  const runner = path.join(root, "node_modules/@pulumi/pulumi/cmd/run/index.js");
  const args = [
    ...[runner, "--monitor", monitor.address, "--engine", monitor.address],
    ...["--organization", "organization", "--project", "causeway", "--stack", "dev-foundation"],
    ...["--root-directory", checkout, "--pwd", checkout, "--dry-run", "--parallel", "4"],
    "program.js",
  ];
  const env = { ...process.env, PULUMI_CONFIG: JSON.stringify(config), PULUMI_CONFIG_SECRET_KEYS: "[]" };
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: checkout, env, timeout: 120_000 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : Number(error.code ?? -1);
      resolve({ code, text: [stdout, stderr, ...monitor.errors].join("\n") });
    });
  });
}

function source(seconds: number): void {
  const file = path.join(checkout, "stacks", "graph.ts");
  const time = Date.now() / 1000 + seconds;
  writeFileSync(file, "");
  utimesSync(file, time, time);
}

describe("the program that pulumi up runs", { timeout: 180_000 }, () => {
  it("registers a stack's resources when dist is there", async () => {
    source(-86_400 * 365);
    const { code, text } = await runProgram();
    expect({ code, text: text.trim() }).toEqual({ code: 0, text: "" });
    expect(monitor.types).toContain("pulumi:pulumi:Stack");
    expect(monitor.types.length).toBeGreaterThan(3);
  });

  it("says to run npm run build when dist is older than the sources, and registers nothing", async () => {
    source(60);
    const { code, text } = await runProgram();
    expect(code).not.toBe(0);
    expect(text).toContain("dist is older than stacks/graph.ts: run npm run build, then again");
    expect(text).not.toMatch(/^\s+at /m);
    expect(monitor.types.filter((type) => type !== "pulumi:pulumi:Stack")).toEqual([]);
  });

  it("says to run npm run build when dist is missing, and registers nothing", async () => {
    rmSync(path.join(checkout, "dist"), { recursive: true });
    const { code, text } = await runProgram();
    expect(code).not.toBe(0);
    expect(text.trim()).toBe("dist is missing: run npm run build, then again");
    expect(monitor.types.filter((type) => type !== "pulumi:pulumi:Stack")).toEqual([]);
  });

  it("asks for no build in an installed package, which has no sources", async () => {
    rmSync(path.join(checkout, "scripts"), { recursive: true });
    source(60);
    const { code } = await runProgram();
    expect(code).toBe(0);
  });
});
