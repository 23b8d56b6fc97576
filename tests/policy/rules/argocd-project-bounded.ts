import { UNKNOWN, type RuleCases } from "../sample";
import { project } from "./argo";

const here = { server: "https://kubernetes.default.svc", namespace: "shop" };

export const argocdProjectBoundedCases: RuleCases = {
  rule: "argocd-project-bounded",
  serves: ["GO-34"],
  violating: [
    {
      title: "every repository, beside one that is not known",
      resources: [project("shop", { sourceRepos: [UNKNOWN, "*"] })],
      says: ['"shop": spec.sourceRepos[1] is "*"', "any repository"],
    },
    {
      title: "every namespace",
      resources: [project("shop", { destinations: [here, { ...here, namespace: "*" }] })],
      says: ["spec.destinations[1].namespace"],
    },
    {
      title: "every cluster",
      resources: [project("shop", { destinations: [{ name: "*", namespace: "shop" }] })],
      says: ["spec.destinations[0].name"],
    },
    {
      title: "every kind of the whole cluster",
      resources: [project("shop", { clusterResourceWhitelist: [{ group: "*", kind: "*" }] })],
      says: ["spec.clusterResourceWhitelist[0].kind", "grant themselves the cluster"],
    },
  ],
  complying: [
    {
      title: "lists",
      resources: [
        project("shop", {
          sourceRepos: ["https://github.com/acme/*"],
          destinations: [here, { ...here, namespace: "shop-*" }],
          clusterResourceWhitelist: [{ group: "", kind: "Namespace" }],
        }),
      ],
    },
    { title: "nothing at all, which allows nothing", resources: [project("shop")] },
  ],
  unknown: [
    { title: "a repository that is not known", resources: [project("shop", { sourceRepos: [UNKNOWN] })] },
  ],
};
