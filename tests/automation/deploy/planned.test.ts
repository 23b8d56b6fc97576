import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { PlannedHandover } from "../../../automation/deploy/planned";
import { digestOf } from "../../../stacks/define/digest";
import type { PlannedDocument, PlannedValue } from "../../../stacks/define/planned";

let folder: string;
let handover: PlannedHandover;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "causeway-planned-"));
  handover = new PlannedHandover(folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const variablesOf = (name: string, ...needs: string[]) =>
  handover.variables({
    name,
    needs: Object.fromEntries(needs.map((stack) => [stack, { stack } as never])),
  });

/** What a stack's preview writes. */
function plan(stack: string, outputs: (key: string) => Readonly<Record<string, PlannedValue>>): void {
  const { CAUSEWAY_PLAN_OUT: file = "", CAUSEWAY_PLAN_KEY: key = "" } = variablesOf(stack);
  writeFileSync(file, JSON.stringify({ contract: `${stack}/1`, outputs: outputs(key) }));
}

function toldOf(stack: string): Readonly<Record<string, PlannedValue>> | undefined {
  const { CAUSEWAY_PLAN_IN: file = "" } = variablesOf("reader", stack);
  return (JSON.parse(readFileSync(file, "utf8")) as PlannedDocument).stacks[stack]?.outputs;
}

const secret = (key: string, value: unknown): PlannedValue => ({
  ...{ unknown: true, secret: true },
  digest: digestOf(key, value),
});

describe("what a stack hands on, beside what is deployed", () => {
  test("is the same where every part is, secrets by their digest; a secret that stays is read from the state", () => {
    plan("data", (key) => ({
      name: { value: "orders" },
      ids: { items: [{ value: "a" }, { value: { b: [1] } }] },
      token: secret(key, { user: "u", password: "p" }),
    }));
    expect(handover.hasSecrets("data")).toBe(true);
    handover.compare("data", {
      name: "orders",
      ids: ["a", { b: [1] }],
      token: { password: "p", user: "u" },
    });
    expect(handover.differs("data")).toBe(false);
    expect(toldOf("data")?.["token"]).toEqual({ unknown: true, secret: true, deployed: true });
  });

  test.each<[string, PlannedValue, unknown]>([
    ["another value", { value: "b" }, "a"],
    ["a value that nobody knows yet", { unknown: true }, "a"],
    ["a secret that nobody knows yet", { unknown: true, secret: true }, "a"],
    ["one item more", { items: [{ value: 1 }, { value: 2 }] }, [1]],
    ["one field less", { fields: { a: { value: 1 } } }, { a: 1, b: 2 }],
    ["a list for an object", { items: [{ value: 1 }] }, { 0: 1 }],
    ["a field that is new", { value: "a" }, undefined],
  ])("differs by %s", (_, planned, deployed) => {
    plan("data", () => ({ kept: { value: 1 }, it: planned }));
    handover.compare("data", { kept: 1, it: deployed });
    expect(handover.differs("data")).toBe(true);
    expect(toldOf("data")?.["it"]).not.toHaveProperty("deployed");
  });

  test("differs by another secret, and until it is compared", () => {
    plan("data", (key) => ({ token: secret(key, "new") }));
    expect(handover.differs("data")).toBe(true);
    handover.compare("data", { token: "old" });
    expect(handover.differs("data")).toBe(true);
    expect(toldOf("data")?.["token"]).not.toHaveProperty("deployed");
  });

  test("says nothing of a secret to who has another run's key", () => {
    const [one, other] = [handover, new PlannedHandover(path.join(folder, "other"))].map(
      (of) => of.variables({ name: "data", needs: {} })["CAUSEWAY_PLAN_KEY"] ?? "",
    );
    expect(digestOf(one ?? "", "p")).not.toBe(digestOf(other ?? "", "p"));
  });
});
