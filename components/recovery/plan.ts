/**
 * What Object Storage needs to replicate on somebody's behalf (Object Storage documentation, "Object Storage Replication",
 * Service Permissions).
 */
const REPLICATION_PERMISSIONS = [
  "BUCKET_READ",
  "BUCKET_UPDATE",
  "OBJECT_READ",
  "OBJECT_INSPECT",
  "OBJECT_CREATE",
  "OBJECT_OVERWRITE",
  "OBJECT_RESTORE",
  "OBJECT_DELETE",
] as const;

/** Who may replicate what, all known. */
export interface ReplicationGrant {
  readonly sourceRegion: string;
  readonly standbyRegion: string;
  /** Compartment of both buckets. */
  readonly compartmentId: string;
  readonly sourceBucket: string;
  readonly standbyBucket: string;
  readonly keyCompartmentId: string;
  readonly standbyKeyId: string;
}

/**
 * The policy without which a replication stays in CLIENT_ERROR: the source region's service may read one bucket and write
 * the other, and the standby region's service may use the replica's key. Names and keys are conditions, so that no other
 * bucket and no other key is opened.
 */
export function replicationStatements(grant: ReplicationGrant): string[] {
  const buckets = [grant.sourceBucket, grant.standbyBucket].map((name) => `target.bucket.name='${name}'`);
  const permissions = REPLICATION_PERMISSIONS.map((name) => `request.permission='${name}'`);
  return [
    `Allow service objectstorage-${grant.sourceRegion} to manage object-family in compartment id ${grant.compartmentId} ` +
      `where all {any {${buckets.join(", ")}}, any {${permissions.join(", ")}}}`,
    `Allow service objectstorage-${grant.standbyRegion} to use keys in compartment id ${grant.keyCompartmentId} ` +
      `where target.key.id='${grant.standbyKeyId}'`,
  ];
}

/** Seconds between probes, and until one gives up; what the Health Checks service takes. */
export const INTERVALS = [10, 30, 60] as const;
export const TIMEOUTS = [10, 20, 30, 60] as const;

/**
 * Three places with three providers, none of them a region of the platform. Health Checks documentation, "Listing Vantage
 * Points", advises three or more over three providers; the list changes: `oci health-checks vantage-point list`.
 */
export const VANTAGE_POINTS = ["aws-fra", "azr-ord", "goo-chs"] as const;

/** Everything wrong with how a monitor is timed and from where it looks. */
export function monitorFaults(
  intervalSeconds: number,
  timeoutSeconds: number,
  vantagePoints: readonly string[],
): { readonly path: string; readonly given: unknown; readonly allowed: string }[] {
  const faults = [];
  if (!(INTERVALS as readonly number[]).includes(intervalSeconds)) {
    faults.push({
      path: "intervalSeconds",
      given: intervalSeconds,
      allowed: `one of ${INTERVALS.join(", ")}`,
    });
  }
  if (!(TIMEOUTS as readonly number[]).includes(timeoutSeconds) || timeoutSeconds > intervalSeconds) {
    const allowed = `one of ${TIMEOUTS.join(", ")} and not above intervalSeconds, ${intervalSeconds}`;
    faults.push({ path: "timeoutSeconds", given: timeoutSeconds, allowed });
  }
  if (new Set(vantagePoints).size < 3) {
    const allowed = "three or more different vantage points: one of them alone can be cut off";
    faults.push({ path: "vantagePoints", given: vantagePoints, allowed });
  }
  return faults;
}

/** The two sites of a name. */
export const SITES = ["primary", "standby"] as const;
export type SiteRole = (typeof SITES)[number];

/** An answer of a steering policy. */
export interface AnswerPlan<S> {
  readonly name: string;
  readonly pool: string;
  readonly rtype: "A" | "CNAME";
  readonly rdata: S;
  readonly isDisabled: boolean;
}

const ANSWERS: Readonly<Record<SiteRole, { readonly name: string; readonly pool: string }>> = {
  primary: { name: "primary", pool: "primary-pool" },
  standby: { name: "dr", pool: "dr-pool" },
};

/** How answers are served. */
export interface SteeringPlan {
  /** Which site serves. */
  readonly serving: SiteRole;
  /**
   * `manual`: only the serving site's answer is enabled, so that a probe's failure alone never sends users to a site whose
   * database does not take writes. `automatic`: both are, and health decides.
   */
  readonly failover: "manual" | "automatic";
}

/** The two answers, the primary's first. */
export function planAnswers<S>(
  endpoints: Readonly<Record<SiteRole, { readonly type: "A" | "CNAME"; readonly value: S }>>,
  { serving, failover }: SteeringPlan,
): AnswerPlan<S>[] {
  return SITES.map((site) => ({
    ...ANSWERS[site],
    rtype: endpoints[site].type,
    rdata: endpoints[site].value,
    isDisabled: failover === "manual" && site !== serving,
  }));
}

/** A rule of a steering policy. */
export interface RulePlan {
  readonly ruleType: "FILTER" | "HEALTH" | "PRIORITY" | "LIMIT";
  readonly description: string;
  readonly defaultAnswerDatas?: {
    readonly answerCondition: string;
    readonly shouldKeep?: boolean;
    readonly value?: number;
  }[];
  readonly defaultCount?: number;
}

/**
 * The rules in the order that the FAILOVER template demands (Traffic Management API guide): without the filter's condition
 * disabled answers are served, without the limit both are.
 */
export function planRules(): RulePlan[] {
  return [
    {
      ruleType: "FILTER",
      description: "Leave out answers that are disabled",
      defaultAnswerDatas: [{ answerCondition: "answer.isDisabled != true", shouldKeep: true }],
    },
    { ruleType: "HEALTH", description: "Leave out answers whose endpoint is down" },
    {
      ruleType: "PRIORITY",
      description: "The primary site first",
      defaultAnswerDatas: SITES.map((site, i) => ({
        answerCondition: `answer.pool == '${ANSWERS[site].pool}'`,
        value: i + 1,
      })),
    },
    { ruleType: "LIMIT", description: "One answer", defaultCount: 1 },
  ];
}
