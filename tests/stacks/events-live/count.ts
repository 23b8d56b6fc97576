import type { Order } from "./orders";
import { CUSTOMERS, FUNDS, PRODUCTS, STOCK } from "./orders";
import type { Reference } from "./reference";

interface OrderRow {
  readonly pk: string;
  readonly sk: string;
  readonly status?: string;
}
interface ReservationRow {
  readonly orderId: string;
  readonly status: "reserved" | "failed" | "released";
}
interface PaymentRow {
  readonly id: string;
  readonly status?: string;
  readonly amountMinor?: number;
  readonly availableMinor?: number;
}
interface NotificationRow {
  readonly orderId: string;
  readonly channels?: readonly string[];
  readonly failedChannels?: readonly string[];
}
interface StockRow {
  readonly availableQuantity: number;
  readonly reservedQuantity: number;
}

/** What became of orders, counted where each fact is kept. */
export interface Books {
  /** Orders by their status. */
  readonly status: Readonly<Record<string, readonly string[]>>;
  /** Everything that does not add up, in words; none when nothing was lost and nothing done twice. */
  readonly faults: readonly string[];
  /** Facts on the bus by detail type, each event counted once. */
  readonly facts: Readonly<Record<string, number>>;
  readonly notified: number;
}

const by = <T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return groups;
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

/** Holds what is in the tables and on the bus against each other and against the orders that were taken. */
export async function books(reference: Reference, orders: readonly Order[]): Promise<Books> {
  const faults: string[] = [];
  const check = (holds: boolean, words: string): void => {
    if (!holds) faults.push(words);
  };
  const rows = (await reference.rows<OrderRow>("orders")).filter((row) => row.sk === "ORDER");
  const reservations = by(await reference.rows<ReservationRow>("reservations"), (r) => r.orderId);
  const accounts = await reference.rows<PaymentRow>("payments");
  const payments = by(
    accounts.filter((p) => p.id.startsWith("PAYMENT#")),
    (p) => p.id.slice("PAYMENT#".length),
  );
  const told = by(await reference.rows<NotificationRow>("notifications"), (n) => n.orderId);
  const status = by(rows, (row) => row.status ?? "none");
  const byId = new Map(rows.map((row) => [row.pk.slice("ORDER#".length), row.status]));
  for (const { orderId } of orders) {
    const [reservation, payment] = [
      reservations.get(orderId)?.[0]?.status,
      payments.get(orderId)?.[0]?.status,
    ];
    const state = byId.get(orderId);
    if (state === "confirmed")
      check(
        reservation === "reserved" && payment === "processed",
        `${orderId} is confirmed: ${String(reservation)}, ${String(payment)}`,
      );
    else if (state === "cancelled")
      check(
        reservation !== "reserved" && payment !== "processed",
        `${orderId} is cancelled: ${String(reservation)}, ${String(payment)}`,
      );
    else faults.push(`${orderId} is ${String(state)}`);
    check(
      told.get(orderId)?.length === 1,
      `${orderId} was told ${String(told.get(orderId)?.length ?? 0)} times`,
    );
  }
  const held = orders.filter(({ orderId }) => reservations.get(orderId)?.[0]?.status === "reserved");
  const pieces = sum(held.flatMap(({ items }) => items.map((line) => line.quantity)));
  const stock = await reference.rows<StockRow>("inventory");
  check(sum(stock.map((s) => s.reservedQuantity)) === pieces, `reserved is not ${String(pieces)}`);
  check(
    sum(stock.map((s) => s.availableQuantity)) === PRODUCTS * STOCK - pieces,
    `available is not what is left of ${String(PRODUCTS * STOCK)} after ${String(pieces)}`,
  );
  const paid = sum(
    [...payments.values()]
      .flat()
      .filter((p) => p.status === "processed")
      .map((p) => p.amountMinor ?? 0),
  );
  const left = sum(accounts.filter((p) => p.id.startsWith("ACCOUNT#")).map((p) => p.availableMinor ?? 0));
  check(
    left === CUSTOMERS * FUNDS - paid,
    `accounts hold ${String(left)}, not what is left after ${String(paid)}`,
  );
  const seen = new Map<string, string>();
  for (const text of reference.live.archived(reference.outputs.archiveArn)) {
    const event = JSON.parse(text) as { "detail-type": string; detail: { metadata?: { eventId?: string } } };
    seen.set(event.detail.metadata?.eventId ?? text, event["detail-type"]);
  }
  const facts: Record<string, number> = {};
  for (const type of seen.values()) facts[type] = (facts[type] ?? 0) + 1;
  check(
    (facts["Order Confirmed"] ?? 0) === (status.get("confirmed")?.length ?? 0),
    `${String(facts["Order Confirmed"] ?? 0)} confirmations were published of ${String(status.get("confirmed")?.length ?? 0)}`,
  );
  check(
    (facts["Order Cancelled"] ?? 0) === (status.get("cancelled")?.length ?? 0),
    `${String(facts["Order Cancelled"] ?? 0)} cancellations were published of ${String(status.get("cancelled")?.length ?? 0)}`,
  );
  const stored = await reference.rows<{ eventId: string; status: string }>("outbox");
  for (const { eventId, status: state } of stored) {
    check(state !== "pending", `the event ${eventId} is still in the outbox`);
    check(seen.has(eventId), `the event ${eventId} never reached the bus`);
  }
  for (const { what } of reference.live.lost) faults.push(`lost: ${what}`);
  return {
    status: Object.fromEntries([...status].map(([state, of]) => [state, of.map((row) => row.pk).sort()])),
    faults,
    facts,
    notified: told.size,
  };
}
