import type { Fault } from "../../core";
import { HEALTH } from "./plan";

/** How it is known whether a host lives: it takes a connection, or it answers a path over TLS with 200. */
export type NetworkHealth = { readonly kind: "tcp" } | { readonly kind: "https"; readonly path: string };

/** A health check in the service's own form. */
export function networkHealth(health: NetworkHealth, port: number) {
  const { intervalMs: intervalInMillis, timeoutInMillis, retries, returnCode } = HEALTH;
  const common = { port, intervalInMillis, timeoutInMillis, retries };
  return health.kind === "tcp"
    ? { ...common, protocol: "TCP" }
    : { ...common, protocol: "HTTPS", urlPath: health.path, returnCode };
}

/** What of a balancer of layer 4 is plain when it is planned. */
export interface PlainNetworkBalancer {
  readonly port: number;
  readonly protocol: string;
  readonly backendPort: number;
  readonly health: NetworkHealth;
  readonly hosts: readonly string[];
}

/** Everything wrong with a balancer of layer 4. */
export function networkBalancerFaults(balancer: PlainNetworkBalancer): Fault[] {
  const { port, protocol, backendPort, health, hosts } = balancer;
  const faults: Fault[] = [];
  const expect = (path: string, given: unknown, right: boolean, allowed: string): void => {
    if (!right) faults.push({ path, given, allowed });
  };
  for (const [path, given] of [
    ["port", port],
    ["backends.port", backendPort],
  ] as const) {
    expect(path, given, Number.isInteger(given) && given >= 1 && given <= 65_535, "a port from 1 to 65535");
  }
  expect("protocol", protocol, ["TCP", "UDP"].includes(protocol), "TCP or UDP");
  if (health.kind === "https")
    expect("backends.health.path", health.path, /^\/[\w./~-]*$/.test(health.path), "a path such as /health");
  expect("backends.hosts", hosts, hosts.length > 0, "one host at least");
  for (const host of hosts)
    expect("backends.hosts", host, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(host), "a role word such as node-a");
  return faults;
}
