import type { Fault } from "../../core";

/** Days between rotations: OP-38's 30 (docs/requirements/09.md); OCI Vault API, RotationConfig: 1 to 360. */
export const ROTATION_DAYS = 30;
const LONGEST_ROTATION = 360;

/** OCI Vault API, SecretExpiryRule `secretVersionExpiryInterval`: 1 to 90 days. */
const LONGEST_EXPIRY = 90;

/**
 * Days that a version is valid beyond the rotation that should have replaced it: time for a person to see to a rotation
 * that failed, while both versions still work.
 */
export const OVERLAP_DAYS = 15;

/** Characters of a generated password: within what Autonomous Database takes, 12 to 30, and MySQL, 8 to 32. */
export const PASSWORD_LENGTH = 24;

/** Times of a secret, all known. */
export interface SecretTimes {
  readonly rotationDays: number | undefined;
  readonly expiryDays: number | undefined;
}

/** Days that a version is valid: as given, else the rotation's period and the overlap, at most what the service takes. */
export function expiryDaysOf({ rotationDays, expiryDays }: SecretTimes): number | undefined {
  if (expiryDays !== undefined || rotationDays === undefined) return expiryDays;
  const wanted = rotationDays + OVERLAP_DAYS;
  return wanted <= LONGEST_EXPIRY ? wanted : undefined;
}

/** Everything wrong with a secret's times and source. */
export function secretFaults(times: SecretTimes, given: boolean): Fault[] {
  const faults: Fault[] = [];
  const whole = (path: string, value: number | undefined, most: number): void => {
    if (value !== undefined && !(Number.isInteger(value) && value >= 1 && value <= most))
      faults.push({ path, given: value, allowed: `a whole number of days from 1 to ${most}` });
  };
  whole("rotation.days", times.rotationDays, LONGEST_ROTATION);
  whole("expiryDays", times.expiryDays, LONGEST_EXPIRY);
  if (times.rotationDays !== undefined && (times.expiryDays ?? Infinity) <= times.rotationDays)
    faults.push({
      path: "expiryDays",
      given: times.expiryDays,
      allowed: `more than the ${times.rotationDays} days between rotations: the version would end before its successor comes`,
    });
  if (given && times.rotationDays !== undefined)
    faults.push({
      path: "content",
      given: "a value",
      allowed: "nothing, with rotation: the program would put its own value back over the rotated one",
    });
  return faults;
}

/** The rules of a secret: a value is not used again, and a version ends, readable still, so that nothing stops at once. */
export function secretRules(expiryDays: number | undefined) {
  return [
    { ruleType: "SECRET_REUSE_RULE", isEnforcedOnDeletedSecretVersions: true },
    ...(expiryDays === undefined
      ? []
      : [
          {
            ruleType: "SECRET_EXPIRY_RULE",
            secretVersionExpiryInterval: `P${expiryDays}D`,
            isSecretContentRetrievalBlockedOnExpiry: false,
          },
        ]),
  ];
}
