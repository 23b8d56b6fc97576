/** The prices of what a platform is made of, from the clouds' own lists, and what those do not say. */
import { byText } from "../../lib/by-text";
import { costOf, couldPrice, type CostChange } from "../diff/cost";
import type { Cost } from "../diff/model";
import { PRICES_SCHEMA, type Catalogue, type CataloguePrice } from "../diff/prices";
import { awsPrices, familyOf, type AwsUse } from "./aws";
import { AWS_RULES, type Offer } from "./aws-rules";
import { together, type Unlisted } from "./listed";
import { CURRENCY, ociPrices } from "./oci";
import type { Reading } from "./read";

/** What an environment is made of. */
export interface Environment {
  readonly name: string;
  readonly resources: readonly CostChange[];
}

export interface Lists {
  /** Where AWS's lists are. */
  readonly aws: string;
  /** Where Oracle's list is. */
  readonly oci: string;
}

export interface Collected {
  readonly catalogue: Catalogue;
  readonly unlisted: readonly Unlisted[];
}

/**
 * Reads the lists of the clouds that are used, as far as they are needed.
 *
 * @param families of instance types whose prices are read beside those in use.
 * @throws {DeployError} when a list can not be read in whole.
 */
export async function collect(
  environments: readonly Environment[],
  families: readonly string[],
  lists: Lists,
  reading: Omit<Reading, "flag">,
): Promise<Collected> {
  const all = environments.flatMap(({ resources }) => resources);
  const { prices, unlisted } = together([
    await awsPrices(awsUses(all, families), lists.aws, { ...reading, flag: "--aws-price-list" }),
    ...(all.some(({ type }) => type.startsWith("oci:"))
      ? [await ociPrices(lists.oci, { ...reading, flag: "--oci-price-list" })]
      : []),
  ]);
  return {
    catalogue: { schema: PRICES_SCHEMA, currency: CURRENCY, prices: [...prices].sort(inOrder) },
    unlisted,
  };
}

/** The same prices are the same text, so that a commit of them shows what changed. */
function inOrder(a: CataloguePrice, b: CataloguePrice): number {
  const key = ({ type, region = "", what, when }: CataloguePrice) =>
    [type, region, what, JSON.stringify(when)].join("\n");
  return byText(key(a), key(b));
}

/** Of EC2, whose list is large, only where something is that it prices; other lists wherever something of AWS is. */
function awsUses(resources: readonly CostChange[], families: readonly string[]): readonly AwsUse[] {
  const ofEc2 = new Set(AWS_RULES.AmazonEC2.flatMap(({ entries }) => entries("")).map(({ type }) => type));
  const own = resources.filter(({ type }) => type.startsWith("aws:"));
  const regions = [...new Set(own.flatMap(({ region }) => region ?? []))].sort(byText);
  return regions.map((region): AwsUse => {
    const all = own.filter((one) => one.region === region);
    const large = all.some(({ type }) => ofEc2.has(type));
    return {
      region,
      offers: new Set((Object.keys(AWS_RULES) as Offer[]).filter((offer) => offer !== "AmazonEC2" || large)),
      families: new Set([...families, ...all.flatMap(instanceTypes).map(familyOf)]),
    };
  });
}

function instanceTypes({ after }: CostChange): readonly string[] {
  const { instanceTypes: types } = (after ?? {}) as { readonly instanceTypes?: unknown };
  return Array.isArray(types) ? types.filter((one) => typeof one === "string") : [];
}

/** Resources of a type that no price is for, and why, where the lists are asked for one. */
export interface Unpriced {
  readonly type: string;
  readonly count: number;
  readonly why?: string;
}

/** What an environment costs a month as a whole, and what of it has no price. */
export function judge(
  { resources }: Environment,
  { catalogue, unlisted }: Collected,
): { readonly cost: Cost; readonly unpriced: readonly Unpriced[] } {
  const known = new Set([...catalogue.prices, ...unlisted].map(({ type }) => type));
  const whyOf = (one: CostChange): string | undefined =>
    unlisted.find((entry) => couldPrice(entry, one))?.why ??
    (known.has(one.type) ? "no price is for inputs such as these" : undefined);
  const unpriced = resources
    .filter((one) => costOf([one], catalogue).unknown.length > 0)
    .map((one): Unpriced => {
      const why = whyOf(one);
      return { type: one.type, count: 1, ...(why === undefined ? {} : { why }) };
    });
  return { cost: costOf(resources, catalogue), unpriced: summed(unpriced) };
}

/** The same type and reason together. */
export function summed(all: readonly Unpriced[]): readonly Unpriced[] {
  const keyOf = ({ type, why = "" }: Unpriced) => `${type}\n${why}`;
  const sums = new Map<string, Unpriced>();
  for (const one of all) {
    const count = (sums.get(keyOf(one))?.count ?? 0) + one.count;
    sums.set(keyOf(one), { ...one, count });
  }
  return [...sums.values()].sort((a, b) => byText(keyOf(a), keyOf(b)));
}
