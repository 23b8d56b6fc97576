import { inventoryReservationFailed } from "../../catalogue/inventory-reservation-failed";
import { inventoryReserved } from "../../catalogue/inventory-reserved";
import { orderCreated } from "../../catalogue/order-created";
import type { EventMetadata } from "../../events";
import type { Clock } from "../../runtime/clock";
import { createConsumer, type Consumer } from "../../runtime/consumer";
import type { Idempotency } from "../../runtime/idempotency";
import type { Ids } from "../../runtime/ids";
import type { Observe } from "../../runtime/observe";
import { outboxPut, type Outbox } from "../../runtime/outbox";
import { outgoing, type Outgoing, type Publisher } from "../../runtime/publisher";
import { InsufficientInventoryError, type Reservation, type ShortItem } from "./reservation";
import type { Recorded, Stock } from "./stock";

/** What the consumer answers: a shortage is an answer, not a failure to be tried again. */
export type InventoryResult =
  | { readonly status: "success"; readonly orderId: string }
  | {
      readonly status: "failed";
      readonly orderId: string;
      readonly reason: string;
      readonly failedItems: readonly ShortItem[];
    };

export interface InventoryOptions {
  readonly stock: Stock;
  readonly observe: Observe;
  readonly idempotency: Idempotency;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly publisher: Publisher;
  readonly outbox: Outbox;
  readonly outboxTable: string;
  readonly sourcePrefix: string;
  /** Most bytes of an event. */
  readonly maxBytes: number;
}

/**
 * Reserves stock for each new order, all items of it or none. What came of it is stored as an event in the transaction that
 * changes the stock, and published at once where the bus takes it; else the outbox is drained later.
 */
export function createInventory(options: InventoryOptions): Consumer<InventoryResult> {
  const { stock, observe, clock, ids, publisher, outbox, outboxTable } = options;

  return createConsumer({
    name: "inventory",
    events: [orderCreated],
    about: ({ orderId }) => ({ orderId }),
    observe,
    idempotency: options.idempotency,
    async handle({ detail }) {
      const { orderId, items, metadata } = detail;
      const order = { orderId, items, eventId: metadata.eventId, correlationId: metadata.correlationId };
      const next = (version: string): EventMetadata => ({
        eventId: ids.event(),
        correlationId: metadata.correlationId,
        version,
        timestamp: clock.now().toISOString(),
      });
      const put = (event: Outgoing) => outboxPut(outboxTable, event, orderId);
      const tell = async ({ reservation, fresh }: Recorded, event: Outgoing): Promise<InventoryResult> => {
        // An outcome of an earlier attempt has its event in the outbox already.
        if (fresh) await outbox.settle(await publisher.publish([event]));
        return resultOf(reservation);
      };

      const reserved = outgoing(
        inventoryReserved,
        { orderId, status: "reserved", items, metadata: next(inventoryReserved.version) },
        options,
      );
      try {
        const recorded = await observe.tracing.inSpan("reserve_inventory", {}, () =>
          stock.reserve(order, [put(reserved)]),
        );
        return await tell(recorded, reserved);
      } catch (error) {
        if (!(error instanceof InsufficientInventoryError)) throw error;
        const { message: reason, failedItems } = error;
        const failed = outgoing(
          inventoryReservationFailed,
          {
            orderId,
            reason,
            failedItems: [...failedItems],
            metadata: next(inventoryReservationFailed.version),
          },
          options,
        );
        return tell(await stock.fail(order, error, [put(failed)]), failed);
      }
    },
  });
}

function resultOf({ orderId, status, reason, failedItems }: Reservation): InventoryResult {
  if (status === "reserved") return { status: "success", orderId };
  const why = reason ?? "The order was given up";
  return { status: "failed", orderId, reason: why, failedItems: failedItems ?? [] };
}
