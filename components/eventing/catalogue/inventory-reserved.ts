import * as v from "valibot";
import { defineEvent } from "../events/define-event";
import { orderId, productLines } from "./fields";

export const inventoryReserved = defineEvent({
  type: "Inventory Reserved",
  service: "inventory",
  version: "1.0",
  description: "Every item of the order is set aside for it.",
  detail: v.object({ orderId, status: v.literal("reserved"), items: productLines }),
  consumers: {
    analytics: { needs: ["orderId", "items.productId", "items.quantity"] },
    purchasing: { needs: ["items.productId", "items.quantity"] },
  },
  sample: {
    orderId: "ORD-01JD2W5K3GZ8V4Q6T9XACBEF17",
    status: "reserved",
    items: [{ productId: "PROD-1", quantity: 2 }],
  },
});
