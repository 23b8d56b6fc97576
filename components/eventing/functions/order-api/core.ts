import type { Currency } from "../../catalogue/fields";
import type { orderCreated } from "../../catalogue/order-created";
import type { DetailOf, EventMetadata } from "../../events";
import { fromMinor, toMinor, totalOf } from "../../runtime/money";
import { RequestError, type OrderRequest } from "./request";

/** A product as it is sold. */
export interface Product {
  readonly productId: string;
  /** Whole minor units by currency. */
  readonly prices: Partial<Readonly<Record<Currency, number>>>;
  readonly kind: "digital" | "physical";
}

/** An order at the shop's prices; amounts in minor units. */
export interface PricedOrder {
  readonly orderId: string;
  readonly request: OrderRequest;
  readonly lines: readonly {
    readonly productId: string;
    readonly quantity: number;
    readonly priceMinor: number;
  }[];
  readonly totalMinor: number;
  readonly fulfilment: "digital" | "physical" | "mixed";
}

/** The most that an event's amount may be, which patterns compare: 5e9 (catalogue/fields.ts). */
const MOST = 5e9;

/**
 * Prices an order by what the shop asks. A price that the client gave has to be the same: it is what the customer saw.
 *
 * @throws {RequestError} 422 for what is not for sale, 409 for prices that have changed, with every such line.
 */
export function priceOrder(
  orderId: string,
  request: OrderRequest,
  products: ReadonlyMap<string, Product>,
): PricedOrder {
  const { currency } = request;
  const priceOf = (id: string) => products.get(id)?.prices[currency];
  const at = (i: number, field: string) => `items.${i}.${field}`;

  const unknown = request.items.flatMap(({ productId }, i) =>
    priceOf(productId) === undefined
      ? [{ path: at(i, "productId"), allowed: `a product that is for sale in ${currency}` }]
      : [],
  );
  if (unknown.length > 0) throw new RequestError(422, "Some items are not for sale", unknown);

  const lines = request.items.map(({ productId, quantity }) => ({
    productId,
    quantity,
    priceMinor: priceOf(productId) ?? 0,
  }));
  const changed = request.items.flatMap(({ price }, i) => {
    const asked = lines[i]?.priceMinor ?? 0;
    if (price === undefined || toMinor(price, currency) === asked) return [];
    return [{ path: at(i, "price"), allowed: `the price of now, ${fromMinor(asked, currency)} ${currency}` }];
  });
  if (changed.length > 0) throw new RequestError(409, "Some prices have changed", changed);

  const totalMinor = totalOf(lines);
  if (fromMinor(totalMinor, currency) > MOST) {
    throw new RequestError(422, "The order is too large", [
      { path: "items", allowed: `at most ${MOST} in all` },
    ]);
  }
  const kinds = new Set(lines.map(({ productId }) => products.get(productId)?.kind ?? "physical"));
  const [kind = "physical"] = kinds;
  return { orderId, request, lines, totalMinor, fulfilment: kinds.size > 1 ? "mixed" : kind };
}

/** The event that tells of an order. */
export function createdDetail(order: PricedOrder, metadata: EventMetadata): DetailOf<typeof orderCreated> {
  const { orderId, request, lines, totalMinor, fulfilment } = order;
  const { customerId, customerName, contactToken, currency, shippingAddress, promoCode } = request;
  return {
    orderId,
    customerId,
    customerName,
    contactToken,
    items: lines.map(({ priceMinor, ...line }) => ({ ...line, price: fromMinor(priceMinor, currency) })),
    totalAmount: fromMinor(totalMinor, currency),
    currency,
    shippingAddress,
    fulfilment,
    ...(promoCode === undefined ? {} : { promoCode }),
    metadata,
  };
}
