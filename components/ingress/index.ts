export { PlatformGateway, type PlatformGatewayArgs, type PlatformGatewayChildren } from "./platform-gateway";
export {
  PublishedService,
  type DnsEntry,
  type PublishedServiceArgs,
  type PublishedServiceChildren,
} from "./published-service";
export { GATEWAY_CONTROLLERS, INGRESS_CLASSES, type GatewayController, type Maintained } from "./classes";
export {
  ROUTINGS,
  publicationFaults,
  type BackendService,
  type Entrance,
  type GatewayHandle,
  type Monitor,
  type PlainTextException,
  type Publication,
  type PublishedHost,
  type Routing,
  type ServicePort,
} from "./plan";
