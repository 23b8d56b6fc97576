import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { InputError } from "../../../components/core";
import { oldPrices, priced } from "../../../automation/diff/cost";
import type { Cost, PropertyDiff, ResourceDiff } from "../../../automation/diff/model";
import { NO_PRICES, PRICES_SCHEMA, readPrices, type Catalogue } from "../../../automation/diff/prices";
import { environment, resource, stack } from "./format/documents";

const source = "https://prices.example.org/volumes";
const price = { what: "a volume", amount: 0.5, unit: "month" as const, source, date: "2026-01-10" };
const VOLUME = "oci:Core/volume:Volume";
const catalogue: Catalogue = {
  ...{ schema: PRICES_SCHEMA, currency: "EUR" },
  prices: [
    { ...price, type: VOLUME, when: {}, times: "sizeInGbs" },
    { ...price, type: VOLUME, when: { vpusPerGb: 20 }, what: "a fast volume", amount: 0.01, unit: "hour" },
  ],
};

const PATHS: readonly PropertyDiff[] = [{ path: "sizeInGbs", kind: "update", forcesReplacement: false }];

function costOf(
  action: ResourceDiff["action"],
  before: unknown,
  after: unknown,
  {
    type = VOLUME,
    properties = PATHS,
    prices = catalogue,
  }: {
    type?: string;
    properties?: readonly PropertyDiff[];
    prices?: Catalogue;
  } = {},
): Cost {
  const differs: ResourceDiff = {
    ...{ urn: "urn:one", type, name: "one", component: "", action },
    properties: [...properties],
    ...{ takesDown: [], deletedFirst: false, protected: false },
  };
  const told = environment("dev", [stack("data", [differs])]);
  return priced(told, () => ({ before, after }), prices).cost;
}

describe("the cost of a change", () => {
  test.each<[ResourceDiff["action"], unknown, unknown, number]>([
    ["create", undefined, { sizeInGbs: 100 }, 50],
    ["delete", { sizeInGbs: 100 }, undefined, -50],
    ["update", { sizeInGbs: 100 }, { sizeInGbs: 150 }, 25],
    ["replace", { sizeInGbs: 100 }, { sizeInGbs: 60 }, -20],
    // 730 hours at 0.01 on top.
    ["update", { sizeInGbs: 100 }, { sizeInGbs: 100, vpusPerGb: 20 }, 7.3],
    ["move", { sizeInGbs: 7 }, { sizeInGbs: 100 }, 50],
  ])("of a resource: %s", (action, before, after, monthly) => {
    const cost = costOf(action, before, after);
    expect(cost).toMatchObject({ currency: "EUR", monthly, atLeast: false, unknown: [] });
    expect(cost.lines).toHaveLength(1);
    expect(cost.lines[0]?.price).toMatchObject({ source, date: "2026-01-10" });
  });

  test("is none for what costs the same, and for tags, names, components and imports alone", () => {
    const nothing = { monthly: null, atLeast: false, lines: [], unknown: [] };
    const tags = [{ path: "freeformTags.Owner", kind: "add" as const, forcesReplacement: false }];
    expect(costOf("update", { sizeInGbs: 1 }, { sizeInGbs: 1 })).toMatchObject(nothing);
    expect(costOf("update", {}, {}, { properties: tags })).toMatchObject(nothing);
    expect(costOf("rename", {}, {})).toMatchObject(nothing);
    expect(costOf("import", {}, {})).toMatchObject(nothing);
    expect(costOf("create", {}, {}, { type: "tls:index/privateKey:PrivateKey" })).toMatchObject(nothing);
    const inside = resource("delete", VOLUME, "a", [], { component: "shop:Site/shop:Store" });
    const told = environment("dev", [stack("data", [resource("create", "shop:Store", "s"), inside])]);
    expect(priced(told, () => ({}), NO_PRICES).cost.unknown).toEqual([VOLUME]);
  });

  test("is unknown, and never zero, where no price says it: no entry, no match, a number that is not known yet", () => {
    const unknown = { monthly: null, atLeast: true, lines: [], unknown: [VOLUME] };
    expect(costOf("create", undefined, { sizeInGbs: 1 }, { prices: NO_PRICES })).toMatchObject(unknown);
    expect(costOf("create", undefined, { sizeInGbs: "[unknown]" })).toMatchObject(unknown);
    const strict = { ...catalogue, prices: catalogue.prices.slice(1) };
    expect(costOf("create", undefined, { sizeInGbs: 1 }, { prices: strict })).toMatchObject(unknown);
  });

  test("says of a price that is more than a year old that it is", () => {
    const told = { ...environment("dev", []), cost: costOf("create", undefined, { sizeInGbs: 1 }) };
    expect(oldPrices(told, "2026-11-25T12:00:00Z")).toEqual([]);
    expect(oldPrices(told, "2027-02-01T00:00:00Z")).toEqual([
      `The price of a volume is of 2026-01-10, 387 days old: ${source}`,
    ]);
  });
});

describe("a catalogue of prices", () => {
  const written = (text: string): string => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "causeway-prices-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = path.join(folder, "prices.json");
    writeFileSync(file, text);
    return file;
  };

  test("is read as it is written", () => {
    expect(readPrices(written(JSON.stringify(catalogue)))).toEqual(catalogue);
  });

  test("is refused with every fault: a price without a source or date, a unit that is none, a word too many", () => {
    const bad = { ...price, type: VOLUME, source: "a colleague", date: "lately", unit: "year", per: "GB" };
    const file = written(JSON.stringify({ ...catalogue, currency: "euro", prices: [bad] }));
    const failure = (() => {
      try {
        return readPrices(file);
      } catch (error) {
        return error;
      }
    })();
    expect(InputError.is(failure)).toBe(true);
    for (const told of ["currency", "prices.0.source", "prices.0.date", "prices.0.unit", "prices.0.per"])
      expect((failure as Error).message).toContain(told);
  });

  test.each([["{"], ["[]"]])("is refused where it is no catalogue: %s", (text) => {
    expect(() => readPrices(written(text))).toThrow(InputError);
    expect(() => readPrices("/none/prices.json")).toThrow(InputError);
  });
});
