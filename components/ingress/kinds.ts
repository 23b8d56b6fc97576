import { customKind, type CustomArgs } from "../kubernetes";

/** Objects of the Gateway API and of Envoy Gateway; their schemas are checked where they are made (docs/simulated-clouds.md). */
type Spec = Readonly<Record<string, unknown>>;
const NETWORKING = "gateway.networking.k8s.io/v1";
const ENVOY = "gateway.envoyproxy.io/v1alpha1";

export const GatewayClass = customKind<Spec>(NETWORKING, "GatewayClass");
export const Gateway = customKind<Spec>(NETWORKING, "Gateway");
export const HttpRoute = customKind<Spec>(NETWORKING, "HTTPRoute");
export const BackendTlsPolicy = customKind<Spec>(NETWORKING, "BackendTLSPolicy");
export const EnvoyProxy = customKind<Spec>(ENVOY, "EnvoyProxy");
export const ClientTrafficPolicy = customKind<Spec>(ENVOY, "ClientTrafficPolicy");
export const ServiceMonitor = customKind<Spec>("monitoring.coreos.com/v1", "ServiceMonitor");

export type ObjectArgs = CustomArgs<Spec>;
