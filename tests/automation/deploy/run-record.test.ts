import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { layoutOf } from "../../../automation/deploy/layout";
import { RunRecord } from "../../../automation/deploy/run-record";

let folder: string;
const open = () => RunRecord.open(layoutOf(folder, folder, "embedded"), "shop", "dev");
const file = () => path.join(folder, "embedded", "runs", "shop-dev.ndjson");
const at = new Date(0);

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "causeway-record-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function firstRun(): void {
  const record = open();
  record.begin("r1", at, { verb: "up", stacks: ["a", "b", "c"] });
  record.settle("r1", at, "a", "succeeded", 7);
  record.settle("r1", at, "b", "failed", 0);
}

describe("the journal of runs", () => {
  it("tells after a crash what finished, of the last run of the verb alone", () => {
    firstRun();
    open().begin("r2", at, { verb: "destroy", stacks: ["a"] });
    const last = open().last("up");
    expect(last).toMatchObject({ run: "r1", stacks: ["a", "b", "c"] });
    expect([...(last?.finished ?? [])]).toEqual(["a"]);
    expect(open().last("preview")).toBeUndefined();
    expect(open().lastHeld("a")).toBe(7);
    expect(open().lastHeld("b")).toBeUndefined();
  });

  it("adds up what finished over a chain of resumed runs", () => {
    firstRun();
    const record = open();
    record.begin("r2", at, { verb: "up", stacks: ["a", "b", "c"], resumes: "r1" });
    record.settle("r2", at, "b", "succeeded", 2);
    expect([...(open().last("up")?.finished ?? [])].sort()).toEqual(["a", "b"]);
  });

  it("leaves out half a last line, as a killed run writes it, and goes on after it", () => {
    firstRun();
    appendFileSync(file(), '{"v":1,"run":"r1","at":"1970');
    expect([...(open().last("up")?.finished ?? [])]).toEqual(["a"]);
    const record = open();
    record.begin("r2", at, { verb: "up", stacks: ["a"] });
    record.settle("r2", at, "a", "succeeded", 1);
    expect(open().last("up")).toMatchObject({ run: "r2" });
  });

  it("is refused, and left alone, when it is damaged elsewhere", () => {
    firstRun();
    const lines = readFileSync(file(), "utf8").split("\n");
    writeFileSync(file(), ["garbage", ...lines].join("\n"));
    expect(open).toThrow(
      expect.objectContaining({ kind: "damaged", message: expect.stringContaining(file()) as string }),
    );
  });
});
