export * from "./alarms";
export * from "./arns";
export * from "./dashboard";
export * from "./grants";
export * from "./keys";
export * from "./limits";
export * from "./policies";
export * from "./publishers";
