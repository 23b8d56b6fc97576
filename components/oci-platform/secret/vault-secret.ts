import { Secret, type SecretArgs } from "@pulumi/oci/vault/secret";
import * as pulumi from "@pulumi/pulumi";
import { Check, type ComponentArgs } from "../../core";
import { OciComponent } from "../component";
import { PASSWORD_LENGTH, ROTATION_DAYS, expiryDaysOf, secretFaults, secretRules } from "./plan";

/** The children of a {@link VaultSecret} by key, for `transform`. */
export interface VaultSecretChildren {
  secret: SecretArgs;
}

/** Who sets the new value where it is used: the service itself for a database's ADMIN, else a function. */
export type RotationTarget =
  { readonly databaseId: pulumi.Input<string> } | { readonly functionId: pulumi.Input<string> };

/** When a secret gets a new value by itself. */
export interface Rotation {
  /**
   * Days between two values, 1 to 360.
   * @default 30
   */
  readonly days?: number;
  readonly target: RotationTarget;
}

/** A copy at the other site, which can be read there and nothing else. */
export interface SecretReplica {
  /** Its region, `me-jeddah-1`. */
  readonly region: string;
  readonly vaultId: pulumi.Input<string>;
  readonly keyId: pulumi.Input<string>;
}

export interface VaultSecretArgs extends ComponentArgs<VaultSecretChildren> {
  /** What it is, a role word of its name: `orders-db-password`. */
  readonly role: string;
  /** What it opens, in words; no part of it. */
  readonly description: string;
  /** OCID of the compartment that holds it. */
  readonly compartmentId: pulumi.Input<string>;
  /** OCID of its vault, and of a key in that vault. */
  readonly vaultId: pulumi.Input<string>;
  readonly keyId: pulumi.Input<string>;
  /**
   * Its value, text, for one that comes from elsewhere. It is marked secret and stands encrypted in the state.
   * @default a password of 24 characters that the vault makes, which no program and no state ever sees
   */
  readonly content?: pulumi.Input<string>;
  /**
   * New values on a schedule; only for what the vault makes.
   * @default none
   */
  readonly rotation?: Rotation;
  /**
   * Days that a value is valid, 1 to 90; readable after that too.
   * @default 15 more than the days between rotations, up to 90; without rotation no end
   */
  readonly expiryDays?: number;
  /**
   * A copy at the other site, for what must open there when this site is lost.
   * @default none
   */
  readonly replica?: SecretReplica;
  /**
   * Whether it is protected from deletion, and kept when its stack goes.
   * @default true
   */
  readonly protect?: boolean;
}

/**
 * A secret in OCI Vault. Unless it is given, its value is made in the vault, so that it is in no program, state or log. A
 * value is never used twice. A deleted secret keeps its name until its deletion is done, 30 days later unless told
 * otherwise.
 *
 * Child: `secret`.
 *
 * @throws {InputError} with every fault of times, and for a given value that is to be rotated.
 * @example
 * new VaultSecret("orders-db", {
 *   naming, tags, role: "orders-db-password", description: "ADMIN of the orders database", compartmentId, vaultId, keyId,
 *   rotation: { target: { databaseId } },
 * }, { provider: oci });
 */
export class VaultSecret extends OciComponent<VaultSecretChildren> {
  readonly secretId: pulumi.Output<string>;
  /** Name in the vault, by which it is read. */
  readonly secretName: pulumi.Output<string>;

  constructor(name: string, args: VaultSecretArgs, opts?: pulumi.ComponentResourceOptions) {
    const { rotation, content, protect = true } = args;
    const rotationDays = rotation === undefined ? undefined : (rotation.days ?? ROTATION_DAYS);
    const times = { rotationDays, expiryDays: args.expiryDays };
    const check = new Check(`VaultSecret "${name}"`);
    for (const { path, given, allowed } of secretFaults(times, content !== undefined)) {
      check.fault(path, given, allowed);
    }
    check.done();
    super("oci-platform", "VaultSecret", name, args, opts);

    const secret = this.child(
      "secret",
      Secret,
      {
        compartmentId: args.compartmentId,
        vaultId: args.vaultId,
        keyId: args.keyId,
        secretName: this.physical("oci-secret", args.role),
        description: args.description,
        ...contentOf(content),
        secretRules: secretRules(expiryDaysOf(times)),
        ...rotationOf(rotation, rotationDays),
        ...replicationOf(args.replica),
      },
      { protect, retainOnDelete: protect },
    );
    this.secretId = secret.id;
    this.secretName = secret.secretName;
    this.registerOutputs({ secretId: this.secretId, secretName: this.secretName });
  }
}

function contentOf(
  content: pulumi.Input<string> | undefined,
): Pick<SecretArgs, "secretContent" | "enableAutoGeneration" | "secretGenerationContext"> {
  if (content === undefined)
    return {
      enableAutoGeneration: true,
      secretGenerationContext: {
        generationType: "PASSPHRASE",
        // OCI Vault API, PassphraseGenerationContext: the template whose characters Oracle's databases take.
        generationTemplate: "DBAAS_DEFAULT_PASSWORD",
        passphraseLength: PASSWORD_LENGTH,
      },
    };
  const encoded = pulumi.secret(content).apply((text) => Buffer.from(text, "utf8").toString("base64"));
  return { secretContent: { contentType: "BASE64", content: encoded } };
}

function rotationOf(
  rotation: Rotation | undefined,
  days: number | undefined,
): Pick<SecretArgs, "rotationConfig"> {
  if (rotation === undefined || days === undefined) return {};
  const { target } = rotation;
  return {
    rotationConfig: {
      isScheduledRotationEnabled: true,
      rotationInterval: `P${days}D`,
      targetSystemDetails:
        "databaseId" in target
          ? { targetSystemType: "ADB", adbId: target.databaseId }
          : { targetSystemType: "FUNCTION", functionId: target.functionId },
    },
  };
}

function replicationOf(replica: SecretReplica | undefined): Pick<SecretArgs, "replicationConfig"> {
  if (replica === undefined) return {};
  const { region, vaultId, keyId } = replica;
  return {
    replicationConfig: {
      replicationTargets: [{ targetRegion: region, targetVaultId: vaultId, targetKeyId: keyId }],
    },
  };
}
