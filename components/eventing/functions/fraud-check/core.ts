import type { DetailOf } from "../../events";
import type { orderCreated } from "../../catalogue/order-created";
import { HIGH_VALUE, type Thresholds } from "../../catalogue/thresholds";

type Order = DetailOf<typeof orderCreated>;

/** Whether an order may go on, or people look at it first, and why. */
export interface Verdict {
  readonly verdict: "clear" | "review";
  readonly reasons: readonly string[];
}

/** What makes an order of high value one to look at; the business sets the figures. */
export interface FraudRules {
  /** From this amount on, by currency, people look at every order. */
  readonly reviewFrom: Thresholds;
  /** So many pieces of one product are unusual for a household. */
  readonly unusualQuantity: number;
}

const times = (factor: number): Thresholds => ({
  USD: HIGH_VALUE.USD * factor,
  EUR: HIGH_VALUE.EUR * factor,
  GBP: HIGH_VALUE.GBP * factor,
});

export const FRAUD_RULES: FraudRules = { reviewFrom: times(10), unusualQuantity: 100 };

/**
 * Judges an order by what the event itself says: its amount, its quantities, and goods that need no address, which are gone
 * once they are sent.
 *
 * The reasons name no personal data; they go into an alert.
 */
export function judge(order: Order, rules: FraudRules = FRAUD_RULES): Verdict {
  const { items, totalAmount, currency, fulfilment } = order;
  const quantities = new Map<string, number>();
  for (const { productId, quantity } of items) {
    quantities.set(productId, (quantities.get(productId) ?? 0) + quantity);
  }
  const unusual = [...quantities].filter(([, quantity]) => quantity >= rules.unusualQuantity);
  const reasons = [
    ...(totalAmount >= rules.reviewFrom[currency]
      ? [`${totalAmount} ${currency} is ${rules.reviewFrom[currency]} ${currency} or more`]
      : []),
    ...unusual.map(([productId, quantity]) => `${quantity} pieces of ${productId}`),
    ...(fulfilment === "digital" && totalAmount >= HIGH_VALUE[currency]
      ? ["Only digital goods, of high value"]
      : []),
  ];
  return { verdict: reasons.length === 0 ? "clear" : "review", reasons };
}
