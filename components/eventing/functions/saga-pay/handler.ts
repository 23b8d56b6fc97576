import { paymentsIn } from "../saga/payments";
import { stepHandler } from "../saga/step-handler";

export const handler = stepHandler("saga-pay", ({ settings, tables, now }) => {
  const payments = paymentsIn(tables, settings.PAYMENTS_TABLE, now);
  return (input) => payments.pay(input);
});
