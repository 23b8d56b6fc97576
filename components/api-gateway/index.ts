export { ApiDeployment } from "./api-deployment";
export type {
  ApiDeploymentArgs,
  ApiDeploymentChildren,
  GatewayRef,
  PrivateApiGatewayArgs,
  PrivateApiGatewayChildren,
} from "./args";
export { apiFaults } from "./faults";
export type { LogLevel } from "./plan";
export { PrivateApiGateway } from "./private-api-gateway";
export {
  HEALTH_ROUTE,
  METHODS,
  type Api,
  type HttpBackend,
  type Method,
  type OpenRoute,
  type RateLimit,
  type Route,
  type Some,
  type StockResponse,
  type StockRoute,
} from "./spec";
