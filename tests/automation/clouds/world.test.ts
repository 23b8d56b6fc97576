import { appendFileSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { FileLock } from "../../../automation/clouds/world/lock";
import { World, type Entity } from "../../../automation/clouds/world/world";
import { aws, openClouds, temporaryFolder } from "./harness";

const entity = (id: string, over: Partial<Entity> = {}): Entity => ({
  type: "t",
  id,
  scope: "s",
  urn: `urn:${id}`,
  subject: id,
  inputs: {},
  outputs: { n: 1 },
  aliases: [],
  claims: [],
  holds: [],
  ...over,
});

const logOf = (home: string): string => path.join(home, "world.jsonl");

describe("the world on disk", () => {
  test("what was written is there for the next process, and removals hold", () => {
    const home = temporaryFolder();
    const first = new World(home);
    first.transact((tx) => {
      tx.put(entity("a", { aliases: ["arn:a"], holds: ["b"], claims: ["name a"] }));
      tx.put(entity("b"));
      tx.count("urn:a");
    });
    first.transact((tx) => tx.remove(entity("b")));
    first.close();
    const second = new World(home).refresh();
    expect(second.get("t", "s", "a")).toEqual(
      entity("a", { aliases: ["arn:a"], holds: ["b"], claims: ["name a"] }),
    );
    expect(second.get("t", "s", "b")).toBeUndefined();
    expect(second.resolve("arn:a").map((e) => e.id)).toEqual(["a"]);
    expect(second.holders("b").map((e) => e.id)).toEqual(["a"]);
    expect(second.claimed("name a")?.id).toBe("a");
    expect(second.generation("urn:a")).toBe(1);
    second.close();
  });

  test("two processes see each other's changes", () => {
    const home = temporaryFolder();
    const [one, two] = [new World(home), new World(home)];
    one.transact((tx) => tx.put(entity("a")));
    two.transact((tx) => {
      expect(tx.get("t", "s", "a")).toBeDefined();
      tx.put(entity("b"));
    });
    expect(one.refresh().get("t", "s", "b")).toBeDefined();
    one.close();
    two.close();
  });

  test("a transaction that throws changes nothing", () => {
    const home = temporaryFolder();
    const world = new World(home);
    expect(() =>
      world.transact((tx) => {
        tx.put(entity("a"));
        throw new Error("no");
      }),
    ).toThrow("no");
    expect(world.refresh().size).toBe(0);
    world.close();
  });

  test("a torn last line is dropped and written over", () => {
    const home = temporaryFolder();
    const world = new World(home);
    world.transact((tx) => tx.put(entity("a")));
    world.close();
    // Longer than the line that is written over it.
    appendFileSync(logOf(home), `{"format":"causeway-world-1","sealed":"${"A".repeat(5000)}`);
    const after = new World(home).refresh();
    expect(after.size).toBe(1);
    after.transact((tx) => tx.put(entity("b")));
    after.close();
    expect(new World(home).refresh().size).toBe(2);
    expect(readFileSync(logOf(home), "utf8").trim().split("\n")).toHaveLength(2);
  });

  test("a damaged line in the middle and a missing key are said, not passed over", () => {
    const home = temporaryFolder();
    const world = new World(home);
    world.transact((tx) => tx.put(entity("a")));
    world.transact((tx) => tx.put(entity("b")));
    world.close();
    const whole = readFileSync(logOf(home), "utf8");
    writeFileSync(logOf(home), whole.replace(/"sealed":"..../, '"sealed":"AAAA'));
    expect(() => new World(home).refresh()).toThrow(/damaged: line 1 of /);
    rmSync(path.join(home, "world.key"));
    expect(() => new World(home)).toThrow(/key of the simulated world is missing/);
  });

  test("the log is compacted when it is mostly out of date, also under another process's eyes", () => {
    const home = temporaryFolder();
    const [writer, reader] = [new World(home), new World(home)];
    writer.transact((tx) => tx.put(entity("keep")));
    reader.refresh();
    for (let i = 0; i < 600; i++) writer.transact((tx) => tx.put(entity("a", { outputs: { n: i } })));
    expect(readFileSync(logOf(home), "utf8").trim().split("\n").length).toBeLessThan(150);
    expect(reader.refresh().get("t", "s", "a")?.outputs).toEqual({ n: 599 });
    expect(reader.get("t", "s", "keep")).toBeDefined();
    reader.transact((tx) => tx.put(entity("b")));
    expect(writer.refresh().size).toBe(3);
    writer.close();
    reader.close();
  });

  test("the lock of a process that died is taken over", () => {
    const home = temporaryFolder();
    const world = new World(home);
    // No process has this number: it is above the largest that Linux and macOS give out.
    writeFileSync(path.join(home, "world.lock"), JSON.stringify({ pid: 99999999 }));
    world.transact((tx) => tx.put(entity("a")));
    expect(world.size).toBe(1);
    world.close();
    expect(readdirSync(home).toSorted()).toEqual(["world.jsonl", "world.key"]);
  });

  test("a lock that is held stays its holder's, and who waits too long for it is told whose it is", () => {
    const file = path.join(temporaryFolder(), "world.lock");
    new FileLock(file).hold(() => {
      const held = readFileSync(file, "utf8");
      const waiting = () => new FileLock(file, 20).hold(() => undefined);
      expect(waiting).toThrow(`locked by process ${process.pid} (${file}) for more than 0.02 s`);
      expect(readFileSync(file, "utf8")).toBe(held);
    });
    expect(readdirSync(path.dirname(file))).toEqual([]);
  });

  test("nothing that a resource holds can be read from the disk, and the key is its owner's alone", async () => {
    const home = temporaryFolder();
    const cloud = await aws(openClouds({ home }));
    await cloud.create("aws:ssm/parameter:Parameter", "p", {
      name: "parameter-name",
      type: "SecureString",
      value: "hunter2-hunter2",
    });
    const log = readFileSync(logOf(home), "utf8");
    expect(log).toContain("aws:ssm/parameter:Parameter");
    expect(log).not.toMatch(/hunter2|parameter-name/);
    expect(log).not.toContain(Buffer.from("hunter2").toString("base64").slice(0, 8));
    expect(statSync(path.join(home, "world.key")).mode & 0o777).toBe(0o600);
  });
});
