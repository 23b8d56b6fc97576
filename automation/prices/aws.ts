/**
 * Prices of AWS from the files of its Price List Bulk API, which are public: AWS Billing user guide, "Getting price list files
 * manually" and "Reading the service price list file for an AWS service",
 * docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-the-aws-price-list-bulk-api-fetching-price-list-files-manually.html.
 */
import { parse } from "csv-parse/sync";
import * as v from "valibot";
import type { CataloguePrice } from "../diff/prices";
import { AWS_RULES, type AwsRule, type Offer } from "./aws-rules";
import { together, type Listed } from "./listed";
import { readJson, readLines, unreadable, type Reading } from "./read";

/** What of AWS an environment has in a region. */
export interface AwsUse {
  readonly region: string;
  readonly offers: ReadonlySet<Offer>;
  /** Families of instance types, `m6i`: the prices of all their sizes are read. */
  readonly families: ReadonlySet<string>;
}

/** The version of the files that is read here. */
const FORMAT = "v1.0";

const Index = v.object({
  formatVersion: v.literal(FORMAT),
  regions: v.record(
    v.string(),
    v.object({ currentVersionUrl: v.pipe(v.string(), v.regex(/^\/offers\/[^?#]+\.json$/)) }),
  ),
});

/**
 * The prices of what is used, offer by offer.
 *
 * @param lists where the lists are: `AWS_LISTS`, or a mirror of it.
 * @throws {DeployError} when a list can not be read in whole, or is none that is known.
 */
export async function awsPrices(uses: readonly AwsUse[], lists: string, reading: Reading): Promise<Listed> {
  const found: Listed[] = [];
  for (const offer of Object.keys(AWS_RULES) as Offer[]) {
    const wanted = uses.filter(({ offers }) => offers.has(offer));
    if (wanted.length === 0) continue;
    const index = await readIndex(`${lists}/offers/v1.0/aws/${offer}/current/region_index.json`, reading);
    for (const use of wanted) {
      const file = index[use.region]?.currentVersionUrl;
      found.push(
        file === undefined
          ? absent(offer, use.region)
          : await readOffer(offer, use, lists + file.replace(/json$/, "csv"), reading),
      );
    }
  }
  return together(found);
}

async function readIndex(url: string, reading: Reading) {
  const index = v.safeParse(Index, await readJson(url, reading));
  if (index.success) return index.output.regions;
  const [{ message, path }] = index.issues;
  const where = path?.map(({ key }) => String(key)).join(".") ?? "";
  throw unreadable(url, `is no index of regions of the format ${FORMAT} (${where}: ${message})`, reading);
}

/** An offer that is not made in a region. */
function absent(offer: Offer, region: string): Listed {
  const why = `${offer} has no list for ${region}`;
  const entries = AWS_RULES[offer].filter(({ usageType }) => !usageType.includes("*"));
  return {
    prices: [],
    unlisted: entries.flatMap((rule) => rule.entries("").map((entry) => ({ ...entry, region, why }))),
  };
}

type Row = Readonly<Record<string, string>>;

/** Rows of each rule, by the size that they are of. */
type Found = ReadonlyMap<AwsRule, Map<string, Row[]>>;

/** What one list says that is wanted. */
async function readOffer(offer: Offer, use: AwsUse, url: string, reading: Reading): Promise<Listed> {
  const found: Found = new Map(AWS_RULES[offer].map((rule) => [rule, new Map<string, Row[]>()]));
  const needed = AWS_RULES[offer].flatMap(({ columns = {} }) => Object.keys(columns));
  const list = new Table(url, needed, reading);
  // As it comes: the list of EC2 has hundreds of megabytes.
  for await (const line of readLines(url, reading)) {
    const row = list.take(line);
    if (row?.["Location Type"] === "AWS Region") sort(row, found, use);
  }
  const from = { region: use.region, url, date: list.published() };
  return together(
    [...found].flatMap(([rule, bySize]) =>
      sizesOf(rule, bySize, use).map((size) => listed(rule, size, bySize.get(size) ?? [], from)),
    ),
  );
}

function sort(row: Row, found: Found, { families }: AwsUse): void {
  for (const [rule, bySize] of found) {
    const size = sizeOf(rule, row);
    if (size === undefined || (size !== "" && !families.has(familyOf(size)))) continue;
    bySize.set(size, [...(bySize.get(size) ?? []), row]);
  }
}

/** Sizes that a list has and, as `m6i.*`, families of which it has none; one without a name where there are no sizes. */
function sizesOf(
  { usageType }: AwsRule,
  bySize: ReadonlyMap<string, unknown>,
  { families }: AwsUse,
): readonly string[] {
  if (!usageType.includes("*")) return [""];
  const has = new Set([...bySize.keys()].map(familyOf));
  return [...bySize.keys(), ...[...families].filter((one) => !has.has(one)).map((one) => `${one}.*`)].sort();
}

interface From {
  readonly region: string;
  readonly url: string;
  readonly date: string;
}

function listed(rule: AwsRule, size: string, rows: readonly Row[], { region, url, date }: From): Listed {
  const entries = rule.entries(size);
  const price = priceIn(rule, rows);
  if (typeof price === "string")
    return {
      prices: [],
      unlisted: entries.map((entry) => ({ ...entry, region, why: `${price} in ${url}` })),
    };
  const said = { region, amount: price, unit: rule.unit, source: url, date };
  return { prices: entries.map((entry): CataloguePrice => ({ ...entry, ...said })), unlisted: [] };
}

/** `m6i` of `m6i.large`. */
export const familyOf = (instanceType: string): string => instanceType.slice(0, instanceType.indexOf("."));

/** Names of regions as usage types begin with them: `EU-`, `USE1-`, `us-east-1-`; in us-east-1 most have none. */
const PREFIX = /^(?:EU-|[A-Z]{3}\d-|[a-z]{2}(?:-[a-z]+)+-\d-)?/;

/** The size that a row prices of what a rule is for, empty where there are no sizes; undefined for other rows. */
function sizeOf({ usageType, columns = {} }: AwsRule, row: Row): string | undefined {
  const used = (row["usageType"] ?? "").replace(PREFIX, "");
  const [start = "", rest] = usageType.split("*");
  if (rest === undefined ? used !== start : !used.startsWith(start)) return undefined;
  return Object.entries(columns).every(([name, value]) => row[name] === value)
    ? used.slice(start.length)
    : undefined;
}

/** The one price of rows, or why there is none for certain. */
function priceIn({ listed }: AwsRule, rows: readonly Row[]): number | string {
  const [row] = rows;
  if (row === undefined) return "it is not";
  if (new Set(rows.map(({ SKU }) => SKU)).size > 1) return `${rows.length} rows are like it`;
  if (rows.length > 1 || row["StartingRange"] !== "0" || row["EndingRange"] !== "Inf")
    return "it depends on how much else the account uses: it has steps";
  const { PricePerUnit: amount = "", Currency: currency = "", Unit: unit = "" } = row;
  if (currency !== "USD" || !listed.test(unit) || !/^\d+(\.\d+)?$/.test(amount))
    return `it is ${JSON.stringify(`${amount} ${currency} per ${unit}`)}, which is not understood,`;
  return Number(amount);
}

/** Columns that are read of every list. */
const COLUMNS = [
  "SKU",
  "TermType",
  "StartingRange",
  "EndingRange",
  "Unit",
  "PricePerUnit",
  "Currency",
  "Location Type",
  "usageType",
];
/** Lines before the names of the columns: "The first five rows of the CSV file contain the metadata". */
const MOST_METADATA = 20;

/** A list in the making: what is said of it, then its columns, then its rows. */
class Table {
  readonly #said = new Map<string, string>();
  #columns: readonly string[] | undefined;

  constructor(
    private readonly url: string,
    /** Columns beside those that every list is read by. */
    private readonly needed: readonly string[],
    private readonly reading: Reading,
  ) {}

  /** The row of a line with a price on demand; undefined for other lines. */
  take(line: string): Row | undefined {
    if (this.#columns === undefined) {
      this.#begin(this.#fieldsOf(line));
      return undefined;
    }
    if (line === "" || !line.includes("OnDemand")) return undefined;
    const fields = this.#fieldsOf(line);
    if (fields.length !== this.#columns.length)
      throw this.#unreadable(`has a row of ${fields.length} fields where ${this.#columns.length} are named`);
    const row = Object.fromEntries(this.#columns.map((name, i) => [name, fields[i] ?? ""]));
    return row["TermType"] === "OnDemand" ? row : undefined;
  }

  /** The day on which the list was published. */
  published(): string {
    if (this.#columns === undefined) throw this.#unreadable("ends before its first row");
    return (this.#said.get("Publication Date") ?? "").slice(0, 10);
  }

  #begin(fields: readonly string[]): void {
    if (fields[0] !== "SKU") {
      this.#said.set(fields[0] ?? "", fields[1] ?? "");
      if (this.#said.size > MOST_METADATA)
        throw this.#unreadable("is no price list: no line names its columns");
      return;
    }
    const version = this.#said.get("FormatVersion");
    if (version !== FORMAT)
      throw this.#unreadable(`is of the format ${version ?? "of no name"}, and ${FORMAT} is read here`);
    if (!/^\d{4}-\d{2}-\d{2}T/.test(this.#said.get("Publication Date") ?? ""))
      throw this.#unreadable("does not say when it was published");
    const missing = [...COLUMNS, ...new Set(this.needed)].filter((name) => !fields.includes(name));
    if (missing.length > 0) throw this.#unreadable(`has no column ${missing.join(", ")}`);
    this.#columns = fields;
  }

  /** AWS breaks no line within a field. */
  #fieldsOf(line: string): readonly string[] {
    try {
      return parse(line, { relax_column_count: true })[0] ?? [];
    } catch (error) {
      throw this.#unreadable(`has a row that is no CSV (${(error as Error).message})`);
    }
  }

  #unreadable(why: string) {
    return unreadable(this.url, why, this.reading);
  }
}
