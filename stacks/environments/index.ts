export * from "./catalogue";
export { dev } from "./dev";
export { prod } from "./prod";
export { staging } from "./staging";
export { AWS_REGIONS, OCI_REGIONS, defineEnvironment, type Environment, type Settings } from "./settings";
export * from "./plan";
