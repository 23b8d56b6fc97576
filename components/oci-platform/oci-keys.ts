import * as kms from "@pulumi/oci/kms";
import type * as pulumi from "@pulumi/pulumi";
import { Check } from "../core";
import type { OciKeysArgs, OciKeysChildren } from "./args";
import { OciComponent } from "./component";
import { keyFaults, keyPlan, type KeyPlan } from "./plan/keys";

/**
 * A vault at one site and a master key a purpose, so that a grant on one key opens nothing else. Keys are AES-256, rotated
 * by the service where the vault's type allows it. A vault and its keys are not deleted at once: OCI schedules the
 * deletion, 30 days ahead unless told otherwise, and keeps the name until then. A virtual private vault is charged by the
 * hour, a default one is not; keys in hardware are charged from a number of versions on (unverified).
 *
 * @example
 * const keys = new OciKeys("keys", { naming, tags, compartmentId, keys: ["data", "logs"] }, { provider: oci });
 */
export class OciKeys<P extends string = string> extends OciComponent<OciKeysChildren> {
  readonly vaultId: pulumi.Output<string>;
  /** Where the vault's keys are managed, and where they encrypt. */
  readonly managementEndpoint: pulumi.Output<string>;
  readonly cryptoEndpoint: pulumi.Output<string>;
  /** OCID of each key, by purpose. */
  readonly keyIds: Readonly<Record<P, pulumi.Output<string>>>;

  /** @throws {InputError} with every fault of purposes and rotation. */
  constructor(name: string, args: OciKeysArgs<P>, opts?: pulumi.ComponentResourceOptions) {
    const { vaultType = "DEFAULT", protectionMode = "HSM", protect = true, rotationDays } = args;
    const choices = { vaultType, protectionMode, ...(rotationDays === undefined ? {} : { rotationDays }) };
    const check = new Check(`OciKeys "${name}"`);
    for (const { path, given, allowed } of keyFaults(choices, args.keys)) check.fault(path, given, allowed);
    if (args.replicaRegion !== undefined && vaultType !== "VIRTUAL_PRIVATE")
      check.fault(
        "replicaRegion",
        args.replicaRegion,
        "none: only a virtual private vault can be replicated",
      );
    check.done();
    super("oci-platform", "OciKeys", name, args, opts);

    const vault = this.child(
      "vault",
      kms.Vault,
      {
        compartmentId: args.compartmentId,
        displayName: this.physical("oci-display", "vault"),
        vaultType,
      },
      { protect, retainOnDelete: protect },
    );
    if (args.replicaRegion !== undefined)
      this.child(
        "replica",
        kms.VaultVerification,
        { vaultId: vault.id, replicaRegion: args.replicaRegion },
        { protect, retainOnDelete: protect },
      );
    const plan = keyPlan(choices);
    const keys = args.keys.map((purpose) => [
      purpose,
      this.createKey(purpose, vault, plan, args.compartmentId, protect).id,
    ]);

    this.vaultId = vault.id;
    this.managementEndpoint = vault.managementEndpoint;
    this.cryptoEndpoint = vault.cryptoEndpoint;
    this.keyIds = Object.fromEntries(keys) as Record<P, pulumi.Output<string>>;
    this.registerOutputs({
      vaultId: this.vaultId,
      managementEndpoint: this.managementEndpoint,
      cryptoEndpoint: this.cryptoEndpoint,
      keyIds: this.keyIds,
    });
  }

  private createKey(
    purpose: P,
    vault: kms.Vault,
    { algorithm, length, protectionMode, rotationDays }: KeyPlan,
    compartmentId: pulumi.Input<string>,
    protect: boolean,
  ): kms.Key {
    return this.child(
      "key",
      kms.Key,
      {
        compartmentId,
        displayName: this.physical("oci-display", `${purpose}-key`),
        managementEndpoint: vault.managementEndpoint,
        keyShape: { algorithm, length },
        protectionMode,
        ...(rotationDays === undefined
          ? {}
          : {
              isAutoRotationEnabled: true,
              autoKeyRotationDetails: { rotationIntervalInDays: rotationDays },
            }),
      },
      { role: purpose, purpose, protect, retainOnDelete: protect },
    );
  }
}
