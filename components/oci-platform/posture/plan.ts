import type { Fault } from "../../core";
import { COMPARTMENTS, type CompartmentRole } from "../plan/identity";

/** Names of Oracle's recipes, which every tenancy has once Cloud Guard is on: Cloud Guard guide, "OCI-managed recipes". */
export const DETECTORS = {
  configuration: "OCI Configuration Detector Recipe",
  activity: "OCI Activity Detector Recipe",
  threat: "OCI Threat Detector Recipe",
} as const;
export type Detector = keyof typeof DETECTORS;
export const DETECTOR_NAMES = Object.keys(DETECTORS) as Detector[];
export const RESPONDER = "OCI Responder Recipe";

/** Cloud Guard API, UpdateDetectorRuleDetails `riskLevel`. */
export const RISK_LEVELS = ["CRITICAL", "HIGH", "MEDIUM", "LOW", "MINOR"] as const;

/** A detector rule that differs from Oracle's. */
export interface DetectorRule {
  /** Oracle's id of it, `LB_CERTIFICATE_EXPIRING_SOON`: Cloud Guard guide, "Detector Recipe Reference". */
  readonly id: string;
  readonly isEnabled: boolean;
  readonly riskLevel: (typeof RISK_LEVELS)[number];
}

/** A responder rule that differs from Oracle's. */
export interface ResponderRule {
  /** Oracle's id of it, `MAKE_BUCKET_PRIVATE`: Cloud Guard guide, "Responder Recipe Reference". */
  readonly id: string;
  readonly isEnabled: boolean;
  /**
   * `AUTOACTION`: it acts at once; `USERACTION`: somebody is asked.
   * @default "USERACTION"
   */
  readonly mode?: "AUTOACTION" | "USERACTION";
}

/**
 * What Cloud Guard reads, in the tenancy, and what its responders change (documentation of Oracle's landing zone,
 * oci-landing-zones/terraform-oci-modules-security, cloud-guard, "permissions").
 */
export const SERVICE_STATEMENTS = [
  "Allow service cloudguard to read all-resources in tenancy",
  "Allow service cloudguard to use network-security-groups in tenancy",
  "Allow service cloudguard to manage cloudevents-rules in tenancy where target.rule.type='managed'",
] as const;

/** What a public entry needs, and zones with these policies refuse. */
const AGAINST_THE_INTERNET: readonly string[] = ["deny public_subnets", "deny internet_gateway"];

/**
 * What each compartment's zone refuses, by the names of the policies: Security Zones guide, "Security Zone Policies". A
 * compartment has the policies of what is kept in it. Volumes that Kubernetes makes are in the compartment of platforms and
 * take the key of their StorageClass, so keys are demanded of boot volumes alone there. A public balancer needs a public
 * subnet, which the network refuses.
 */
const ZONE_POLICIES: Readonly<Record<CompartmentRole, readonly string[]>> = {
  network: ["deny public_subnets", "deny internet_gateway"],
  platform: ["deny boot_volume_without_vault_key", "deny public_buckets"],
  data: [
    "deny public_buckets",
    "deny buckets_without_vault_key",
    "deny block_volume_without_vault_key",
    "deny file_system_without_vault_key",
    "deny db_instance_public_access",
  ],
  security: ["deny public_buckets", "deny buckets_without_vault_key"],
};

/**
 * The policies of each compartment that is a zone. One without any is none: a recipe has a policy at least, and the
 * environment's target watches it all the same.
 */
export function zonePolicies(publicIngress: boolean): ReadonlyMap<CompartmentRole, readonly string[]> {
  const left = publicIngress ? AGAINST_THE_INTERNET : [];
  return new Map(
    COMPARTMENTS.map(
      (role) => [role, ZONE_POLICIES[role].filter((name) => !left.includes(name))] as const,
    ).filter(([, policies]) => policies.length > 0),
  );
}

/** What of a posture is plain when it is planned. */
export interface PlainPosture {
  readonly reportingRegion: string;
  readonly auditRetentionDays: number;
  readonly detectors: Readonly<Partial<Record<string, readonly DetectorRule[]>>>;
  readonly responders: readonly ResponderRule[];
}

const RULE_ID = /^[A-Z][A-Z0-9_]*$/;

/** Everything wrong with a posture. */
export function postureFaults({
  reportingRegion,
  auditRetentionDays,
  detectors,
  responders,
}: PlainPosture): Fault[] {
  const faults: Fault[] = [];
  const expect = (path: string, given: unknown, right: boolean, allowed: string): void => {
    if (!right) faults.push({ path, given, allowed });
  };
  const isRegion = /^[a-z]{2}-[a-z]+-\d$/.test(reportingRegion);
  expect("reportingRegion", reportingRegion, isRegion, "an OCI region such as me-dubai-1");
  const isRetention =
    Number.isInteger(auditRetentionDays) && auditRetentionDays >= 90 && auditRetentionDays <= 365;
  expect("auditRetentionDays", auditRetentionDays, isRetention, "a whole number of days from 90 to 365");
  const ruleIds = (path: string, ids: readonly string[]): void => {
    ids.forEach((id, i) => {
      expect(
        `${path}[${i}].id`,
        id,
        RULE_ID.test(id),
        "the id of a rule, such as LB_CERTIFICATE_EXPIRING_SOON",
      );
      expect(`${path}[${i}].id`, id, ids.indexOf(id) === i, "each rule once");
    });
  };
  for (const [detector, rules = []] of Object.entries(detectors)) {
    const path = `detectors.${detector}`;
    expect(path, detector, detector in DETECTORS, `one of ${DETECTOR_NAMES.join(", ")}`);
    ruleIds(
      path,
      rules.map(({ id }) => id),
    );
    rules.forEach(({ riskLevel }, i) =>
      expect(
        `${path}[${i}].riskLevel`,
        riskLevel,
        RISK_LEVELS.includes(riskLevel),
        `one of ${RISK_LEVELS.join(", ")}`,
      ),
    );
  }
  ruleIds(
    "responders",
    responders.map(({ id }) => id),
  );
  return faults;
}
