/** The tag keys of the platform; the first eight are mandatory on everything that takes tags. */
export const TAG_KEYS = [
  "Environment",
  "Service",
  "Team",
  "Owner",
  "CostCenter",
  "DataClass",
  "DrTier",
  "ManagedBy",
  "Stack",
  "Purpose",
] as const;

export type TagKey = (typeof TAG_KEYS)[number];

export const MANDATORY_TAG_KEYS: readonly TagKey[] = TAG_KEYS.slice(0, 8);

/** How sensitive the data is that a resource holds or carries. */
export const DATA_CLASSES = ["public", "internal", "confidential", "restricted"] as const;

/** How fast a resource must be back after a disaster; spec 04's tiers, and `none` for what needs no recovery. */
export const DR_TIERS = ["critical", "important", "standard", "none"] as const;

/** The tags. Each value: 1 to 63 letters, digits, `-`, `_` and `.`, which AWS, OCI and Kubernetes labels all take. */
export interface Tags {
  /** Environment's short name, `dev`, `staging` or `prod`. */
  readonly Environment: string;
  /** Service the resource belongs to, `platform`, `orders`. */
  readonly Service: string;
  /** Team that runs it. */
  readonly Team: string;
  /** Who answers for it, a group's name. */
  readonly Owner: string;
  /** Whom it is charged to. */
  readonly CostCenter: string;
  readonly DataClass: (typeof DATA_CLASSES)[number];
  readonly DrTier: (typeof DR_TIERS)[number];
  /** What manages it, `causeway`. */
  readonly ManagedBy: string;
  /** Stack that holds it. */
  readonly Stack?: string;
  /** What it is for where the service does not say it, `dead-letter-queue`. */
  readonly Purpose?: string;
}

/** The tags as AWS takes them. */
export function awsTags(tags: Tags): Record<string, string> {
  return Object.fromEntries(TAG_KEYS.flatMap((key) => (tags[key] === undefined ? [] : [[key, tags[key]]])));
}

/** Name of the OCI tag namespace, created in the home region by the foundation. */
export const OCI_TAG_NAMESPACE = "causeway";

/** The tags as OCI defined tags, `causeway.Environment`. */
export function ociDefinedTags(tags: Tags): Record<string, string> {
  return Object.fromEntries(
    Object.entries(awsTags(tags)).map(([key, value]) => [`${OCI_TAG_NAMESPACE}.${key}`, value]),
  );
}

/** The tags as Kubernetes labels: a key without prefix is private to the user, so the keys are the same everywhere. */
export function kubernetesLabels(tags: Tags): Record<string, string> {
  return awsTags(tags);
}
