export { gatewayAlarms, type AlarmedGateway } from "./alarms";
export { ApiDeployment } from "./api-deployment";
export type {
  ApiDeploymentArgs,
  ApiDeploymentChildren,
  GatewayRef,
  PrivateApiGatewayArgs,
  PrivateApiGatewayChildren,
} from "./args";
export type { Authentication, Authorization, Claim, RsaKey, TokenAuthentication, TokenKeys } from "./auth";
export { Authorizer, type AuthorizerArgs, type AuthorizerChildren } from "./authorizer";
export { AuthorizerGrant, type AuthorizerGrantArgs, type AuthorizerGrantChildren } from "./authorizer-grant";
export type { TokenRules } from "./authorizer-plan";
export type { AuthorizerAuthentication } from "./authorizer-auth";
export type { CaBundle } from "./ca-bundles";
export type { CertificateOnly, ClientCertificates } from "./client-certificates";
export { apiFaults, apiWarnings } from "./faults";
export { gatewayFaults } from "./gateway-faults";
export { identityDomainTokens, type IdentityDomainTokens } from "./identity-domain";
export { apiFromOpenApi, type OpenApiSettings } from "./openapi/import";
export type { LogLevel } from "./plan";
export {
  CLIENT_CLASSES,
  checkPath,
  type Behind,
  type ClientClass,
  type GatewayPaths,
  type HostPlace,
  type PathClient,
  type PathGap,
  type PathNames,
} from "./paths";
export { PrivateApiGateway } from "./private-api-gateway";
export type { Some } from "./some";
export {
  HEALTH_ROUTE,
  METHODS,
  type Api,
  type Backend,
  type Cors,
  type FunctionBackend,
  type HttpBackend,
  type Method,
  type RateLimit,
  type RequestValidation,
  type Route,
  type StockResponse,
} from "./spec";
export type { TokenVerification } from "./verification";
