import { Service, type ServiceArgs } from "@pulumi/kubernetes/core/v1/service";
import { Ingress, type IngressArgs } from "@pulumi/kubernetes/networking/v1/ingress";
import type * as pulumi from "@pulumi/pulumi";
import {
  Certificate,
  LONGEST_HOURS,
  TRUST_BUNDLE,
  issuedBy,
  serverCertificate,
  type CertificateObjectArgs,
} from "../certificates";
import { Check, Component, type ComponentArgs } from "../core";
import { BackendTlsPolicy, HttpRoute, ServiceMonitor, type ObjectArgs } from "./kinds";
import {
  HSTS,
  REQUEST_TIMEOUT,
  STRIPPED_HEADERS,
  listenerOf,
  publicationFaults,
  roleOf,
  type GatewayHandle,
  type PlainTextException,
  type Publication,
  type Routing,
} from "./plan";

/** Children of {@link PublishedService}, for `transform`. */
export interface PublishedServiceChildren {
  service: ServiceArgs;
  route: ObjectArgs;
  "backend-tls": ObjectArgs;
  certificate: CertificateObjectArgs;
  ingress: IngressArgs;
  monitor: ObjectArgs;
}

export interface PublishedServiceArgs extends ComponentArgs<PublishedServiceChildren>, Publication {
  /** Name of the host's DNS entry and certificate, and the namespace that its Service is in. */
  readonly host: string;
  readonly namespace: string;
  /**
   * Requests whose path starts with this.
   * @default "/"
   */
  readonly path?: string;
  /**
   * How the world is led to the host; what does it is made by the recovery area from `dnsEntry`.
   * @default "none": the name is private, or somebody else's
   */
  readonly routing?: Routing;
  /**
   * What Prometheus reads; checked together with the Service.
   * @default nothing is read
   */
  readonly monitor?: Publication["monitor"];
  /**
   * Lets the Service answer in plain text, on the record.
   * @default it must answer by TLS, with a certificate of the platform
   */
  readonly plainText?: Publication["plainText"];
}

/** What leads the world to a host. */
export interface DnsEntry {
  readonly host: string;
  readonly routing: Routing;
  /** Path that a health check asks for by https. */
  readonly healthPath: string;
}

/** Path of the health checks (docs/requirements/09.md, OP-28). */
const HEALTH_PATH = "/health";
const EXCEPTION = "pulumi-causeway/plain-text";

/**
 * A Service under a host of its own: the route, the check of the Service's certificate, and the monitor, which are checked
 * together with the Service before anything is made. Whoever publishes a host that no gateway serves, a port that the
 * Service has not, or a monitor that finds nothing, hears of it in the preview.
 *
 * By a gateway (default): `route` with the security headers, and `backend-tls`, by which the gateway accepts the Service's
 * own certificate only. By an `Ingress`, for a class whose controller is maintained and installed: `ingress` and
 * `certificate`. Beside it `monitor`, and `service` where its pods are named.
 *
 * @throws {InputError} with every fault.
 * @example
 * new PublishedService("payments", { naming, tags, host: "payments.example.com", namespace: "payments",
 *   service: { name: "payments-svc", labels: { app: "payments" }, ports: [{ name: "https", port: 8080 }] },
 *   port: 8080, via: { gateway: gateway.handle } }, { providers: [kubernetes] });
 */
export class PublishedService extends Component<PublishedServiceChildren> {
  /** The address, https. */
  readonly url: string;
  readonly dnsEntry: DnsEntry;

  constructor(name: string, args: PublishedServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new Check(`PublishedService "${name}"`);
    for (const { path, given, allowed } of publicationFaults(args)) check.fault(path, given, allowed);
    check.done();
    super("ingress", "PublishedService", name, args, opts);
    const { host, path = "/", routing = "none", via } = args;
    if (args.service.selector !== undefined) this.createService(args);
    if ("gateway" in via) this.createRoute(args, via.gateway);
    else this.createIngress(args, via);
    if (args.monitor !== undefined) this.createMonitor(args);
    this.url = `https://${host}${path}`;
    this.dnsEntry = { host, routing, healthPath: HEALTH_PATH };
    this.registerOutputs({ url: this.url, dnsEntry: this.dnsEntry });
  }

  private createService({ service, namespace, plainText }: PublishedServiceArgs): void {
    this.child("service", Service, {
      metadata: { name: service.name, namespace, labels: { ...service.labels } },
      spec: {
        type: "ClusterIP",
        selector: { ...service.selector },
        ports: service.ports.map(({ name, port, targetPort = port }) => ({
          name,
          port,
          targetPort,
          appProtocol: plainText === undefined ? "https" : "http",
        })),
      },
    });
  }

  private createRoute(args: PublishedServiceArgs, gateway: GatewayHandle): void {
    const { host, namespace, path = "/", service, port, plainText } = args;
    this.child("route", HttpRoute, {
      metadata: { name: service.name, namespace, ...recordOf(plainText) },
      spec: {
        parentRefs: [
          {
            name: gateway.name,
            namespace: gateway.namespace,
            sectionName: listenerOf(roleOf(gateway, host) ?? ""),
          },
        ],
        hostnames: [host],
        rules: [
          {
            matches: [{ path: { type: "PathPrefix", value: path } }],
            filters: [
              { type: "RequestHeaderModifier", requestHeaderModifier: { remove: [...STRIPPED_HEADERS] } },
              {
                type: "ResponseHeaderModifier",
                responseHeaderModifier: { set: [{ name: "strict-transport-security", value: HSTS }] },
              },
            ],
            timeouts: { request: REQUEST_TIMEOUT },
            backendRefs: [{ name: service.name, port }],
          },
        ],
      },
    });
    if (plainText === undefined) this.createBackendTls(args);
  }

  private createBackendTls({ service, namespace, port }: PublishedServiceArgs): void {
    const sectionName = service.ports.find((one) => one.port === port)?.name;
    this.child("backend-tls", BackendTlsPolicy, {
      metadata: { name: service.name, namespace },
      spec: {
        targetRefs: [{ group: "", kind: "Service", name: service.name, sectionName }],
        validation: {
          caCertificateRefs: [{ group: "", kind: "ConfigMap", name: TRUST_BUNDLE.name }],
          hostname: `${service.name}.${namespace}.svc`,
        },
      },
    });
  }

  private createIngress(
    { host, namespace, path = "/", service, port, plainText }: PublishedServiceArgs,
    { ingressClass, issuerName }: { ingressClass: string; issuerName: string },
  ): void {
    const secretName = `${service.name}-host`;
    const plan = serverCertificate(secretName, [host], { hours: LONGEST_HOURS.server });
    const certificate = this.child("certificate", Certificate, {
      metadata: { name: secretName, namespace },
      spec: issuedBy(issuerName, plan),
    });
    this.child(
      "ingress",
      Ingress,
      {
        metadata: { name: service.name, namespace, ...recordOf(plainText) },
        spec: {
          ingressClassName: ingressClass,
          tls: [{ hosts: [host], secretName }],
          rules: [
            {
              host,
              http: {
                paths: [
                  {
                    path,
                    pathType: "Prefix",
                    backend: { service: { name: service.name, port: { number: port } } },
                  },
                ],
              },
            },
          ],
        },
      },
      { dependsOn: [certificate] },
    );
  }

  private createMonitor({ monitor, service, namespace, plainText }: PublishedServiceArgs): void {
    if (monitor === undefined) return;
    const { selector, port = "metrics", path = "/metrics", labels } = monitor;
    const tls = {
      scheme: "https",
      tlsConfig: {
        ca: { configMap: { name: TRUST_BUNDLE.name, key: TRUST_BUNDLE.key } },
        serverName: `${service.name}.${namespace}.svc`,
      },
    };
    this.child("monitor", ServiceMonitor, {
      metadata: { name: service.name, namespace, labels: { ...labels } },
      spec: {
        namespaceSelector: { matchNames: [namespace] },
        selector: { matchLabels: { ...selector } },
        endpoints: [{ port, path, interval: "30s", ...(plainText === undefined ? tls : { scheme: "http" }) }],
      },
    });
  }
}

/** The exception on the object itself, where an auditor of the cluster finds it. */
function recordOf(plainText: PlainTextException | undefined): { annotations?: Record<string, string> } {
  if (plainText === undefined) return {};
  const { reason, owner, until } = plainText;
  return { annotations: { [EXCEPTION]: `${reason} (${owner}, until ${until})` } };
}
