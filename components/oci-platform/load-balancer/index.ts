export type * from "./args";
export { HttpsLoadBalancer } from "./https-load-balancer";
export type { BackendTls, Bandwidth, FirewallRules } from "./plan";
export { WebFirewall } from "./web-firewall";
