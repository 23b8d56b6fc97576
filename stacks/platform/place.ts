import type { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import type * as pulumi from "@pulumi/pulumi";
import type { Naming, Tags } from "../../components/core";
import type { eksContract, okeDxbContract } from "../contracts/clusters";
import type { foundationContract } from "../contracts/foundation";
import type { identityContract } from "../contracts/identity";
import type { ociNetworkDxbContract } from "../contracts/networks";
import type { secretsContract } from "../contracts/secrets";
import type { NeedsOutputs, StackContext } from "../define/stack";
import type { Environment } from "../environments";
import { eksToken, kubernetesProvider, okeToken } from "../providers";
import { siteContext } from "../site";

/** The stacks that the platform's own parts are built on. */
export type PlatformNeeds = {
  readonly foundation: typeof foundationContract;
  readonly eks: typeof eksContract;
  readonly oke: typeof okeDxbContract;
  readonly identity: typeof identityContract;
  readonly secrets: typeof secretsContract;
  readonly network: typeof ociNetworkDxbContract;
};

/** A cluster that gets the platform's parts, by the word its resources are named with. */
export type ClusterKey = "eks" | "oke";

/** What every part of the platform in a cluster is made with. */
export interface ClusterPlace {
  readonly key: ClusterKey;
  readonly env: Environment;
  readonly place: { readonly naming: Naming; readonly tags: Tags };
  readonly here: { readonly providers: [KubernetesProvider]; readonly dependsOn?: pulumi.Resource[] };
  /** Minor version of its Kubernetes: `1.36`. */
  readonly version: string;
}

/** The clusters of the primary sites, from the environment and what the stack needs. */
export function clusterPlaces(
  context: StackContext<Environment>,
  { eks, oke }: NeedsOutputs<PlatformNeeds>,
): Readonly<Record<ClusterKey, ClusterPlace>> {
  const site = siteContext(context);
  const { env } = site;
  const tags = site.tags({ Service: "kubernetes", DataClass: "internal" });
  return {
    eks: {
      key: "eks",
      env,
      place: { naming: site.naming("aws"), tags },
      here: {
        providers: [kubernetesProvider("eks", { ...eks, token: eksToken(eks.clusterName, env.aws.region) })],
      },
      version: minor(env.eks.kubernetesVersion),
    },
    oke: {
      key: "oke",
      env,
      place: { naming: site.naming("primary"), tags },
      here: {
        providers: [kubernetesProvider("oke", { ...oke, token: okeToken(oke.clusterId, env.oci.primary) })],
      },
      version: minor(env.oke.kubernetesVersion),
    },
  };
}

/** `v1.36.1` is Kubernetes 1.36. */
function minor(version: string): string {
  return version.replace(/^v/, "").split(".").slice(0, 2).join(".");
}
