import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { RULES } from "../../policy/rules";

const root = path.resolve(__dirname, "../..");
const rows = readFileSync(path.join(root, "docs/requirements/policy-rules.md"), "utf8")
  .split("\n")
  .flatMap((line) => {
    const [, id, state] = /^\| `([a-z0-9-]+)` \| (.+?) \|$/.exec(line) ?? [];
    return id === undefined || state === undefined ? [] : [{ id, state }];
  });
const quoted = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, one = ""]) => one);

it("every rule that a spec names is in the pack, absorbed by one, held by a component, or waits for what is not built", () => {
  const wrong = rows.filter(({ id, state }) => {
    if (state === "rule") return !RULES.some((rule) => rule.id === id);
    if (state.startsWith("component: "))
      return quoted(state).some((file) => !existsSync(path.join(root, file)));
    if (state.startsWith("open: ")) return false;
    return !quoted(state).every((by) => RULES.find((rule) => rule.id === by)?.absorbs?.includes(id));
  });
  expect(wrong).toEqual([]);
  expect(rows.length).toBeGreaterThan(270);
});

it("the pack has no rule and no alias that no spec names", () => {
  const named = new Set(rows.map(({ id }) => id));
  expect(RULES.flatMap(({ id, absorbs = [] }) => [id, ...absorbs]).filter((id) => !named.has(id))).toEqual(
    [],
  );
});

it("what is open says why, and becomes no more", () => {
  const open = rows.filter(({ state }) => state.startsWith("open: "));
  expect(open.filter(({ state }) => !/^open: (waits for|needs) .{30,}/.test(state))).toEqual([]);
  expect(open.length).toBeLessThanOrEqual(21);
});
