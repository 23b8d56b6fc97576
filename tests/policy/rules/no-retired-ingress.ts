import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";

const ingress: Sample = {
  type: "kubernetes:networking.k8s.io/v1:Ingress",
  name: "payments",
  props: {
    metadata: { name: "ingress-nginx", annotations: { note: "moved from ingress-nginx" } },
    spec: { ingressClassName: "oci-native", rules: [{ host: "payments.example.com" }] },
  },
};
const release: Sample = {
  type: "kubernetes:helm.sh/v3:Release",
  name: "gateway",
  props: {
    chart: "nginx-gateway-fabric",
    repositoryOpts: { repo: "oci://ghcr.io/nginx/charts" },
    values: { nginx: { image: { repository: "ghcr.io/nginx/nginx-gateway-fabric" } } },
  },
};
const className = (name: unknown): Sample => changed(ingress, { spec: { ingressClassName: name } });

export const noRetiredIngressCases: RuleCases = {
  rule: "no-retired-ingress",
  serves: ["OP-26"],
  violating: [
    {
      title: "the class of the retired controller",
      resources: [className("nginx")],
      says: ['"payments": spec.ingressClassName is "nginx"', "retired in March 2026", "Gateway API"],
    },
    {
      title: "the same class by annotation",
      resources: [
        changed(ingress, { metadata: { annotations: { "kubernetes.io/ingress.class": "nginx" } } }),
      ],
      says: ['kubernetes.io/ingress.class is "nginx"'],
    },
    {
      title: "a class of its controller, under whatever name",
      resources: [
        {
          type: "kubernetes:networking.k8s.io/v1:IngressClass",
          name: "internal",
          props: { metadata: { name: "internal" }, spec: { controller: "k8s.io/ingress-nginx" } },
        },
      ],
      says: ['spec.controller is "k8s.io/ingress-nginx"'],
    },
    {
      title: "its chart",
      resources: [changed(release, { chart: "ingress-nginx" })],
      says: ['"gateway": chart is "ingress-nginx"'],
    },
    {
      title: "its chart from its repository",
      resources: [
        changed(release, { repositoryOpts: { repo: "https://kubernetes.github.io/ingress-nginx" } }),
      ],
      says: ["repositoryOpts.repo"],
    },
    {
      title: "its image, deployed by hand",
      resources: [
        {
          type: "kubernetes:apps/v1:Deployment",
          name: "own",
          props: {
            spec: {
              template: {
                spec: { containers: [{ image: "registry.k8s.io/ingress-nginx/controller:v1.14.0" }] },
              },
            },
          },
        },
      ],
      says: ["spec.template.spec.containers[0].image"],
    },
  ],
  complying: [
    { title: "another class, and words about the old controller", resources: [ingress] },
    { title: "the gateway of the same maker", resources: [release] },
    {
      title: "a namespace that still has the old name",
      resources: [{ type: "kubernetes:core/v1:Namespace", props: { metadata: { name: "ingress-nginx" } } }],
    },
  ],
  unknown: [],
  unknownButEnough: [{ title: "a class that is not known", resources: [className(UNKNOWN)] }],
};
