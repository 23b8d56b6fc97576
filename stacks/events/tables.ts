import { DataTable, type TableKey } from "../../components/aws-platform";
import type { EventsPlace } from "./place";

const text = (name: string): TableKey => ({ name, type: "S" });

/** What the services of the reference platform keep: each fact in one table. */
export function makeTables({ of, keys, safe, here }: EventsPlace) {
  const table = (
    service: string,
    role: string,
    partitionKey: TableKey,
    more: { sortKey?: TableKey; expiresAt?: string; stream?: "NEW_IMAGE" } = {},
  ) =>
    new DataTable(
      role,
      { ...of(service), role, keyArn: keys.data, protect: safe.protect, partitionKey, ...more },
      here,
    );
  return {
    orders: table("orders", "orders", text("pk"), { sortKey: text("sk") }),
    // What a producer says, stored in the transaction of what it tells of; its stream publishes what nobody else could.
    outbox: table("events", "outbox", text("eventId"), { stream: "NEW_IMAGE", expiresAt: "ttl" }),
    products: table("orders", "products", text("productId")),
    inventory: table("inventory", "inventory", text("productId")),
    reservations: table("inventory", "reservations", text("orderId")),
    payments: table("payments", "payments", text("id")),
    notifications: table("notification", "notification-log", text("orderId"), { sortKey: text("eventId") }),
    attempts: table("events", "attempts", text("id"), { expiresAt: "ttl" }),
  };
}

export type Tables = ReturnType<typeof makeTables>;
