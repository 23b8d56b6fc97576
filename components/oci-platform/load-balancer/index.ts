export type * from "./args";
export { HttpsLoadBalancer } from "./https-load-balancer";
export { NetworkLoadBalancer } from "./network-load-balancer";
export type { NetworkHealth } from "./network-plan";
export type { BackendTls, Bandwidth, FirewallRules } from "./plan";
export { WebFirewall } from "./web-firewall";
