import * as loadbalancer from "@pulumi/oci/loadbalancer";
import * as logging from "@pulumi/oci/logging";
import * as pulumi from "@pulumi/pulumi";
import { LOG_REPLACEMENT } from "../../../lib/oci-logs";
import { Check } from "../../core";
import { OciComponent } from "../component";
import type { HttpBalancer, HttpsLoadBalancerArgs, HttpsLoadBalancerChildren } from "./args";
import { ENDS_HTTP } from "./ends-http";
import { BALANCER_LOGS, BANDWIDTH, HEALTH, TLS_PROTOCOLS, balancerFaults } from "./plan";
import { serviceLog } from "./service-log";
import { WebFirewall } from "./web-firewall";

/**
 * A balancer of layer 7 that ends TLS 1.2 with its own certificate, speaks TLS to its hosts, sends plain HTTP on to HTTPS,
 * and logs access and errors. It is internal unless it is told otherwise, and a public one always has a firewall. Charged by
 * the hour and by its bandwidth (unverified).
 *
 * Children: `balancer`, `backend-set`, one `backend` a host, `redirect`, `https`, `http`, two `log`, and a `WebFirewall`.
 */
export class HttpsLoadBalancer extends OciComponent<HttpsLoadBalancerChildren> implements HttpBalancer {
  readonly loadBalancerId: pulumi.Output<string>;
  readonly endsHttp: typeof ENDS_HTTP = ENDS_HTTP;
  /** Addresses, known once it stands. */
  readonly ipAddressDetails: loadbalancer.LoadBalancer["ipAddressDetails"];
  readonly firewall: WebFirewall | undefined;

  readonly #args: HttpsLoadBalancerArgs;

  /** @throws {InputError} with every fault of bandwidth, backends, firewall and logs. */
  constructor(name: string, args: HttpsLoadBalancerArgs, opts?: pulumi.ComponentResourceOptions) {
    const { exposure = { kind: "internal" }, backends, bandwidth = BANDWIDTH.default, logs } = args;
    const check = new Check(`HttpsLoadBalancer "${name}"`);
    for (const { path, given, allowed } of balancerFaults({
      bandwidth,
      port: backends.port,
      tls: backends.tls,
      hosts: Object.keys(backends.hosts),
      healthPath: backends.healthPath ?? "/health",
      firewall: exposure.firewall,
      isPublic: exposure.kind === "public",
      retentionDays: logs.retentionDays ?? 90,
    })) {
      check.fault(path, given, allowed);
    }
    check.done();
    super("oci-platform", "HttpsLoadBalancer", name, args, opts);
    this.#args = args;

    const balancer = this.createBalancer(name, exposure.kind === "public");
    const set = this.createBackends(balancer);
    const https = this.createListeners(balancer, set);
    this.createLogs(name, balancer);
    // A firewall needs the listener to be there: the id is handed on once it is.
    this.loadBalancerId = pulumi.all([balancer.id, https.id]).apply(([id]) => id);
    this.ipAddressDetails = balancer.ipAddressDetails;
    this.firewall =
      exposure.firewall &&
      new WebFirewall(
        name,
        {
          naming: args.naming,
          tags: args.tags,
          compartmentId: args.compartmentId,
          balancer: this,
          rules: exposure.firewall,
          logs,
        },
        { parent: this },
      );
    this.registerOutputs({ loadBalancerId: this.loadBalancerId, ipAddressDetails: this.ipAddressDetails });
  }

  private createBalancer(name: string, isPublic: boolean): loadbalancer.LoadBalancer {
    const { compartmentId, subnetId, nsgIds, bandwidth = BANDWIDTH.default, backends } = this.#args;
    return this.child(
      "balancer",
      loadbalancer.LoadBalancer,
      {
        compartmentId,
        displayName: this.physical("oci-display", name),
        shape: "flexible",
        shapeDetails: { minimumBandwidthInMbps: bandwidth.min, maximumBandwidthInMbps: bandwidth.max },
        subnetIds: [subnetId],
        isPrivate: !isPublic,
        networkSecurityGroupIds: [...nsgIds],
        isRequestIdEnabled: true,
        ...("plainHttp" in backends.tls
          ? { freeformTags: { PlainHttpBackends: backends.tls.plainHttp.reason } }
          : {}),
      },
      { purpose: isPublic ? "public-load-balancer" : "load-balancer" },
    );
  }

  private createBackends(balancer: loadbalancer.LoadBalancer): loadbalancer.BackendSet {
    const { port, tls, hosts, healthPath = "/health" } = this.#args.backends;
    const encrypted = "trustedCaIds" in tls;
    const set = this.child("backend-set", loadbalancer.BackendSet, {
      loadBalancerId: balancer.id,
      name: "hosts",
      policy: "LEAST_CONNECTIONS",
      healthChecker: { ...HEALTH, protocol: "HTTP", port, urlPath: healthPath, isForcePlainText: !encrypted },
      ...(encrypted
        ? {
            sslConfiguration: {
              protocols: TLS_PROTOCOLS,
              verifyPeerCertificate: true,
              verifyDepth: 3,
              trustedCertificateAuthorityIds: [...tls.trustedCaIds],
            },
          }
        : {}),
    });
    for (const [role, { ipAddress }] of Object.entries(hosts)) {
      this.child(
        "backend",
        loadbalancer.Backend,
        { loadBalancerId: balancer.id, backendsetName: set.name, ipAddress, port },
        { role },
      );
    }
    return set;
  }

  private createListeners(
    balancer: loadbalancer.LoadBalancer,
    set: loadbalancer.BackendSet,
  ): loadbalancer.Listener {
    const common = { loadBalancerId: balancer.id, defaultBackendSetName: set.name, protocol: "HTTP" };
    const redirect = this.child("redirect", loadbalancer.RuleSet, {
      loadBalancerId: balancer.id,
      name: "to_https",
      items: [
        {
          action: "REDIRECT",
          responseCode: 301,
          redirectUri: { protocol: "HTTPS", port: 443, host: "{host}", path: "{path}", query: "?{query}" },
          conditions: [
            { attributeName: "PATH", attributeValue: "/", operator: "FORCE_LONGEST_PREFIX_MATCH" },
          ],
        },
      ],
    });
    const https = this.child("https", loadbalancer.Listener, {
      ...common,
      name: "https",
      port: 443,
      sslConfiguration: {
        protocols: TLS_PROTOCOLS,
        certificateIds: [this.#args.certificateId],
        verifyPeerCertificate: false,
        serverOrderPreference: "ENABLED",
      },
    });
    this.child("http", loadbalancer.Listener, {
      ...common,
      name: "http",
      port: 80,
      ruleSetNames: [redirect.name],
    });
    return https;
  }

  private createLogs(name: string, balancer: loadbalancer.LoadBalancer): void {
    const { compartmentId, logs } = this.#args;
    for (const category of BALANCER_LOGS) {
      this.child(
        "log",
        logging.Log,
        serviceLog({
          displayName: this.physical("oci-display", `${name}-${category}-log`),
          compartmentId,
          service: "loadbalancer",
          category,
          resource: balancer.id,
          logs,
        }),
        { role: category, ...LOG_REPLACEMENT },
      );
    }
  }
}
