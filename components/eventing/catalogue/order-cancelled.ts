import * as v from "valibot";
import { defineEvent } from "../events/define-event";
import { contactToken, customerId, orderId, reason } from "./fields";

export const orderCancelled = defineEvent({
  type: "Order Cancelled",
  service: "orders",
  version: "1.0",
  description: "The order will not be delivered; what was reserved for it is free or is being freed.",
  detail: v.object({
    orderId,
    customerId,
    contactToken,
    reason,
  }),
  consumers: {
    notification: { needs: ["orderId", "contactToken", "reason"] },
    analytics: { needs: ["orderId", "customerId", "reason"] },
  },
  classes: { contactToken: "personal" },
  sample: {
    orderId: "ORD-01JD2W5K3GZ8V4Q6T9XACBEF17",
    customerId: "CUST-4711",
    contactToken: "ct_8f2c41d7",
    reason: "The payment was declined",
  },
});
