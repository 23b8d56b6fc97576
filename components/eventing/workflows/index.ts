/** State machines of the reference platform, and what every state machine is checked for. */
export { workflowFaults } from "./checks";
export { fraudCheck, fraudCheckNeeds, type FraudCheckArgs } from "./fraud-check";
export { notifications, notificationsNeeds, type NotificationsArgs } from "./notifications";
export { orderSaga, orderSagaNeeds, type OrderSagaArgs } from "./order-saga";
export type { Definition } from "./asl";
