import { Certificate } from "@kubernetes-models/cert-manager/cert-manager.io/v1/Certificate";
import { BackendTLSPolicy } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/BackendTLSPolicy";
import { Gateway } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/Gateway";
import { GatewayClass } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/GatewayClass";
import { HTTPRoute } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute";
import { ServiceMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor";
import { beforeAll, describe, expect, test } from "vitest";
import {
  PlatformGateway,
  PublishedService,
  publicationFaults,
  type BackendService,
  type GatewayHandle,
  type Publication,
} from "../../../components/ingress";
import { oracleBalancer } from "../../../components/oke";
import { NAMING, TAGS, named, recorded, type Recorded } from "../recorded";

const place = { naming: { ...NAMING, site: "dxb" }, tags: TAGS };
const handle: GatewayHandle = {
  name: "platform",
  namespace: "ingress",
  hosts: { payments: { host: "payments.example.com", namespace: "payments" } },
  internal: true,
};
const service: BackendService = {
  name: "payments-svc",
  labels: { app: "payments" },
  ports: [
    { name: "https", port: 8080 },
    { name: "metrics", port: 9090 },
  ],
};
const payments: Publication = {
  host: "payments.example.com",
  namespace: "payments",
  service,
  port: 8080,
  via: { gateway: handle },
  monitor: { selector: { app: "payments" }, labels: { release: "prometheus" } },
};
const gatewayArgs = {
  ...place,
  namespace: "ingress",
  hosts: handle.hosts,
  issuerName: "platform-ca",
  trustDomain: "dev.acme",
  balancer: oracleBalancer("test", { subnetId: "subnet", nsgIds: ["group"] }),
};
const exception = { reason: "the vendor's image has no TLS", owner: "payments", until: "2027-01-31" };

const published = (changes: Partial<Publication> = {}) =>
  recorded(() => {
    new PublishedService("payments", { ...place, ...payments, ...changes });
  });
const specOf = (resources: Recorded[], name: string) => named(resources, name).inputs["spec"] as never;
const faults = (changes: Partial<Publication>) =>
  publicationFaults({ ...payments, ...changes }).map(({ path, allowed }) => `${path}: ${allowed}`);

/** Judges an object by its operator's own schema. */
const KINDS = { Certificate, BackendTLSPolicy, Gateway, GatewayClass, HTTPRoute, ServiceMonitor };
function validate(resources: readonly Recorded[]): string[] {
  return resources.flatMap(({ inputs }) => {
    const Kind = KINDS[inputs["kind"] as keyof typeof KINDS] as
      (new (data: never) => { validate(): void }) | undefined;
    if (Kind === undefined) return [];
    new Kind(inputs as never).validate();
    return [inputs["kind"] as string];
  });
}

describe("the entrance of a cluster", () => {
  let resources: Recorded[];
  beforeAll(async () => {
    resources = await recorded(() => {
      new PlatformGateway("gateway", gatewayArgs);
    });
  });

  test("OK-34, OP-27 TLS ends here: a listener and a certificate for each host, and no other way in", () => {
    expect(specOf(resources, "gateway-gateway")).toMatchObject({
      listeners: [
        { name: "http", port: 80, allowedRoutes: { namespaces: { from: "Same" } } },
        {
          name: "https-payments",
          protocol: "HTTPS",
          port: 443,
          hostname: "payments.example.com",
          tls: { mode: "Terminate", certificateRefs: [{ kind: "Secret", name: "host-payments" }] },
          allowedRoutes: {
            namespaces: {
              from: "Selector",
              selector: { matchLabels: { "kubernetes.io/metadata.name": "payments" } },
            },
          },
        },
      ],
    });
    expect(specOf(resources, "gateway-certificate-payments")).toMatchObject({
      secretName: "host-payments",
      dnsNames: ["payments.example.com"],
      duration: "2160h",
      issuerRef: { kind: "ClusterIssuer", name: "platform-ca" },
      usages: ["digital signature", "server auth"],
    });
  });

  test("OP-27 port 80 answers with a redirect to https, for every host, and nothing else", () => {
    expect(specOf(resources, "gateway-redirect")).toEqual({
      parentRefs: [{ name: expect.anything() as unknown, sectionName: "http" }],
      hostnames: ["payments.example.com"],
      rules: [
        { filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } }] },
      ],
    });
  });

  test("OP-28, OK-43 TLS is 1.2 or newer, and nobody passes for somebody by a header", () => {
    expect(specOf(resources, "gateway-client-policy")).toMatchObject({
      tls: { minVersion: "1.2" },
      headers: { xForwardedClientCert: { mode: "Sanitize" } },
      path: { escapedSlashesAction: "RejectRequest" },
    });
  });

  test("OK-44 it shows services a certificate of its own, for a day", () => {
    expect(specOf(resources, "gateway-certificate-itself")).toMatchObject({
      secretName: "gateway-tls",
      duration: "24h",
      uris: ["spiffe://dev.acme/ns/ingress/sa/gateway"],
      usages: ["digital signature", "client auth"],
    });
    expect(specOf(resources, "gateway-proxy")).toMatchObject({
      backendTLS: { clientCertificateRef: { name: "gateway-tls", namespace: "ingress" }, minVersion: "1.2" },
    });
  });

  test("OK-41, OK-42 one balancer, with the annotations that it was given, leads to proxies on several hosts", () => {
    expect(specOf(resources, "gateway-proxy")).toMatchObject({
      provider: {
        kubernetes: {
          envoyDeployment: { replicas: 3 },
          envoyPDB: { minAvailable: 2 },
          envoyService: { type: "LoadBalancer", annotations: gatewayArgs.balancer.annotations },
        },
      },
    });
  });

  test("what it makes is what the operators' schemas take", () => {
    expect(new Set(validate(resources))).toEqual(
      new Set(["Certificate", "Gateway", "GatewayClass", "HTTPRoute"]),
    );
  });

  test("OP-27 every fault is named: a wildcard, a host twice, no annotations, one proxy", () => {
    const hosts = {
      wild: { host: "*.example.com", namespace: "a" },
      one: { host: "a.example.com", namespace: "a" },
      two: { host: "a.example.com", namespace: "b" },
    };
    expect(
      () =>
        new PlatformGateway("gateway", {
          ...gatewayArgs,
          hosts,
          balancer: { internal: false, annotations: {} },
          replicas: 1,
        }),
    ).toThrow(
      /4 invalid inputs[\s\S]*no wildcard[\s\S]*one does not have[\s\S]*public balancer[\s\S]*2 or more/,
    );
  });
});

describe("a published service", () => {
  test("OP-26, OP-27 payments.example.com leads to payments-svc:8080, by TLS to the client and to the service", async () => {
    const resources = await published();
    expect(specOf(resources, "payments-route")).toMatchObject({
      parentRefs: [{ name: "platform", namespace: "ingress", sectionName: "https-payments" }],
      hostnames: ["payments.example.com"],
      rules: [
        {
          matches: [{ path: { type: "PathPrefix", value: "/" } }],
          backendRefs: [{ name: "payments-svc", port: 8080 }],
        },
      ],
    });
    expect(specOf(resources, "payments-backend-tls")).toEqual({
      targetRefs: [{ group: "", kind: "Service", name: "payments-svc", sectionName: "https" }],
      validation: {
        caCertificateRefs: [{ group: "", kind: "ConfigMap", name: "platform-trust" }],
        hostname: "payments-svc.payments.svc",
      },
    });
    expect(validate(resources).sort()).toEqual(["BackendTLSPolicy", "HTTPRoute", "ServiceMonitor"]);
  });

  test("OK-43 its route adds HSTS and takes away headers that a client could lie with", async () => {
    const [rule] = (specOf(await published(), "payments-route") as { rules: [{ filters: unknown[] }] }).rules;
    expect(JSON.stringify(rule.filters)).toMatch(/"strict-transport-security","value":"max-age=31536000"/);
    expect(JSON.stringify(rule.filters)).toMatch(/"remove":\[.*"x-forwarded-client-cert"/);
  });

  test("OP-46 its monitor has namespace, the label of Prometheus, interval and path", async () => {
    const monitor = named(await published(), "payments-monitor").inputs;
    expect(monitor).toMatchObject({
      metadata: { namespace: "payments", labels: { release: "prometheus" } },
      spec: {
        namespaceSelector: { matchNames: ["payments"] },
        selector: { matchLabels: { app: "payments" } },
        endpoints: [{ port: "metrics", path: "/metrics", interval: "30s", scheme: "https" }],
      },
    });
  });

  test("OP-47 a Service without the port, or without the label, fails before anything is made", async () => {
    expect(await published()).not.toEqual([]);
    const withoutPort = { ...service, ports: [{ name: "https", port: 8080 }] };
    expect(faults({ service: withoutPort })).toEqual([
      "monitor.port: the name of a port of Service payments-svc: https (8080)",
    ]);
    expect(faults({ service: { ...service, labels: { app: "other" } } })).toEqual([
      "monitor.selector.app: a label of Service payments-svc: app=other",
    ]);
    expect(faults({ port: 8443 })).toEqual([
      "port: a port of Service payments-svc: https (8080), metrics (9090)",
    ]);
    expect(faults({ monitor: { selector: {}, labels: {} } })).toHaveLength(2);
    const resources = await recorded(() => {
      expect(() => new PublishedService("payments", { ...place, ...payments, port: 1 })).toThrow(/port is 1/);
    });
    expect(resources).toEqual([]);
  });

  test.each<[string, Partial<Publication>, RegExp]>([
    ["no gateway at all", { via: {} as Publication["via"] }, /^via.gateway: .*nobody would serve/],
    ["a host without a listener", { host: "other.example.com" }, /^host: .*payments\.example\.com$/],
    ["a host of another namespace", { namespace: "shop" }, /^namespace: payments, to which/],
    [
      "a class without its controller",
      {
        via: { ingressClass: "traefik", installedClasses: [], issuerName: "platform-ca" },
        plainText: exception,
      },
      /^via.installedClasses: traefik among them/,
    ],
  ])(
    "OP-26 with %s it fails in the preview instead of leaving a route that nobody serves",
    (_n, wrong, says) => {
      expect(faults(wrong)).toEqual([expect.stringMatching(says)]);
    },
  );

  test("OP-26 an Ingress is for a maintained class only: the source's nginx is none", async () => {
    const via = { ingressClass: "nginx", installedClasses: ["nginx"], issuerName: "platform-ca" };
    expect(faults({ via, plainText: exception })).toEqual([
      "via.ingressClass: a class whose controller is maintained: traefik; or a gateway",
    ]);
    const traefik = { ...via, ingressClass: "traefik", installedClasses: ["traefik"] };
    expect(faults({ via: traefik })).toEqual([expect.stringMatching(/^plainText: an exception/)]);
    const resources = await published({ via: traefik, plainText: exception });
    expect(named(resources, "payments-ingress").inputs).toMatchObject({
      metadata: {
        annotations: {
          "pulumi-causeway/plain-text": "the vendor's image has no TLS (payments, until 2027-01-31)",
        },
      },
      spec: {
        ingressClassName: "traefik",
        tls: [{ hosts: ["payments.example.com"], secretName: "payments-svc-host" }],
      },
    });
    expect(specOf(resources, "payments-certificate")).toMatchObject({ secretName: "payments-svc-host" });
  });

  test("OP-27 plain text behind the gateway needs a reason, an owner and an end, and is on record", async () => {
    const resources = await published({ plainText: exception });
    expect(resources.map(({ name }) => name)).not.toContain("payments-backend-tls");
    expect(JSON.stringify(named(resources, "payments-route").inputs["metadata"])).toContain(
      "until 2027-01-31",
    );
    expect(faults({ plainText: { reason: " ", owner: "a", until: "soon" } })).toHaveLength(2);
  });

  test("OP-29 the way to a host is one of three, and none of the public ones leads to private addresses", () => {
    const open = { gateway: { ...handle, internal: false } };
    for (const routing of ["none", "cloudflare", "oci-steering"] as const)
      expect(faults({ via: open, routing })).toEqual([]);
    expect(faults({ routing: "cloudflare" })).toEqual([expect.stringMatching(/^routing: "none"/)]);
    expect(faults({ via: open, routing: "f5" as "none" })).toEqual([
      "routing: one of none, cloudflare, oci-steering; F5 is out of scope",
    ]);
  });
});
