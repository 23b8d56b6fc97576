import { Instance, type InstanceArgs } from "@pulumi/oci/core/instance";
import * as pulumi from "@pulumi/pulumi";
import { shapeFaults, shapeName, type ShapeChoice } from "../../../lib/oci-shapes";
import { Check, wholeNumber, type ComponentArgs } from "../../core";
import { OciComponent } from "../component";
import { scriptTest } from "./plan";

/** The children of a {@link PrivateInstance} by key, for `transform`. */
export interface PrivateInstanceChildren {
  instance: InstanceArgs;
}

export interface PrivateInstanceArgs extends ComponentArgs<PrivateInstanceChildren> {
  /** What it does, a role word of its name: `batch`. */
  readonly role: string;
  /** OCID of the compartment that holds it. */
  readonly compartmentId: pulumi.Input<string>;
  readonly availabilityDomain: pulumi.Input<string>;
  /**
   * Fault domain, for machines that must not fail together.
   * @default the service's choice
   */
  readonly faultDomain?: pulumi.Input<string>;
  /** Family, OCPUs and memory: `{ family: "standard", ocpus: 2, memoryGb: 16 }`. */
  readonly shape: ShapeChoice;
  /** OCID of its image. */
  readonly imageId: pulumi.Input<string>;
  /** A private subnet, and the groups that say who reaches it. */
  readonly network: {
    readonly subnetId: pulumi.Input<string>;
    readonly nsgIds: readonly [pulumi.Input<string>, ...pulumi.Input<string>[]];
  };
  /** OCID of the key of its boot volume. */
  readonly keyId: pulumi.Input<string>;
  /**
   * Gigabytes of its boot volume, 50 to 32768.
   * @default 50
   */
  readonly bootVolumeGb?: number;
  /**
   * Script that runs at its first start, text, without any credential: what is on the machine can read it.
   * @default none
   */
  readonly startUp?: pulumi.Input<string>;
  /**
   * Public SSH keys of who may log in through the bastion.
   * @default none: nobody logs in
   */
  readonly sshPublicKeys?: readonly string[];
}

/**
 * A machine without a public address: in a private subnet, its boot volume under a customer key and encrypted on its way,
 * with the second version of the metadata service alone, so that a server-side request can not be tricked into its
 * credentials.
 *
 * Child: `instance`.
 *
 * @throws {InputError} with every fault of shape, volume and script.
 */
export class PrivateInstance extends OciComponent<PrivateInstanceChildren> {
  readonly instanceId: pulumi.Output<string>;
  readonly privateIp: pulumi.Output<string>;

  constructor(name: string, args: PrivateInstanceArgs, opts?: pulumi.ComponentResourceOptions) {
    const { bootVolumeGb = 50, sshPublicKeys = [], shape } = args;
    const check = new Check(`PrivateInstance "${name}"`);
    for (const { path, given, allowed } of shapeFaults(shape, "shape")) check.fault(path, given, allowed);
    check.plain("bootVolumeGb", bootVolumeGb, wholeNumber(50, 32_768, "gigabytes"));
    const startUp = args.startUp === undefined ? undefined : withoutCredential(check, args.startUp);
    check.done();
    super("oci-platform", "PrivateInstance", name, args, opts);

    const instance = this.child("instance", Instance, {
      compartmentId: args.compartmentId,
      availabilityDomain: args.availabilityDomain,
      ...(args.faultDomain === undefined ? {} : { faultDomain: args.faultDomain }),
      displayName: this.physical("oci-display", args.role),
      shape: shapeName(shape.family),
      shapeConfig: { ocpus: shape.ocpus, memoryInGbs: shape.memoryGb },
      sourceDetails: {
        sourceType: "image",
        sourceId: args.imageId,
        kmsKeyId: args.keyId,
        bootVolumeSizeInGbs: String(bootVolumeGb),
      },
      createVnicDetails: {
        subnetId: args.network.subnetId,
        nsgIds: [...args.network.nsgIds],
        assignPublicIp: "false",
      },
      instanceOptions: { areLegacyImdsEndpointsDisabled: true },
      isPvEncryptionInTransitEnabled: true,
      preserveBootVolume: false,
      metadata: {
        ...(startUp === undefined ? {} : { user_data: startUp }),
        ...(sshPublicKeys.length === 0 ? {} : { ssh_authorized_keys: sshPublicKeys.join("\n") }),
      },
    });
    this.instanceId = instance.id;
    this.privateIp = instance.privateIp;
    this.registerOutputs({ instanceId: this.instanceId, privateIp: this.privateIp });
  }
}

/** The script in base 64, judged as soon as it is known; what is wrong with it is said without it. */
function withoutCredential(check: Check, script: pulumi.Input<string>): pulumi.Input<string> {
  const encode = (text: string) => Buffer.from(text, "utf8").toString("base64");
  const judged = check.input("startUp", script, scriptTest, "a script with a credential");
  return typeof judged === "string" ? encode(judged) : pulumi.output(judged).apply(encode);
}
