import { ordersIn } from "../saga/orders";
import { stepHandler } from "../saga/step-handler";

export const handler = stepHandler("saga-confirm", ({ settings, tables, now }) => {
  const orders = ordersIn(tables, settings.ORDERS_TABLE, now);
  return (input) => orders.confirm(input);
});
