import { apart, UNKNOWN, type RuleCases } from "../sample";
import { application } from "./argo";

const built = (kustomize: unknown) => application({ source: { kustomize } });

export const k8sCommonLabelsCases: RuleCases = {
  rule: "k8s-common-labels",
  serves: ["GO-22"],
  advises: true,
  violating: [
    {
      title: "common labels",
      resources: [built({ commonLabels: { environment: "prod" } })],
      says: ['spec.source.kustomize.commonLabels is {"environment":"prod"}', "selectors"],
    },
  ],
  complying: [{ title: "none", resources: apart(built({ namePrefix: "a-" }), application()) }],
  unknown: [{ title: "labels that are not known", resources: [built({ commonLabels: UNKNOWN })] }],
};
