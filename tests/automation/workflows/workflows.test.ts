import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { ACTIONS, stackGroups } from "../../../automation/workflows";
import { partPath } from "../../../scripts/parts.mjs";
import { platform } from "../../../stacks/reference";
import type { Platform } from "../../../stacks/define/platform";
import { folder, jobOf, oke, okeText, root, workflows, type Written, type WrittenJob } from "./written";

const written = workflows();
const all: readonly (readonly [name: string, workflow: Written])[] = [
  ...Object.entries(written),
  ["deploy-to-oke", oke()],
];
const jobsOf = ({ jobs }: Written): readonly (readonly [id: string, job: WrittenJob])[] =>
  Object.entries(jobs);

it("the workflows are those of the models and the platform as they are; otherwise run node scripts/workflows.mjs", () => {
  const script = path.join(root, "scripts/workflows.mjs");
  const print = execFileSync(process.execPath, [script, "--print"], { encoding: "utf8" });
  const files = ["checks", "pull-request-diff", "pull-request-comment", "deploy", "drift", "audit", "drill"];
  const names = [...files.map((name) => `workflows/${name}.yml`), "actionlint.yaml"];
  const there = names.map((name) => `--- ${name}\n${readFileSync(path.join(root, ".github", name), "utf8")}`);
  expect(print.slice(print.indexOf("--- "))).toBe(there.join(""));
  expect(readdirSync(folder).toSorted()).toEqual(files.map((name) => `${name}.yml`).toSorted());
});

describe.each(all)("OP-55 %s", (_name, workflow) => {
  it("gives nothing by default, and each job what it names, a time-out and a shell that sees failures in pipes", () => {
    expect(workflow.permissions).toEqual({});
    expect(workflow.defaults.run.shell).toBe("bash");
    for (const [id, job] of jobsOf(workflow)) {
      expect(job.permissions, id).toBeDefined();
      expect(job["timeout-minutes"], id).toBeLessThanOrEqual(60);
    }
  });

  it("takes actions by their commit alone, each of them known", () => {
    const known = Object.values(ACTIONS).map(({ name, commit }) => `${name}@${commit}`);
    const used = jobsOf(workflow).flatMap(([, { steps }]) => steps.flatMap(({ uses }) => uses ?? []));
    expect(used.filter((uses) => !known.includes(uses) || !/@[0-9a-f]{40}$/.test(uses))).toEqual([]);
  });

  it("writes nothing from outside into a script", () => {
    const scripts = jobsOf(workflow).flatMap(([, { steps }]) => steps.flatMap(({ run }) => run ?? []));
    expect(scripts.filter((run) => run.includes("${{"))).toEqual([]);
  });

  it("runs on no Node that its makers have left", () => {
    expect(JSON.stringify(workflow)).not.toMatch(/"node-version":"?(18|20)\b|node:(18|20)\b/);
  });

  it("OP-57 stores no key of a cloud and opens no login in a browser", () => {
    const secrets = [...JSON.stringify(workflow).matchAll(/secrets\.(\w+)/g)].map(([, name]) => name);
    const allowed = ["OCI_CLIENT_SECRET", "GITOPS_DEPLOY_KEY"];
    expect(secrets.filter((name) => !allowed.includes(name ?? ""))).toEqual([]);
    expect(JSON.stringify(workflow)).not.toMatch(/session authenticate|aws_secret|AWS_SECRET/);
  });
});

describe("pull requests", () => {
  const diff = jobOf(written["pull-request-diff"] as Written, "diff");
  const comment = jobOf(written["pull-request-comment"] as Written, "comment");

  it("OP-59 are told from the base's causeway in a job that can write nothing and has no secret", () => {
    expect(diff.permissions).toEqual({ contents: "read" });
    expect(JSON.stringify(diff)).not.toMatch(/secrets\.|vars\.|github\.token/);
    const [base, head] = diff.steps;
    expect([base?.with?.["ref"], base?.with?.["path"]]).toEqual([
      "${{ github.event.pull_request.base.sha }}",
      "base",
    ]);
    expect([head?.with?.["ref"], head?.with?.["path"]]).toEqual([
      "${{ github.event.pull_request.head.sha }}",
      "head",
    ]);
    const built = diff.steps.flatMap(({ run }) => run ?? []).filter((run) => /npm /.test(run));
    expect(built.map((run) => run.split("\n")[0])).toEqual(["cd base"]);
  });

  it("are commented by a job that checks nothing out and installs nothing", () => {
    expect(comment.steps.flatMap(({ uses }) => uses ?? [])).toEqual([]);
    expect(comment.steps.map(({ run }) => run).join("\n")).not.toMatch(/npm |node |npx |git /);
    expect(comment.permissions).toEqual({ actions: "read", "pull-requests": "write" });
  });

  it("run the checks, with the engine's tests on other Nodes, by npm test in CI", () => {
    const { steps } = jobOf(written["checks"] as Written, "test");
    expect(steps.at(-1)).toMatchObject({ run: "npm test", env: { CI: "true" } });
  });
});

describe("deployments", () => {
  const deploy = written["deploy"] as Written;
  const onlyOf = ({ steps }: WrittenJob): readonly string[] =>
    steps
      .map(({ run }) => / --only (.+)/.exec(run ?? "")?.[1])
      .find((names) => names !== undefined)
      ?.split(" ") ?? [];

  it.each(["dev", "staging", "prod"])("bring up every stack of %s once, each after what it needs", (name) => {
    const env = platform.environments[name];
    const order = jobsOf(deploy)
      .filter(([id]) => id.startsWith(`${name}-`))
      .flatMap(([, job]) => onlyOf(job));
    const stacks = platform.stacks.filter((stack) => env !== undefined && stack.includedIn(env as never));
    expect(order.toSorted()).toEqual(stacks.map((stack) => stack.name).toSorted());
    for (const { name: stack, needs } of stacks) {
      const missing = Object.values(needs).filter((need) => order.indexOf(need.stack) > order.indexOf(stack));
      expect(missing, stack).toEqual([]);
    }
  });

  it("OP-60 touch private endpoints on the site's own runners alone, and those of the same environment", () => {
    const { hosted, inside } = stackGroups(platform as unknown as Platform, "prod");
    expect(inside).toContain("platform");
    for (const [id, job] of jobsOf(deploy)) {
      const [environment = "", group = ""] = id.split("-");
      expect(job.environment).toBe(environment);
      expect(job["runs-on"]).toEqual(
        group === "hosted" ? "ubuntu-24.04" : ["self-hosted", `causeway-${environment}`],
      );
      const forbidden = group === "hosted" ? inside : hosted;
      expect(
        onlyOf(job).filter((stack) => forbidden.includes(stack)),
        id,
      ).toEqual([]);
    }
  });

  it("go through the environments in their order, one run at a time for a group, and a run that is cut off is gone on with", () => {
    const ids = jobsOf(deploy).map(([id]) => id);
    expect(jobsOf(deploy).map(([, { needs }]) => needs)).toEqual(
      ids.map((_, i) => (i === 0 ? undefined : [ids[i - 1]])),
    );
    const groups = jobsOf(deploy).map(([, { concurrency }]) => concurrency);
    expect(new Set(groups.map((one) => one?.group)).size).toBe(ids.length);
    expect(groups.map((one) => one?.["cancel-in-progress"])).toEqual(ids.map(() => false));
    for (const [id, { steps }] of jobsOf(deploy)) {
      expect(steps.find(({ if: when }) => when === "inputs.resume != ''")?.run, id).toContain(
        `--name runs-${id} `,
      );
      expect(steps.at(-1)?.with).toMatchObject({ name: `runs-${id}`, path: "state/" });
    }
  });

  it("that only look drop no deployment that waits: their groups are their own", () => {
    const groups = ["deploy", "drift", "audit"].flatMap((name) =>
      jobsOf(written[name] as Written).flatMap(([, { concurrency }]) => concurrency?.group ?? []),
    );
    expect(new Set(groups).size).toBe(groups.length);
  });
});

describe("checked by others", () => {
  /** The repository's workflows and the one for applications, as a repository of their own. */
  function repository(): string {
    const copy = mkdtempSync(path.join(os.tmpdir(), "causeway-workflows-"));
    onTestFinished(() => {
      rmSync(copy, { recursive: true, force: true });
    });
    execFileSync("git", ["init", "--quiet", copy]);
    execFileSync("cp", ["-r", path.join(root, ".github"), copy]);
    writeFileSync(path.join(copy, ".github/workflows/deploy-to-oke.yml"), okeText());
    return copy;
  }
  const told = (command: string, args: readonly string[], cwd: string, env = {}): string => {
    try {
      return execFileSync(command, args, {
        cwd,
        encoding: "utf8",
        stdio: "pipe",
        env: { ...process.env, ...env },
      });
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      return `${stdout}${stderr}`;
    }
  };
  const linter = partPath("actionlint") ?? "";
  const auditor = path.join(partPath("zizmor") ?? "", "bin", "zizmor");
  const lintRuns = existsSync(linter);
  const auditRuns = existsSync(auditor);

  it.runIf(lintRuns)(`actionlint finds nothing${lintRuns ? "" : ": not run: npm run parts"}`, () => {
    const copy = repository();
    expect(told(linter, ["-no-color"], copy)).toBe("");
    const file = path.join(copy, ".github/workflows/drill.yml");
    writeFileSync(file, readFileSync(file, "utf8").replace("runs-on: ubuntu-24.04", "runs-on: ubuntu-20.04"));
    expect(told(linter, ["-no-color"], copy)).toContain('label "ubuntu-20.04" is unknown');
  });

  it.runIf(auditRuns)(`zizmor finds nothing${auditRuns ? "" : ": not run: npm run parts"}`, () => {
    const copy = repository();
    const audit = () => told(auditor, ["--offline", "--no-progress", "--format=plain", ".github"], copy);
    expect(audit()).toContain("No findings to report");
    const file = path.join(copy, ".github/workflows/drill.yml");
    const loose = readFileSync(file, "utf8").replace(/(uses: actions\/checkout)@\S+ # \S+/, "$1@v7");
    writeFileSync(file, loose);
    expect(audit()).toContain("unpinned-uses");
  });
});
