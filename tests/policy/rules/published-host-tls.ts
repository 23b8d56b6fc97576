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
    ...["*.example.com", "payments.example", "com"].map((host) => ({
      title: `a certificate for ${host}, and a host two labels below`,
      resources: [
        changed(source, {
          spec: { rules: [{ host: "a.payments.example.com" }], tls: [{ hosts: [host] }] },
        }),
      ],
      says: ['spec.rules[0].host is "a.payments.example.com"'],
    })),
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
    ...["HTTPS", "TLS"].map((protocol) => ({
      title: `a listener of ${protocol} without certificate`,
      resources: [gateway([plain, { ...https, protocol, tls: { mode: "Terminate", certificateRefs: [] } }])],
      says: [`spec.listeners[1].protocol is "${protocol}"`, "it has no certificate"],
    })),
    {
      title: "a route with a rule that redirects and one that answers, in a preview, on plain text",
      resources: [
        gateway([
          { ...https, name: UNKNOWN },
          { ...plain, protocol: UNKNOWN },
          { ...plain, name: "open" },
        ]),
        route("open", [...redirect, { backendRefs: [{ name: "payments", port: 8080 }] }]),
      ],
      says: ['spec.parentRefs[0].sectionName is "open"'],
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
      title: "an Ingress with a certificate for all of its hosts",
      resources: [
        changed(source, { spec: { rules: [{}, { host: "a.example.com" }], tls: [{ secretName: "all" }] } }),
      ],
    },
    {
      title: "an Ingress with a certificate for every name of its domain",
      resources: [changed(source, { spec: { ...spec, tls: [{ hosts: ["*.example.com"] }] } })],
    },
    {
      title:
        "routes and listeners that lack what names them, and a route that only redirects from everywhere",
      resources: [
        gateway([
          { protocol: "HTTP", port: 80 },
          { protocol: "UDP", port: 53 },
        ]),
        { ...route(undefined, redirect), name: "from-everywhere" },
        {
          ...route("http"),
          name: "elsewhere",
          props: {
            spec: { parentRefs: [{ name: "other", sectionName: "http" }], rules: [{ backendRefs: [{}] }] },
          },
        },
      ],
    },
    {
      title: "TLS that passes through",
      resources: [gateway([{ ...https, protocol: "TLS", tls: { mode: "Passthrough" } }])],
    },
  ],
  unknown: [
    {
      title: "routes of which nothing is known, beside those of a gateway that is known",
      resources: [
        gateway([plain]),
        { ...route("http"), name: "a", props: { spec: UNKNOWN } },
        { ...route("http"), name: "b", props: { spec: { rules: UNKNOWN } } },
        {
          ...route("http"),
          name: "c",
          props: { spec: { rules: [{ backendRefs: [{}] }], parentRefs: UNKNOWN } },
        },
      ],
    },
    { title: "an Ingress of which nothing is known", resources: [changed(source, { spec: UNKNOWN })] },
  ],
};
