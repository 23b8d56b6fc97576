import { stockIn } from "../inventory/stock";
import { stepHandler } from "../saga/step-handler";
import { reserveStep } from "../saga/stock-steps";

export const handler = stepHandler("saga-reserve", ({ settings, tables, now }) => {
  const stock = stockIn(
    tables,
    { inventory: settings.INVENTORY_TABLE, reservations: settings.RESERVATIONS_TABLE },
    now,
  );
  return (input) => reserveStep(stock, input);
});
