import type { Sample } from "../sample";

type Fields = Readonly<Record<string, unknown>>;

/** An Argo CD application that keeps to every rule, with some of its spec replaced. */
export const application = (changes: Fields = {}): Sample => ({
  type: "kubernetes:argoproj.io/v1alpha1:Application",
  name: "shop",
  props: {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: { name: "shop", namespace: "argocd" },
    spec: {
      project: "shop",
      source: { repoURL: "https://github.com/acme/gitops.git", path: "apps/shop", targetRevision: "v1.4.2" },
      destination: { server: "https://kubernetes.default.svc", namespace: "shop" },
      syncPolicy: { automated: { prune: true }, retry: { limit: 5 } },
      ...changes,
    },
  },
});

/** A set of applications that keeps to every rule, with some of its spec replaced. */
export const applicationSet = (changes: Fields = {}): Sample => ({
  type: "kubernetes:argoproj.io/v1alpha1:ApplicationSet",
  name: "shops",
  props: {
    metadata: { name: "shops", namespace: "argocd" },
    spec: {
      goTemplate: true,
      goTemplateOptions: ["missingkey=error"],
      template: { spec: application().props["spec"] },
      ...changes,
    },
  },
});

export const project = (name: unknown, spec: Fields = {}): Sample => ({
  type: "kubernetes:argoproj.io/v1alpha1:AppProject",
  name: typeof name === "string" ? name : "project",
  props: { metadata: { name, namespace: "argocd" }, spec },
});

export const configMap = (name: string, data: unknown): Sample => ({
  type: "kubernetes:core/v1:ConfigMap",
  name,
  props: { metadata: { name, namespace: "argocd" }, data },
});

/** A release of a chart. */
export const release = (chart: string, values: unknown, more: Fields = {}): Sample => ({
  type: "kubernetes:helm.sh/v3:Release",
  name: chart,
  props: { chart, version: "1.2.3", values, ...more },
});

export const inProd = (...samples: Sample[]): Sample[] =>
  samples.map((sample) => ({ ...sample, stack: "prod-sample" }));
