// What the workflows call of causeway, and what they make of its exit codes: the scripts run in bash, with a stand-in of node
// that notes how it was called, and the command tree reads that.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import type { Command as Commander } from "commander";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type * as Program from "../../../automation/cli/program";
import { runJob } from "../../../scripts/run-workflow.mjs";
import { jobOf, root, workflows, type Written, type WrittenJob } from "./written";

const MAIN = "dist/automation/cli/main.js";
// As it was built: what the workflows call, and quicker to load than its source.
const { commandTree } = createRequire(path.join(root, "package.json"))(
  "./dist/automation/cli/program.js",
) as typeof Program;
const written = workflows();
const calling = Object.entries(written).flatMap(([name, { jobs }]) =>
  Object.entries(jobs)
    .filter(([, { steps }]) => steps.some(({ run }) => run?.includes(MAIN)))
    .map(([id, job]) => [`${name} ${id}`, job] as const),
);

const github = {
  server_url: "https://github.com",
  repository: "acme/p",
  run_id: 9,
  token: "t",
  event: { pull_request: { base: { sha: "abc" }, head: { sha: "def" } } },
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "causeway-commands-"));
  for (const name of ["tools", "workspace/base", "workspace/head"])
    mkdirSync(path.join(folder, name), { recursive: true });
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
});

function tool(name: string, body: string): void {
  const file = path.join(folder, "tools", name);
  writeFileSync(file, `#!/usr/bin/env bash\n${body}\n`);
  chmodSync(file, 0o755);
}

/** Runs the steps of a job that call causeway, which ends with a code; the answer also has how it was called. */
function called(job: WrittenJob, code: number, contexts: object = {}) {
  const log = path.join(folder, "calls");
  // A call ends with a line of its own; --out is written to, as causeway does.
  const note = `printf '%s\\n' "$@" END >> "${log}"`;
  const write = 'while [ $# -gt 0 ]; do if [ "$1" = --out ]; then echo a change > "$2"; fi; shift; done';
  tool("node", `${note}\n${write}\necho told\nexit ${code}`);
  tool("git", "true");
  const steps = job.steps.filter(({ run }) => run?.includes(MAIN));
  const env = { PATH: `${path.join(folder, "tools")}:${process.env["PATH"] ?? ""}` };
  const result = runJob({ job: { ...job, steps }, contexts: { ...contexts }, folder, env });
  const calls = existsSync(log) ? readFileSync(log, "utf8").split("END\n").slice(0, -1) : [];
  return { ...result, calls: calls.map((call) => call.split("\n").slice(1, -1)) };
}

/** Reads a call as the command would, and does nothing; a fault is thrown. */
function read(args: readonly string[]): Readonly<Record<string, unknown>> {
  const none = { write: () => true } as unknown as NodeJS.WritableStream;
  const terminal = { stdin: process.stdin, stdout: none, stderr: none, env: {}, cwd: folder };
  const program = commandTree("0", terminal, () => undefined);
  const all = (one: Commander): Commander[] => [one, ...one.commands.flatMap(all)];
  for (const one of all(program)) one.action(() => undefined);
  program.parse([...args], { from: "user" });
  return program.commands.find((one) => one.name() === args[0])?.opts() ?? {};
}

it.each(calling)("%s calls causeway as it is", (_name, job) => {
  const { calls, outcomes } = called(job, 0, {
    inputs: { resume: "7" },
    github,
  });
  expect(calls.length, JSON.stringify(outcomes)).toBeGreaterThan(0);
  for (const call of calls) expect(() => read(call), call.join(" ")).not.toThrow();
});

it("a call that causeway does not know is found", () => {
  expect(() => read(["up", "--env", "dev", "--inside"])).toThrow(/unknown option '--inside'/);
  expect(() => read(["drift", "--env", "dev", "--engine", "clouds"])).toThrow(
    /--engine is "clouds"; allowed: one of pulumi, embedded/,
  );
});

describe("the diff of a pull request", () => {
  const job = jobOf(written["pull-request-diff"] as Written, "diff");

  it("OP-59 is of the two commits, and tells where the whole of it is", () => {
    const { calls } = called(job, 0, { github });
    expect(read(calls[0] ?? [])).toMatchObject({
      base: "abc",
      head: "def",
      artifact: "https://github.com/acme/p/actions/runs/9",
      out: ["../out/comment.md", "../out/report.html", "../out/diff.json"],
    });
  });

  it.each([1, 3])("is kept and shown also when it ends with %i, and the job ends with it", (code) => {
    mkdirSync(path.join(folder, "workspace/out"));
    const { failed, outcomes, workspace } = called(job, code, { github });
    expect(failed).toBe(true);
    expect(outcomes.at(-1)?.summary).toBe("a change\n");
    expect(readFileSync(path.join(workspace, "out/comment.md"), "utf8")).toBe("a change\n");
  });
});

describe("a deployment that is gone on with", () => {
  const deploy = (job: WrittenJob, downloads: boolean) => {
    tool("gh", downloads ? "mkdir -p state" : 'echo "no artifact matches" >&2; exit 1');
    const steps = job.steps.filter(({ run }) => run?.includes("gh run download") || run?.includes(MAIN));
    tool("node", `printf '%s ' "$@" > "${folder}/call"`);
    const env = { PATH: `${path.join(folder, "tools")}:${process.env["PATH"] ?? ""}` };
    const { failed } = runJob({
      job: { ...job, steps },
      contexts: { inputs: { resume: "7" }, github },
      folder,
      env,
    });
    expect(failed).toBe(false);
    return readFileSync(path.join(folder, "call"), "utf8");
  };
  const job = jobOf(written["deploy"] as Written, "dev-inside");

  it("leaves out what finished, where its journal is", () => {
    expect(deploy(job, true)).toContain("--state state --resume --only ");
  });

  it("begins a group from its start which the run never came to", () => {
    expect(deploy(job, false)).not.toContain("--resume");
  });
});

describe.each([
  ["drift", "Drift", 5],
  ["audit", "Policy audit", 3],
] as const)("the report of %s", (name, title, found) => {
  const workflow = written[name] as Written;
  const job = jobOf(workflow, "dev-hosted");

  /** What each job left, as GitHub tells the job that reports. */
  function told(codes: readonly number[]): string[] {
    const needs = Object.fromEntries(
      codes.map((code, index) => {
        const { failed, outputs } = called(job, code);
        expect(outputs).toEqual({ code: String(code) });
        return [`job-${index}`, { result: failed ? "failure" : "success", outputs }];
      }),
    );
    tool("gh", `echo "$*" >> "${folder}/gh"; if [[ "$*" == *"issue list"*again* ]]; then echo 3; fi`);
    const env = { PATH: `${path.join(folder, "tools")}:${process.env["PATH"] ?? ""}` };
    const report = runJob({
      job: jobOf(workflow, "report"),
      contexts: { needs, github },
      folder,
      env,
    });
    expect(report.failed, JSON.stringify(report.outcomes)).toBe(false);
    return readFileSync(path.join(folder, "gh"), "utf8")
      .split("\n")
      .filter((call) => call.includes("create"));
  }

  it("says apart what was found and which jobs could not look", () => {
    const made = told([0, found, 2, found]);
    expect(made.map((call) => /--title (.*) --body (.*):/.exec(call)?.slice(1))).toEqual([
      [`${title}: something was found`, expect.stringMatching(/^In job-1, job-3/)],
      [`${title}: a job could not look`, expect.stringMatching(/^In job-2/)],
    ]);
  });

  it("says nothing of what went well", () => {
    const made = told([0, 4]);
    expect(made).toHaveLength(1);
    expect(made[0]).toContain("a job could not look");
  });
});
