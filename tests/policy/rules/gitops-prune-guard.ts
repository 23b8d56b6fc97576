import { UNKNOWN, type RuleCases } from "../sample";
import { application, inProd } from "./argo";

const automated = (given: unknown) => application({ syncPolicy: { automated: given } });

export const gitopsPruneGuardCases: RuleCases = {
  rule: "gitops-prune-guard",
  serves: ["GO-35"],
  violating: [
    {
      title: "an empty source that prunes",
      resources: inProd(automated({ prune: true, allowEmpty: true })),
      says: ["spec.syncPolicy.automated.allowEmpty is true", "deletes all"],
    },
  ],
  mends: [
    ...inProd(automated({ prune: true, allowEmpty: true })).map((sample) => ({
      sample,
      to: {
        spec: {
          ...(sample.props["spec"] as object),
          syncPolicy: { automated: { prune: true, allowEmpty: false } },
        },
      },
    })),
  ],
  complying: [
    { title: "pruning", resources: inProd(automated({ prune: true })) },
    { title: "an empty source that deletes nothing", resources: inProd(automated({ allowEmpty: true })) },
    { title: "an empty source in dev", resources: [automated({ prune: true, allowEmpty: true })] },
  ],
  unknown: [
    {
      title: "a switch that is not known",
      resources: inProd(automated({ prune: true, allowEmpty: UNKNOWN })),
    },
  ],
};
