import { Application, type ApplicationArgs } from "@pulumi/oci/functions/application";
import type * as pulumi from "@pulumi/pulumi";
import { Check, type ComponentArgs } from "../../core";
import { OciComponent } from "../component";
import { settingFaults } from "./plan";

/** The children of a {@link FunctionsApplication} by key, for `transform`. */
export interface FunctionsApplicationChildren {
  application: ApplicationArgs;
}

export interface FunctionsApplicationArgs extends ComponentArgs<FunctionsApplicationChildren> {
  /** What its functions are for, a role word of its name: `rotation`. */
  readonly role: string;
  /** OCID of the compartment that holds it. */
  readonly compartmentId: pulumi.Input<string>;
  /** The private subnet for functions, and the group that says what they reach. */
  readonly network: {
    readonly subnetId: pulumi.Input<string>;
    readonly nsgIds: readonly [pulumi.Input<string>, ...pulumi.Input<string>[]];
  };
  /**
   * Environment of all its functions; names of secrets, never secrets.
   * @default none
   */
  readonly settings?: Readonly<Record<string, pulumi.Input<string>>>;
  /**
   * OCIDs of keys, one of which must have signed a function's image.
   * @default any image of a registry that it may pull from
   */
  readonly imageSigningKeyIds?: readonly pulumi.Input<string>[];
}

/**
 * An application of OCI Functions in the functions subnet, in a group of its own. Functions run on ARM or x86, by their
 * images; they act with identities of their own, and are charged by call and time.
 *
 * Child: `application`.
 *
 * @throws {InputError} for settings that would show a credential.
 */
export class FunctionsApplication extends OciComponent<FunctionsApplicationChildren> {
  readonly applicationId: pulumi.Output<string>;

  constructor(name: string, args: FunctionsApplicationArgs, opts?: pulumi.ComponentResourceOptions) {
    const { settings = {}, imageSigningKeyIds = [] } = args;
    const check = new Check(`FunctionsApplication "${name}"`);
    for (const { path, given, allowed } of settingFaults(settings)) check.fault(path, given, allowed);
    check.done();
    super("oci-platform", "FunctionsApplication", name, args, opts);

    const application = this.child("application", Application, {
      compartmentId: args.compartmentId,
      displayName: this.physical("oci-display", args.role),
      subnetIds: [args.network.subnetId],
      networkSecurityGroupIds: [...args.network.nsgIds],
      shape: "GENERIC_X86_ARM",
      config: { ...settings },
      ...(imageSigningKeyIds.length === 0
        ? {}
        : {
            imagePolicyConfig: {
              isPolicyEnabled: true,
              keyDetails: imageSigningKeyIds.map((kmsKeyId) => ({ kmsKeyId })),
            },
          }),
    });
    this.applicationId = application.id;
    this.registerOutputs({ applicationId: this.applicationId });
  }
}
