import { VolumeGroup, type VolumeGroupArgs } from "@pulumi/oci/core/volumeGroup";
import * as pulumi from "@pulumi/pulumi";
import { Check, type ComponentArgs } from "../core";
import { OciComponent } from "./component";

/** The children of a {@link ReplicatedVolumes} by key, for `transform`. */
export interface ReplicatedVolumesChildren {
  group: VolumeGroupArgs;
}

export interface ReplicatedVolumesArgs extends ComponentArgs<ReplicatedVolumesChildren> {
  /** What the volumes hold together, a role word of the group's name: `brokers`. */
  readonly role: string;
  /** OCID of the compartment that holds the group. */
  readonly compartmentId: pulumi.Input<string>;
  /** Availability domain of the volumes. */
  readonly availabilityDomain: pulumi.Input<string>;
  /**
   * OCIDs of the volumes, boot volumes included; 1 to 64 (Block Volume guide, "Volume Groups", limits). `clusterVolumes`
   * finds those of a cluster.
   */
  readonly volumeIds: pulumi.Input<readonly pulumi.Input<string>[]>;
  /** Where the copy is: an availability domain of the other region, and a key that exists there. */
  readonly replica: {
    readonly availabilityDomain: pulumi.Input<string>;
    readonly keyId: pulumi.Input<string>;
  };
}

/** Block Volume guide, "Volume Groups": volumes in a group. */
const VOLUMES_MAX = 64;

/**
 * Volumes that are copied to another region together, as of one moment, under a key of that region. The copy lags by minutes
 * and can be made into volumes there; it follows what is deleted in a volume, so it is no backup. Volumes come and go without
 * a new group, whose copy would begin anew.
 *
 * Child: `group`.
 *
 * @throws {InputError} for more volumes than a group takes.
 */
export class ReplicatedVolumes extends OciComponent<ReplicatedVolumesChildren> {
  readonly groupId: pulumi.Output<string>;

  constructor(name: string, args: ReplicatedVolumesArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new Check(`ReplicatedVolumes "${name}"`);
    const volumeIds = check.input("volumeIds", args.volumeIds, ({ length }) =>
      length >= 1 && length <= VOLUMES_MAX ? undefined : `1 to ${VOLUMES_MAX} volumes, not ${length}`,
    );
    check.done();
    super("oci-platform", "ReplicatedVolumes", name, args, opts);
    const ids = pulumi.output(volumeIds).apply((all) => [...all]);
    const group = this.child(
      "group",
      VolumeGroup,
      {
        compartmentId: args.compartmentId,
        availabilityDomain: args.availabilityDomain,
        displayName: this.physical("oci-display", args.role),
        // The service takes the first volumes as the source, whose change is another group, and later ones as this list.
        sourceDetails: { type: "volumeIds", volumeIds: ids },
        volumeIds: ids,
        volumeGroupReplicas: [
          {
            availabilityDomain: args.replica.availabilityDomain,
            displayName: this.physical("oci-display", `${args.role}-replica`),
            xrrKmsKeyId: args.replica.keyId,
          },
        ],
      },
      { ignoreChanges: ["sourceDetails"] },
    );
    this.groupId = group.id;
    this.registerOutputs({ groupId: this.groupId });
  }
}
