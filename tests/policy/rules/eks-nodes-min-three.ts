import { changed, UNKNOWN, type RuleCases } from "../sample";
import { inProd, nodes } from "./eks";

const scaling = { minSize: 2, desiredSize: 3, maxSize: 5 };

export const eksNodesMinThreeCases: RuleCases = {
  rule: "eks-nodes-min-three",
  serves: ["GO-07"],
  violating: [
    {
      title: "the source's minimum of two",
      resources: [inProd(changed(nodes, { scalingConfig: scaling }))],
      says: ['"workers": scalingConfig.minSize is 2', "fall together"],
    },
    {
      title: "two zones, beside a size that is not known",
      resources: [inProd(changed(nodes, { scalingConfig: UNKNOWN, subnetIds: ["subnet-1", "subnet-2"] }))],
      says: ['subnetIds is ["subnet-1","subnet-2"]', "fewer than three zones"],
    },
  ],
  complying: [
    { title: "three nodes in three zones", resources: [inProd(nodes)] },
    { title: "two in dev", resources: [changed(nodes, { scalingConfig: scaling })] },
    {
      title: "a group of its own purpose, which may be empty",
      resources: [
        inProd(
          changed(nodes, {
            scalingConfig: { minSize: 0, desiredSize: 0, maxSize: 4 },
            taints: [{ key: "gpu", effect: "NO_SCHEDULE" }],
          }),
        ),
      ],
    },
  ],
  unknown: [
    { title: "a size that is not known", resources: [inProd(changed(nodes, { scalingConfig: UNKNOWN }))] },
  ],
};
