import * as v from "valibot";
import { defineEvent } from "../events/define-event";
import { orderId, productLines, reason } from "./fields";

export const inventoryReleased = defineEvent({
  type: "Inventory Released",
  service: "inventory",
  version: "1.0",
  description: "What was set aside for the order is for sale again.",
  detail: v.object({ orderId, items: productLines, reason }),
  consumers: {
    analytics: { needs: ["orderId", "items.productId", "items.quantity"] },
    purchasing: { needs: ["items.productId", "items.quantity"] },
  },
  sample: {
    orderId: "ORD-01JD2W5K3GZ8V4Q6T9XACBEF17",
    items: [{ productId: "PROD-1", quantity: 2 }],
    reason: "The payment was declined",
  },
});
