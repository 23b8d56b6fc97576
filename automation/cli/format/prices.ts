import type { Cost } from "../../diff/model";
import type { Catalogue } from "../../diff/prices";
import { summed, type Unpriced } from "../../prices/collect";

interface Judged {
  readonly name: string;
  readonly cost: Cost;
  readonly unpriced: readonly Unpriced[];
}

/** What was found, what each environment costs by it, and what has no price though the lists were asked for one. */
export function pricesText({ prices }: Catalogue, environments: readonly Judged[]): string {
  const days = prices.map(({ date }) => date).sort();
  const [first, last] = [days[0], days.at(-1)];
  const of = first === undefined ? "" : ` of ${first === last ? first : `${first} to ${last ?? ""}`}`;
  const left = summed(
    environments.flatMap(({ unpriced }) => unpriced.filter(({ why }) => why !== undefined)),
  );
  return [
    `${prices.length} prices${of}.`,
    ...environments.map(environmentText),
    ...left.map(({ type, count, why = "" }) => `no price: ${type} (${count}): ${why}`),
    "",
  ].join("\n");
}

function environmentText({ name, cost, unpriced }: Judged): string {
  const least = cost.atLeast ? "at least " : "";
  const amount =
    cost.monthly === null ? "unknown" : `${least}${cost.monthly.toFixed(2)} ${cost.currency} a month`;
  const others = unpriced.filter(({ why }) => why === undefined);
  const resources = others.reduce((sum, { count }) => sum + count, 0);
  return (
    `${name}: ${amount} at list prices. ${resources} resources of ${others.length} types are billed by ` +
    "usage, free, or have no known price."
  );
}
