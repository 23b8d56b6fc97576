import { DataTable, type TableIndex, type TableKey } from "../../components/aws-platform";
import { WAITING_INDEX } from "../../components/eventing/runtime/outbox-index";
import type { EventsPlace } from "./place";

const text = (name: string): TableKey => ({ name, type: "S" });

/** What the services of the reference platform keep: each fact in one table. */
export function makeTables({ of, keys, safe, here }: EventsPlace) {
  const table = (
    service: string,
    role: string,
    partitionKey: TableKey,
    more: {
      sortKey?: TableKey;
      indexes?: readonly TableIndex[];
      expiresAt?: string;
      stream?: "NEW_IMAGE";
    } = {},
  ) =>
    new DataTable(
      role,
      { ...of(service), role, keyArn: keys.data, protect: safe.protect, partitionKey, ...more },
      here,
    );
  return {
    orders: table("orders", "orders", text("pk"), { sortKey: text("sk") }),
    // What a producer says, stored in the transaction of what it tells of; its stream publishes what nobody else could, and
    // its index has what even that did not.
    outbox: table("events", "outbox", text("eventId"), {
      stream: "NEW_IMAGE",
      expiresAt: "ttl",
      indexes: [
        {
          name: WAITING_INDEX.name,
          partitionKey: text(WAITING_INDEX.partitionKey),
          sortKey: text(WAITING_INDEX.sortKey),
        },
      ],
    }),
    products: table("orders", "products", text("productId")),
    inventory: table("inventory", "inventory", text("productId")),
    reservations: table("inventory", "reservations", text("orderId")),
    payments: table("payments", "payments", text("id")),
    notifications: table("notification", "notification-log", text("orderId"), { sortKey: text("eventId") }),
    attempts: table("events", "attempts", text("id"), { expiresAt: "ttl" }),
  };
}

export type Tables = ReturnType<typeof makeTables>;
