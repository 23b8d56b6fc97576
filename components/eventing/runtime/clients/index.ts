export { busClient } from "./bus";
export { functionsClient } from "./functions";
export { queuesClient } from "./queues";
export { tablesClient } from "./tables";
export { topicsClient } from "./topics";
export { traceCalls } from "./trace";
export { workflowsClient } from "./workflows";
