import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { ConcurrentUpdateError } from "@pulumi/pulumi/automation";
import { embeddedPulumi, engineFailure } from "../../../automation/engine";
import { failureOf, resourceOf, resourcesOf, temporaryFolder, testProject } from "./support/project";
import type { TestProject } from "./support/project";
import { isAlive, runInProcess } from "./support/process";
import { SimCloud } from "./support/sim";

const THREE = `const a = new Thing("a"); const b = new Thing("b", { of: a.arn }); new Thing("c", { of: b.arn });`;

/** Runs `up` in a process of its own, which kills itself when the cloud is about to be asked for `call`. */
function upAndDie(project: TestProject, call: string): void {
  const { signal, stderr } = runInProcess(project, call);
  expect(signal, stderr).toBe("SIGKILL");
}

function byUrn(a: { readonly urn: string }, b: { readonly urn: string }): number {
  return a.urn < b.urn ? -1 : a.urn > b.urn ? 1 : 0;
}

describe("an engine that is killed", () => {
  it("recovers what was done, warns of what was under way, and goes on", async () => {
    const project = testProject(THREE);
    await project.stack();
    upAndDie(project, "create b");
    expect(fs.existsSync(path.join(project.stackFolder(), "journal.ndjson"))).toBe(true);
    expect(fs.existsSync(path.join(project.stackFolder(), "lock.json"))).toBe(true);

    const stack = await project.stack();
    const { deployment } = (await stack.exportStack()) as {
      deployment: { pending_operations?: { type: string }[] };
    };
    expect(deployment.pending_operations).toMatchObject([{ type: "creating" }]);
    expect(await resourceOf(stack, "a")).toMatchObject({ id: "a-1" });
    expect(await resourceOf(stack, "b")).toBeUndefined();

    const up = await stack.up();
    expect(up.stdout).toContain("was taken over");
    expect(up.stdout).toContain("recovered from its journal");
    expect(up.stdout).toMatch(/1 pending operations.*\n.*::b, interrupted while creating/);
    expect(project.cloud.calls).toEqual(["create b", "create c"]);
    await stack.refresh({ clearPendingCreates: true });
    expect((await stack.up()).stdout).not.toContain("pending operations");
  });

  it("takes its program with it, also one that would never end", async () => {
    const pidFile = path.join(temporaryFolder("pid"), "pid");
    const project = testProject(`
      require("fs").writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));
      setInterval(() => undefined, 1000); ${THREE}`);
    await project.stack();
    upAndDie(project, "create b");
    const pid = Number(fs.readFileSync(pidFile, "utf8"));
    while (isAlive(pid)) await pause(50);
  });

  it("loses no resource, wherever it is killed", async () => {
    const program = (zone: number): string => `
      const a = new Thing("a", { zone: ${zone} }); const b = new Thing("b", { dbr: a.arn });
      const c = new Thing("c", { of: b.arn, size: ${zone} }); ${zone === 1 ? 'new Thing("d");' : ""}`;
    const project = testProject(program(1));
    const stack = await project.stack();
    await stack.up();
    project.program(program(2));

    // What is on disk, and what exists, at the moment before each call of the update.
    const folder = project.stackFolder();
    const moments: { copy: string; exists: string[] }[] = [];
    project.cloud.before = () => {
      const copy = temporaryFolder("moment");
      fs.cpSync(project.home, copy, { recursive: true });
      fs.rmSync(path.join(copy, path.relative(project.home, folder), "lock.json"));
      moments.push({ copy, exists: [...project.cloud.things.keys()] });
    };
    await stack.up();
    expect(moments.length).toBe(6);
    for (const { copy, exists } of moments) {
      const engine = embeddedPulumi({ clouds: project.cloud, home: copy });
      const left = await project.stack("dev", { engine });
      const recorded = (await resourcesOf(left)).flatMap(({ id, type }) =>
        type === "sim:index:Thing" ? [id] : [],
      );
      expect(recorded).toEqual(expect.arrayContaining(exists));
    }
  });

  it("ends in the same state, wherever it was killed, where its clouds tell what became of lost answers", async () => {
    // Creates, an update, replacements in both orders with a dependent, a deletion.
    const program = (zone: number): string => `
      const a = new Thing("a", { zone: ${zone} }); const b = new Thing("b", { dbr: a.arn });
      const c = new Thing("c", { dbr: b.arn, size: ${zone} }); new Thing("d", { size: ${zone}, key: pulumi.secret("k") });
      new Thing("new${zone}", { of: c.arn });`;
    const cloud = new SimCloud();
    cloud.tells = true;
    const project = testProject(program(1), { cloud });
    const stack = await project.stack();
    const moments: { call: string; copy: string; cloud: SimCloud }[] = [];
    const remember = (call: string): void => {
      const copy = temporaryFolder("moment");
      fs.cpSync(project.home, copy, { recursive: true });
      fs.rmSync(path.join(copy, path.relative(project.home, project.stackFolder()), "lock.json"));
      moments.push({ call, copy, cloud: cloud.copy() });
    };
    await stack.up();
    project.program(program(2));
    cloud.before = (call) => remember(`before ${call}`);
    cloud.after = (call) => remember(`after ${call}`);
    await stack.up();
    const content = async (of: Awaited<ReturnType<TestProject["stack"]>>): Promise<unknown[]> =>
      (await resourcesOf(of)).map((state) => ({ ...state, created: "", modified: "" })).sort(byUrn);
    const expected = await content(stack);
    expect(moments.map(({ call }) => call)).toContain("after create c");
    expect(moments).toHaveLength(18);
    for (const moment of moments) {
      const engine = embeddedPulumi({ clouds: moment.cloud, home: moment.copy });
      const again = await project.stack("dev", { engine });
      await again.up();
      expect(await content(again), moment.call).toEqual(expected);
      expect([...moment.cloud.things.keys()].sort(), moment.call).toEqual([...cloud.things.keys()].sort());
    }
  });

  it("takes a torn last line for what was never done, and a torn line elsewhere for damage", async () => {
    const project = testProject(THREE);
    const stack = await project.stack();
    await stack.up();
    const checkpoint = fs
      .readFileSync(path.join(project.stackFolder(), "checkpoint.json.sha256"), "utf8")
      .trim()
      .split("\n")
      .at(-1);
    const journal = path.join(project.stackFolder(), "journal.ndjson");
    const header = JSON.stringify({
      k: "journal",
      version: 1,
      base: checkpoint,
      operation: "update",
      since: "",
    });
    fs.writeFileSync(journal, `${header}\n{"k":"gone","id":3}\n{"k":"go`);
    expect(await resourcesOf(stack)).toHaveLength(4);
    fs.writeFileSync(journal, `${header}\n{"k":"go\n{"k":"gone","id":3}\n`);
    const failure = engineFailure(await failureOf(stack.up()));
    expect(failure).toMatchObject({ kind: "damaged", exitCode: 4 });
    expect(failure?.message).toContain("line 2 of it is cut off");
    follow(failure?.message ?? "");
    expect((await stack.up()).summary.resourceChanges).toEqual({ same: 4 });
  });

  it("leaves nothing half written for long, and nobody's files are taken who is still writing", async () => {
    const project = testProject(THREE);
    const stack = await project.stack();
    await stack.up();
    const folder = project.stackFolder();
    const files = (): string[] =>
      fs
        .readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((name) => !/^history.0/.test(name));
    const before = files().sort();
    const leave = (name: string, secondsAgo: number): void => {
      const then = new Date(Date.now() - secondsAgo * 1000);
      fs.writeFileSync(path.join(folder, name), "half");
      fs.utimesSync(path.join(folder, name), then, then);
    };
    for (const name of ["checkpoint.json", "checkpoint.json.sha256", "history/00000002.json"])
      leave(`${name}.4711.new`, 1);
    for (const name of ["copy", "bak"]) leave(`checkpoint.json.${name}.new`, 1);
    leave("lock.json.0123abcd.takeover", 1);
    leave("lock.json.0123abcd.new", 3600);
    leave("tags.json.4711.new", 3600);
    leave("lock.json.4567cdef.new", 1);
    leave("settings.yaml.4711.new", 1);
    await stack.up();
    expect(files().sort()).toEqual(
      [...before, "lock.json.4567cdef.new", "settings.yaml.4711.new"].toSorted(),
    );
  });

  it("does not fold a journal twice when it dies between the checkpoint and the journal's end", async () => {
    const project = testProject(THREE);
    const stack = await project.stack();
    await stack.up();
    const journal = path.join(project.stackFolder(), "journal.ndjson");
    const [before] = fs
      .readFileSync(path.join(project.stackFolder(), "checkpoint.json.sha256"), "utf8")
      .split("\n");
    const header = {
      k: "journal",
      version: 1,
      base: before,
      operation: "update",
      since: "",
    };
    fs.writeFileSync(journal, `${JSON.stringify(header)}\n{"k":"gone","id":3}\n`);
    expect(await resourcesOf(stack)).toHaveLength(5);
    expect((await stack.up()).summary.resourceChanges).toEqual({ same: 4 });
    expect(fs.existsSync(journal)).toBe(false);
  });
});

describe("the lock of a stack", () => {
  it("lets one operation at a time in, and a preview beside it", async () => {
    const project = testProject(`new Thing("a", { delayMs: 1500 });`);
    const stack = await project.stack();
    const first = stack.up();
    await started(project.cloud, 1);
    const failure = await failureOf(stack.up());
    expect(failure).toBeInstanceOf(ConcurrentUpdateError);
    expect(engineFailure(failure)).toMatchObject({ kind: "locked", exitCode: 4 });
    expect(failure.message).toMatch(/created by \S+@\S+ \(pid \d+\) for update at /);
    expect((await stack.preview()).changeSummary).toEqual({ same: 1, create: 1 });
    await first;
    expect(project.cloud.calls).toEqual(["create a"]);
  });

  it("of a dead process is taken over; of another machine it is not", async () => {
    const project = testProject(`new Thing("a");`);
    const stack = await project.stack();
    const lock = path.join(project.stackFolder(), "lock.json");
    const { status, pid } = spawnSync(process.execPath, ["-e", ""]);
    expect(status).toBe(0);
    const dead = {
      pid,
      host: os.hostname(),
      user: "someone",
      since: "then",
      operation: "update",
      started: "1",
    };
    fs.writeFileSync(lock, JSON.stringify({ ...dead, host: "elsewhere" }));
    expect(engineFailure(await failureOf(stack.up()))?.kind).toBe("locked");
    await stack.cancel();
    fs.writeFileSync(lock, JSON.stringify(dead));
    expect((await stack.up()).stdout).toContain(`process ${pid} since then was taken over`);
  });

  it("of the name that a stack is to have is respected, and its own goes with it", async () => {
    const project = testProject(`new Thing("a");`);
    const stack = await project.stack();
    await stack.up();
    const making = path.join(project.stackFolder("prod"), "lock.json");
    fs.mkdirSync(path.dirname(making));
    fs.writeFileSync(making, JSON.stringify({ pid: 1, host: "elsewhere", operation: "stack init" }));
    const refusal = await failureOf(stack.rename({ stackName: "prod" }));
    expect(refusal).toBeInstanceOf(ConcurrentUpdateError);
    expect(fs.existsSync(path.join(project.stackFolder(), "lock.json"))).toBe(false);
    fs.rmSync(making);
    await stack.rename({ stackName: "prod" });
    expect(fs.existsSync(project.stackFolder())).toBe(false);
    expect(fs.readdirSync(project.stackFolder("prod"))).not.toContain("lock.json");
  });

  it("of a process whose number another one has now is taken over", async () => {
    const project = testProject(`new Thing("a");`);
    const stack = await project.stack();
    const holder = { pid: process.pid, host: os.hostname(), user: "me", since: "then", operation: "update" };
    const lock = path.join(project.stackFolder(), "lock.json");
    // The same process, had it started at another time.
    fs.writeFileSync(lock, JSON.stringify({ ...holder, started: "at another time" }));
    expect((await stack.up()).stdout).toContain("since then was taken over");
    expect(fs.existsSync(lock)).toBe(false);
  });

  it("is not freed by cancel while its process lives elsewhere", async () => {
    const project = testProject(`new Thing("a");`);
    const stack = await project.stack();
    const lock = path.join(project.stackFolder(), "lock.json");
    fs.writeFileSync(
      lock,
      JSON.stringify({
        pid: process.ppid,
        host: os.hostname(),
        user: "me",
        since: "now",
        operation: "update",
      }),
    );
    expect((await failureOf(stack.cancel())).message).toContain("still runs in process");
    expect(fs.existsSync(lock)).toBe(true);
  });
});

describe("an operation that is cancelled", () => {
  it("finishes what runs, starts nothing more, keeps the state and leaves no process behind", async () => {
    const project = testProject(`
      require("fs").writeFileSync(__dirname + "/../" + require("path").basename(__dirname) + ".pid", String(process.pid));
      const a = new Thing("a", { delayMs: 700 }); new Thing("b", { of: a.arn });
      setInterval(() => undefined, 1000);`);
    const pidFile = `${project.folder}.pid`;
    const stack = await project.stack();
    const controller = new AbortController();
    const up = failureOf(stack.up({ signal: controller.signal }));
    await started(project.cloud, 1);
    controller.abort();
    expect(engineFailure(await up)).toMatchObject({ kind: "cancelled", exitCode: 130 });
    expect(project.cloud.calls).toEqual(["create a"]);
    expect(await resourceOf(stack, "a")).toMatchObject({ id: "a-1" });
    const pid = Number(fs.readFileSync(pidFile, "utf8"));
    fs.rmSync(pidFile);
    expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
  });

  it("by cancel from the same process stops the same way", async () => {
    const project = testProject(`const a = new Thing("a", { delayMs: 700 }); new Thing("b", { of: a.arn });`);
    const stack = await project.stack();
    const up = failureOf(stack.up());
    await started(project.cloud, 1);
    await stack.cancel();
    expect(engineFailure(await up)?.kind).toBe("cancelled");
    expect(project.cloud.calls).toEqual(["create a"]);
  });
});

/** Does what a message says, to the letter. */
function follow(message: string): void {
  const [, command = "false"] = /^ {2}((?:cp|mv) '.*)$/m.exec(message) ?? [];
  execFileSync("sh", ["-c", command]);
}

describe("a state that can not be trusted", () => {
  const ways: Record<string, (text: string) => string> = {
    "cut off": (text) => text.slice(0, text.length / 2),
    empty: () => "",
    "changed by hand": (text) => text.replace('"size": 1', '"size": 2'),
    "of another stack": (text) => text.replace("organization/trial/dev", "organization/trial/other"),
    "of another project": (text) => text.replace("organization/trial/dev", "organization/other/dev"),
    "of another version": (text) => text.replace('"version": 3', '"version": 2'),
    "of a newer version": (text) => text.replace('"version": 3', '"version": 4'),
    "with a false magic": (text) => text.replace(/"magic": "../, '"magic": "00'),
  };
  it.each(Object.keys(ways))("%s is refused, left alone, and put right as the message says", async (way) => {
    const project = testProject(`new Thing("a", { size: 1 });`);
    const stack = await project.stack();
    await stack.up();
    const file = path.join(project.stackFolder(), "checkpoint.json");
    const damaged = ways[way]?.(fs.readFileSync(file, "utf8")) ?? "";
    fs.writeFileSync(file, damaged);

    const failure = engineFailure(await failureOf(stack.up()));
    expect(failure).toMatchObject({ kind: "damaged", exitCode: 4 });
    expect(failure?.message).toContain(file);
    if (way.includes("newer")) expect(failure?.message).toContain("which a newer release wrote");
    expect(fs.readFileSync(file, "utf8")).toBe(damaged);

    follow(failure?.message ?? "");
    expect((await stack.up()).summary.resourceChanges).toEqual({ same: 2 });
    expect(project.cloud.calls).toEqual(["create a"]);
  });

  it("made with another passphrase, or brought from elsewhere, is refused as it is", async () => {
    const other = testProject(`new Thing("a", { secret: pulumi.secret("x") });`);
    await (await other.stack("dev", { passphrase: "another" })).up();
    const project = testProject(`new Thing("a", { secret: pulumi.secret("x") });`);
    const stack = await project.stack();
    await stack.up();
    const file = path.join(project.stackFolder(), "checkpoint.json");
    const foreign = path.join(other.stackFolder(), "checkpoint.json");
    fs.copyFileSync(foreign, file);
    const failure = engineFailure(await failureOf(stack.up()));
    expect(failure).toMatchObject({ kind: "damaged" });
    follow(failure?.message ?? "");
    expect((await stack.up()).summary.resourceChanges).toEqual({ same: 2 });
    fs.cpSync(other.stackFolder(), project.stackFolder(), { recursive: true });
    expect(engineFailure(await failureOf(stack.up()))?.message).toContain("incorrect passphrase");
  });

  it("that is missing, or whose digest was lost, is put right, too", async () => {
    const project = testProject(`new Thing("a");`);
    const stack = await project.stack();
    await stack.up();
    const file = path.join(project.stackFolder(), "checkpoint.json");
    fs.rmSync(file);
    const failure = engineFailure(await failureOf(stack.up()));
    expect(failure).toMatchObject({ kind: "damaged" });
    follow(failure?.message ?? "");
    fs.writeFileSync(`${file}.sha256`, "not a digest\n");
    expect((await stack.up()).summary.resourceChanges).toEqual({ same: 2 });
  });

  it("gives way to the state before the last operation, said to be that, where its copy is damaged as well", async () => {
    const project = testProject(`new Thing("a");`);
    const stack = await project.stack();
    await stack.up();
    project.program(`new Thing("a"); new Thing("b");`);
    await stack.up();
    const file = path.join(project.stackFolder(), "checkpoint.json");
    fs.writeFileSync(file, "{");
    fs.writeFileSync(`${file}.copy`, "{");
    const failure = engineFailure(await failureOf(stack.up()));
    expect(failure?.message).toContain("The state before the last operation is beside it");
    follow(failure?.message ?? "");
    expect(await resourcesOf(stack)).toHaveLength(3);
    fs.writeFileSync(file, "{");
    fs.rmSync(`${file}.bak`);
    expect((await failureOf(stack.up())).message).toContain("Nothing beside it can take its place");
  });

  it("older than the journal beside it is refused, and goes on without it as the message says", async () => {
    const project = testProject(THREE);
    await project.stack();
    upAndDie(project, "create b");
    const file = path.join(project.stackFolder(), "checkpoint.json");
    fs.writeFileSync(`${file}.sha256`, "");
    fs.writeFileSync(file, `${fs.readFileSync(file, "utf8")} `);
    fs.copyFileSync(file, `${file}.copy`);
    const stack = await project.stack();
    const failure = engineFailure(await failureOf(stack.up()));
    expect(failure).toMatchObject({ kind: "damaged" });
    expect(failure?.message).toContain("written over another state");
    follow(failure?.message ?? "");
    expect(await resourcesOf(stack)).toEqual([]);
  });

  it("can be replaced by an import", async () => {
    const project = testProject(`new Thing("a", { size: 1 });`);
    const stack = await project.stack();
    await stack.up();
    const good = await stack.exportStack();
    fs.writeFileSync(path.join(project.stackFolder(), "checkpoint.json"), "{");
    await stack.importStack(good);
    expect((await stack.up()).summary.resourceChanges).toEqual({ same: 2 });
  });

  it("is not brought in by an import either", async () => {
    const project = testProject(`new Thing("a");`);
    const stack = await project.stack();
    await stack.up();
    const exported: { version: number; deployment: { resources: unknown[] } } = await stack.exportStack();
    const { version, deployment } = exported;
    const headless = { ...deployment, resources: deployment.resources.slice(1) };
    const failure = await failureOf(stack.importStack({ version, deployment: headless }));
    expect(engineFailure(failure)).toMatchObject({ kind: "usage" });
    expect(failure.message).toMatch(/names .* as its parent, which does not come before it/);
    expect(await resourcesOf(stack)).toHaveLength(3);
  });
});

async function started(cloud: SimCloud, count: number): Promise<void> {
  while (cloud.calls.length < count) await new Promise((resolve) => setTimeout(resolve, 20));
}
