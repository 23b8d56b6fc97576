/** What a change costs a month, as far as a catalogue has prices. Pure. */
import { matches } from "../../policy/waivers/waiver";
import { opened, valueIn } from "./leaves";
import type { Cost, EnvironmentDiff, ResourceDiff } from "./model";
import type { Catalogue, CataloguePrice } from "./prices";
import type { InputsOf } from "./risk";
import { isOfCloud } from "../deploy/urn";
import { isTag } from "./tags";

/**
 * A twelfth of a year's 8,760 hours, as Infracost counts (infracost/infracost, internal/schema/resource.go); Oracle's estimator
 * counts a month of 31 days, 744 (opencost/opencost, pkg/cloud/oracle/ratecard.go).
 */
const HOURS: Readonly<Record<CataloguePrice["unit"], number>> = { hour: 730, month: 1 };

/** A change of such properties alone changes no price. */
const isFree = (path: string) => isTag(path) || /^(description|metadata\.labels)(\.|\[|$)/.test(path);

/** What comes in the place of what: a resource with its inputs before, after or both. */
export interface CostChange {
  readonly stack: string;
  readonly urn: string;
  readonly type: string;
  readonly region?: string | undefined;
  /** Left out where there was nothing. */
  readonly before?: unknown;
  /** Left out where nothing remains. */
  readonly after?: unknown;
}

/** The difference with its cost; what changes and has no price is unknown. */
export function priced(
  environment: EnvironmentDiff,
  inputsOf: InputsOf,
  catalogue: Catalogue,
): EnvironmentDiff {
  const every = environment.stacks.flatMap(({ resources }) => resources);
  const components = new Set(every.flatMap(({ component }) => component.split("/")));
  const changes = environment.stacks.flatMap(({ name: stack, resources }) =>
    resources
      .filter((one) => mayCost(one) && !components.has(one.type))
      .map(({ urn, type, action, retained = false }): CostChange => {
        const { before = {}, after = {}, region } = inputsOf(stack, urn) ?? {};
        // What is left in the cloud costs what it did.
        const made = action === "create" || action === "move" || retained;
        return {
          ...{ stack, urn, type, region },
          ...(made ? {} : { before }),
          ...(action === "delete" ? {} : { after }),
        };
      }),
  );
  return { ...environment, cost: costOf(changes, catalogue) };
}

/** What changes cost together; what has no price is unknown. */
export function costOf(changes: readonly CostChange[], { currency, prices }: Catalogue): Cost {
  const lines: (Cost["lines"][number] & { readonly monthly: number })[] = [];
  const unknown = new Set<string>();
  for (const { stack, urn, type, region, before, after } of changes) {
    const own = prices.filter((price) => isOf(price, { type, region }));
    const was = before === undefined ? [] : paid(own, before);
    const is = after === undefined ? [] : paid(own, after);
    if (was === undefined || is === undefined) unknown.add(type);
    else lines.push(...differences(was, is).map((line) => ({ stack, urn, ...line })));
  }
  return {
    currency,
    monthly: lines.length === 0 ? null : cents(lines.reduce((sum, { monthly }) => sum + monthly, 0)),
    atLeast: unknown.size > 0 || lines.some(({ price }) => price?.excludes !== undefined),
    lines,
    unknown: [...unknown].sort(),
  };
}

/** What a price is for, whatever it is. */
export type PriceFor = Pick<CataloguePrice, "type" | "region" | "when">;

const isOf = (price: PriceFor, { type, region }: Pick<CostChange, "type" | "region">): boolean =>
  price.type === type && (price.region === undefined || price.region === region);

/** Whether a price could be one of a resource, as far as its inputs are known. */
export const couldPrice = (price: PriceFor, resource: CostChange): boolean =>
  isOf(price, resource) && isFor(price, opened(resource.after)) !== false;

/** What is only named or tagged otherwise, what was there before an import, and what is no cloud's costs nothing; what is left there no less. */
function mayCost({ action, type, properties, retained }: ResourceDiff): boolean {
  if (!isOfCloud(type) || action === "rename" || action === "import") return false;
  if (action === "delete" && retained === true) return false;
  return (action !== "update" && action !== "undecided") || properties.some(({ path }) => !isFree(path));
}

interface Paid {
  readonly price: CataloguePrice;
  readonly monthly: number;
}

/** What a resource of these inputs costs; undefined where no price says so. */
function paid(prices: readonly CataloguePrice[], inputs: unknown): readonly Paid[] | undefined {
  const plain = opened(inputs);
  const amounts = prices.flatMap((price): (Paid | undefined)[] => {
    const isIts = isFor(price, plain);
    if (isIts === false) return [];
    const times = isIts === undefined ? undefined : product(price.times ?? 1, plain);
    return [times === undefined ? undefined : { price, monthly: price.amount * HOURS[price.unit] * times }];
  });
  return amounts.length === 0 || amounts.includes(undefined) ? undefined : (amounts as Paid[]);
}

/** What a preview can not know, and what is kept from everybody. */
const HIDDEN = new Set<unknown>(["[unknown]", "[secret]"]);

/** Whether the input at a path, or something that it is within, is not seen. */
const isHidden = (inputs: unknown, path: string): boolean =>
  [...path.matchAll(/[.[]|$/g)].some(({ index }) => HIDDEN.has(valueIn(inputs, path.slice(0, index))));

/** Whether a price is for these inputs; undefined where what decides that is not known. */
function isFor({ when }: PriceFor, inputs: unknown): boolean | undefined {
  const answers = Object.entries(when).map(([path, wanted]) => {
    if (isHidden(inputs, path)) return undefined;
    const value = valueIn(inputs, path);
    return [wanted].flat().some((one) => isWanted(value, one));
  });
  return answers.includes(false) ? false : answers.includes(undefined) ? undefined : true;
}

function isWanted(value: unknown, wanted: string | number | boolean | null): boolean {
  if (wanted === null) return value === undefined || value === null;
  if (typeof wanted !== "string" || !wanted.includes("*")) return value === wanted;
  return (typeof value === "string" || typeof value === "number") && matches(wanted, String(value));
}

/** Factors multiplied; undefined where one of them is no number that is known. */
function product(times: NonNullable<CataloguePrice["times"]>, inputs: unknown): number | undefined {
  return [times].flat().reduce<number | undefined>((so, factor) => {
    const one = typeof factor === "number" ? factor : quantity(valueIn(inputs, factor));
    return so === undefined || one === undefined ? undefined : so * one;
  }, 1);
}

/** A number, a text that is one, as providers have of sizes, or how many there are of a list. */
function quantity(value: unknown): number | undefined {
  if (Array.isArray(value)) return value.length;
  const number = typeof value === "string" && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  return typeof number === "number" ? number : undefined;
}

/** Price by price; of what is paid before and after alike there is no line. */
function differences(was: readonly Paid[], is: readonly Paid[]) {
  const prices = [...new Set([...was, ...is].map(({ price }) => price))];
  return prices.flatMap((price) => {
    const of = (all: readonly Paid[]) => all.find((one) => one.price === price)?.monthly ?? 0;
    const monthly = cents(of(is) - of(was));
    const { what, amount, unit, source, date, excludes } = price;
    const told = { what, amount, unit, source, date, ...(excludes === undefined ? {} : { excludes }) };
    return monthly === 0 ? [] : [{ monthly, price: told }];
  });
}

const cents = (amount: number): number => Math.round(amount * 100) / 100;

/** A price may be this old, in days, before it is said that it is. */
const OLD = 365;

/** A sentence for each price that was used and is old at a time. */
export function oldPrices({ cost }: EnvironmentDiff, now: string): readonly string[] {
  const old = cost.lines.flatMap(({ price }) => {
    const days = price === undefined ? 0 : (Date.parse(now) - Date.parse(price.date)) / 86_400_000;
    return price !== undefined && days > OLD
      ? [`The price of ${price.what} is of ${price.date}, ${Math.floor(days)} days old: ${price.source}`]
      : [];
  });
  return [...new Set(old)].sort();
}
