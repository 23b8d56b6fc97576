import * as v from "valibot";
import { defineEvent } from "../events/define-event";
import { amount, contactToken, currency, customerId, orderId, paymentId } from "./fields";

export const orderConfirmed = defineEvent({
  type: "Order Confirmed",
  service: "orders",
  version: "1.0",
  description: "The order is reserved and paid: it will be delivered.",
  detail: v.object({
    orderId,
    customerId,
    contactToken,
    totalAmount: amount,
    currency,
    paymentId,
  }),
  consumers: {
    shipping: { needs: ["orderId", "customerId"] },
    notification: { needs: ["orderId", "contactToken", "totalAmount", "currency"] },
    analytics: { needs: ["orderId", "customerId", "totalAmount", "currency"] },
  },
  classes: { contactToken: "personal" },
  sample: {
    orderId: "ORD-01JD2W5K3GZ8V4Q6T9XACBEF17",
    customerId: "CUST-4711",
    contactToken: "ct_8f2c41d7",
    totalAmount: 59.98,
    currency: "USD",
    paymentId: "PAY-1001",
  },
});
