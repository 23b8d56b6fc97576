/** What a change costs a month, as far as a catalogue has prices. Pure. */
import { opened, valueIn } from "./leaves";
import type { Cost, EnvironmentDiff, ResourceDiff } from "./model";
import type { Catalogue, CataloguePrice } from "./prices";
import type { InputsOf } from "./risk";
import { isTag } from "./tags";

const HOURS: Readonly<Record<CataloguePrice["unit"], number>> = { hour: 730, month: 1 };

/** A change of such properties alone changes no price. */
const isFree = (path: string) => isTag(path) || /^(description|metadata\.labels)(\.|\[|$)/.test(path);

/** The difference with its cost; what changes and has no price is unknown. */
export function priced(
  environment: EnvironmentDiff,
  inputsOf: InputsOf,
  { currency, prices }: Catalogue,
): EnvironmentDiff {
  const lines: (Cost["lines"][number] & { readonly monthly: number })[] = [];
  const unknown = new Set<string>();
  const every = environment.stacks.flatMap(({ resources }) => resources);
  const components = new Set(every.flatMap(({ component }) => component.split("/")));
  for (const { name: stack, resources } of environment.stacks) {
    for (const resource of resources.filter((one) => mayCost(one) && !components.has(one.type))) {
      const { urn, type } = resource;
      const { before, after } = inputsOf(stack, urn) ?? {};
      const own = prices.filter((price) => price.type === type);
      const made = resource.action === "create" || resource.action === "move";
      const was = made ? [] : paid(own, before);
      const is = resource.action === "delete" ? [] : paid(own, after);
      if (was === undefined || is === undefined) {
        unknown.add(type);
        continue;
      }
      lines.push(...differences(was, is).map((line) => ({ stack, urn, ...line })));
    }
  }
  const cost: Cost = {
    currency,
    monthly: lines.length === 0 ? null : cents(lines.reduce((sum, { monthly }) => sum + monthly, 0)),
    atLeast: unknown.size > 0,
    lines,
    unknown: [...unknown].sort(),
  };
  return { ...environment, cost };
}

/** What is only named or tagged otherwise, what was there before an import, and what is no cloud's costs nothing. */
function mayCost({ action, type, properties }: ResourceDiff): boolean {
  if (/^(pulumi|random|tls):/.test(type) || action === "rename" || action === "import") return false;
  return (action !== "update" && action !== "undecided") || properties.some(({ path }) => !isFree(path));
}

interface Paid {
  readonly price: CataloguePrice;
  readonly monthly: number;
}

/** What a resource of these inputs costs; undefined where no price says so. */
function paid(prices: readonly CataloguePrice[], inputs: unknown): readonly Paid[] | undefined {
  const plain = opened(inputs ?? {});
  const found = prices.filter(({ when }) =>
    Object.entries(when).every(([path, value]) => valueIn(plain, path) === value),
  );
  const amounts = found.map((price) => {
    const times = price.times === undefined ? 1 : valueIn(plain, price.times);
    return typeof times === "number"
      ? { price, monthly: price.amount * HOURS[price.unit] * times }
      : undefined;
  });
  return amounts.length === 0 || amounts.includes(undefined) ? undefined : (amounts as Paid[]);
}

/** Price by price; of what is paid before and after alike there is no line. */
function differences(was: readonly Paid[], is: readonly Paid[]) {
  const prices = [...new Set([...was, ...is].map(({ price }) => price))];
  return prices.flatMap((price) => {
    const of = (all: readonly Paid[]) => all.find((one) => one.price === price)?.monthly ?? 0;
    const monthly = cents(of(is) - of(was));
    const { what, amount, unit, source, date } = price;
    return monthly === 0 ? [] : [{ monthly, price: { what, amount, unit, source, date } }];
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
