import * as v from "valibot";
import { defineEvent } from "../events/define-event";
import { contactToken, customerId, key, orderId, productLines } from "./fields";

export const orderShipped = defineEvent({
  type: "Order Shipped",
  service: "orders",
  version: "1.0",
  description: "The whole order has left the warehouse.",
  detail: v.object({
    orderId,
    customerId,
    contactToken,
    items: productLines,
    carrier: key(40),
    trackingId: key(64),
  }),
  consumers: {
    notification: { needs: ["orderId", "contactToken", "carrier", "trackingId"] },
    analytics: { needs: ["orderId", "customerId", "items.productId", "items.quantity", "carrier"] },
  },
  classes: { contactToken: "personal", trackingId: "personal" },
  sample: {
    orderId: "ORD-01JD2W5K3GZ8V4Q6T9XACBEF17",
    customerId: "CUST-4711",
    contactToken: "ct_8f2c41d7",
    items: [{ productId: "PROD-1", quantity: 2 }],
    carrier: "aramex",
    trackingId: "AR-99120",
  },
});
