import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { InputError } from "../../../components/core";
import { costOf, oldPrices, priced } from "../../../automation/diff/cost";
import type { Cost, PropertyDiff, ResourceDiff } from "../../../automation/diff/model";
import {
  NO_PRICES,
  PRICES_SCHEMA,
  readAllPrices,
  readPrices,
  type Catalogue,
  type CataloguePrice,
} from "../../../automation/diff/prices";
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

function costFor(
  action: ResourceDiff["action"],
  before: unknown,
  after: unknown,
  {
    type = VOLUME,
    properties = PATHS,
    prices = catalogue,
    retained = false,
  }: {
    type?: string;
    properties?: readonly PropertyDiff[];
    retained?: boolean;
    prices?: Catalogue;
  } = {},
): Cost {
  const differs: ResourceDiff = {
    ...{ urn: "urn:one", type, name: "one", component: "", action },
    properties: [...properties],
    ...{ takesDown: [], deletedFirst: false, protected: false, retained },
  };
  const told = environment("dev", [stack("data", [differs])]);
  return priced(told, () => ({ before, after }), prices).cost;
}

describe("the cost of a change", () => {
  test("is none where what goes is left in the cloud, and all of the new one where it is replaced", () => {
    const [before, after] = [{ sizeInGbs: 100 }, { sizeInGbs: 60 }];
    expect(costFor("delete", before, undefined, { retained: true })).toMatchObject({
      monthly: null,
      lines: [],
    });
    expect(costFor("replace", before, after, { retained: true }).monthly).toBe(30);
  });

  test.each<[ResourceDiff["action"], unknown, unknown, number]>([
    ["create", undefined, { sizeInGbs: 100 }, 50],
    ["delete", { sizeInGbs: 100 }, undefined, -50],
    ["update", { sizeInGbs: 100 }, { sizeInGbs: 150 }, 25],
    ["replace", { sizeInGbs: 100 }, { sizeInGbs: 60 }, -20],
    // 730 hours at 0.01 on top.
    ["update", { sizeInGbs: 100 }, { sizeInGbs: 100, vpusPerGb: 20 }, 7.3],
    ["move", { sizeInGbs: 7 }, { sizeInGbs: 100 }, 50],
  ])("of a resource: %s", (action, before, after, monthly) => {
    const cost = costFor(action, before, after);
    expect(cost).toMatchObject({ currency: "EUR", monthly, atLeast: false, unknown: [] });
    expect(cost.lines).toHaveLength(1);
    expect(cost.lines[0]?.price).toMatchObject({ source, date: "2026-01-10" });
  });

  test("is none for what costs the same, and for tags, names, components and imports alone", () => {
    const nothing = { monthly: null, atLeast: false, lines: [], unknown: [] };
    const tags = [{ path: "freeformTags.Owner", kind: "add" as const, forcesReplacement: false }];
    expect(costFor("update", { sizeInGbs: 1 }, { sizeInGbs: 1 })).toMatchObject(nothing);
    expect(costFor("update", {}, {}, { properties: tags })).toMatchObject(nothing);
    expect(costFor("rename", {}, {})).toMatchObject(nothing);
    expect(costFor("import", {}, {})).toMatchObject(nothing);
    expect(costFor("create", {}, {}, { type: "tls:index/privateKey:PrivateKey" })).toMatchObject(nothing);
    const inside = resource("delete", VOLUME, "a", [], { component: "shop:Site/shop:Store" });
    const told = environment("dev", [stack("data", [resource("create", "shop:Store", "s"), inside])]);
    expect(priced(told, () => ({}), NO_PRICES).cost.unknown).toEqual([VOLUME]);
  });

  test("is unknown, and never zero, where no price says it: no entry, no match, a number that is not known yet", () => {
    const unknown = { monthly: null, atLeast: true, lines: [], unknown: [VOLUME] };
    expect(costFor("create", undefined, { sizeInGbs: 1 }, { prices: NO_PRICES })).toMatchObject(unknown);
    expect(costFor("create", undefined, { sizeInGbs: "[unknown]" })).toMatchObject(unknown);
    const strict = { ...catalogue, prices: catalogue.prices.slice(1) };
    expect(costFor("create", undefined, { sizeInGbs: 1 }, { prices: strict })).toMatchObject(unknown);
  });

  /** What a new resource costs at one price of 1 a month. */
  function monthly(more: Partial<CataloguePrice>, after: unknown, region?: string): number | null {
    const one: CataloguePrice = { ...price, type: VOLUME, when: {}, amount: 1, ...more };
    const made = { stack: "data", urn: "urn:one", type: VOLUME, region, after };
    return costOf([made], { ...catalogue, prices: [one] }).monthly;
  }

  test("is that of the region: of another one, or of none that is known, it is unknown", () => {
    expect(monthly({ region: "us-east-1" }, {}, "us-east-1")).toBe(1);
    expect(monthly({ region: "us-east-1" }, {}, "eu-west-1")).toBeNull();
    expect(monthly({ region: "us-east-1" }, {})).toBeNull();
  });

  test.each<[CataloguePrice["when"][string], unknown, number | null]>([
    [["a", "b"], "b", 1],
    [["a", "b"], "c", null],
    ["VM.*.Flex", "VM.Standard3.Flex", 1],
    ["VM.*.Flex", "VMx.Flex", null],
    ["*", 7, 1],
    ["*", undefined, null],
    ["*", ["a"], null],
    [null, undefined, 1],
    [null, false, null],
    [[null, false], false, 1],
    [[null, "a"], "[unknown]", null],
    ["*", "[secret]", null],
  ])("is for inputs that are %j: %j", (wanted, value, expected) => {
    expect(monthly({ when: { "shape.name": wanted } }, { shape: { name: value } })).toBe(expected);
  });

  test("is unknown where nobody sees what it is within", () => {
    expect(monthly({ when: { "shape.name": null } }, { shape: "[unknown]" })).toBeNull();
    expect(monthly({ when: { "shapes[0].name": null } }, { shapes: ["[secret]"] })).toBeNull();
    expect(monthly({ when: { "shapes[0].name": null } }, { shapes: [{}] })).toBe(1);
  });

  test.each<[CataloguePrice["times"], unknown, number | null]>([
    ["subnets", { subnets: ["a", "[unknown]", "c"] }, 3],
    [["nodes", 10, "disk"], { nodes: 3, disk: "50" }, 1500],
    ["disk", { disk: "50 GB" }, null],
    [["nodes", "disk"], { nodes: 3 }, null],
    [["nodes", "disk"], { nodes: 3, disk: "[unknown]" }, null],
    ["nodes", { nodes: true }, null],
  ])("is counted %j times: %j", (times, inputs, expected) => {
    expect(monthly({ times }, inputs)).toBe(expected);
  });

  test("is a part where use is paid for beside it, which is said", () => {
    const excludes = "data that it processes";
    const prices = { ...catalogue, prices: [{ ...price, type: VOLUME, when: {}, excludes }] };
    const cost = costFor("create", undefined, {}, { prices });
    expect(cost).toMatchObject({
      monthly: 0.5,
      atLeast: true,
      unknown: [],
      lines: [{ price: { excludes } }],
    });
  });

  test("says of a price that is more than a year old that it is", () => {
    const told = { ...environment("dev", []), cost: costFor("create", undefined, { sizeInGbs: 1 }) };
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

  test("is several files together, in one currency", () => {
    const own = { ...catalogue, prices: [{ ...price, type: "aws:kms/key:Key", when: {} }] };
    const [one, other] = [catalogue, own].map((each) => written(JSON.stringify(each))) as [string, string];
    expect(readAllPrices([one, other])).toEqual({
      ...catalogue,
      prices: [...catalogue.prices, ...own.prices],
    });
    expect(readAllPrices([])).toEqual(NO_PRICES);
    const dollars = written(JSON.stringify({ ...own, currency: "USD" }));
    expect(() => readAllPrices([one, dollars])).toThrow(/is "USD"; allowed: prices in EUR/);
  });

  test("is refused with every fault of every file", () => {
    const euro = written(JSON.stringify({ ...catalogue, currency: "euro" }));
    const broken = path.join(path.dirname(euro), "broken.json");
    writeFileSync(broken, "{");
    expect(() => readAllPrices([euro, broken, "/none/prices.json"])).toThrow(
      new RegExp(
        `--prices: 3 invalid inputs\n  ${euro} currency .*\n  --prices is "${broken}".*\n  --prices is "/none/`,
      ),
    );
  });

  test.each([["{"], ["[]"]])("is refused where it is no catalogue: %s", (text) => {
    expect(() => readPrices(written(text))).toThrow(InputError);
    expect(() => readPrices("/none/prices.json")).toThrow(InputError);
  });
});
