import * as v from "valibot";
import { defineEvent } from "../events/define-event";
import { amount, currency, orderId, paymentId } from "./fields";

export const paymentProcessed = defineEvent({
  type: "Payment Processed",
  service: "payments",
  version: "1.0",
  description: "The order is paid.",
  detail: v.object({ orderId, paymentId, amount, currency }),
  consumers: {
    accounting: { needs: ["orderId", "paymentId", "amount", "currency"] },
    analytics: { needs: ["orderId", "amount", "currency"] },
  },
  sample: {
    orderId: "ORD-01JD2W5K3GZ8V4Q6T9XACBEF17",
    paymentId: "PAY-1001",
    amount: 59.98,
    currency: "USD",
  },
});
