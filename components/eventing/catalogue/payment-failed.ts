import * as v from "valibot";
import { defineEvent } from "../events/define-event";
import { amount, currency, orderId, reason } from "./fields";

export const paymentFailed = defineEvent({
  type: "Payment Failed",
  service: "payments",
  version: "1.0",
  description: "The order could not be paid; nothing was charged.",
  detail: v.object({ orderId, amount, currency, reason }),
  consumers: { analytics: { needs: ["orderId", "amount", "currency", "reason"] } },
  sample: {
    orderId: "ORD-01JD2W5K3GZ8V4Q6T9XACBEF17",
    amount: 59.98,
    currency: "USD",
    reason: "The card was declined",
  },
});
