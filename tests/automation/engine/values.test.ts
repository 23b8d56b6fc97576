import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  applyIgnoreChanges,
  applyReplaceOnChanges,
  compare,
  settleDiff,
} from "../../../automation/engine/diff";
import { UNKNOWN } from "../../../automation/engine";
import { formatPath, getAt, parsePath, resetAt, setAt } from "../../../automation/engine/property-path";
import { durationSeconds } from "../../../automation/engine/registration";
import { storedAsset } from "../../../automation/engine/assets";
import { Secret, equal, inheritSecrets } from "../../../automation/engine/values";
import type { Property, PropertyMap } from "../../../automation/engine/values";
import { decode, encode } from "../../../automation/engine/wire";

const { tree: property } = fc.letrec<{ tree: Property }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.string(),
    fc.constant(UNKNOWN),
    fc.array(tie("tree"), { maxLength: 3 }),
    fc.dictionary(fc.stringMatching(/^[a-z ."[\]]{1,4}$/), tie("tree"), { maxKeys: 3 }),
    tie("tree").map((inner) => new Secret(inner)),
  ),
}));
const map = fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), property, {
  maxKeys: 4,
}) as fc.Arbitrary<PropertyMap>;

describe("property values on the wire", () => {
  it("come back as they went", () => {
    fc.assert(
      fc.property(property, (value) => {
        const wire = encode(value, { secrets: true, resources: true });
        expect(equal(decode(JSON.parse(JSON.stringify(wire)) as never, { asset: storedAsset }), value)).toBe(
          true,
        );
      }),
    );
  });

  it("know an unknown value of every shape, an output value and its dependencies", () => {
    const dependencies = new Set<string>();
    const output = {
      "4dabf18193072939515e22adb298388d": "d0e6a833031e9bbcd3f4e8bde6ca49a4",
      secret: true,
      dependencies: ["urn:a"],
    };
    expect(decode(output, { asset: storedAsset, dependencies })).toEqual(new Secret(UNKNOWN));
    expect([...dependencies]).toEqual(["urn:a"]);
    expect(decode("6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", { asset: storedAsset })).toBe(UNKNOWN);
  });
});

describe("secrets a provider does not see", () => {
  it("stay with the property of the same name, at any depth, and with the whole of a list", () => {
    const outputs = inheritSecrets(
      { a: 1, b: { c: 2, d: 3 }, list: [1, 2], other: 4 },
      { a: new Secret(0), b: { c: new Secret(0) }, list: [0, new Secret(0)] },
    );
    expect(outputs).toEqual({
      a: new Secret(1),
      b: { c: new Secret(2), d: 3 },
      list: new Secret([1, 2]),
      other: 4,
    });
  });
});

describe("property paths", () => {
  it("read as they are written", () => {
    expect(parsePath('root["a key"].list[0][*].x')).toEqual(["root", "a key", "list", 0, "*", "x"]);
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(9), fc.string({ minLength: 1 })), { minLength: 1 }), (path) => {
        fc.pre(!path.includes("*") && typeof path[0] === "string");
        expect(parsePath(formatPath(path))).toEqual(path);
      }),
    );
  });

  it("find what they set", () => {
    fc.assert(
      fc.property(
        map,
        fc.array(fc.stringMatching(/^[a-z]{1,3}$/), { minLength: 1, maxLength: 3 }),
        (value, path) => {
          const changed = setAt(value, path, 42);
          if (changed !== undefined) expect(getAt(changed, path)).toBe(42);
        },
      ),
    );
  });

  it("refuse a text that is none", () => {
    expect(() => parsePath("a[")).toThrow(/is not a property path/);
  });
});

describe("ignoreChanges", () => {
  it("leaves no difference at an ignored path that both sides have", () => {
    fc.assert(
      fc.property(map, map, (old, now) => {
        const keys = Object.keys(now).filter((key) => key in old);
        const { inputs } = applyIgnoreChanges(now, old, keys);
        for (const key of keys) expect(equal(inputs[key], old[key])).toBe(true);
      }),
    );
  });

  it("takes an added property away again and brings a removed one back", () => {
    expect(applyIgnoreChanges({ a: 1, b: 2 }, { c: 3 }, ["b", "c"]).inputs).toEqual({ a: 1, c: 3 });
  });

  it("says when elements on the way were added or removed", () => {
    expect(resetAt({ list: [1] }, { list: [1, 2] }, ["list", "*"]).ok).toBe(false);
    expect(applyIgnoreChanges({ a: {} }, { a: { b: { c: 1 } } }, ["a.b.c"]).impossible).toEqual(["a.b.c"]);
    expect(applyIgnoreChanges({ a: { b: { c: 1, d: 2 } } }, { a: {} }, ["a.b.c"])).toEqual({
      inputs: { a: { b: { d: 2 } } },
      impossible: [],
    });
  });

  it("keeps what was secret so where only the whole was", () => {
    const now = { tags: { x: "new" }, list: ["new"] };
    const old = { tags: new Secret({ x: "hush" }), list: new Secret(["hush"]) };
    expect(applyIgnoreChanges(now, old, ["tags.x", "list[0]"]).inputs).toEqual({
      tags: { x: new Secret("hush") },
      list: [new Secret("hush")],
    });
  });
});

describe("comparing inputs", () => {
  it("finds exactly the leaves that differ", () => {
    const found = compare({ a: 1, b: { c: 2, d: [1, 2] }, e: 3 }, { a: 1, b: { c: 3, d: [1, 5, 6] }, f: 4 });
    expect(Object.entries(found).map(([path, { kind }]) => `${path} ${kind}`)).toEqual([
      "b.c update",
      "b.d[1] update",
      "b.d[2] add",
      "e delete",
      "f add",
    ]);
    fc.assert(fc.property(map, (value) => Object.keys(compare(value, value)).length === 0));
  });

  it("stands in for a provider that leaves the decision", () => {
    const diff = settleDiff(
      { changes: "unknown", replaces: [], deleteBeforeReplace: false },
      { a: 1 },
      { a: 2 },
    );
    expect(diff).toMatchObject({ changed: true, changedKeys: ["a"], replaceKeys: [] });
  });

  it("hands on what the provider does not know, but not beside a replacement that is certain", () => {
    const answer = {
      changes: "unknown",
      replaces: [],
      undecided: ["a"],
      deleteBeforeReplace: false,
    } as const;
    const diff = settleDiff(answer, { a: 1 }, { a: 2 });
    expect(diff).toMatchObject({ changed: true, undecided: ["a"] });
    expect(settleDiff({ ...answer, replaces: ["b"] }, { a: 1 }, { a: 2 }).undecided).toEqual([]);
    expect(applyReplaceOnChanges(diff, ["a"], false)).toMatchObject({ replaceKeys: ["a"], undecided: [] });
  });

  it("takes a detailed difference that replaces for a replacement", () => {
    const diff = settleDiff(
      {
        changes: "some",
        replaces: [],
        deleteBeforeReplace: false,
        detailed: { "a.b": { kind: "update-replace", inputDiff: true } },
      },
      {},
      {},
    );
    expect(diff.replaceKeys).toEqual(["a"]);
  });

  it("replaces on the changes that the option names, and on no others", () => {
    const diff = settleDiff(
      { changes: "unknown", replaces: [], deleteBeforeReplace: false },
      { a: { b: 1 }, c: 1 },
      { a: { b: 2 }, c: 2 },
    );
    expect(applyReplaceOnChanges(diff, ["a.b"], false).replaceKeys).toEqual(["a"]);
    expect(applyReplaceOnChanges(diff, ["d"], false).replaceKeys).toEqual([]);
    expect(applyReplaceOnChanges({ ...diff, changed: false }, ["#initerror"], true).replaceKeys).toEqual([
      "#initerror",
    ]);
  });
});

describe("durations", () => {
  it("read as Go writes them", () => {
    expect(durationSeconds("1h30m")).toBe(5400);
    expect(durationSeconds("1.5s")).toBe(1.5);
    expect(() => durationSeconds("5 minutes")).toThrow("unable to parse customTimeout Value 5 minutes");
  });
});
