export * from "./catalogue";
export { CHARTS, chartVersions, type Chart, type ChartName } from "./charts";
export { dev } from "./dev";
export { prod } from "./prod";
export { staging } from "./staging";
export { AWS_REGIONS, OCI_REGIONS, defineEnvironment, type Environment, type Settings } from "./settings";
export * from "./plan";
