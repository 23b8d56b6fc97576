import type * as loadbalancer from "@pulumi/oci/loadbalancer";
import type * as logging from "@pulumi/oci/logging";
import type * as nlb from "@pulumi/oci/networkloadbalancer";
import type * as waf from "@pulumi/oci/waf";
import type * as pulumi from "@pulumi/pulumi";
import type { ComponentArgs } from "../../core";
import type { ENDS_HTTP } from "./ends-http";
import type { NetworkHealth } from "./network-plan";
import type { BackendTls, Bandwidth, FirewallRules } from "./plan";

/** The children of a {@link WebFirewall} by key, for `transform`. */
export interface WebFirewallChildren {
  policy: waf.AppFirewallPolicyArgs;
  firewall: waf.AppFirewallArgs;
  log: logging.LogArgs;
}

/** Where logs go, and for how long. */
export interface ServiceLogs {
  /** OCID of the log group. */
  readonly logGroupId: pulumi.Input<string>;
  /**
   * Days that they are kept: 30 to 180 in steps of 30 (OCI Logging API, CreateLogDetails `retentionDuration`).
   * @default 90
   */
  readonly retentionDays?: number;
}

/**
 * A balancer that a firewall can stand in front of: of layer 7, and one that ends TLS itself, which `HttpsLoadBalancer` is.
 * Only what is read can be inspected: the mark can not be written for one of layer 4, or that TLS passes through.
 */
export interface HttpBalancer {
  /** OCID. */
  readonly loadBalancerId: pulumi.Input<string>;
  readonly endsHttp: typeof ENDS_HTTP;
}

export interface WebFirewallArgs extends ComponentArgs<WebFirewallChildren> {
  /** OCID of the compartment of firewall and policy. */
  readonly compartmentId: pulumi.Input<string>;
  readonly balancer: HttpBalancer;
  readonly rules: FirewallRules;
  readonly logs: ServiceLogs;
}

/** The children of an {@link HttpsLoadBalancer} by key, for `transform`. */
export interface HttpsLoadBalancerChildren {
  balancer: loadbalancer.LoadBalancerArgs;
  "backend-set": loadbalancer.BackendSetArgs;
  backend: loadbalancer.BackendArgs;
  redirect: loadbalancer.RuleSetArgs;
  https: loadbalancer.ListenerArgs;
  http: loadbalancer.ListenerArgs;
  log: logging.LogArgs;
}

/** Who reaches a balancer: the network alone, or the internet through a firewall. A public one without can not be written. */
export type Exposure =
  | { readonly kind: "internal"; readonly firewall?: FirewallRules }
  | { readonly kind: "public"; readonly firewall: FirewallRules };

/** A host that requests are passed on to. */
export interface Backend {
  readonly ipAddress: pulumi.Input<string>;
}

export interface HttpsLoadBalancerArgs extends ComponentArgs<HttpsLoadBalancerChildren> {
  /** OCID of the compartment of balancer, firewall and logs. */
  readonly compartmentId: pulumi.Input<string>;
  /** OCID of the balancers' subnet: a private one, or for a public balancer the public one. */
  readonly subnetId: pulumi.Input<string>;
  /** OCIDs of the security groups that decide who reaches it. */
  readonly nsgIds: readonly [pulumi.Input<string>, ...pulumi.Input<string>[]];
  /**
   * Who reaches it.
   * @default the network alone
   */
  readonly exposure?: Exposure;
  /** OCID of the certificate of the hosts that it answers for, in OCI's Certificates service. */
  readonly certificateId: pulumi.Input<string>;
  /** Where requests go, by a role word: the port that all hosts listen on, how they are spoken to, the hosts. */
  readonly backends: {
    readonly port: number;
    readonly tls: BackendTls;
    readonly hosts: Readonly<Record<string, Backend>>;
    /**
     * Path that says whether a host lives.
     * @default "/health"
     */
    readonly healthPath?: string;
  };
  /**
   * Bandwidth of the flexible shape, Mbps.
   * @default 10 to 100
   */
  readonly bandwidth?: Bandwidth;
  /** Where access, errors and the firewall are logged. */
  readonly logs: ServiceLogs;
}

/** The children of a {@link NetworkLoadBalancer} by key, for `transform`. */
export interface NetworkLoadBalancerChildren {
  balancer: nlb.NetworkLoadBalancerArgs;
  "backend-set": nlb.BackendSetArgs;
  backend: nlb.BackendArgs;
  listener: nlb.ListenerArgs;
}

export interface NetworkLoadBalancerArgs extends ComponentArgs<NetworkLoadBalancerChildren> {
  /** OCID of the compartment of the balancer. */
  readonly compartmentId: pulumi.Input<string>;
  /** OCID of the balancers' private subnet. */
  readonly subnetId: pulumi.Input<string>;
  /** OCIDs of the security groups that decide who reaches it. */
  readonly nsgIds: readonly [pulumi.Input<string>, ...pulumi.Input<string>[]];
  /** Port that it listens on. */
  readonly port: number;
  /**
   * What it passes on.
   * @default "TCP"
   */
  readonly protocol?: "TCP" | "UDP";
  /** Where connections go, by a role word: the port that all hosts listen on, how it is known that they live, the hosts. */
  readonly backends: {
    readonly port: number;
    readonly health: NetworkHealth;
    readonly hosts: Readonly<Record<string, Backend>>;
    /**
     * Whether hosts see the addresses of clients; their security groups then have to let every client in, not the balancer
     * alone.
     * @default false
     */
    readonly preserveSource?: boolean;
  };
}
