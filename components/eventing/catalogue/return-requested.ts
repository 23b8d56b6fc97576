import * as v from "valibot";
import { defineEvent } from "../events/define-event";
import { contactToken, customerId, orderId, productLines, reason, returnId } from "./fields";

export const returnRequested = defineEvent({
  type: "Return Requested",
  service: "returns",
  version: "1.0",
  description: "The customer wants to send items of an order back.",
  detail: v.object({ returnId, orderId, customerId, contactToken, items: productLines, reason }),
  consumers: {
    notification: { needs: ["returnId", "orderId", "contactToken"] },
    warehouse: { needs: ["returnId", "items.productId", "items.quantity"] },
    analytics: { needs: ["orderId", "items.productId", "reason"] },
  },
  classes: { contactToken: "personal" },
  sample: {
    returnId: "RET-01JD2W5K3GZ8V4Q6T9XACBEF18",
    orderId: "ORD-01JD2W5K3GZ8V4Q6T9XACBEF17",
    customerId: "CUST-4711",
    contactToken: "ct_8f2c41d7",
    items: [{ productId: "PROD-1", quantity: 2 }],
    reason: "Too small",
  },
});
