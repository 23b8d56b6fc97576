import * as v from "valibot";
import { defineEvent } from "../events/define-event";
import { amount, currency, orderId, productLines, returnId } from "./fields";

export const returnReceived = defineEvent({
  type: "Return Received",
  service: "returns",
  version: "1.0",
  description: "Returned items have arrived and were checked.",
  detail: v.object({ returnId, orderId, items: productLines, refundAmount: amount, currency }),
  consumers: {
    inventory: { needs: ["orderId", "items.productId", "items.quantity"] },
    accounting: { needs: ["returnId", "orderId", "refundAmount", "currency"] },
    analytics: { needs: ["orderId", "items.productId", "refundAmount", "currency"] },
  },
  sample: {
    returnId: "RET-01JD2W5K3GZ8V4Q6T9XACBEF18",
    orderId: "ORD-01JD2W5K3GZ8V4Q6T9XACBEF17",
    items: [{ productId: "PROD-1", quantity: 2 }],
    refundAmount: 59.98,
    currency: "USD",
  },
});
