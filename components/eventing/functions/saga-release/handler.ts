import { stockIn } from "../inventory/stock";
import { stepHandler } from "../saga/step-handler";
import { releaseStep } from "../saga/stock-steps";

export const handler = stepHandler("saga-release", ({ settings, tables, now }) => {
  const stock = stockIn(
    tables,
    { inventory: settings.INVENTORY_TABLE, reservations: settings.RESERVATIONS_TABLE },
    now,
  );
  return (input) => releaseStep(stock, input);
});
