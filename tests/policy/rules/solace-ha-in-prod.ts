import { UNKNOWN, type RuleCases } from "../sample";
import { broker } from "./solace";
import { inProd } from "./argo";

export const solaceHaInProdCases: RuleCases = {
  rule: "solace-ha-in-prod",
  serves: ["SO-07"],
  violating: [
    {
      title: "one node",
      resources: inProd(broker({ redundancy: false })),
      says: ['"broker": spec.redundancy is false'],
    },
    {
      title: "no budget",
      resources: inProd(broker({ podDisruptionBudgetForHA: undefined })),
      says: ["spec.podDisruptionBudgetForHA is not set"],
    },
  ],
  complying: [
    { title: "both", resources: inProd(broker()) },
    { title: "one node in dev", resources: [broker({ redundancy: false })] },
  ],
  unknown: [{ title: "a switch that is not known", resources: inProd(broker({ redundancy: UNKNOWN })) }],
};
