import type { Fault } from "../../core";

/** How a vault is kept: OCI Key Management guide, "Vaults". Only a virtual private one can be replicated to another region. */
export const VAULT_TYPES = ["DEFAULT", "VIRTUAL_PRIVATE"] as const;
export type VaultType = (typeof VAULT_TYPES)[number];

/** Where a key's operations run: in a hardware module that never gives it out, or in software. */
export const PROTECTION_MODES = ["HSM", "SOFTWARE"] as const;
export type ProtectionMode = (typeof PROTECTION_MODES)[number];

/** Days between rotations: OCI Key Management API, `AutoKeyRotationDetails.rotationIntervalInDays`. */
export const ROTATION_DAYS = { min: 60, max: 365 } as const;

/** AES-256, in bytes. */
const KEY_LENGTH = 32;

export interface KeyPlan {
  readonly algorithm: "AES";
  readonly length: number;
  readonly protectionMode: ProtectionMode;
  /** Days between rotations, or undefined where the vault's type has no automatic rotation. */
  readonly rotationDays: number | undefined;
}

/** What of the keys is chosen. */
export interface KeyChoices {
  readonly vaultType: VaultType;
  readonly protectionMode: ProtectionMode;
  readonly rotationDays?: number;
}

/**
 * How every key of a vault is made. Automatic rotation is offered in virtual private vaults only (OCI Key Management
 * guide, "Enabling and updating auto key rotation").
 */
export function keyPlan({ vaultType, protectionMode, rotationDays }: KeyChoices): KeyPlan {
  const rotates = vaultType === "VIRTUAL_PRIVATE";
  return {
    algorithm: "AES",
    length: KEY_LENGTH,
    protectionMode,
    rotationDays: rotates ? (rotationDays ?? ROTATION_DAYS.max) : undefined,
  };
}

/** Everything wrong with the choices. */
export function keyFaults({ vaultType, rotationDays }: KeyChoices, purposes: readonly string[]): Fault[] {
  const faults: Fault[] = [];
  if (purposes.length === 0) faults.push({ path: "keys", given: [], allowed: "one purpose at least" });
  purposes.forEach((purpose, i) => {
    if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(purpose)) {
      faults.push({ path: `keys[${i}]`, given: purpose, allowed: "a role word such as data" });
    }
    if (purposes.indexOf(purpose) !== i) {
      faults.push({ path: `keys[${i}]`, given: purpose, allowed: "each purpose once" });
    }
  });
  if (rotationDays !== undefined && vaultType !== "VIRTUAL_PRIVATE") {
    faults.push({
      path: "rotationDays",
      given: rotationDays,
      allowed:
        'nothing with vaultType "DEFAULT", whose keys are rotated by hand; or vaultType "VIRTUAL_PRIVATE"',
    });
  } else if (rotationDays !== undefined && !isWithin(rotationDays)) {
    faults.push({
      path: "rotationDays",
      given: rotationDays,
      allowed: `a whole number of days from ${ROTATION_DAYS.min} to ${ROTATION_DAYS.max}`,
    });
  }
  return faults;
}

function isWithin(days: number): boolean {
  return Number.isInteger(days) && days >= ROTATION_DAYS.min && days <= ROTATION_DAYS.max;
}
