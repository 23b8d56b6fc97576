import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AffectedStack, Because } from "../../../automation/diff/affected";
import { nextRound, type Outcome } from "../../../automation/diff/rounds";

const NEEDS: Readonly<Record<string, readonly string[]>> = {
  network: [],
  data: ["network"],
  cluster: ["network"],
  apps: ["cluster", "data"],
};
const stacks = (because: Readonly<Record<string, Because>>): AffectedStack[] =>
  Object.keys(NEEDS).map((name) => ({ name, because: because[name] ?? "unchanged" }));
const next = (because: Readonly<Record<string, Because>>, decided: Readonly<Record<string, Outcome>> = {}) =>
  nextRound(stacks(because), (name) => NEEDS[name] ?? [], new Map(Object.entries(decided)));

const RIPPLE = { network: "program", data: "needs", cluster: "needs", apps: "needs" } as const;

describe("when a stack is previewed", () => {
  test("what differs itself at once, what needs it when it is known to hand on something else", () => {
    expect(next(RIPPLE).run).toEqual(["network"]);
    expect(next(RIPPLE, { network: "differs" }).run).toEqual(["data", "cluster"]);
    expect(next(RIPPLE, { network: "differs", data: "same", cluster: "differs" }).run).toEqual(["apps"]);
  });

  test("not at all where nothing that it needs hands on anything else, over any number of steps", () => {
    const { run, settled } = next(RIPPLE, { network: "same" });
    expect(run).toEqual([]);
    expect([...settled]).toEqual([
      ["data", "same"],
      ["cluster", "same"],
      ["apps", "same"],
    ]);
  });

  test("not where something that it needs failed, even if its own program differs", () => {
    const { run, settled } = next({ ...RIPPLE, apps: "program" }, { network: "differs", data: "failed" });
    expect(run).toEqual(["cluster"]);
    expect([...settled]).toEqual([["apps", "failed"]]);
  });

  test("after what it needs, where that is not decided yet: its own program differs, and a stack between does not", () => {
    const because = { network: "program", cluster: "needs", apps: "program" } as const;
    expect(next(because).run).toEqual(["network"]);
    expect(next(because, { network: "same" }).run).toEqual(["apps"]);
    expect(next(because, { network: "differs" }).run).toEqual(["cluster", "apps"]);
    expect(next({ network: "program", data: "program", apps: "program" }).run).toEqual([
      "network",
      "data",
      "apps",
    ]);
  });

  test("each once, whatever comes of it, until all are decided", () => {
    const why = fc.constantFrom<Because>("program", "needs", "unchanged", "new", "environment");
    const outcome = fc.constantFrom<Outcome>("same", "differs", "failed");
    const graph = fc.array(fc.tuple(why, outcome, fc.array(fc.nat(9))), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(graph, (nodes) => {
        const needsOf = (name: string) =>
          (nodes[Number(name)]?.[2] ?? []).filter((need) => need < Number(name)).map(String);
        const all = nodes.map(([because], index) => ({ name: String(index), because }));
        const decided = new Map<string, Outcome>();
        const ran: string[] = [];
        for (let rounds = 0; rounds <= nodes.length; rounds++) {
          const { run, settled } = nextRound(all, needsOf, decided);
          for (const [name, came] of settled) decided.set(name, came);
          for (const name of run) {
            const needs = needsOf(name).filter((need) => all[Number(need)]?.because !== "unchanged");
            expect(needs.every((need) => decided.has(need) || run.includes(need))).toBe(true);
          }
          for (const name of run) decided.set(name, nodes[Number(name)]?.[1] ?? "same");
          ran.push(...run);
        }
        expect(new Set(ran).size).toBe(ran.length);
        const looked = all.filter(({ because }) => because !== "unchanged");
        expect(looked.filter(({ name }) => !decided.has(name))).toEqual([]);
        // What differs itself is left out for a failure alone.
        const own = looked.filter(({ because }) => because !== "needs").map(({ name }) => name);
        expect(own.filter((name) => !ran.includes(name) && decided.get(name) !== "failed")).toEqual([]);
      }),
    );
  });
});
