import fs from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { writePack } from "./support/pack";
import { collector, failureOf, testProject } from "./support/project";
import type { TestProject } from "./support/project";
import { isAlive, runInProcess } from "./support/process";

const timeout = 60_000;
const opened: TestProject[] = [];
afterEach(async () => {
  for (const { engine } of opened.splice(0)) await engine.close();
});

/** What a server was told when it started. */
interface Start {
  readonly pid: number;
  readonly stack: string | null;
  readonly config: string | null;
  readonly variable: string | null;
}

/** A pack that writes down every start of its server, and says of every resource in whose URN it found which stack. */
function packIn(
  project: TestProject,
  manifest: Readonly<Record<string, unknown>>,
): { pack: string; starts: () => Start[] } {
  const pack = path.join(project.folder, "pack");
  const file = path.join(project.folder, "starts");
  writePack(
    pack,
    `const { PolicyPack } = require("@pulumi/policy");
     const { PULUMI_NODEJS_STACK: stack = null, PULUMI_CONFIG: config = null, OF_THE_STACK: variable = null } = process.env;
     require("node:fs").appendFileSync(${JSON.stringify(file)}, JSON.stringify({ pid: process.pid, stack, config, variable }) + "\\n");
     new PolicyPack("rules", { policies: [{ name: "named", description: "Named.", enforcementLevel: "advisory",
       configSchema: { properties: { word: { type: "string", default: "" } } },
       validateResource: (args, report) => {
         if (args.type === "sim:index:Thing") report("seen in " + args.urn.split(":")[2] + args.getConfig().word);
       } }] });`,
    manifest,
    "runtime: nodejs\n",
  );
  const starts = (): Start[] =>
    fs.existsSync(file)
      ? fs
          .readFileSync(file, "utf8")
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line) as Start)
      : [];
  return { pack, starts };
}

function project(): TestProject {
  const made = testProject(`new Thing("a", {});`);
  opened.push(made);
  return made;
}

/** What the pack said of a stack that is brought up. */
async function judged(made: TestProject, name: string, packs: object): Promise<string[]> {
  const stack = await made.stack(name);
  stack.workspace.envVars["OF_THE_STACK"] = name;
  await stack.setConfig("colour", { value: "blue" });
  const { events, onEvent } = collector();
  await stack.up({ ...packs, onEvent });
  return events.flatMap(({ policyEvent }) => policyEvent?.message.trim().split("\n").at(-1) ?? []);
}

const INDEPENDENT = { causeway: { stackIndependent: true } };

describe("the server of a policy pack that needs to know no stack", { timeout }, () => {
  it("is started once for all stacks of an engine, told of none, and gone when the engine is closed", async () => {
    const made = project();
    const { pack, starts } = packIn(made, INDEPENDENT);
    const packs = { policyPacks: [pack] };
    const both = await Promise.all([judged(made, "one", packs), judged(made, "two", packs)]);
    expect(both).toEqual([["seen in one"], ["seen in two"]]);
    expect(await judged(made, "three", packs)).toEqual(["seen in three"]);
    expect(starts()).toEqual([
      { pid: expect.any(Number) as number, stack: null, config: null, variable: null },
    ]);
    const [{ pid } = { pid: 0 }] = starts();
    expect(isAlive(pid)).toBe(true);
    await made.engine.close();
    expect(isAlive(pid)).toBe(false);
  });

  it("is another one for another configuration, and for a preview", async () => {
    const made = project();
    const { pack, starts } = packIn(made, INDEPENDENT);
    const configured = (word: string): object => {
      const file = path.join(made.folder, `${word}.json`);
      fs.writeFileSync(file, JSON.stringify({ named: { word } }));
      return { policyPacks: [pack], policyPackConfigs: [file] };
    };
    expect(await judged(made, "one", configured("-x"))).toEqual(["seen in one-x"]);
    expect(await judged(made, "two", configured("-y"))).toEqual(["seen in two-y"]);
    expect(starts()).toHaveLength(2);
    await (await made.stack("one")).preview(configured("-x"));
    expect(starts()).toHaveLength(3);
  });

  it("is the same for a preview where the pack need not know of it", async () => {
    const made = project();
    const { pack, starts } = packIn(made, { causeway: { stackIndependent: true, previewIndependent: true } });
    expect(await judged(made, "one", { policyPacks: [pack] })).toEqual(["seen in one"]);
    await (await made.stack("one")).preview({ policyPacks: [pack] });
    expect(starts()).toHaveLength(1);
  });

  it("is replaced when it has died, and when it did not start", async () => {
    const made = project();
    const { pack, starts } = packIn(made, INDEPENDENT);
    const packs = { policyPacks: [pack] };
    await judged(made, "one", packs);
    process.kill(starts()[0]?.pid ?? 0, "SIGKILL");
    await pause(200);
    expect(await judged(made, "one", packs)).toEqual(["seen in one"]);
    expect(starts()).toHaveLength(2);

    await made.engine.close();
    const source = path.join(pack, "index.js");
    const good = fs.readFileSync(source, "utf8");
    fs.writeFileSync(source, `throw new Error("broken pack");`);
    expect((await failureOf(judged(made, "one", packs))).message).toContain("broken pack");
    fs.writeFileSync(source, good);
    expect(await judged(made, "one", packs)).toEqual(["seen in one"]);
  });

  it.each([
    ["ends without closing its engine", "", { status: 0, signal: null }],
    ["is killed", "create a", { status: null, signal: "SIGKILL" }],
  ])("does not outlive a process that %s", async (_, call, end) => {
    const made = project();
    const { pack, starts } = packIn(made, INDEPENDENT);
    await made.stack("dev");
    const ended = runInProcess(made, call, pack);
    expect(ended).toMatchObject(end);
    // Not only when the server has been idle for long enough to be stopped.
    expect(Number(ended.stdout)).toBeLessThan(5000);
    const pids = starts().map(({ pid }) => pid);
    expect(pids).toHaveLength(1);
    for (let tries = 0; tries < 50 && pids.some(isAlive); tries++) await pause(100);
    expect(pids.filter(isAlive)).toEqual([]);
  });
});

describe("the server of any other policy pack", { timeout }, () => {
  it("is started for each stack, told of it, and gone with the operation", async () => {
    const made = project();
    const { pack, starts } = packIn(made, {});
    await judged(made, "one", { policyPacks: [pack] });
    await judged(made, "two", { policyPacks: [pack] });
    const config = JSON.stringify({ "trial:colour": "blue" });
    expect(starts()).toMatchObject([
      { stack: "one", config, variable: "one" },
      { stack: "two", config, variable: "two" },
    ]);
    expect(starts().filter(({ pid }) => isAlive(pid))).toEqual([]);
  });
});
