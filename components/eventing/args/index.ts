export type * from "./archive";
export type * from "./bus";
export type * from "./dashboard";
export type * from "./functions";
export type * from "./queues";
export type * from "./stores";
export type * from "./targets";
export type * from "./workflow";
