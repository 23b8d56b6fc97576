import { readFileSync } from "node:fs";
import path from "node:path";
import Ajv2020 from "ajv/dist/2020";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { json } from "../../../../automation/diff/format/json";
import type { DiffDocument } from "../../../../automation/diff/model";
import * as documents from "./documents";
import { documents as anyDocument } from "./generated";

const file = path.resolve(__dirname, "../../../../docs/diff.schema.json");
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(
  JSON.parse(readFileSync(file, "utf8")) as object,
);

/** The same value with the keys of every object the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, one]) => [key, reversed(one)]),
  );
}

describe("the document as JSON", () => {
  test("is what the published schema says, of any document", () => {
    fc.assert(
      fc.property(anyDocument, (given) => {
        expect(validate(JSON.parse(json(given))), JSON.stringify(validate.errors)).toBe(true);
        expect(JSON.parse(json(given))).toEqual(JSON.parse(JSON.stringify(given)));
      }),
      { numRuns: 100, endOnFailure: true },
    );
    expect(validate({ ...documents.quiet, platform: 1 })).toBe(false);
  });

  test("has the same bytes however the document was made", () => {
    const given = documents.dangerous;
    const turned = reversed(given) as DiffDocument;
    expect(JSON.stringify(turned)).not.toBe(JSON.stringify(given));
    expect(json(turned)).toBe(json(given));
    expect(Object.keys(JSON.parse(json(turned)) as object).slice(0, 3)).toEqual([
      "schema",
      "simulated",
      "platform",
    ]);
  });

  test("is refused where it is no such document", () => {
    expect(() => json({ ...documents.quiet, schema: "causeway.diff/0" as never })).toThrow("causeway.diff/1");
  });
});
