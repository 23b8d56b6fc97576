export type * from "./args";
export { CompartmentBudget } from "./compartment-budget";
export type { Alert } from "./plan";
