import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { type Order } from "./orders";
import type { Reference } from "./reference";

const SOURCE = "com.acme.orders";

/** Stores orders as the order function does and puts their events on the bus, in the order given. */
export async function publish(reference: Reference, orders: readonly Order[]): Promise<void> {
  await reference.fill(
    "orders",
    orders.map(({ orderId }) => ({ pk: `ORDER#${orderId}`, sk: "ORDER", status: "created" })),
  );
  await put(reference, orders);
}

/** Puts events on the bus as they are; what a call does not take is put again. */
export async function put(reference: Reference, details: readonly object[]): Promise<void> {
  let left = [...details];
  while (left.length > 0) {
    const batch = left.slice(0, 10);
    const { Entries = [] } = await reference.events.send(
      new PutEventsCommand({
        Entries: batch.map((detail) => ({
          EventBusName: reference.outputs.busName,
          Source: SOURCE,
          DetailType: "Order Created",
          Detail: JSON.stringify(detail),
        })),
      }),
    );
    left = [...batch.filter((_, i) => Entries[i]?.ErrorCode !== undefined), ...left.slice(10)];
  }
}
