/** The ways from a gateway to what is behind it, over load balancers and to their health checks. */
import { canReach, trafficText, type Block, type Endpoint, type Listener } from "../../../lib/reachability";
import { number, object, text } from "../reachability/deployed";
import type { Patient } from "./patient";

/** What keeps a hop shut, and which. */
export interface ShutHop {
  readonly hop: string;
  readonly block: Block;
}

/** Everything in the way from the gateway to each of its backends, and on to what is behind those. */
export function shutHops({ endpoint, model, inventory }: Patient): ShutHop[] {
  const byName = (name: string) => model.endpoints.find((one) => one.name === name);
  const seen = new Set<string>();
  const found: ShutHop[] = [];
  const follow = (from: Endpoint, listener: Listener): void => {
    for (const { endpoint: name, port } of listener.to) {
      const to = byName(name);
      if (to === undefined) continue;
      const ports = [port, ...(from === endpoint ? [] : healthPorts(from))];
      for (const each of new Set(ports)) {
        const hop = `${from.name} to ${to.name} on ${trafficText({ protocol: listener.protocol, port: each })}`;
        if (seen.has(hop)) continue;
        seen.add(hop);
        const traffic = { protocol: listener.protocol, port: each };
        const answer = canReach(
          model,
          { kind: "endpoint", endpoint: from },
          { kind: "endpoint", endpoint: to },
          traffic,
        );
        if (answer.verdict !== "reaches") found.push(...answer.blocks.map((block) => ({ hop, block })));
      }
      for (const next of to.listeners ?? []) if (next.port === port) follow(to, next);
    }
  };
  /** Ports that a load balancer's health checks call. */
  const healthPorts = ({ name }: Endpoint): number[] =>
    inventory
      .of("oci:LoadBalancer/loadBalancer:LoadBalancer")
      .filter((balancer) => `${balancer.stack}/${balancer.name}` === name)
      .flatMap((balancer) =>
        inventory
          .of("oci:LoadBalancer/backendSet:BackendSet")
          .filter(({ outputs }) => text(outputs, "loadBalancerId") === balancer.id),
      )
      .flatMap(({ outputs }) => number(object(outputs, "healthChecker"), "port") ?? []);
  for (const listener of endpoint.listeners ?? []) follow(endpoint, listener);
  return found;
}

export const OF_ROUTES: ReadonlySet<Block["kind"]> = new Set(["route", "gateway", "address"]);
