import { WorkloadNamespaces, type Quota } from "../../components/gitops";
import type { EnvironmentName } from "../environments";
import { amongWorkloads, fromGateway } from "./ingress";
import type { ClusterPlace } from "./place";

/** The namespace of an environment's workloads, in each of its clusters. */
export const WORKLOAD_NAMESPACES: Readonly<Record<EnvironmentName, string>> = {
  dev: "development",
  staging: "staging",
  prod: "production",
};

/**
 * What workloads may take: three quarters of the smaller of the two clusters at its greatest size, so that what fits one
 * fits the other. The rest is for the system: dev 3 nodes of 2 vCPU, 8 GB; staging 3 of 4, 16; prod 9 of 4, 16.
 */
const QUOTAS: Readonly<Record<EnvironmentName, Quota>> = {
  dev: { cpu: "4500m", memory: "18Gi" },
  staging: { cpu: "9", memory: "36Gi" },
  prod: { cpu: "27", memory: "108Gi" },
};

/** Where workloads go, closed in both directions until something is allowed. */
export function workloadNamespaces({ key, env, place, here, version }: ClusterPlace): WorkloadNamespaces {
  const name = WORKLOAD_NAMESPACES[env.name];
  return new WorkloadNamespaces(
    key,
    {
      ...place,
      namespaces: {
        workloads: {
          name,
          quota: QUOTAS[env.name],
          ...(key === "oke"
            ? {
                allow: [fromGateway, ...amongWorkloads(name)],
                labels: { "pulumi-causeway/mutual-tls": "required" },
              }
            : {}),
        },
      },
      podSecurityVersion: version,
    },
    here,
  );
}
