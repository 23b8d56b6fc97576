import { getVolumesOutput } from "@pulumi/oci/core/getVolumes";
import type * as pulumi from "@pulumi/pulumi";
import { ociDefinedTags, type Tags } from "../core";

/** Where the volumes of a cluster are. */
export interface ClusterVolumesArgs {
  /** OCID of the cluster's compartment, in which Kubernetes makes them. */
  readonly compartmentId: pulumi.Input<string>;
  readonly availabilityDomain: pulumi.Input<string>;
  /** The tags of the cluster, which OKE gives to them too (`persistentVolumeConfig`). */
  readonly tags: Tags;
}

/**
 * The volumes that Kubernetes has made for claims, which no program knows, found by their tags at each run: what
 * `ReplicatedVolumes` copies to another region. A claim that comes later is in the group from the next run on.
 *
 * @returns OCIDs, sorted, so that another order of the service's answer is no change.
 * @example
 * new ReplicatedVolumes("claims", {
 *   naming, tags, role: "claims", compartmentId, availabilityDomain, replica,
 *   volumeIds: clusterVolumes({ compartmentId, availabilityDomain, tags: clusterTags }, { provider: oci }),
 * }, { provider: oci });
 */
export function clusterVolumes(
  { compartmentId, availabilityDomain, tags }: ClusterVolumesArgs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<string[]> {
  const wanted = Object.entries(ociDefinedTags(tags));
  return getVolumesOutput({ compartmentId, availabilityDomain, state: "AVAILABLE" }, opts).apply(
    ({ volumes }) =>
      volumes
        .filter(({ definedTags }) => wanted.every(([key, value]) => definedTags[key] === value))
        .map(({ id }) => id)
        .sort(),
  );
}
