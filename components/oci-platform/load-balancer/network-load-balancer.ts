import * as nlb from "@pulumi/oci/networkloadbalancer";
import type * as pulumi from "@pulumi/pulumi";
import { Check } from "../../core";
import { OciComponent } from "../component";
import type { NetworkLoadBalancerArgs, NetworkLoadBalancerChildren } from "./args";
import { networkBalancerFaults, networkHealth } from "./network-plan";

/**
 * A balancer of layer 4, inside the network alone: it passes packets on, so that TLS goes through to the hosts, and takes
 * as much as comes. It reads nothing, so no firewall can stand in front of it, and there is no argument that makes it
 * public; the mark that `WebFirewall` asks for is missing. It keeps no log of its own (unverified): the flow logs of its
 * subnet say who came. Free of charge (unverified).
 *
 * Children: `balancer`, `backend-set`, one `backend` a host, `listener`.
 *
 * @example
 * new NetworkLoadBalancer("brokers", {
 *   naming, tags, compartmentId, subnetId: network.subnetId("load-balancer-internal"),
 *   nsgIds: [network.groupId("load-balancer")],
 *   port: 443,
 *   backends: { port: 8443, health: { kind: "https", path: "/health" }, hosts: { "node-a": { ipAddress: "10.80.8.11" } } },
 * }, { provider: oci });
 */
export class NetworkLoadBalancer extends OciComponent<NetworkLoadBalancerChildren> {
  /** OCID, known once it listens. */
  readonly networkLoadBalancerId: pulumi.Output<string>;
  /** Addresses, known once it stands. */
  readonly ipAddresses: nlb.NetworkLoadBalancer["ipAddresses"];

  readonly #args: NetworkLoadBalancerArgs;

  /** @throws {InputError} with every fault of ports, hosts and health checks. */
  constructor(name: string, args: NetworkLoadBalancerArgs, opts?: pulumi.ComponentResourceOptions) {
    const { port, protocol = "TCP", backends } = args;
    const check = new Check(`NetworkLoadBalancer "${name}"`);
    for (const { path, given, allowed } of networkBalancerFaults({
      port,
      protocol,
      backendPort: backends.port,
      health: backends.health,
      hosts: Object.keys(backends.hosts),
    })) {
      check.fault(path, given, allowed);
    }
    check.done();
    super("oci-platform", "NetworkLoadBalancer", name, args, opts);
    this.#args = args;

    const balancer = this.child(
      "balancer",
      nlb.NetworkLoadBalancer,
      {
        compartmentId: args.compartmentId,
        displayName: this.physical("oci-display", name),
        subnetId: args.subnetId,
        isPrivate: true,
        // Hosts see who asks only where the backend set says so.
        isPreserveSourceDestination: false,
        networkSecurityGroupIds: [...args.nsgIds],
      },
      { purpose: "load-balancer" },
    );
    const set = this.createBackends(balancer);
    const listener = this.child("listener", nlb.Listener, {
      networkLoadBalancerId: balancer.id,
      name: "listener",
      defaultBackendSetName: set.name,
      port,
      protocol,
    });
    this.networkLoadBalancerId = listener.networkLoadBalancerId;
    this.ipAddresses = balancer.ipAddresses;
    this.registerOutputs({
      networkLoadBalancerId: this.networkLoadBalancerId,
      ipAddresses: this.ipAddresses,
    });
  }

  private createBackends(balancer: nlb.NetworkLoadBalancer): nlb.BackendSet {
    const { port, hosts, health, preserveSource = false } = this.#args.backends;
    const set = this.child("backend-set", nlb.BackendSet, {
      networkLoadBalancerId: balancer.id,
      name: "hosts",
      policy: "FIVE_TUPLE",
      isPreserveSource: preserveSource,
      healthChecker: networkHealth(health, port),
    });
    for (const [role, { ipAddress }] of Object.entries(hosts)) {
      this.child(
        "backend",
        nlb.Backend,
        { networkLoadBalancerId: balancer.id, backendSetName: set.name, ipAddress, port },
        { role },
      );
    }
    return set;
  }
}
