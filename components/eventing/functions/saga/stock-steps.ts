import { InsufficientInventoryError, type ShortItem, type StockLine } from "../inventory/reservation";
import type { Stock } from "../inventory/stock";
import type { SagaInput } from "./input";

/** `duplicate`: another execution has the order, or it was given up already; this one ends. */
export type ReserveAnswer =
  | { readonly status: "reserved"; readonly items: readonly StockLine[] }
  | { readonly status: "failed"; readonly reason: string; readonly failedItems: readonly ShortItem[] }
  | { readonly status: "duplicate" };

const stockOrder = ({ order, execution }: SagaInput) => ({
  orderId: order.orderId,
  items: order.items,
  eventId: order.metadata.eventId,
  correlationId: order.metadata.correlationId,
  execution,
});

/** Reserves the order's items for this execution. Asked again, it answers the same. */
export async function reserveStep(stock: Stock, input: SagaInput): Promise<ReserveAnswer> {
  const order = stockOrder(input);
  const { reservation } = await stock.reserve(order, []).catch((error: unknown) => {
    if (error instanceof InsufficientInventoryError) return stock.fail(order, error, []);
    throw error;
  });
  const { status, execution, items, reason = "", failedItems = [] } = reservation;
  if (execution !== input.execution || status === "released") return { status: "duplicate" };
  return status === "reserved" ? { status, items } : { status, reason, failedItems };
}

/** Gives back what the order has reserved; nothing reserved is no fault, and stays so. */
export async function releaseStep(stock: Stock, input: SagaInput): Promise<{ readonly status: string }> {
  const { status } = await stock.release(stockOrder(input), input.reason);
  return { status };
}
