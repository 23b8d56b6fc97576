import type { CancellationReason } from "@aws-sdk/client-dynamodb";
import type { TransactWriteCommandInput } from "@aws-sdk/lib-dynamodb";

/** One action of a transaction. */
export type TransactItem = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];

/** So many pieces of a product. */
export interface StockLine {
  readonly productId: string;
  readonly quantity: number;
}

/** What was wanted of a product and could not be given. */
export interface ShortItem {
  readonly productId: string;
  readonly requested: number;
  readonly available: number;
}

/** An order as far as stock is concerned. */
export interface StockOrder {
  readonly orderId: string;
  /** As ordered; the same product may appear on several lines. */
  readonly items: readonly StockLine[];
  /** `metadata.eventId` of what asks for the reservation. */
  readonly eventId: string;
  readonly correlationId: string;
  /** The execution of the state machine that asks, where one does. */
  readonly execution?: string | undefined;
}

/**
 * What became of an order's reservation, kept by order id. There is one record an order, written in the transaction that
 * changes the stock: it is what makes a repeated order, whoever repeats it and when, reserve once.
 */
export interface Reservation {
  readonly orderId: string;
  readonly status: "reserved" | "failed" | "released";
  /** As ordered. */
  readonly items: readonly StockLine[];
  readonly failedItems?: readonly ShortItem[] | undefined;
  readonly reason?: string | undefined;
  readonly eventId: string;
  readonly correlationId: string;
  readonly execution?: string | undefined;
  /** When it came to this status, RFC 3339. */
  readonly changedAt: string;
}

export interface StockTables {
  readonly inventory: string;
  readonly reservations: string;
}

/** Some product of an order is short; nothing was reserved for it. */
export class InsufficientInventoryError extends Error {
  constructor(
    readonly orderId: string,
    /** Every short product. */
    readonly failedItems: readonly ShortItem[],
  ) {
    super(shortReason(failedItems));
    this.name = "InsufficientInventoryError";
  }
}

/** `TransactWriteItems` takes 100 actions (DynamoDB API, TransactWriteItems). */
const MAX_ACTIONS = 100;

/** The most that the field `reason` of an event takes. */
const MAX_REASON = 200;

/** Every product once, with the sum of its lines: a transaction may not touch an item twice. */
export function perProduct(lines: readonly StockLine[]): StockLine[] {
  const sums = new Map<string, number>();
  for (const { productId, quantity } of lines) {
    sums.set(productId, (sums.get(productId) ?? 0) + quantity);
  }
  return [...sums].map(([productId, quantity]) => ({ productId, quantity }));
}

/** The products by name, as many as fit. */
export function shortReason(short: readonly ShortItem[]): string {
  const names = short.map(({ productId }) => productId);
  for (let shown = names.length; shown > 0; shown -= 1) {
    const rest = names.length - shown;
    const text = `Not enough in stock: ${names.slice(0, shown).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
    if (text.length <= MAX_REASON) return text;
  }
  return `Not enough in stock of ${names.length} products`;
}

/**
 * The transaction that reserves all items of an order or none: the products first, by {@link perProduct}, then the record,
 * then what shall be written with it.
 *
 * @throws {RangeError} for more actions than a transaction takes.
 */
export function reserveActions(
  tables: StockTables,
  order: StockOrder,
  now: string,
  beside: readonly TransactItem[],
): TransactItem[] {
  const products = perProduct(order.items);
  return within([
    ...products.map((line) => move(tables.inventory, line, "reserve", now)),
    ...recordActions(tables, recordOf(order, { status: "reserved" }, now), beside),
  ]);
}

/** The transaction that records an outcome that changes no stock, unless there is an outcome already. */
export function recordActions(
  tables: StockTables,
  reservation: Reservation,
  beside: readonly TransactItem[],
): TransactItem[] {
  return [
    {
      Put: {
        TableName: tables.reservations,
        Item: reservation,
        ConditionExpression: "attribute_not_exists(orderId)",
      },
    },
    ...beside,
  ];
}

/** The transaction that gives back what an order had reserved; it fails where the order no longer has it. */
export function releaseActions(
  tables: StockTables,
  reservation: Reservation,
  reason: string,
  now: string,
): TransactItem[] {
  return within([
    ...perProduct(reservation.items).map((line) => move(tables.inventory, line, "release", now)),
    {
      Update: {
        TableName: tables.reservations,
        Key: { orderId: reservation.orderId },
        UpdateExpression: "SET #status = :released, #reason = :reason, changedAt = :now",
        ConditionExpression: "#status = :reserved",
        ExpressionAttributeNames: { "#status": "status", "#reason": "reason" },
        ExpressionAttributeValues: {
          ":released": "released",
          ":reserved": "reserved",
          ":reason": reason,
          ":now": now,
        },
      },
    },
  ]);
}

/** The record of an order's outcome. */
export const recordOf = (
  order: StockOrder,
  outcome: Pick<Reservation, "status" | "failedItems" | "reason">,
  now: string,
): Reservation => ({
  orderId: order.orderId,
  items: order.items.map(({ productId, quantity }) => ({ productId, quantity })),
  eventId: order.eventId,
  correlationId: order.correlationId,
  ...(order.execution === undefined ? {} : { execution: order.execution }),
  ...outcome,
  changedAt: now,
});

/** Why a reservation did not come about. */
export type Refusal =
  | { readonly kind: "recorded" }
  | { readonly kind: "short"; readonly failedItems: readonly ShortItem[] }
  | { readonly kind: "other" };

/**
 * What the reasons of a cancelled {@link reserveActions} say. Stock is called short only when no reason is of another kind:
 * beside a conflict the list of short products may not be whole.
 *
 * @param reasons one for each action, in the order of the actions.
 */
export function readRefusal(order: StockOrder, reasons: readonly CancellationReason[]): Refusal {
  const products = perProduct(order.items);
  const failed = (reason: CancellationReason | undefined) => reason?.Code === "ConditionalCheckFailed";
  if (failed(reasons[products.length])) return { kind: "recorded" };
  const known = reasons.every((reason) => failed(reason) || (reason.Code ?? "None") === "None");
  const failedItems = products.flatMap(({ productId, quantity }, i) =>
    failed(reasons[i])
      ? [{ productId, requested: quantity, available: Number(reasons[i]?.Item?.availableQuantity?.N ?? 0) }]
      : [],
  );
  return known && failedItems.length > 0 ? { kind: "short", failedItems } : { kind: "other" };
}

function move(table: string, line: StockLine, way: "reserve" | "release", now: string): TransactItem {
  const [from, to] =
    way === "reserve" ? ["availableQuantity", "reservedQuantity"] : ["reservedQuantity", "availableQuantity"];
  return {
    Update: {
      TableName: table,
      Key: { productId: line.productId },
      UpdateExpression: `SET ${from} = ${from} - :quantity, ${to} = if_not_exists(${to}, :none) + :quantity, lastUpdated = :now`,
      ConditionExpression: `${from} >= :quantity`,
      ExpressionAttributeValues: { ":quantity": line.quantity, ":none": 0, ":now": now },
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    },
  };
}

function within(actions: TransactItem[]): TransactItem[] {
  if (actions.length <= MAX_ACTIONS) return actions;
  throw new RangeError(
    `A reservation of ${actions.length} actions: a transaction takes ${MAX_ACTIONS}; order fewer products at once`,
  );
}
