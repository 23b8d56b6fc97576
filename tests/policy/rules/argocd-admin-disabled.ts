import { apart, UNKNOWN, type RuleCases } from "../sample";
import { configMap, inProd, release } from "./argo";

const chart = { repositoryOpts: { repo: "https://argoproj.github.io/argo-helm" } };

export const argocdAdminDisabledCases: RuleCases = {
  rule: "argocd-admin-disabled",
  serves: ["GO-13"],
  violating: [
    {
      title: "a release with the chart's own values",
      resources: inProd(release("argo-cd", undefined, chart)),
      says: ['"argo-cd": values.configs.cm["admin.enabled"] is not set', "no person stands behind"],
    },
    {
      title: "a config map that switches it on",
      resources: inProd(configMap("argocd-cm", { "admin.enabled": "true" })),
      says: ['data["admin.enabled"] is "true"'],
    },
  ],
  complying: [
    {
      title: "an administrator that is off, as text or not",
      resources: inProd(
        release("argo-cd", { configs: { cm: { "admin.enabled": false } } }, chart),
        configMap("argocd-cm", { "admin.enabled": "false" }),
      ),
    },
    { title: "an administrator in dev", resources: [release("argo-cd", {}, chart)] },
    {
      title: "a chart of the same name from somebody else, and one with files of values",
      resources: apart(
        ...inProd(
          release("argo-cd", {}, { repositoryOpts: { repo: "https://charts.bitnami.com/bitnami" } }),
          release("argo-cd", {}, { valueYamlFiles: ["a file"] }),
        ),
      ),
    },
  ],
  unknown: [
    {
      title: "a switch that is not known",
      resources: inProd(configMap("argocd-cm", { "admin.enabled": UNKNOWN })),
    },
  ],
};
