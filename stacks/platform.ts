import type { platformContract } from "./contracts/workloads";
import type { StackProgram, TypeOf } from "./define/stack";
import type { Environment } from "./environments";
import { clusterAccess } from "./platform/access";
import { workloadNamespaces } from "./platform/namespaces";
import { clusterPlaces, type PlatformNeeds } from "./platform/place";

/** What every cluster has before a workload comes; one file a part in `platform/`. */
export const program: StackProgram<Environment, PlatformNeeds, TypeOf<typeof platformContract>> = (
  context,
  needs,
) => {
  const clusters = clusterPlaces(context, needs);
  clusterAccess(clusters.oke, needs.identity);
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
