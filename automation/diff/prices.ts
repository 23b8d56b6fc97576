/** A catalogue of prices: nothing is priced that it does not say, and each price says where it is read. */
import { readFileSync } from "node:fs";
import * as v from "valibot";
import { InputError } from "../../components/core/errors";
import type { Fault } from "../../lib/fault";

export const PRICES_SCHEMA = "causeway.prices/1";

const filled = v.pipe(v.string(), v.trim(), v.nonEmpty("a text that says something"));

const Wanted = v.union([v.string(), v.number(), v.boolean(), v.null()]);
const Factor = v.union([filled, v.pipe(v.number(), v.minValue(0, "0 or more"))]);
/** One of something, or a list of it. */
const some = <T extends v.GenericSchema>(schema: T) => v.union([schema, v.array(schema)]);

const PriceSchema = v.strictObject({
  /** Pulumi's type, `aws:rds/instance:Instance`. */
  type: filled,
  /** Region of the resource or its provider, `us-east-1`. Default: any. */
  region: v.optional(filled),
  /**
   * Inputs that a resource must have for this price, by their path: `{ "instanceClass": "db.r7g.large" }`. Of a list one is
   * enough; `*` in a text stands for any characters, null for an input that is not there. Default: any.
   */
  when: v.optional(v.record(v.string(), some(Wanted)), {}),
  /** What is paid for, for people: `db.r7g.large, PostgreSQL, one zone`. */
  what: filled,
  /** Per unit, in the catalogue's currency. */
  amount: v.pipe(v.number(), v.minValue(0, "0 or more")),
  /** An hour is counted 730 times a month. */
  unit: v.picklist(["hour", "month"]),
  /**
   * What the amount is multiplied with: paths of numbers among the inputs, `allocatedStorage`, of which a list counts as many as
   * it has members; and numbers. Default: once.
   */
  times: v.optional(some(Factor)),
  /** What is paid for beside it, by use, and is not in it: `data that it processes`. Default: nothing. */
  excludes: v.optional(filled),
  /** Web address of the page that the price is read on. */
  source: v.pipe(v.string(), v.regex(/^https?:\/\/\S+$/, "a web address: where the price can be read")),
  /** Day on which it was read or published there, `YYYY-MM-DD`. */
  date: v.pipe(v.string(), v.isoDate("a day, YYYY-MM-DD")),
});

const CatalogueSchema = v.strictObject({
  schema: v.literal(PRICES_SCHEMA),
  /** ISO 4217, `USD`. */
  currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/, "three letters, USD")),
  prices: v.array(PriceSchema),
});

export type Catalogue = v.InferOutput<typeof CatalogueSchema>;
export type CataloguePrice = Catalogue["prices"][number];

/** Prices nothing. */
export const NO_PRICES: Catalogue = { schema: PRICES_SCHEMA, currency: "USD", prices: [] };

/** @throws {InputError} with every fault of the file, or when it can not be read. */
export function readPrices(file: string): Catalogue {
  const result = v.safeParse(CatalogueSchema, jsonIn(file));
  if (result.success) return result.output;
  throw new InputError(
    `--prices ${file}`,
    result.issues.map((issue) => ({
      path: v.getDotPath(issue) ?? "",
      given: issue.input,
      allowed: issue.message,
    })),
  );
}

/**
 * The prices of several files together, such as those that a command fetched and those that are written by hand.
 *
 * @throws {InputError} with every fault of every file, or when their currencies differ.
 */
export function readAllPrices(files: readonly string[]): Catalogue {
  const faults: Fault[] = [];
  const read = files.flatMap((file) => {
    try {
      return [{ file, ...readPrices(file) }];
    } catch (error) {
      if (!InputError.is(error)) throw error;
      const isWhole = ({ path }: Fault) => path === "--prices";
      faults.push(
        ...error.faults.map((one) => (isWhole(one) ? one : { ...one, path: `${file} ${one.path}` })),
      );
      return [];
    }
  });
  if (faults.length > 0) throw new InputError("--prices", faults);
  const [first] = read;
  if (first === undefined) return NO_PRICES;
  const others = read.filter(({ currency }) => currency !== first.currency);
  if (others.length === 0)
    return { ...NO_PRICES, currency: first.currency, prices: read.flatMap(({ prices }) => prices) };
  const allowed = `prices in ${first.currency}, the currency of ${first.file}: amounts are added up`;
  throw new InputError(
    "options",
    others.map(({ file, currency }) => ({ path: `--prices ${file}`, given: currency, allowed })),
  );
}

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const allowed = `a JSON file as docs/diff.md describes it (${(error as Error).message})`;
    throw Object.assign(new InputError("options", [{ path: "--prices", given: file, allowed }]), {
      cause: error,
    });
  }
}
