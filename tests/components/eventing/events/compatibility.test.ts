import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { breakingChanges, defineEvent, planRelease } from "../../../../components/eventing/events";
import { jsonSchemaOf } from "../../../../components/eventing/events/json-schema";

const base = {
  id: v.pipe(v.string(), v.maxLength(10)),
  speed: v.picklist(["slow", "fast"]),
  note: v.optional(v.pipe(v.string(), v.maxLength(20), v.description("For people"))),
  lines: v.pipe(v.array(v.object({ count: v.pipe(v.number(), v.integer(), v.minValue(1)) })), v.maxLength(5)),
  place: v.union([v.object({ city: v.string() }), v.object({ port: v.number() })]),
};

/** The faults of a schema whose fields have changed so, as `path: given`. */
function changed(change: v.ObjectEntries | ((entries: typeof base) => v.ObjectEntries)): string[] {
  const next = typeof change === "function" ? change(base) : { ...base, ...change };
  return breakingChanges(jsonSchemaOf(v.object(base)), jsonSchemaOf(v.object(next))).map(
    ({ path, given }) => `${path}: ${String(given)}`,
  );
}

describe("a schema under the same major version", () => {
  it.each<[string, v.ObjectEntries]>([
    ["a new optional field", { colour: v.optional(v.picklist(["red"])) }],
    [
      "a new optional field in a list",
      {
        lines: v.pipe(
          v.array(v.object({ count: base.lines.pipe[0].item.entries.count, sku: v.optional(v.string()) })),
          v.maxLength(5),
        ),
      },
    ],
    ["other words", { note: v.optional(v.pipe(v.string(), v.maxLength(20), v.description("For nobody"))) }],
    ["the same values in another order", { speed: v.picklist(["fast", "slow"]) }],
    ["a default", { note: v.optional(base.note.wrapped, "none") }],
  ])("may have %s", (_, change) => {
    expect(changed(change)).toEqual([]);
  });

  it("may not lose a field, required or not", () => {
    expect(changed(({ id: _, ...rest }) => rest)).toEqual(["detail.id: removed"]);
    expect(changed(({ note: _, ...rest }) => rest)).toEqual(["detail.note: removed"]);
  });

  it.each<[string, v.ObjectEntries, string]>([
    ["a narrower enum", { speed: v.picklist(["slow"]) }, "detail.speed: without fast"],
    ["a wider enum", { speed: v.picklist(["slow", "fast", "express"]) }, "detail.speed: with express"],
    ["any text for an enum", { speed: v.string() }, "detail.speed: any value"],
    ["an enum for any text", { id: v.pipe(v.picklist(["a", "b"])) }, "detail.id: only a, b"],
    ["a new required field", { colour: v.string() }, "detail.colour: a new required field"],
    ["an optional field made required", { note: base.note.wrapped }, "detail.note: required"],
    ["a required field made optional", { id: v.optional(base.id) }, "detail.id: optional"],
    ["another type", { id: v.number() }, 'detail.id: another type: "number"'],
    ["a shorter text", { id: v.pipe(v.string(), v.maxLength(9)) }, "detail.id: another greatest length: 9"],
    ["a longer text", { id: v.pipe(v.string(), v.maxLength(11)) }, "detail.id: another greatest length: 11"],
    [
      "a pattern",
      { id: v.pipe(v.string(), v.maxLength(10), v.regex(/^P/)) },
      'detail.id: another pattern: "^P"',
    ],
    ["null", { id: v.nullable(base.id) }, "detail.id: another type: none"],
    [
      "a change in a list",
      {
        lines: v.pipe(
          v.array(v.object({ count: v.pipe(v.number(), v.integer(), v.minValue(0)) })),
          v.maxLength(5),
        ),
      },
      "detail.lines[].count: another least value: 0",
    ],
    [
      "one more alternative",
      { place: v.union([...base.place.options, v.object({ sea: v.string() })]) },
      "detail.place.anyOf[2]: a new alternative",
    ],
    [
      "one alternative less",
      { place: v.union([base.place.options[0]]) },
      "detail.place.anyOf[1]: no alternative",
    ],
  ])("may not have %s", (_, change, fault) => {
    expect(changed(change)).toContain(fault);
  });

  it("is refused with the exact place and the ways out", () => {
    const before = jsonSchemaOf(v.object({ a: v.object({ b: v.picklist(["x", "y"]) }) }));
    const after = jsonSchemaOf(v.object({ a: v.object({ b: v.picklist(["x"]) }) }));
    expect(breakingChanges(before, after)).toEqual([
      {
        path: "detail.a.b",
        given: "without y",
        allowed:
          "every released value, which events in the archive have; or a new major version, defined beside this one and with routes of its own",
      },
    ]);
  });
});

describe("a release", () => {
  const event = (version: string, entries: v.ObjectEntries = base, service = "warehouse") =>
    defineEvent({
      type: "Parcel Moved",
      service,
      version,
      description: "A parcel was moved.",
      detail: v.object(entries) as v.ObjectSchema<typeof base, undefined>,
      consumers: {},
      sample: { id: "1", speed: "slow", lines: [], place: { city: "Dubai" } },
    });
  const released = planRelease([event("1.0")], {}).writes;
  const faults = (...events: ReturnType<typeof event>[]) =>
    planRelease(events, released).faults.map(({ path, allowed }) => `${path}: ${allowed}`);
  const more = { ...base, colour: v.optional(v.string()) };

  it("writes what is new and what has changed", () => {
    expect(Object.keys(released)).toEqual(["ParcelMoved.1.json"]);
    expect(planRelease([event("1.0")], released)).toEqual({ faults: [], writes: {} });
    const plan = planRelease([event("1.1", more)], released);
    expect(plan.faults).toEqual([]);
    expect(plan.writes["ParcelMoved.1.json"]).toMatchObject({
      version: "1.1",
      schema: { properties: { colour: { type: "string" } } },
    });
  });

  it("wants the minor raised with the schema, but not with its words", () => {
    expect(faults(event("1.0", more))).toEqual([
      "Parcel Moved.version: 1.1, as the schema has changed since 1.0",
    ]);
    const words = {
      ...base,
      note: v.optional(v.pipe(v.string(), v.maxLength(20), v.description("Other words"))),
    };
    expect(faults(event("1.0", words))).toEqual([]);
  });

  it("takes any change as a new major beside the released one, and not without it", () => {
    const second = event("2.0", { id: v.string(), speed: base.speed, lines: base.lines, place: base.place });
    expect(planRelease([event("1.0"), second], released)).toMatchObject({
      faults: [],
      writes: { "ParcelMoved.2.json": { version: "2.0" } },
    });
    expect(faults(second)).toEqual([
      expect.stringMatching(
        /^Parcel Moved\.version: the definition, for as long as archives .*ParcelMoved\.1\.json/,
      ),
    ]);
    expect(faults(event("1.1", { ...base, id: v.string() }))).toEqual([
      expect.stringMatching(/^Parcel Moved\.detail\.id: what is released: 10; or a new major/),
    ]);
  });

  it("keeps the service that says it", () => {
    expect(faults(event("1.1", base, "depot"))).toEqual([
      expect.stringMatching(/^Parcel Moved\.service: warehouse, by which rules find it/),
    ]);
  });
});
