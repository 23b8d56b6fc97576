import type * as pulumi from "@pulumi/pulumi";
import { WorkloadNamespaces, type Quota } from "../components/gitops";
import type { eksContract, okeDxbContract } from "./contracts/clusters";
import type { platformContract } from "./contracts/workloads";
import type { StackProgram, TypeOf } from "./define/stack";
import type { Environment, EnvironmentName } from "./environments";
import { eksToken, kubernetesProvider, okeToken } from "./providers";
import { siteContext } from "./site";

type Needs = { readonly eks: typeof eksContract; readonly oke: typeof okeDxbContract };

/** The namespace of an environment's workloads, in each of its clusters. */
const WORKLOAD_NAMESPACES: Readonly<Record<EnvironmentName, string>> = {
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

/** What every cluster has before a chart or a workload comes. */
export const program: StackProgram<Environment, Needs, TypeOf<typeof platformContract>> = (
  context,
  { eks, oke },
) => {
  const site = siteContext(context);
  const { env } = site;
  const clusters = {
    eks: {
      naming: site.naming("aws"),
      kubernetes: kubernetesProvider("eks", { ...eks, token: eksToken(eks.clusterName, env.aws.region) }),
      version: env.eks.kubernetesVersion,
    },
    oke: {
      naming: site.naming("primary"),
      kubernetes: kubernetesProvider("oke", { ...oke, token: okeToken(oke.clusterId, env.oci.primary) }),
      version: minor(env.oke.kubernetesVersion),
    },
  };

  const namespaces = (cluster: keyof typeof clusters): pulumi.Output<string>[] => {
    const { naming, kubernetes, version } = clusters[cluster];
    const made = new WorkloadNamespaces(
      cluster,
      {
        naming,
        tags: site.tags({ Service: "kubernetes", DataClass: "internal" }),
        namespaces: { workloads: { name: WORKLOAD_NAMESPACES[env.name], quota: QUOTAS[env.name] } },
        podSecurityVersion: version,
      },
      { providers: [kubernetes] },
    );
    return Object.values(made.names);
  };

  return { namespaces: { eks: namespaces("eks"), oke: namespaces("oke") } };
};

/** `v1.36.1` is Kubernetes 1.36. */
function minor(version: string): string {
  return version.replace(/^v/, "").split(".").slice(0, 2).join(".");
}
