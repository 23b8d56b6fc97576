/**
 * Prices of Oracle Cloud from its price list, which is public: "Accessing List Pricing",
 * docs.oracle.com/en-us/iaas/Content/Billing/Tasks/signingup_topic-Estimating_Costs.htm.
 */
import * as v from "valibot";
import type { CataloguePrice } from "../diff/prices";
import { together, type Listed } from "./listed";
import { OCI_RULES, type OciRule, type Part } from "./oci-rules";
import { readJson, unreadable, type Reading } from "./read";

/** The currency in which the lists of both clouds are read; that of AWS has no other. */
export const CURRENCY = "USD";

const List = v.object({
  lastUpdated: v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}T/)),
  items: v.pipe(
    v.array(
      v.object({
        partNumber: v.string(),
        displayName: v.string(),
        metricName: v.string(),
        currencyCodeLocalizations: v.array(
          v.object({
            currencyCode: v.string(),
            prices: v.array(
              v.object({ model: v.string(), value: v.nullish(v.pipe(v.number(), v.minValue(0))) }),
            ),
          }),
        ),
      }),
    ),
    v.nonEmpty(),
  ),
});

type Item = v.InferOutput<typeof List>["items"][number];

/**
 * The prices of what can be mapped for certain.
 *
 * @param list where the list is: `OCI_LIST`, or a mirror of it.
 * @throws {DeployError} when the list can not be read in whole, or is none that is known.
 */
export async function ociPrices(list: string, reading: Reading): Promise<Listed> {
  const url = `${list}?currencyCode=${CURRENCY}`;
  const read = v.safeParse(List, await readJson(url, reading));
  if (!read.success) {
    const [{ message, path }] = read.issues;
    const where = path?.map(({ key }) => String(key)).join(".") ?? "";
    throw unreadable(url, `is no price list of a known format (${where}: ${message})`, reading);
  }
  const { lastUpdated, items } = read.output;
  const all = new Map(items.map((item) => [item.partNumber, item]));
  const date = lastUpdated.slice(0, 10);
  return together(OCI_RULES.map((rule) => listed(rule, all, { list, date })));
}

interface Where {
  readonly list: string;
  readonly date: string;
}

function listed(rule: OciRule, all: ReadonlyMap<string, Item>, { list, date }: Where): Listed {
  const read = rule.map((line) => ({ ...line, price: priceOf(line.part, all.get(line.part.number)) }));
  const why = read.map(({ price }) => price).filter((price) => typeof price === "string");
  if (why.length > 0)
    return {
      prices: [],
      unlisted: rule.map(({ entry }) => ({ ...entry, why: `${why.join("; ")}, in ${list}` })),
    };
  return {
    unlisted: [],
    prices: read.map(({ part, unit, entry, price }): CataloguePrice => ({
      ...entry,
      ...{ amount: Number(price), unit },
      source: `${list}?partNumber=${part.number}&currencyCode=${CURRENCY}`,
      date,
    })),
  };
}

/** The one price of a part, or why there is none for certain. */
function priceOf({ number, name, metric }: Part, item: Item | undefined): number | string {
  if (item === undefined) return `${number} is not`;
  if (!name.test(item.displayName) || !metric.test(item.metricName))
    return `${number} is ${JSON.stringify(`${item.displayName}, ${item.metricName}`)}, which is not what it was`;
  const asked = item.currencyCodeLocalizations
    .filter(({ currencyCode }) => currencyCode === CURRENCY)
    .flatMap(({ prices }) => prices)
    .filter(({ model }) => model === "PAY_AS_YOU_GO");
  const [first] = asked;
  if (asked.length > 1) return `${number} depends on how much else the tenancy uses: it has steps`;
  return first?.value ?? `${number} has no price in ${CURRENCY}`;
}
