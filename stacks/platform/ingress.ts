import type * as pulumi from "@pulumi/pulumi";
import { PlatformGateway } from "../../components/ingress";
import { ChartRelease, SystemNamespace, tcpPorts, within, type Allowance } from "../../components/kubernetes";
import { oracleBalancer } from "../../components/oke";
import type { ociNetworkDxbContract } from "../contracts/networks";
import type { NeedsOutputs } from "../define/stack";
import { CHARTS } from "../environments";
import type { Certificates } from "./certificates";
import type { ClusterPlace } from "./place";
import { apiEgress, apiIngress } from "./system";

const NAMESPACE = "ingress";

/**
 * Ports of the gateway's proxies for 80 and 443: the listeners' numbers and 10,000, since they run without rights to low
 * ports; and the port by which the controller tells them what to do (Envoy Gateway, "System design", and its xDS server; numbers
 * of ports unverified against the chart).
 */
const PROXY_PORTS = { http: 10_080, https: 10_443, control: 18_000, webhook: 9_443 } as const;

/** The port on which workloads serve TLS to the gateway. */
export const WORKLOAD_PORT = 8443;

/** What lets the gateway in to a namespace of workloads. */
export const fromGateway: Allowance = {
  name: "gateway",
  direction: "ingress",
  peer: { namespace: NAMESPACE },
  ports: tcpPorts(WORKLOAD_PORT),
  why: "to hand on requests for published hosts",
};

/** Workloads call each other where the gateway calls them: where pods have certificates, and ask for the caller's. */
export const amongWorkloads = (workloads: string): readonly Allowance[] =>
  within(workloads, {
    name: "services",
    ports: tcpPorts(WORKLOAD_PORT),
    why: "to call each other by mutual TLS",
  });

/**
 * The cluster's entrance, with private addresses, and the definitions of routes. Hosts are given to namespaces here; what
 * answers them is published by who owns the namespace.
 *
 * @param domain of the site's own hosts.
 * @param workloads namespace that answers `apps.<domain>`.
 */
export function ingress(
  { key, env, place, here, version }: ClusterPlace,
  { issuer, trustDomain }: Certificates,
  { subnetIds, nsgIds }: NeedsOutputs<{ network: typeof ociNetworkDxbContract }>["network"],
  domain: string,
  workloads: string,
): { readonly gateway: PlatformGateway; readonly namespace: pulumi.Output<string> } {
  const { subnets } = env.plan.dxb;
  const system = new SystemNamespace(
    `${key}-ingress`,
    {
      ...place,
      namespace: NAMESPACE,
      podSecurityVersion: version,
      allow: [
        apiEgress(subnets["api-endpoint"]),
        apiIngress(subnets["api-endpoint"], PROXY_PORTS.webhook),
        {
          name: "balancer",
          direction: "ingress",
          peer: { place: "internal load balancers", range: subnets["load-balancer-internal"] },
          ports: tcpPorts(PROXY_PORTS.http, PROXY_PORTS.https),
          why: "to hand on what comes in",
        },
        ...within(NAMESPACE, {
          name: "control",
          ports: tcpPorts(PROXY_PORTS.control),
          why: "to be told of routes",
        }),
        {
          name: "workloads",
          direction: "egress",
          peer: { namespace: workloads },
          ports: tcpPorts(WORKLOAD_PORT),
          why: "to hand on requests for published hosts",
        },
      ],
    },
    here,
  );
  const controller = new ChartRelease(
    `${key}-gateway-controller`,
    {
      ...place,
      chart: CHARTS["gateway-helm"],
      namespace: system.closed,
      values: { deployment: { replicas: env.class === "dev" ? 1 : 2 } },
    },
    here,
  );
  const gateway = new PlatformGateway(
    `${key}-gateway`,
    {
      ...place,
      namespace: NAMESPACE,
      hosts: { apps: { host: `apps.${domain}`, namespace: workloads } },
      issuerName: issuer.issuerName,
      trustDomain,
      balancer: oracleBalancer("the entrance's balancer", {
        subnetId: subnetIds.apply((ids) => ids["load-balancer-internal"]),
        nsgIds: [nsgIds.apply((ids) => ids["load-balancer"])],
      }),
      replicas: env.class === "dev" ? 2 : 3,
    },
    { ...here, dependsOn: [controller] },
  );
  return { gateway, namespace: system.closed };
}
