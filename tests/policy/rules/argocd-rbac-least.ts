import { UNKNOWN, type RuleCases } from "../sample";
import { configMap, inProd, release } from "./argo";

const csv = (...lines: string[]) => ({ "policy.csv": lines.join("\n") });

export const argocdRbacLeastCases: RuleCases = {
  rule: "argocd-rbac-least",
  serves: ["GO-49", "GO-50"],
  violating: [
    {
      title: "every action, in a config map",
      resources: [
        configMap("argocd-rbac-cm", csv("g, ops-team, role:ops", "p, role:ops, applications, *, */*, allow")),
      ],
      says: [
        'data["policy.csv"] is "p, role:ops, applications, *, */*, allow"',
        "role:ops may do everything",
      ],
    },
    {
      title: "every action, in the chart's values",
      resources: [release("argo-cd", { configs: { rbac: csv("p,role:ops,clusters,*,*") } })],
      says: ['values.configs.rbac["policy.csv"]'],
    },
    {
      title: "a role for everybody in production",
      resources: inProd(configMap("argocd-rbac-cm", { "policy.default": "role:readonly" })),
      says: ['data["policy.default"] is "role:readonly"', "nobody gave it"],
    },
  ],
  complying: [
    {
      title: "actions one by one, a denial of all, and a role for emergencies",
      resources: inProd(
        configMap("argocd-rbac-cm", {
          ...csv(
            "p, role:dev, applications, sync, shop/*, allow",
            "p, role:dev, exec, *, */*, deny",
            "p, role:break-glass, *, *, *, allow",
          ),
          "policy.default": "",
        }),
      ),
    },
    {
      title: "a role for everybody in dev",
      resources: [configMap("argocd-rbac-cm", { "policy.default": "role:readonly" })],
    },
    {
      title: "another config map",
      resources: [configMap("rules", csv("p, role:ops, applications, *, */*, allow"))],
    },
  ],
  unknown: [
    {
      title: "lines that are not known",
      resources: [configMap("argocd-rbac-cm", { "policy.csv": UNKNOWN })],
    },
  ],
};
