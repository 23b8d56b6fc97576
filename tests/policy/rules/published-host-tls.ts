import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";

const gateway = (listeners: unknown[]): Sample => ({
  type: "kubernetes:gateway.networking.k8s.io/v1:Gateway",
  name: "entrance",
  props: {
    metadata: { name: "platform", namespace: "ingress" },
    spec: { gatewayClassName: "platform", listeners },
  },
});
const plain = { name: "http", protocol: "HTTP", port: 80, allowedRoutes: { namespaces: { from: "Same" } } };
const https = {
  name: "https-payments",
  protocol: "HTTPS",
  port: 443,
  hostname: "payments.example.com",
  tls: { mode: "Terminate", certificateRefs: [{ name: "payments" }] },
};
const route = (
  sectionName: unknown,
  rules: unknown[] = [{ backendRefs: [{ name: "payments", port: 8080 }] }],
): Sample => ({
  type: "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute",
  name: "payments",
  props: {
    metadata: { name: "payments", namespace: "payments" },
    spec: {
      parentRefs: [
        { name: "platform", namespace: "ingress", ...(sectionName === undefined ? {} : { sectionName }) },
      ],
      hostnames: ["payments.example.com"],
      rules,
    },
  },
});
const redirect = [{ filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https" } }] }];

/** The source's own, as it is written. */
const source: Sample = {
  type: "kubernetes:networking.k8s.io/v1:Ingress",
  name: "payments-ingress",
  props: {
    metadata: { name: "payments-ingress" },
    spec: {
      ingressClassName: "nginx",
      rules: [
        {
          host: "payments.example.com",
          http: {
            paths: [
              {
                path: "/",
                pathType: "Prefix",
                backend: { service: { name: "payments-svc", port: { number: 8080 } } },
              },
            ],
          },
        },
      ],
    },
  },
};
const spec = source.props["spec"] as object;
const tls = [{ hosts: ["payments.example.com"], secretName: "payments" }];

export const publishedHostTlsCases: RuleCases = {
  rule: "published-host-tls",
  serves: ["OP-27", "OK-34"],
  violating: [
    {
      title: "the source's Ingress",
      resources: [source],
      says: [
        '"payments-ingress": spec.rules[0].host is "payments.example.com"',
        "no certificate is for this host",
      ],
    },
    {
      title: "a certificate for another host",
      resources: [changed(source, { spec: { ...spec, tls: [{ hosts: ["a.example.com"] }] } })],
      says: ["no certificate is for this host"],
    },
    {
      title: "every host",
      resources: [changed(source, { spec: { rules: [{}], tls } })],
      says: ["every host is served"],
    },
    {
      title: "a backend for what no rule names",
      resources: [changed(source, { spec: { ...spec, tls, defaultBackend: { service: {} } } })],
      says: ["spec.defaultBackend", "in plain text"],
    },
    {
      title: "a listener in plain text that others may use",
      resources: [gateway([{ ...plain, allowedRoutes: { namespaces: { from: "All" } } }, https])],
      says: ["routes of other namespaces"],
    },
    {
      title: "a listener without certificate",
      resources: [gateway([{ ...https, tls: { mode: "Terminate" } }])],
      says: ["it has no certificate"],
    },
    {
      title: "a route on every listener",
      resources: [route(undefined)],
      says: ["spec.parentRefs[0].sectionName is not set", "in plain text among them"],
    },
    {
      title: "a route on the listener in plain text",
      resources: [gateway([plain, https]), route("http")],
      says: ['spec.parentRefs[0].sectionName is "http"', "the route answers on it"],
    },
  ],
  complying: [
    { title: "a route on its listener", resources: [gateway([plain, https]), route("https-payments")] },
    { title: "a redirect from plain text", resources: [gateway([plain, https]), route("http", redirect)] },
    { title: "an Ingress with its certificate", resources: [changed(source, { spec: { ...spec, tls } })] },
    {
      title: "TLS that passes through",
      resources: [gateway([{ ...https, protocol: "TLS", tls: { mode: "Passthrough" } }])],
    },
  ],
  unknown: [
    { title: "an Ingress of which nothing is known", resources: [changed(source, { spec: UNKNOWN })] },
  ],
};
