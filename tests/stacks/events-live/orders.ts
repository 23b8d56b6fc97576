import { orderCreated } from "../../../components/eventing/catalogue/order-created";
import type { DetailOf } from "../../../components/eventing/events";
import type { Reference } from "./reference";

export type Order = DetailOf<typeof orderCreated>;

export const PRODUCTS = 40;
export const CUSTOMERS = 100;
/** Pieces of each product, and minor units on each account, at the start. */
export const STOCK = 1_000_000;
export const FUNDS = 1_000_000_000;

const digits = (n: number): string => String(n).padStart(26, "0");

/** Every fifth product makes an order of 1000 USD and more. */
const priceOf = (n: number): number => (n % 5 === 0 ? 600 : 29.99);

/** The nth order, as its event tells of it. */
export function orderOf(n: number): Order {
  const price = priceOf(n);
  const items = [{ productId: `PROD-${String(n % PRODUCTS)}`, quantity: 2, price }];
  const eventId = `event-${digits(n)}`;
  return {
    ...orderCreated.sample,
    orderId: `ORD-${digits(n)}`,
    customerId: `CUST-${String(n % CUSTOMERS)}`,
    items,
    totalAmount: (Math.round(price * 100) * 2) / 100,
    currency: "USD",
    metadata: {
      eventId,
      correlationId: `request-${String(n)}`,
      version: "1.0",
      timestamp: "2026-01-01T00:00:00Z",
    },
  };
}

/** What must be there before an order is taken: prices, stock, and customers' accounts. */
export async function stocked(
  reference: Reference,
  change: { stock?: number; funds?: number } = {},
): Promise<void> {
  const { stock = STOCK, funds = FUNDS } = change;
  const products = Array.from({ length: PRODUCTS }, (_, n) => `PROD-${String(n)}`);
  await reference.fill(
    "products",
    products.map((productId, n) => ({
      productId,
      prices: { USD: Math.round(priceOf(n) * 100) },
      kind: "physical",
    })),
  );
  await reference.fill(
    "inventory",
    products.map((productId) => ({ productId, availableQuantity: stock, reservedQuantity: 0 })),
  );
  await reference.fill(
    "payments",
    Array.from({ length: CUSTOMERS }, (_, n) => ({
      id: `ACCOUNT#CUST-${String(n)}#USD`,
      availableMinor: funds,
    })),
  );
}

/** How often a client asks again before it gives up. */
const TRIES = 20;

/** Orders by the API, as a client does that asks again, under the same key, until it has an answer. */
export async function take(reference: Reference, n: number): Promise<Order> {
  const order = orderOf(n);
  const { customerId, customerName, contactToken, shippingAddress, items } = order;
  const body = { customerId, customerName, contactToken, shippingAddress, items };
  const headers = { "Idempotency-Key": `key-${String(n)}` };
  for (let tried = 0; tried < TRIES; tried++) {
    const answer = await reference.request(body, headers, `request-${String(n)}`);
    if (answer?.statusCode === 201) return { ...order, orderId: String(answer.body["orderId"]) };
  }
  throw new Error(`order ${String(n)} was not taken in ${String(TRIES)} tries`);
}

/** So many clients at once, each one order after the other. */
export async function takeAll(
  reference: Reference,
  numbers: readonly number[],
  clients = 4,
): Promise<Order[]> {
  const queue = [...numbers];
  const taken: Order[] = [];
  const client = async (): Promise<void> => {
    for (let n = queue.shift(); n !== undefined; n = queue.shift()) taken.push(await take(reference, n));
  };
  await Promise.all(Array.from({ length: clients }, client));
  return taken;
}
