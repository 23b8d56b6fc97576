import { fork, type ChildProcess } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { beforeAll, describe, expect, test } from "vitest";
import { World } from "../../../automation/clouds/world/world";
import { temporaryFolder } from "./harness";

let program = "";

/** A process that writes pairs of resources into the world as fast as it can and says which it has written. */
beforeAll(async () => {
  const entry = path.resolve("automation/clouds/world/world.ts");
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    platform: "node",
    format: "cjs",
    write: false,
  });
  program = `${outputFiles[0]?.text ?? ""}
    const world = new module.exports.World(process.argv[2]);
    const [, , , name, count] = process.argv;
    const entity = (id) => ({ type: "t", id, scope: "s", urn: id, subject: id, inputs: {}, outputs: { text: "x".repeat(2000) }, aliases: [], claims: [], holds: [] });
    for (let i = 0; i < Number(count); i++) {
      world.transact((tx) => { tx.put(entity(name + i + "a")); tx.put(entity(name + i + "b")); tx.count("all"); });
      process.send(i);
    }
    world.close();
    process.disconnect();`;
});

function start(home: string, name: string, count: number): ChildProcess {
  const file = path.join(home, "writer.cjs");
  writeFileSync(file, program);
  return fork(file, [home, name, String(count)], { stdio: "inherit" });
}

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) =>
    child.once("exit", () => {
      resolve();
    }),
  );

describe("several processes", () => {
  test("two that write at once lose nothing of each other's", async () => {
    const home = temporaryFolder();
    const children = ["a", "b"].map((name) => start(home, name, 150));
    await Promise.all(children.map(ended));
    const world = new World(home).refresh();
    expect(world.size).toBe(600);
    // Each counted up from what it read: a lost update would leave the count lower.
    expect(world.generation("all")).toBe(300);
    world.close();
  });

  test("one that is killed leaves each transaction whole or not at all, and the next goes on", async () => {
    const home = temporaryFolder();
    const child = start(home, "k", 100_000);
    let written = -1;
    await new Promise<void>((resolve) => {
      child.on("message", (i: number) => {
        written = i;
        if (i === 40) {
          child.kill("SIGKILL");
          resolve();
        }
      });
    });
    await ended(child);
    const world = new World(home).refresh();
    const pairs = world.generation("all");
    expect(pairs).toBeGreaterThanOrEqual(written + 1);
    expect(world.size).toBe(2 * pairs);
    const next = start(home, "n", 5);
    await ended(next);
    expect(world.refresh().size).toBe(2 * pairs + 10);
    world.close();
  });
});
