// Jobs of workflows from their first step to their last, as the script that runs them here does it: a small platform in place
// of the reference platform, the embedded engine in place of clouds.
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { expect, it, onTestFinished } from "vitest";
import { deployment, nightlyDrift, workflowText } from "../../../automation/workflows";
import { runJob } from "../../../scripts/run-workflow.mjs";
import { jobOf, root, type Written } from "./written";

const fixture = path.join(root, "tests/fixtures/four-stacks/platform.js");
const platform = {
  environments: [{ name: "dev", stacks: { hosted: ["base", "middle", "apart"], inside: ["top"] } }],
  pulumi: "3.248.0",
  causeway: "causeway",
};
const written = (workflow: Parameters<typeof workflowText>[0]) =>
  parse(workflowText(workflow, "Made by a test.")) as Written;

it("OP-60 a deployment stops where a stack fails, goes on with the run's journal, and leaves to the inside what is private", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "causeway-rehearsal-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const tools = path.join(folder, "tools");
  mkdirSync(tools);
  const command = path.join(tools, "causeway");
  writeFileSync(
    command,
    `#!/usr/bin/env bash\nexec node dist/automation/cli/main.js "$@" --platform "${fixture}"\n`,
  );
  chmodSync(command, 0o755);
  const repository = path.join(folder, "repository");
  const identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"];
  execFileSync("git", ["init", "--quiet", repository]);
  execFileSync("git", ["-C", repository, ...identity, "commit", "--quiet", "--allow-empty", "-m", "first"]);

  /** Runs a job, and says which programs started. */
  const run = (
    workflow: Written,
    id: string,
    resume: string,
    more: Readonly<Record<string, string>> = {},
  ) => {
    const starts = path.join(folder, "starts");
    rmSync(starts, { force: true });
    const { failed, outcomes } = runJob({
      job: jobOf(workflow, id),
      contexts: { inputs: { resume }, github: { token: "t", repository: "acme/p" } },
      folder,
      repository,
      rehearse: true,
      env: { PATH: `${tools}:${process.env["PATH"] ?? ""}`, CAUSEWAY_TEST_STARTS: starts, ...more },
    });
    const started = existsSync(starts) ? readFileSync(starts, "utf8").trim().split("\n").toSorted() : [];
    return { failed, started, told: JSON.stringify(outcomes) };
  };
  const deploy = written(deployment(platform));
  const first = run(deploy, "dev-hosted", "", { CAUSEWAY_TEST_FAIL: "middle" });
  expect([first.failed, first.started], first.told).toEqual([true, ["apart", "base", "middle"]]);
  const second = run(deploy, "dev-hosted", "7");
  expect([second.failed, second.started], second.told).toEqual([false, ["middle"]]);
  const inside = run(deploy, "dev-inside", "7");
  expect([inside.failed, inside.started], inside.told).toEqual([false, ["top"]]);
  const drift = run(written(nightlyDrift(platform)), "dev-hosted", "");
  expect([drift.failed, drift.started], drift.told).toEqual([false, []]);
  expect(readFileSync(path.join(folder, "artifacts/drift-dev-hosted/drift.txt"), "utf8")).toMatch(
    /No drift in dev: \d+ resources/,
  );
});
