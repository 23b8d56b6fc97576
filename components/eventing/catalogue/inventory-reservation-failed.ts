import * as v from "valibot";
import { defineEvent } from "../events/define-event";
import { failedItems, orderId, reason } from "./fields";

export const inventoryReservationFailed = defineEvent({
  type: "Inventory Reservation Failed",
  service: "inventory",
  version: "1.0",
  description: "Some item of the order is short; nothing was set aside.",
  detail: v.object({ orderId, reason, failedItems }),
  consumers: {
    orders: { needs: ["orderId", "reason"], publishes: ["Order Cancelled"] },
    purchasing: { needs: ["failedItems.productId", "failedItems.requested", "failedItems.available"] },
    analytics: { needs: ["orderId", "failedItems.productId"] },
  },
  sample: {
    orderId: "ORD-01JD2W5K3GZ8V4Q6T9XACBEF17",
    reason: "Not enough in stock: PROD-1",
    failedItems: [{ productId: "PROD-1", requested: 2, available: 1 }],
  },
});
