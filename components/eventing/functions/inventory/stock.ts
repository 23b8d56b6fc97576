import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { GetCommand, TransactWriteCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import {
  InsufficientInventoryError,
  readRefusal,
  recordActions,
  recordOf,
  releaseActions,
  reserveActions,
  type Reservation,
  type StockOrder,
  type StockTables,
  type TransactItem,
} from "./reservation";

/** An order's outcome, and whether it came about now; it is the first one's ever after. */
export interface Recorded {
  readonly reservation: Reservation;
  readonly fresh: boolean;
}

/** The stock in its tables. Whatever is done twice for one order has one effect. */
export interface Stock {
  /**
   * Reserves all items of an order or none, once; an order that had its outcome gets it again.
   *
   * @param beside what is written in the same transaction.
   * @throws {InsufficientInventoryError} with every short product; nothing is written.
   */
  reserve(order: StockOrder, beside: readonly TransactItem[]): Promise<Recorded>;
  /** Records that an order could not be served, unless it has an outcome already, which is then the answer. */
  fail(
    order: StockOrder,
    error: InsufficientInventoryError,
    beside: readonly TransactItem[],
  ): Promise<Recorded>;
  /**
   * Gives back what an order has reserved. An order that never reserved is marked, so that a reservation that is still
   * under way comes too late.
   */
  release(order: StockOrder, reason: string): Promise<Reservation>;
}

export function stockIn(client: DynamoDBDocumentClient, tables: StockTables, now: () => Date): Stock {
  const write = async (actions: TransactItem[]) => {
    await client.send(new TransactWriteCommand({ TransactItems: actions }));
  };

  const recorded = async (orderId: string): Promise<Reservation | undefined> => {
    const { Item } = await client.send(
      new GetCommand({ TableName: tables.reservations, Key: { orderId }, ConsistentRead: true }),
    );
    return Item as Reservation | undefined;
  };

  /** The outcome that was written first: this one, or the one that was there. */
  const record = async (reservation: Reservation, beside: readonly TransactItem[]): Promise<Recorded> => {
    try {
      await write(recordActions(tables, reservation, beside));
      return { reservation, fresh: true };
    } catch (error) {
      const first =
        error instanceof TransactionCanceledException ? await recorded(reservation.orderId) : undefined;
      if (first === undefined) throw error;
      return { reservation: first, fresh: false };
    }
  };

  return {
    async reserve(order, beside) {
      const at = now().toISOString();
      try {
        await write(reserveActions(tables, order, at, beside));
        return { reservation: recordOf(order, { status: "reserved" }, at), fresh: true };
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        const refusal = readRefusal(order, error.CancellationReasons ?? []);
        if (refusal.kind === "short")
          throw new InsufficientInventoryError(order.orderId, refusal.failedItems);
        const first = refusal.kind === "recorded" ? await recorded(order.orderId) : undefined;
        if (first === undefined) throw error;
        return { reservation: first, fresh: false };
      }
    },

    fail: (order, error, beside) =>
      record(
        recordOf(
          order,
          { status: "failed", failedItems: error.failedItems, reason: error.message },
          now().toISOString(),
        ),
        beside,
      ),

    async release(order, reason) {
      const at = now().toISOString();
      const reservation =
        (await recorded(order.orderId)) ??
        (await record(recordOf(order, { status: "released", reason }, at), [])).reservation;
      if (reservation.status !== "reserved") return reservation;
      try {
        await write(releaseActions(tables, reservation, reason, at));
        return { ...reservation, status: "released", reason, changedAt: at };
      } catch (error) {
        const other =
          error instanceof TransactionCanceledException ? await recorded(order.orderId) : undefined;
        if (other?.status !== "released") throw error;
        return other;
      }
    },
  };
}
