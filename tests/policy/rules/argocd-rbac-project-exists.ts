import { UNKNOWN, type RuleCases } from "../sample";
import { configMap, project } from "./argo";

const rbac = configMap("argocd-rbac-cm", {
  "policy.csv": "p, role:dev, applications, sync, shop/*, allow\np, role:ops, applications, get, */*, allow",
});

export const argocdRbacProjectExistsCases: RuleCases = {
  rule: "argocd-rbac-project-exists",
  serves: ["GO-48"],
  violating: [
    {
      title: "a project that there is not",
      resources: [rbac, project("shops")].map((sample) => ({ ...sample, stack: "dev-argo" })),
      says: ["p, role:dev, applications, sync, shop/*, allow", "no project shop; the stack has shops"],
    },
  ],
  complying: [
    { title: "a project of the stack", resources: [rbac, project("shop")] },
    { title: "projects of another stack", resources: [rbac] },
  ],
  unknown: [],
  unknownButEnough: [
    { title: "a project whose name is not known", resources: [rbac, project("shops"), project(UNKNOWN)] },
    {
      title: "lines that are not known",
      resources: [configMap("argocd-rbac-cm", { "policy.csv": UNKNOWN }), project("shop")],
    },
  ],
};
