import * as v from "valibot";
import { defineEvent } from "../events/define-event";
import {
  address,
  amount,
  contactToken,
  currency,
  customerId,
  customerName,
  orderId,
  pricedLines,
  promoCode,
} from "./fields";

export const orderCreated = defineEvent({
  type: "Order Created",
  service: "orders",
  version: "1.0",
  description: "An order was taken and stored; nothing is reserved or paid yet.",
  detail: v.object({
    orderId,
    customerId,
    customerName,
    contactToken,
    items: pricedLines,
    totalAmount: amount,
    currency,
    shippingAddress: address,
    promoCode: v.optional(promoCode),
    fulfilment: v.pipe(
      v.picklist(["digital", "physical", "mixed"]),
      v.description("Of all items together; a pattern on items matches when any one of them does"),
    ),
  }),
  consumers: {
    inventory: {
      needs: ["orderId", "items.productId", "items.quantity"],
      publishes: ["Inventory Reserved", "Inventory Reservation Failed"],
      effects: ["reserve-inventory"],
    },
    "order-saga": {
      needs: [
        "orderId",
        "customerId",
        "contactToken",
        "items.productId",
        "items.quantity",
        "totalAmount",
        "currency",
      ],
      publishes: [
        "Inventory Reserved",
        "Inventory Reservation Failed",
        "Payment Processed",
        "Payment Failed",
        "Inventory Released",
        "Order Confirmed",
        "Order Cancelled",
      ],
      effects: ["reserve-inventory"],
      orchestrates: true,
    },
    notification: {
      needs: ["orderId", "contactToken", "customerName", "totalAmount", "currency"],
      orchestrates: true,
    },
    "fraud-check": {
      needs: ["orderId", "customerId", "totalAmount", "currency", "shippingAddress.country"],
      orchestrates: true,
    },
    analytics: {
      needs: ["orderId", "customerId", "totalAmount", "currency", "items.productId", "items.quantity"],
    },
    // The price is looked up before the order is taken; an order at a stale price can not be mended by an event.
    pricing: { needs: ["items.productId", "items.price", "currency"], interaction: "synchronous" },
  },
  classes: {
    customerName: "personal",
    contactToken: "personal",
    shippingAddress: "personal",
  },
  sample: {
    orderId: "ORD-01JD2W5K3GZ8V4Q6T9XACBEF17",
    customerId: "CUST-4711",
    customerName: "Ada Example",
    contactToken: "ct_8f2c41d7",
    items: [{ productId: "PROD-1", quantity: 2, price: 29.99 }],
    totalAmount: 59.98,
    currency: "USD",
    shippingAddress: { country: "US", state: "WA", city: "Seattle", zipCode: "98101" },
    fulfilment: "physical",
  },
});
