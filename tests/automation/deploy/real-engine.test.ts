import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ConcurrentUpdateError, LocalWorkspace, Stack, StackNotFoundError } from "@pulumi/pulumi/automation";
import { causeway, twoStacks } from "../cli/causeway";
import { refuseLocked } from "../../../automation/deploy/locks";
import { runStack } from "../../../automation/deploy/stack-run";
import { refuseUnsettled } from "../../../automation/deploy/unsettled";
import { realEngine } from "../../../automation/deploy/real-engine";
import { LOGIN } from "../../../automation/deploy/stack-failure";
import { deployError } from "../../../automation/deploy/stack-failure";
import { projectFolder } from "../../../automation/deploy/project";
import { layoutOf } from "../../../automation/deploy/layout";
import { loadPlatform } from "../../../automation/deploy/load-platform";

/** What the CLI says, of version 3.248.0, where nobody has logged in. */
const LOGGED_OUT = "PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions";

/**
 * Stands where the CLI would be on PATH: writes down what it is called with and what signals it gets. What the real CLI
 * makes of these calls is the conformance suite's matter.
 */
const RECORDER = `#!${process.execPath}
const fs = require("node:fs");
const log = (line) => fs.appendFileSync(process.env.RECORD, line + "\\n");
const args = process.argv.slice(2);
if (args[0] === "version") { console.log(process.env.RECORDER_VERSION || "v3.248.0"); process.exit(0); }
log(args.join(" "));
if (args[0] === "whoami" && process.env.RECORDER_LOGGED_OUT) {
  console.error("error: ${LOGGED_OUT}"); process.exit(3);
}
if (args[0] === "whoami") {
  console.log(JSON.stringify({ user: "u", url: process.env.RECORDER_URL || "file:///state" })); process.exit(0);
}
if (args[0] === "stack" && args[1] === "ls") { console.log(process.env.RECORDER_STACKS); process.exit(0); }
if (args[0] === "stack" && args[1] === "export") { console.log(process.env.RECORDER_STATE); process.exit(0); }
if (args.includes("--show-name") && process.env.RECORDER_MISSING) {
  console.error("error: no stack named 'dev-names' found"); process.exit(255);
}
if (args[0] === "fail") { console.error(args[1]); process.exit(255); }
if (args[0] === "wait") {
  log("group " + (require("node:child_process").execFileSync("ps", ["-o", "pgid=", "-p", String(process.pid)]).toString().trim() === String(process.pid)));
  process.on("SIGINT", () => { log("SIGINT"); setTimeout(() => process.exit(255), 300); });
  setInterval(() => undefined, 1000);
}
`;

let folder: string;
let before: NodeJS.ProcessEnv;
const record = () =>
  existsSync(path.join(folder, "record")) ? readFileSync(path.join(folder, "record"), "utf8") : "";
const run = (engine: Awaited<ReturnType<typeof realEngine>>, args: string[], signal?: AbortSignal) =>
  (
    engine.command as unknown as {
      run: (
        args: string[],
        cwd: string,
        env: object,
        out?: undefined,
        err?: undefined,
        signal?: AbortSignal,
      ) => Promise<unknown>;
    }
  ).run(args, folder, {}, undefined, undefined, signal);

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "causeway-real-"));
  writeFileSync(path.join(folder, "pulumi"), RECORDER);
  chmodSync(path.join(folder, "pulumi"), 0o755);
  writeFileSync(path.join(folder, "Pulumi.yaml"), "name: p\nruntime: nodejs\n");
  before = process.env;
  process.env = { ...before, PATH: `${folder}:${before["PATH"]}`, RECORD: path.join(folder, "record") };
});
afterEach(() => {
  process.env = before;
  rmSync(folder, { recursive: true });
});

describe("the real engine", () => {
  it("opens and makes stacks without touching the user's selected stack", async () => {
    const engine = await realEngine();
    const workspace = () =>
      LocalWorkspace.create({
        workDir: folder,
        pulumiCommand: engine.command,
        secretsProvider: "passphrase",
      });
    await Stack.select("dev-names", await workspace());
    process.env["RECORDER_MISSING"] = "1";
    await expect(Stack.select("dev-names", await workspace())).rejects.toBeInstanceOf(StackNotFoundError);
    await Stack.createOrSelect("dev-names", await workspace());
    expect(record()).not.toContain("stack select");
    expect(record().trim().split("\n").at(-1)).toBe(
      "stack init --no-select dev-names --secrets-provider passphrase --non-interactive",
    );
  });

  it("fails with the SDK's own errors", async () => {
    const engine = await realEngine();
    const locked = run(engine, ["fail", "error: the stack is currently locked by 1 lock(s)."]);
    await expect(locked).rejects.toBeInstanceOf(ConcurrentUpdateError);
    expect(await engine.state()).toBe("file:///state");
  });

  // The texts are the CLI's own, of version 3.248.0.
  it.each([
    ["locked", "the stack is currently locked by 1 lock(s).", "pulumi cancel"],
    [
      "input",
      "getting stack configuration: get stack secrets manager: incorrect passphrase",
      "another passphrase",
    ],
    [
      "input",
      "could not create secrets manager for new stack: passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE environment variables",
      "readable by you alone",
    ],
    [
      "damaged",
      "failed to load checkpoint: place 1: invalid character 'b' looking for beginning of value",
      "Restore it",
    ],
    [
      "missing-tool",
      "no resource plugin 'pulumi-resource-aws' found in the workspace at version v7.48.0 or on your $PATH",
      "pulumi plugin install resource aws v7.48.0",
    ],
    [
      "input",
      "validating stack config: Stack 'dev-names' is missing configuration values 'p:account' and 'p:zone'",
      "Pulumi.yaml:\n  pulumi config set p:account VALUE --stack dev-names\n  pulumi config set p:zone VALUE --stack dev-names",
    ],
    [
      "input",
      "could not create secrets manager for new stack: secrets (code=Unknown): operation error KMS: Encrypt, get identity: get credentials: failed to refresh cached credentials, no EC2 IMDS role found",
      "aws sso login",
    ],
    [
      "input",
      "unable to open bucket file:///nowhere?no_tmp_dir=true: stat /nowhere: no such file or directory",
      "Log in: pulumi login",
    ],
    [
      "input",
      "PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions",
      "Log in: pulumi login",
    ],
    ["failed", "something else", "something else"],
  ])("tells of a failure of the kind %s from the CLI's text %s", async (kind, text, way) => {
    const engine = await realEngine();
    const error: unknown = await run(engine, ["fail", `error: ${text}`]).catch((reason: unknown) => reason);
    const told = deployError(error, engine.failureOf(error), "dev-names");
    expect(told.kind).toBe(kind);
    expect(told.message).toContain(`dev-names: ${text}`);
    expect(told.message).toContain(way);
    expect(told.message).not.toMatch(/code:|stdout:/);
  });

  it("says to log in where the CLI has no backend, in its own words", async () => {
    process.env["RECORDER_LOGGED_OUT"] = "1";
    const engine = await realEngine();
    const refused = {
      kind: "input",
      message: `pulumi has no backend that it can use: ${LOGGED_OUT}\nLog in: ${LOGIN}`,
    };
    await expect(engine.locks(folder)).rejects.toMatchObject(refused);
    await expect(engine.state()).rejects.toMatchObject(refused);
  });

  it("tells who holds a stack, from the file backend's own locks or the backend's word", async () => {
    const engine = await realEngine();
    process.env["RECORDER_URL"] = `file://${folder}/state`;
    expect(await engine.locks(folder)).toEqual([]);
    const locks = path.join(folder, "state/.pulumi/locks/organization/p/dev-names");
    mkdirSync(locks, { recursive: true });
    const lock = { pid: 7, username: "ada", hostname: "runner", timestamp: "2026-01-02T03:04:05Z" };
    writeFileSync(path.join(locks, "5d.json"), JSON.stringify(lock));
    writeFileSync(path.join(locks, "5d.json.attrs"), "{}");
    const held = await engine.locks(folder);
    expect(held).toEqual([
      { stack: "dev-names", holder: "by ada@runner (pid 7) since 2026-01-02T03:04:05Z" },
    ]);
    expect(() => refuseLocked(held, engine.simulated)).toThrow(
      /^dev-names is locked: by ada@runner[^]*Nothing was started[^]*pulumi cancel --stack dev-names$/,
    );
    process.env["RECORDER_URL"] = "https://app.pulumi.com/u";
    process.env["RECORDER_STACKS"] = JSON.stringify([
      { name: "org/p/dev-names", updateInProgress: true },
      { name: "org/p/dev-other", updateInProgress: false },
    ]);
    expect(await engine.locks(folder)).toMatchObject([{ stack: "dev-names" }]);
  });

  it("does not make a second time what a killed run may have made", async () => {
    const engine = await realEngine();
    const stack = await Stack.select(
      "dev-names",
      await LocalWorkspace.create({ workDir: folder, pulumiCommand: engine.command }),
    );
    const urn = "urn:pulumi:dev-names::p::t:i:T::it's";
    const state = (type: string) =>
      JSON.stringify({ version: 3, deployment: { pending_operations: [{ type, resource: { urn } }] } });
    process.env["RECORDER_STATE"] = state("creating");
    const refused: unknown = await refuseUnsettled(stack).catch((error: unknown) => error);
    expect(refused).toMatchObject({ kind: "damaged" });
    expect(String(refused)).toContain(urn);
    const [, argument = ""] = /--import-pending-creates ('.*') --import/.exec(String(refused)) ?? [];
    expect(execFileSync("sh", ["-c", `printf %s ${argument}`], { encoding: "utf8" })).toBe(urn);
    expect(String(refused)).toContain("pulumi refresh --stack dev-names --yes --clear-pending-creates");
    for (const harmless of [state("updating"), '{ "version": 3, "deployment": {} }']) {
      process.env["RECORDER_STATE"] = harmless;
      await expect(refuseUnsettled(stack)).resolves.toBeUndefined();
    }
  });

  it.each(["up", "destroy"] as const)("begins no %s where that is not settled", async (verb) => {
    const engine = await realEngine();
    process.env["RECORDER_STATE"] = JSON.stringify({
      deployment: {
        pending_operations: [{ type: "creating", resource: { urn: "urn:pulumi:dev-names::p::t:i:T::t" } }],
      },
    });
    const { failure } = await runStack({
      ...{
        verb,
        name: "names",
        fullName: "dev-names",
        engine,
        workDir: folder,
        secretsProvider: "passphrase",
      },
      ...{ config: {}, variables: {}, unprotect: {}, signal: new AbortController().signal },
      policies: () => Promise.reject(new Error("policies are asked for")),
      onProgress: () => undefined,
    });
    expect(failure).toMatchObject({ kind: "damaged" });
    expect(record()).toContain("stack export");
    expect(record()).not.toMatch(new RegExp(`^${verb} `, "m"));
  });

  it("runs in a process group of its own, so that a terminal's Ctrl-C reaches it once", async () => {
    const engine = await realEngine();
    const controller = new AbortController();
    const running = run(engine, ["wait"], controller.signal);
    while (!record().includes("group")) await pause(20);
    controller.abort();
    await expect(running).rejects.toThrow();
    expect(record().match(/SIGINT/g)).toHaveLength(1);
    expect(record()).toContain("group true");
  });

  it("leaves nothing running when it is killed", async () => {
    const engine = await realEngine();
    const running = run(engine, ["wait"]);
    while (!record().includes("group")) await pause(20);
    engine.kill();
    await expect(running).rejects.toThrow("the CLI was ended by SIGKILL");
    expect(record()).not.toContain("SIGINT");
  });

  it("refuses a CLI that is too old for the SDK", async () => {
    process.env["RECORDER_VERSION"] = "v2.10.0";
    await expect(realEngine()).rejects.toMatchObject({
      kind: "missing-tool",
      message: expect.stringMatching(/can not be used: .*2\.10\.0[\s\S]*docs\/install/) as string,
    });
  });

  it("asks before it changes a cloud, and without a terminal wants --yes; nothing is written", async () => {
    writeFileSync(path.join(folder, "Pulumi.yaml"), "name: two-stacks\nruntime: nodejs\n");
    const main = `module.exports = () => ({});\n`;
    writeFileSync(path.join(folder, "main.js"), main);
    const platform = `exports.platform = require(${JSON.stringify(twoStacks)}).platform;\n`;
    writeFileSync(path.join(folder, "platform.js"), platform);
    for (const verb of ["up", "destroy"]) {
      const args = [verb, "--env", "dev", "--platform", "./platform.js"];
      const ended = await causeway(args, { cwd: folder, env: process.env as Record<string, string> });
      expect(ended.code).toBe(2);
      expect(ended.stderr).toContain("There is no terminal to ask on: add --yes to go ahead.");
    }
    expect(record()).toBe("");
    expect(existsSync(path.join(folder, ".causeway"))).toBe(false);
  }, 60_000);

  it("wants a project to keep settings in, and says which files to write", async () => {
    rmSync(path.join(folder, "Pulumi.yaml"));
    writeFileSync(
      path.join(folder, "platform.js"),
      `exports.platform = require(${JSON.stringify(twoStacks)}).platform;`,
    );
    const loaded = await loadPlatform("platform.js", folder);
    const layout = layoutOf(undefined, folder, "pulumi");
    expect(() => projectFolder(loaded, { simulated: false }, layout)).toThrow(
      /has no Pulumi.yaml[\s\S]*runPlatform/,
    );
    const installed = { ...loaded, project: path.join(folder, "node_modules", "pulumi-causeway") };
    expect(() => projectFolder(installed, { simulated: false }, layout)).toThrow(
      "from a checkout of causeway",
    );
    expect(projectFolder(installed, { simulated: true }, layout)).toBe(installed.project);
  });
});
