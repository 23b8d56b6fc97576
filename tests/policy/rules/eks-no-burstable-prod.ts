import { changed, UNKNOWN, type RuleCases } from "../sample";
import { inProd, nodes } from "./eks";

export const eksNoBurstableProdCases: RuleCases = {
  rule: "eks-no-burstable-prod",
  serves: ["GO-07"],
  advises: true,
  violating: [
    {
      title: "the source's type in production, beside one that is not known",
      resources: [inProd(changed(nodes, { instanceTypes: [UNKNOWN, "t3.large"] }))],
      says: ['"workers": instanceTypes[1] is "t3.large"', "credits"],
    },
  ],
  complying: [
    { title: "machines that do not burst", resources: [inProd(nodes)] },
    { title: "burstable machines in dev", resources: [changed(nodes, { instanceTypes: ["t3.large"] })] },
  ],
  unknown: [
    { title: "types that are not known", resources: [inProd(changed(nodes, { instanceTypes: UNKNOWN }))] },
  ],
};
