import { ordersIn } from "../saga/orders";
import { paymentsIn } from "../saga/payments";
import { stepHandler } from "../saga/step-handler";

export const handler = stepHandler("saga-cancel", ({ settings, tables, now }) => {
  const orders = ordersIn(tables, settings.ORDERS_TABLE, now);
  const payments = paymentsIn(tables, settings.PAYMENTS_TABLE, now);
  return async (input) => orders.cancel(input, await payments.undo(input));
});
