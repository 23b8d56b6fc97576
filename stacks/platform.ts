import type { platformContract } from "./contracts/workloads";
import type { StackProgram, TypeOf } from "./define/stack";
import type { Environment } from "./environments";
import { workloadNamespaces } from "./platform/namespaces";
import { clusterPlaces, type PlatformNeeds } from "./platform/place";

/** What every cluster has before a workload comes; one file a part in `platform/`. */
export const program: StackProgram<Environment, PlatformNeeds, TypeOf<typeof platformContract>> = (
  context,
  needs,
) => {
  const clusters = clusterPlaces(context, needs);
  const namespaces = {
    eks: workloadNamespaces(clusters.eks),
    oke: workloadNamespaces(clusters.oke),
  };

  return {
    namespaces: {
      eks: Object.values(namespaces.eks.names),
      oke: Object.values(namespaces.oke.names),
    },
  };
};
