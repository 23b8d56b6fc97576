import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";

const namespace: Sample = {
  type: "kubernetes:core/v1:Namespace",
  name: "orders-namespace",
  props: { metadata: { name: "orders" } },
};
const service: Sample = {
  type: "kubernetes:core/v1:Service",
  name: "orders-service",
  props: { metadata: { name: "orders", namespace: "orders" } },
};
const application: Sample = {
  type: "kubernetes:argoproj.io/v1alpha1:Application",
  name: "orders-app",
  props: {
    metadata: { name: "orders", namespace: "argocd" },
    spec: {
      destination: { server: "https://kubernetes.default.svc", namespace: "orders" },
      syncPolicy: { syncOptions: ["ServerSideApply=true"] },
    },
  },
};
const creating = (destination: Record<string, unknown>): Sample =>
  changed(application, {
    spec: {
      destination: { server: "https://kubernetes.default.svc", namespace: "orders", ...destination },
      syncPolicy: { syncOptions: ["CreateNamespace=true"] },
    },
  });
const tracked = (sample: Sample): Sample =>
  changed(sample, {
    metadata: {
      name: "orders",
      namespace: "orders",
      annotations: { "argocd.argoproj.io/tracking-id": "shop:/Service:orders/orders" },
    },
  });

export const singleOwnerCases: RuleCases = {
  rule: "single-owner",
  serves: ["CO-08"],
  violating: [
    {
      title: "a namespace that an Argo CD application of the stack makes too",
      resources: [namespace, creating({})],
      says: [
        '"orders-namespace": metadata.name is "orders"',
        "one Namespace has two owners: the Argo CD application orders-app declares it too",
        "Leave it to one",
      ],
    },
    {
      title: "a namespace that an application set makes",
      resources: [
        namespace,
        {
          type: "kubernetes:argoproj.io/v1alpha1:ApplicationSet",
          name: "shops",
          props: { metadata: { name: "shops" }, spec: { template: { spec: creating({}).props["spec"] } } },
        },
      ],
      says: ['"orders-namespace"', "the Argo CD application set shops declares it too"],
    },
    {
      title: "a Service that a Git repository of Argo CD declares",
      resources: [changed(service, { metadata: { name: "checkout", namespace: "shop" } })],
      says: [
        '"orders-service": metadata.name is "checkout"',
        "one Service has two owners: the Argo CD application shop declares it too",
      ],
    },
    {
      title: "a Service that Argo CD has marked as its own",
      resources: [tracked(service)],
      says: ["tracking-id", 'is "shop"', "the Argo CD application shop has marked it as its own"],
    },
    {
      title: "one object in two resources of a program",
      resources: [service, { ...service, name: "orders-again" }],
      says: ['"orders-again": metadata.name is "orders"', "orders-service of this stack declares it too"],
    },
  ],
  complying: [
    {
      title: "a namespace of the program, and an application that only fills it",
      resources: [namespace, service, application],
    },
    {
      title: "a namespace that an application makes in another cluster",
      resources: [namespace, creating({ server: "https://10.73.3.2:6443" })],
    },
    {
      title: "one name in two namespaces, and in two kinds",
      resources: [
        service,
        { ...changed(service, { metadata: { name: "orders", namespace: "shop" } }), name: "other" },
        { ...service, type: "kubernetes:core/v1:ConfigMap", name: "settings" },
      ],
    },
    {
      title: "one object in two clusters",
      resources: ["dxb", "jed"].map((site) => ({
        ...namespace,
        name: `orders-${site}`,
        provider: { type: "pulumi:providers:kubernetes", name: site, props: {} },
      })),
    },
    {
      title: "a patch of what Argo CD owns",
      resources: [
        {
          type: "kubernetes:core/v1:ServicePatch",
          props: { metadata: { name: "checkout", namespace: "shop" } },
        },
      ],
    },
  ],
  unknown: [],
  unknownButEnough: [
    {
      title: "names that are not known",
      resources: [
        changed(namespace, { metadata: { name: UNKNOWN } }),
        { ...changed(service, { metadata: UNKNOWN }), name: "later" },
        creating({ namespace: UNKNOWN }),
      ],
    },
  ],
};
