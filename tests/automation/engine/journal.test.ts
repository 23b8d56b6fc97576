import fs from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { engineFailure } from "../../../automation/engine";
import { Journal, readJournal } from "../../../automation/engine/journal";
import { failureOf, resourcesOf, temporaryFolder, testProject } from "./support/project";
import { SimCloud } from "./support/sim";

afterEach(() => vi.restoreAllMocks());

const full = (): never => {
  throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
};

/** A disk that has room for so many more bytes: a write that does not fit is cut short, and only the next one fails. */
function diskWith(room: number): { addRoom: (bytes: number) => void } {
  const { writeSync, writeFileSync } = fs;
  let left = room;
  vi.spyOn(fs, "writeSync").mockImplementation((descriptor: number, bytes: unknown, offset: unknown) => {
    const rest = (bytes as Buffer).subarray(Number(offset ?? 0));
    if (left === 0) full();
    const fits = rest.subarray(0, left);
    left -= fits.length;
    return writeSync(descriptor, fits);
  });
  vi.spyOn(fs, "writeFileSync").mockImplementation((file, text, options) => {
    // The state files; what the engine writes by name is small.
    if (typeof file === "number" && left === 0) full();
    writeFileSync(file, text, options);
  });
  return { addRoom: (bytes) => void (left += bytes) };
}

describe("a journal", () => {
  const header = { base: "digest", operation: "update", since: "then" };

  it("holds whole entries alone on a disk that fills up, and goes on when there is room again", () => {
    const file = path.join(temporaryFolder("journal"), "journal.ndjson");
    const journal = Journal.start(file, header);
    const disk = diskWith(30);
    journal.write({ k: "kept", id: 1 });
    expect(() => journal.write({ k: "kept", id: 2 })).toThrow(
      `the journal ${file} can not be written: ENOSPC`,
    );
    expect(readJournal(file)?.entries).toEqual([{ k: "kept", id: 1 }]);
    disk.addRoom(100);
    journal.write({ k: "kept", id: 3 });
    journal.close();
    expect(readJournal(file)?.entries).toEqual([1, 3].map((id) => ({ k: "kept", id })));
  });

  it.each(["", '{"k":"jour'])("that another process has just begun with %j is left to it", (text) => {
    const file = path.join(temporaryFolder("journal"), "journal.ndjson");
    fs.writeFileSync(file, text);
    expect(readJournal(file)).toBeUndefined();
    expect(fs.existsSync(file)).toBe(true);
  });

  it.each([
    ["null", "it is not a journal of this engine"],
    [`{"k":"journal","version":1}`, "it is not a journal of this engine"],
    [
      `{"k":"journal","version":2,"base":"x"}`,
      "it is of version 2, which a newer release wrote; this release reads 1",
    ],
    [`{"k":"journal","version":1,"base":"x"}\nnull`, "line 2 of it is no entry of a journal"],
    [
      `{"k":"journal","version":1,"base":"x"}\n{"k":"gone","id":1}\n{"k":"made","id":2}`,
      "line 3 of it is no entry",
    ],
    [
      `{"k":"journal","version":1,"base":"x"}\n{"k":"toString","id":1}`,
      "line 2 of it is no entry of a journal",
    ],
  ])("is refused in words where it says %s", (text, why) => {
    const file = path.join(temporaryFolder("journal"), "journal.ndjson");
    fs.writeFileSync(file, `${text}\n`);
    expect(() => readJournal(file)).toThrow(why);
    expect(fs.readFileSync(file, "utf8")).toBe(`${text}\n`);
  });
});

describe("an operation whose disk fills up", () => {
  it("calls no provider without a note of it, says what holds what was done, and goes on from there", async () => {
    const cloud = new SimCloud();
    cloud.tells = true;
    const project = testProject(
      `const a = new Thing("a"); const b = new Thing("b", { of: a.arn }); new Thing("c", { of: b.arn });`,
      { cloud },
    );
    const stack = await project.stack();
    const journal = path.join(project.stackFolder(), "journal.ndjson");
    const disk = diskWith(2500);
    const failure = engineFailure(await failureOf(stack.up()));
    expect(failure).toMatchObject({ kind: "failed" });
    expect(failure?.message).toMatch(
      /^the state file \S+checkpoint\.json can not be written: ENOSPC[^\n]*; what was done is kept in \S+journal\.ndjson/,
    );
    expect(failure?.message).toContain(journal);
    const made = [...cloud.things.keys()];
    expect(made.length).toBeGreaterThan(0);
    expect(made.length).toBeLessThan(3);
    expect(fs.readdirSync(project.stackFolder()).filter((name) => name.endsWith(".new"))).toEqual([]);

    disk.addRoom(1e9);
    const noted = JSON.stringify(await stack.exportStack());
    for (const id of made) expect(noted).toContain(`::${id.split("-")[0]}"`);
    await stack.up();
    expect(cloud.calls.filter((call) => call.startsWith("create"))).toHaveLength(3);
    expect(await resourcesOf(stack)).toHaveLength(5);
  });
});
