import type { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import type * as pulumi from "@pulumi/pulumi";
import {
  Certificate,
  LONGEST_HOURS,
  hostFaults,
  issuedBy,
  secretNameOf,
  serverCertificate,
  spiffeId,
  type CertificateObjectArgs,
  type CertificatePlan,
} from "../certificates";
import { Check, Component, type ComponentArgs } from "../core";
import { GATEWAY_CONTROLLERS, type GatewayController } from "./classes";
import { ClientTrafficPolicy, EnvoyProxy, Gateway, GatewayClass, HttpRoute, type ObjectArgs } from "./kinds";
import { listenerOf, type GatewayHandle, type PublishedHost } from "./plan";

/** Children of {@link PlatformGateway}, for `transform`. */
export interface PlatformGatewayChildren {
  class: ObjectArgs;
  proxy: ObjectArgs;
  certificate: CertificateObjectArgs;
  gateway: ObjectArgs;
  "client-policy": ObjectArgs;
  redirect: ObjectArgs;
}

/** What the Service of type LoadBalancer is annotated with, and whether only private addresses reach it then. */
export interface GatewayBalancer {
  readonly internal: boolean;
  readonly annotations: object;
}

export interface PlatformGatewayArgs extends ComponentArgs<PlatformGatewayChildren> {
  /** Namespace of the controller and its proxies; it must be there, and closed. */
  readonly namespace: string;
  /** The hosts that it serves, by a role word; each gets a listener and a certificate of its own. */
  readonly hosts: Readonly<Record<string, PublishedHost>>;
  /** Name of the ClusterIssuer of the certificates. */
  readonly issuerName: pulumi.Input<string>;
  /** Trust domain of the SPIFFE ids: the gateway shows services who it is. */
  readonly trustDomain: string;
  /** Its load balancer, from the builder of the cloud: on OKE `oracleBalancer`. */
  readonly balancer: GatewayBalancer;
  /** @default "envoy-gateway" */
  readonly controller?: GatewayController;
  /**
   * Proxies, spread over zones and hosts; one may be missing at a time.
   * @default 3
   */
  readonly replicas?: number;
}

/**
 * Name of the gateway, its class and its proxies. A cloud changes no live balancer from internal to public or back, so each
 * has a name of its own: a change makes a new gateway with a new balancer.
 */
const nameOf = ({ internal }: GatewayBalancer): string => (internal ? "platform" : "platform-public");
/** The account that its certificate names. */
const ACCOUNT = "gateway";

/**
 * The entrance of a cluster: a gateway of the Gateway API behind one load balancer. TLS ends here, 1.2 or newer; port 80
 * answers with a redirect and nothing else, since no route of another namespace may attach to it; a host is answered by
 * the one namespace that it is given to. From here on it is mutual TLS again: the gateway shows services a certificate of
 * its own and, by the policy beside each route, checks theirs.
 *
 * Its controller must run, with its definitions: depend on its release.
 *
 * Children: `class`, `proxy`, a `certificate` for each host and one for itself, `gateway`, `client-policy`, `redirect`.
 *
 * @throws {InputError} with every fault of hosts and annotations.
 */
export class PlatformGateway extends Component<PlatformGatewayChildren> {
  /** What a `PublishedService` is given. */
  readonly handle: GatewayHandle;
  /** Its SPIFFE id, for services that let in the gateway and nobody else. */
  readonly id: string;
  /** Name of the gateway; known when it is there. */
  readonly gatewayName: pulumi.Output<string>;

  constructor(name: string, args: PlatformGatewayArgs, opts?: pulumi.ComponentResourceOptions) {
    check(name, args);
    super("ingress", "PlatformGateway", name, args, opts);
    const { namespace, hosts, trustDomain } = args;
    const { internal } = args.balancer;
    const gatewayName = nameOf(args.balancer);
    const certificates = this.createCertificates(args);
    const proxy = this.createProxy(args);
    const made = this.child("class", GatewayClass, {
      metadata: { name: gatewayName },
      spec: {
        controllerName: GATEWAY_CONTROLLERS[args.controller ?? "envoy-gateway"].controller,
        parametersRef: {
          group: "gateway.envoyproxy.io",
          kind: "EnvoyProxy",
          name: proxy.metadata.name,
          namespace,
        },
      },
    });
    const gateway = this.createGateway(args, made, certificates);
    this.createPolicy(args, gateway);
    this.createRedirect(args, gateway);
    this.handle = { name: gatewayName, namespace, hosts, internal };
    this.id = spiffeId({ trustDomain, namespace, serviceAccount: ACCOUNT });
    this.gatewayName = gateway.metadata.name;
    this.registerOutputs({ id: this.id, gatewayName: this.gatewayName });
  }

  private createCertificates(args: PlatformGatewayArgs): CustomResource[] {
    const { namespace, hosts, issuerName, trustDomain, balancer } = args;
    const make = (role: string, plan: CertificatePlan) =>
      this.child(
        "certificate",
        Certificate,
        { metadata: { name: plan.secretName, namespace }, spec: issuedBy(issuerName, plan) },
        { role },
      );
    const ofHosts = Object.entries(hosts).map(([role, { host }]) =>
      make(role, serverCertificate(`host-${role}`, [host], { hours: LONGEST_HOURS.server })),
    );
    const own = {
      ...serverCertificate(secretNameOf(ACCOUNT), [`${nameOf(balancer)}.${namespace}.svc`], {
        hours: LONGEST_HOURS.workload,
      }),
      uris: [spiffeId({ trustDomain, namespace, serviceAccount: ACCOUNT })],
      usages: ["digital signature", "client auth"],
    };
    return [...ofHosts, make("itself", own)];
  }

  private createProxy({ namespace, balancer, replicas = 3 }: PlatformGatewayArgs): CustomResource {
    const spread = (topologyKey: string, whenUnsatisfiable: string) => ({
      maxSkew: 1,
      topologyKey,
      whenUnsatisfiable,
      labelSelector: { matchLabels: { "gateway.envoyproxy.io/owning-gateway-name": nameOf(balancer) } },
    });
    return this.child("proxy", EnvoyProxy, {
      metadata: { name: nameOf(balancer), namespace },
      spec: {
        provider: {
          type: "Kubernetes",
          kubernetes: {
            envoyDeployment: {
              replicas,
              pod: {
                topologySpreadConstraints: [
                  spread("topology.kubernetes.io/zone", "ScheduleAnyway"),
                  spread("kubernetes.io/hostname", "DoNotSchedule"),
                ],
              },
            },
            envoyPDB: { minAvailable: Math.max(1, replicas - 1) },
            envoyService: {
              type: "LoadBalancer",
              externalTrafficPolicy: "Local",
              annotations: { ...balancer.annotations },
            },
          },
        },
        backendTLS: {
          clientCertificateRef: { kind: "Secret", name: secretNameOf(ACCOUNT), namespace },
          minVersion: "1.2",
        },
      },
    });
  }

  private createGateway(
    { namespace, hosts, balancer }: PlatformGatewayArgs,
    made: CustomResource,
    certificates: CustomResource[],
  ): CustomResource {
    const listeners = Object.entries(hosts).map(([role, { host, namespace: owner }]) => ({
      name: listenerOf(role),
      protocol: "HTTPS",
      port: 443,
      hostname: host,
      tls: { mode: "Terminate", certificateRefs: [{ kind: "Secret", name: `host-${role}` }] },
      allowedRoutes: {
        kinds: [{ kind: "HTTPRoute" }],
        namespaces: {
          from: "Selector",
          selector: { matchLabels: { "kubernetes.io/metadata.name": owner } },
        },
      },
    }));
    const plain = {
      name: "http",
      protocol: "HTTP",
      port: 80,
      allowedRoutes: { kinds: [{ kind: "HTTPRoute" }], namespaces: { from: "Same" } },
    };
    return this.child(
      "gateway",
      Gateway,
      {
        metadata: { name: nameOf(balancer), namespace },
        spec: { gatewayClassName: made.metadata.name, listeners: [plain, ...listeners] },
      },
      { dependsOn: certificates },
    );
  }

  private createPolicy({ namespace, balancer }: PlatformGatewayArgs, gateway: CustomResource): void {
    this.child("client-policy", ClientTrafficPolicy, {
      metadata: { name: nameOf(balancer), namespace },
      spec: {
        targetRefs: [{ group: "gateway.networking.k8s.io", kind: "Gateway", name: gateway.metadata.name }],
        tls: { minVersion: "1.2" },
        headers: { xForwardedClientCert: { mode: "Sanitize" } },
        path: { escapedSlashesAction: "RejectRequest" },
        connection: { bufferLimit: "32Ki" },
      },
    });
  }

  private createRedirect({ namespace, hosts }: PlatformGatewayArgs, gateway: CustomResource): void {
    this.child("redirect", HttpRoute, {
      metadata: { name: "redirect-to-https", namespace },
      spec: {
        parentRefs: [{ name: gateway.metadata.name, sectionName: "http" }],
        hostnames: Object.values(hosts).map(({ host }) => host),
        rules: [
          {
            filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } }],
          },
        ],
      },
    });
  }
}

function check(name: string, args: PlatformGatewayArgs): void {
  const inputs = new Check(`PlatformGateway "${name}"`);
  const { hosts, balancer, replicas = 3 } = args;
  const taken = new Map<string, string>();
  for (const [role, { host }] of Object.entries(hosts)) {
    for (const { given, allowed } of hostFaults("", [host]))
      inputs.fault(`hosts.${role}.host`, given, allowed);
    const other = taken.get(host);
    if (other !== undefined)
      inputs.fault(`hosts.${role}.host`, host, `a host that ${other} does not have already`);
    taken.set(host, role);
  }
  if (taken.size === 0) inputs.fault("hosts", "none", "a host at least: without one it serves nothing");
  if (Object.keys(balancer.annotations).length === 0)
    inputs.fault(
      "balancer.annotations",
      "none",
      "those of the balancers' builder: without any, OCI makes a public balancer",
    );
  if (!Number.isInteger(replicas) || replicas < 2)
    inputs.fault("replicas", replicas, "2 or more: a proxy may go with its node");
  inputs.done();
}
