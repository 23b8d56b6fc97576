import type { Fault } from "../core";

/** What OKE fixes when it makes a cluster. */
export interface FixedAttributes {
  readonly vcnId: string;
  readonly endpointSubnetId: string;
  readonly podNetwork: string;
  readonly servicesCidr: string;
  readonly loadBalancerSubnetIds: readonly string[];
  /** Empty where Oracle's own key encrypts. */
  readonly kmsKeyId: string;
}

/** A cluster as OKE lists it, as far as it matters here: one entry where there can be one only. */
export interface ListedCluster {
  readonly id: string;
  readonly vcnId: string;
  /** None where Oracle's own key encrypts. */
  readonly kmsKeyId?: string | null;
  readonly clusterPodNetworkOptions: readonly { readonly cniType: string }[];
  readonly endpointConfigs: readonly { readonly subnetId: string }[];
  readonly options: readonly {
    readonly kubernetesNetworkConfigs: readonly { readonly servicesCidr: string }[];
    readonly serviceLbSubnetIds?: readonly string[] | null;
  }[];
}

/** What a cluster that is there has. */
export function fixedOf(cluster: ListedCluster): FixedAttributes {
  const [options] = cluster.options;
  return {
    vcnId: cluster.vcnId,
    endpointSubnetId: cluster.endpointConfigs[0]?.subnetId ?? "",
    podNetwork: cluster.clusterPodNetworkOptions[0]?.cniType ?? "",
    servicesCidr: options?.kubernetesNetworkConfigs[0]?.servicesCidr ?? "",
    loadBalancerSubnetIds: options?.serviceLbSubnetIds ?? [],
    kmsKeyId: cluster.kmsKeyId ?? "",
  };
}

/** The argument that each attribute comes from. */
const ARGUMENTS: Readonly<Record<keyof FixedAttributes, string>> = {
  vcnId: "vcnId",
  endpointSubnetId: "endpoint.subnetId",
  podNetwork: "pod networking",
  servicesCidr: "servicesCidr",
  loadBalancerSubnetIds: "loadBalancerSubnetIds",
  kmsKeyId: "kmsKeyId",
};

/**
 * Changes of a live cluster that OKE does not make in place, so that Pulumi would make another, empty cluster at another
 * address and delete this one. Those of the schema of Oracle's provider, `ForceNew` in
 * containerengine_cluster_resource.go of https://github.com/oracle/terraform-provider-oci, v8.9.0; the endpoint's groups
 * and public address change in place, its subnet does not.
 */
export function fixedChanges(live: FixedAttributes, wanted: FixedAttributes): Fault[] {
  const text = (value: string | readonly string[]) =>
    typeof value === "string" ? value : [...value].sort().join(", ");
  return (Object.keys(ARGUMENTS) as (keyof FixedAttributes)[])
    .filter((key) => text(live[key]) !== text(wanted[key]))
    .map((key) => ({
      path: ARGUMENTS[key],
      given: text(wanted[key]),
      allowed: `${text(live[key]) || "none"}, which the cluster was made with`,
    }));
}
