/**
 * A deployer that is killed. CAUSEWAY_TEST_KILL says how many points lie between two kills: `kinds` kills at one of each
 * kind of write, `all` at every one, which takes hours; without it a few dozen kills are spread over all stacks. What a kill
 * leaves is what was written before it, so the moments of a run are restarted from without one; CAUSEWAY_TEST_RESTART says
 * how many of them: one of so many, `all` of them, which takes hours, or one of each way in which a stack can be cut off
 * (`kinds`); `begin` makes the beginning from all that differ, and goes on to the end from one of each way.
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunReport } from "../../../automation/deploy/report";
import { findIn } from "../engine/support/canary";
import { filesBelow, replay } from "./disk";
import { Estate, type Content } from "./estate";
import { Mirror, finish, moments, type Moment } from "./restart";
import { Victim, type Ended, type Stride, type Verb } from "./victim";

const folders: string[] = [];
const MINUTES = 60_000;

function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "causeway-crash-"));
  folders.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true });
});

function strideOf(variable: "CAUSEWAY_TEST_KILL" | "CAUSEWAY_TEST_RESTART", usual: number): Stride {
  const asked = process.env[variable];
  if (asked === undefined || asked === "kinds") return asked ?? usual;
  return asked === "all" ? 1 : Number(asked);
}

/** Runs that nobody disturbed, which the others are compared with. */
let up: Ended;
let down: Ended;
let built: Content;
let left: Content;
let stays: Set<string>;

async function contentOf(folder: string, only?: string): Promise<Content> {
  const estate = new Estate(folder, new Set(), only);
  try {
    return await estate.content();
  } finally {
    estate.close();
  }
}

beforeAll(async () => {
  const undisturbed = new Victim(temporaryFolder());
  up = await undisturbed.run("up", 0);
  expect(up.code, up.stderr).toBe(0);
  built = await contentOf(undisturbed.state);
  down = await undisturbed.run("destroy", 0);
  expect(down.code, down.stderr).toBe(0);
  const estate = new Estate(undisturbed.state);
  stays = estate.keys();
  left = await estate.content();
  estate.close();
}, 10 * MINUTES);

const STACK_FILE = /^embedded\/engine\/stacks\/causeway\/([^/]+)\//;
const WORLD = "embedded/clouds/world.jsonl";
const WORLD_KEY = "embedded/clouds/world.key";

describe("every moment of a deployment and of its destruction", { timeout: 10 * MINUTES }, () => {
  it("leaves nothing lost, doubled or orphaned: all that exists is in the state or named as under way", () => {
    const folder = temporaryFolder();
    const faults: string[] = [];
    const underWay = new Set<string>();
    let journaled = 0;
    let estate: Estate | undefined;
    for (const [index, operation] of [...up.trace, ...down.trace].entries()) {
      replay(operation, folder);
      if (!fs.existsSync(path.join(folder, WORLD_KEY))) continue;
      estate ??= new Estate(folder, stays);
      const stack = STACK_FILE.exec(operation.path)?.[1];
      if (stack !== undefined) estate.look(stack);
      else if (!operation.path.endsWith("world.jsonl")) continue;
      if (operation.op === "write" && operation.path.endsWith("journal.ndjson")) journaled++;
      for (const { type } of estate.pending(stack)) underWay.add(type);
      faults.push(...estate.faults(stack).map((fault) => `after operation ${index}: ${fault}`));
    }
    estate?.close();
    expect(faults.slice(0, 10)).toEqual([]);
    // So that the moments were there to be looked at.
    expect(journaled).toBeGreaterThan(2 * 2 * built.world.length);
    expect([...underWay].sort()).toEqual(["creating", "deleting", "reading"]);
  });
});

function partOf({ states, world }: Content, stack: string): Content {
  const own = `urn:pulumi:${stack}::`;
  return {
    states: { [stack]: states[stack] },
    world: world.filter((entity) => (entity as { urn: string }).urn.startsWith(own)),
  };
}

/** As many at once as keep two cores busy: half of a restart is a program in a process of its own. */
const AT_ONCE = 3;

/**
 * Restarts from the moments of a run, one of so many or of each kind, in a folder with what was there before it. From each the
 * beginning of an operation is made and looked at; from one of those that come to the same by it the verb goes on to its end.
 * Moments at which an operation would begin with the same are one.
 */
async function restartFrom(
  verb: Verb,
  trace: Ended["trace"],
  folder: string,
  end: Content,
  stride: Stride | "begin",
) {
  const running = new Set<Promise<void>>();
  const begun = new Set<string>();
  const isNew = (one: string): boolean => !begun.has(one) && begun.add(one).has(one);
  let [passed, restarts, ends] = [0, 0, 0];
  let mirror: Mirror | undefined;
  const goOn = async ({ index, stack }: Moment, copy: string): Promise<void> => {
    const which = `${verb} of ${stack}, after operation ${index}`;
    expect(await finish(copy, stack, verb), which).toBeUndefined();
    expect(await contentOf(copy, stack), which).toEqual(partOf(end, stack));
    fs.rmSync(copy, { recursive: true });
  };
  for (const moment of moments(trace, folder)) {
    const { stack, index } = moment;
    if (typeof stride === "number" && passed++ % stride !== 0) continue;
    if (!fs.existsSync(path.join(folder, WORLD_KEY))) continue;
    mirror ??= new Mirror(folder, stays);
    const newKind = typeof stride !== "number" && mirror.kinds(moment).filter(isNew).length > 0;
    const newBeginning = stride !== "kinds" && isNew(mirror.beginning(stack));
    if (!newKind && !newBeginning) continue;
    restarts++;
    const scratch = temporaryFolder();
    const recovered = await mirror.recover(stack, scratch);
    fs.rmSync(scratch, { recursive: true });
    if (recovered !== undefined) {
      const { content, ...wrong } = recovered;
      const nothing = { faults: [], untold: [], creating: 0 };
      expect(wrong, `${verb} of ${stack}, after operation ${index}`).toEqual(nothing);
      if ((stride === "begin" && !newKind) || !isNew(content)) continue;
    }
    ends++;
    mirror.copyTo(scratch);
    const one = goOn(moment, scratch).finally(() => running.delete(one));
    running.add(one);
    if (running.size >= AT_ONCE) await Promise.race(running);
  }
  await Promise.all(running);
  mirror?.close();
  return { restarts, ends };
}

describe(
  "a restart from any moment of a deployment and of its destruction",
  { timeout: 24 * 60 * MINUTES },
  () => {
    it("recovers what was done, tells what was under way, and comes to the same end", async () => {
      const folder = path.join(temporaryFolder(), "mirror");
      const begin = process.env["CAUSEWAY_TEST_RESTART"] === "begin";
      const stride = begin ? "begin" : strideOf("CAUSEWAY_TEST_RESTART", 500);
      for (const [verb, ended, end] of [
        ["up", up, built],
        ["destroy", down, left],
      ] as const) {
        const began = performance.now();
        const { restarts, ends } = await restartFrom(verb, ended.trace, folder, end, stride);
        expect(ends).toBeGreaterThan(5);
        if (process.env["CAUSEWAY_TEST_RESTART"] === undefined) continue;
        const seconds = Math.round((performance.now() - began) / 1000);
        console.log(`${verb}: ${restarts} restarts, ${ends} gone on to the end, ${seconds} s`);
      }
    });
  },
);

/** Kills a verb over and over, each time further on, until it ends by itself; looks at what every kill left. */
async function killUntilDone(victim: Victim, verb: Verb, stride: Stride): Promise<number> {
  const mirror = path.join(temporaryFolder(), "mirror");
  if (fs.existsSync(victim.state)) fs.cpSync(victim.state, mirror, { recursive: true });
  const runs = path.join(victim.state, "embedded/runs/causeway-dev.ndjson");
  for (let kills = 0; ; kills++) {
    const begun = fs.existsSync(runs) && fs.readFileSync(runs, "utf8").includes(`"verb":"${verb}"`);
    const ended = await victim.run(verb, stride, begun ? ["--resume"] : []);
    for (const operation of ended.trace) replay(operation, mirror);
    // What a killed process leaves is what it had done: so the moments of a trace stand for real kills.
    expect(filesBelow(mirror), `after kill ${kills}`).toEqual(filesBelow(victim.state));
    // Looking makes a world where there is none yet.
    if (fs.existsSync(path.join(victim.state, WORLD))) {
      const estate = new Estate(victim.state, stays);
      expect(estate.faults(), `after kill ${kills}`).toEqual([]);
      estate.close();
    }
    if (ended.signal === null) {
      expect(ended.code, ended.stdout + ended.stderr).toBe(0);
      return kills;
    }
    expect(ended.signal).toBe("SIGKILL");
  }
}

describe("the whole platform", () => {
  it("writes and shows no secret of any of its stacks, not even for a moment", () => {
    const secrets = new Set<string>();
    JSON.stringify(built.states, (_key, value: unknown) => {
      // Secrets are in clear here, as JSON.
      const plaintext =
        typeof value === "object" && value !== null && "plaintext" in value ? value.plaintext : "";
      for (const text of textsIn(JSON.parse(String(plaintext) || "null"))) secrets.add(text);
      return value;
    });
    expect(secrets.size).toBeGreaterThan(2);
    const written = up.trace.map((operation) =>
      operation.op === "write" ? Buffer.from(operation.data, "base64").toString("utf8") : "",
    );
    const everything = [...written, up.stdout, up.stderr].join("\n");
    expect(findIn("what was written or shown", everything, [...secrets])).toEqual([]);
  });
});

/** Texts in a value that nobody would write by chance; of a key its first line, as the last ones hold the public half. */
function textsIn(value: unknown): string[] {
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(textsIn);
  if (typeof value !== "string") return [];
  const [first = "", second = ""] = value.split("\n");
  return [first.startsWith("-----") ? second : value].filter((text) => text.length >= 12);
}

describe("a deployer that is killed over and over", () => {
  it("comes to the same end as one that is not, up and down", { timeout: 24 * 60 * MINUTES }, async () => {
    const victim = new Victim(temporaryFolder());
    const killed = await killUntilDone(victim, "up", strideOf("CAUSEWAY_TEST_KILL", 450));
    const again = await victim.run("up", 0, ["--expect-no-changes"]);
    expect(again.code, again.stderr).toBe(0);
    expect(await contentOf(victim.state)).toEqual(built);
    const killedDown = await killUntilDone(victim, "destroy", strideOf("CAUSEWAY_TEST_KILL", 550));
    expect(await contentOf(victim.state)).toEqual(left);
    expect([killed, killedDown].every((kills) => kills > 5)).toBe(true);
    if (process.env["CAUSEWAY_TEST_KILL"] === undefined) return;
    const points = [victim.passed("up").length, victim.passed("destroy").length];
    console.log(`killed ${killed} times at ${points[0]} points up, ${killedDown} at ${points[1]} down`);
  });
});

describe("a create that was under way", { timeout: 10 * MINUTES }, () => {
  it("is reported as the CLI does, looked up in the simulated cloud and not made a second time", async () => {
    const victim = new Victim(temporaryFolder());
    const only = ["--only", "foundation"];
    expect((await victim.run("up", 3, only, "world ")).signal).toBe("SIGKILL");
    const killed = new Estate(victim.state, stays);
    const entities = new Set(killed.entities().map(({ urn }) => urn));
    const made = killed.pending().filter(({ type, urn }) => type === "creating" && entities.has(urn));
    killed.close();
    const [{ urn } = { urn: "" }] = made;
    expect(made.length).toBeGreaterThan(0);

    const ended = await victim.run("up", 0, only);
    expect(ended.code, ended.stderr).toBe(0);
    const [stack] = (JSON.parse(ended.stdout) as RunReport).stacks;
    const told = stack?.warnings.join("\n") ?? "";
    expect(told).toContain("Attempting to deploy or update resources with ");
    expect(told).toContain(`  * ${urn}, interrupted while creating\n`);
    expect(told).toMatch(
      /The clouds were asked what became of them:\n(.*\n)*.*it was made, as \S+, and is in the state now/,
    );
    const estate = new Estate(victim.state, stays);
    expect(estate.faults()).toEqual([]);
    expect(estate.pending()).toEqual([]);
    expect(estate.entities().filter((entity) => entity.urn === urn)).toHaveLength(1);
    estate.close();
  });
});
