import { defineCatalogue } from "../events";
import { orderCreated } from "./order-created";
import { orderConfirmed } from "./order-confirmed";
import { orderCancelled } from "./order-cancelled";
import { orderShipped } from "./order-shipped";
import { inventoryReserved } from "./inventory-reserved";
import { inventoryReservationFailed } from "./inventory-reservation-failed";
import { inventoryReleased } from "./inventory-released";
import { paymentProcessed } from "./payment-processed";
import { paymentFailed } from "./payment-failed";
import { returnRequested } from "./return-requested";
import { returnReceived } from "./return-received";

/** Every event of the reference platform. */
export const catalogue = defineCatalogue([
  orderCreated,
  orderConfirmed,
  orderCancelled,
  orderShipped,
  inventoryReserved,
  inventoryReservationFailed,
  inventoryReleased,
  paymentProcessed,
  paymentFailed,
  returnRequested,
  returnReceived,
]);

export { inventoryReleased } from "./inventory-released";
export { inventoryReservationFailed } from "./inventory-reservation-failed";
export { inventoryReserved } from "./inventory-reserved";
export { orderCancelled } from "./order-cancelled";
export { orderConfirmed } from "./order-confirmed";
export { orderCreated } from "./order-created";
export { orderShipped } from "./order-shipped";
export { paymentFailed } from "./payment-failed";
export { paymentProcessed } from "./payment-processed";
export { returnReceived } from "./return-received";
export { returnRequested } from "./return-requested";
export { CURRENCIES, MAX_LINES, ORDER_ID, type Currency } from "./fields";
export { ALL_CHANNELS, HIGH_VALUE, amountFrom, thresholds, type Thresholds } from "./thresholds";
