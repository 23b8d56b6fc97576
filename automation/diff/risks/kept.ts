/** What is kept and may be lost: data, protections of it, how long it is there. */
import type { Leaf } from "../leaves";
import { ANEW, KEEPS } from "../stateful";
import { shown } from "../values";
import { called, goesAround, isLeft, paths, stays, type Judged, type RiskRule } from "./judged";

const EMPTY = {
  means: "a new one starts empty",
  advice: "Keep the property, or move what it keeps first: copy or snapshot, switch over, then delete.",
};

/** What is in something that keeps it, of which it is said. */
const KEPT_IN: Readonly<Record<string, string>> = { "oci:Kms/key:Key": "oci:Kms/vault:Vault" };

export const replaced: RiskRule = ({ resource, goesWith }) => {
  const { type, action, properties, deletedFirst, retained } = resource;
  const kept = KEEPS[type];
  if (kept === undefined || (action !== "replace" && action !== "undecided")) return undefined;
  if (goesWith.some((one) => one.type === KEPT_IN[type])) return undefined;
  const forced = properties.filter((one) => one.forcesReplacement).map(({ path }) => path);
  const open = properties.map(({ path }) => path).join(", ");
  const cause =
    action === "undecided"
      ? ` because of ${open}`
      : forced.length > 0
        ? ` because of ${forced.join(", ")}`
        : "";
  const how =
    action === "undecided" ? "may be replaced" : deletedFirst ? "is deleted and made anew" : "is replaced";
  const { means, advice } = ANEW[type] ?? EMPTY;
  return {
    kind: "stateful-replaced",
    severity: "high",
    message: `${called(resource)} ${how}${cause}; it keeps ${kept}, and ${means}${retained === true ? "; the old one is left in the cloud: retainOnDelete" : ""}.`,
    advice,
  };
};

export const deleted: RiskRule = (judged) => {
  const { resource, rename, movedTo } = judged;
  const kept = KEEPS[resource.type];
  if (kept === undefined || resource.action !== "delete") return undefined;
  const left = isLeft(judged);
  // What is left and has nothing in its place is told of its stack.
  if (left ? rename === undefined && movedTo === undefined : isDeadLetterQueue(judged)) return undefined;
  const { means } = ANEW[resource.type] ?? EMPTY;
  const how =
    rename !== undefined
      ? `; ${rename.is} is created in its place, and ${means}: a rename without an alias`
      : movedTo !== undefined
        ? `; its like is created in ${movedTo}, and ${means}`
        : "";
  return {
    kind: "stateful-deleted",
    severity: "high",
    message: `${called(resource)} ${left ? `is left in the cloud with ${kept}, as retainOnDelete says` : lossOf(judged, kept)}${how}.`,
    advice: wayOut(judged) ?? "Take a copy first, or keep it.",
  };
};

/** That something and what it keeps is deleted, or loses what it can not be used without. */
function lossOf(judged: Judged, kept: string): string {
  const around = judged.resource.retained === true ? goesAround(judged) : undefined;
  return around === undefined
    ? `is deleted, and with it ${kept}`
    : `is left in the cloud, as retainOnDelete says, but ${called(around)}, which it needs, is not: ${kept} may be lost`;
}

/** How a rename or a move is made so that nothing is deleted. */
function wayOut({ resource, rename, movedTo }: Judged): string | undefined {
  if (rename !== undefined) return aliasAdvice(rename);
  if (movedTo === undefined) return undefined;
  return `Move it with pulumi state move before this is merged, so that ${movedTo} finds it there: ${resource.urn}`;
}

const aliasAdvice = ({ was, is }: NonNullable<Judged["rename"]>): string =>
  `Say that it is the same: { aliases: [{ name: "${was}" }] } among the options of ${is}.`;

/** Something renamed without an alias that keeps nothing: it goes and comes, and what uses it breaks in between. */
export const renamed: RiskRule = ({ resource, rename }) => {
  if (rename === undefined || rename.ofComponent || KEEPS[resource.type] !== undefined) return undefined;
  return {
    kind: "rename-without-alias",
    severity: "medium",
    message: resource.retained
      ? `${called(resource)} is left in the cloud, as retainOnDelete says, and ${rename.is}, its like, is created: a rename without an alias.`
      : `${called(resource)} is deleted and ${rename.is}, its like, is created: a rename without an alias destroys what it renames.`,
    advice: aliasAdvice(rename),
  };
};

const endingWith = (names: readonly string[]) => new RegExp(`(^|\\.)(${names.join("|")})$`);

/** Properties that protect, or keep apart, while they are on. */
const GUARDS = endingWith([
  ...[
    "deletionProtection(Enabled)?",
    "enableDeletionProtection",
    "isDeleteProtected",
    "disableApi(Termination|Stop)",
  ],
  ...[
    "storageEncrypted",
    "encrypted",
    "(server|at)\\w*Encryption(Enabled)?\\w*(\\.enabled)?",
    "enableKeyRotation",
  ],
  ...["versioning(\\.enabled)?", "versioningConfiguration\\.status", "mfaDelete", "immutable"],
  ...["objectLockEnabled", "defaultRetention\\.mode"],
  ...["pointInTimeRecovery\\.enabled", "isPitrEnabled", "copyTagsToSnapshot", "multiAz"],
  ...["finalBackup", "automaticBackupRetention", "reclaimPolicy", "persistentVolumeReclaimPolicy"],
  ...["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"],
]);

/** Values of such properties that are on. */
const ON = new Set<unknown>([
  ...[true, "true", "Enabled", "ENABLED", "ACTIVE"],
  ...["COMPLIANCE", "Retain", "RETAIN", "REQUIRE_FINAL_BACKUP"],
]);

const on = (value: unknown) => ON.has(value);

/** Properties that let what is kept go in one step, while they are on. */
const HAZARDS = endingWith(["skipFinalSnapshot", "forceDestroy", "forceDelete", "enableDelete"]);

/** Resources that do nothing but protect another. */
const GUARDIANS: Readonly<Record<string, string>> = {
  "aws:s3/bucketVersioning:BucketVersioning": "older versions of its objects are kept no more",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": "nothing keeps the bucket from being made public",
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
    "its objects are no longer encrypted with the key of the bucket",
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": "its objects can be deleted",
  "aws:backup/plan:Plan": "nothing is backed up by it any more",
  "aws:backup/selection:Selection": "what it selected is backed up no more",
  "aws:cloudtrail/trail:Trail": "what is done in the account is no longer recorded",
  "kubernetes:networking.k8s.io/v1:NetworkPolicy": "what it kept apart can talk",
  "kubernetes:policy/v1:PodDisruptionBudget": "all of its pods may go at once",
};

export const protectionLost: RiskRule = (judged) => {
  const { resource, leaves, goesWith, movedTo } = judged;
  const guarded = GUARDIANS[resource.type];
  const alone = movedTo === undefined && !goesWith.some(({ type }) => KEEPS[type] !== undefined);
  if (resource.action === "delete" && guarded !== undefined && alone && !isLeft(judged)) {
    return {
      kind: "protection-lost",
      severity: "high",
      message: `${called(resource)} is deleted: ${guarded}.`,
      advice: "Keep it unless what it protects goes on purpose.",
    };
  }
  const lost = leaves.filter(
    ({ path, before, after }) =>
      (GUARDS.test(path) && on(before) && !on(after)) ||
      (KEEPS[resource.type] !== undefined && HAZARDS.test(path) && !on(before) && on(after)) ||
      // A rule by which objects of a bucket of OCI are kept.
      (/^retentionRules\[\d+\]\.displayName$/.test(path) && after === undefined),
  );
  if (!stays(resource) || lost.length === 0) return undefined;
  return {
    kind: "protection-lost",
    severity: "high",
    message: `${called(resource)} is protected less: ${lost.map(({ path, after }) => `${path} is ${after === undefined ? "gone" : shown(after)}`).join(", ")}.`,
    advice: "Keep it unless the resource goes on purpose.",
  };
};

const BACKUPS = /(^|\.)(backupRetentionPeriod|deleteAfter|backupRetention\w*|retentionPeriodInDays)$/i;
const LASTS =
  /(^|\.)(retentionInDays|retentionPeriod|retentionDays|messageRetentionSeconds|messageRetentionPeriod|expiration\.days|noncurrentDays|recoveryWindowInDays|deletionWindowInDays|retentionInSeconds|retentionPeriodHours|archiveAfter\w*|retention|defaultRetention\.(days|years)|retentionRules\[\d+\]\.duration\.timeAmount)$/i;

/** A number, which OCI has in texts, too. */
const amount = (value: unknown): number | undefined =>
  typeof value === "number" ? value : /^\d+$/.test(String(value)) ? Number(value) : undefined;

/** Whether years come where days go, or days where years: how long that is, is for the reader to say. */
function isInOtherUnit(path: string, leaves: readonly Leaf[]): boolean {
  const [, around, unit] = /^(.*\.)(days|years)$/.exec(path) ?? [];
  const other = `${around ?? ""}${unit === "days" ? "years" : "days"}`;
  return unit !== undefined && leaves.some(({ path: one, after }) => one === other && after !== undefined);
}

export const keptShorter: RiskRule = ({ resource, leaves }) => {
  const shorter = leaves.filter(({ path, before, after }) => {
    const [was, is] = [amount(before), amount(after)];
    if (was === undefined || !(BACKUPS.test(path) || LASTS.test(path))) return false;
    // Nought days of log groups stand for no end; where it ends an end comes.
    return is === undefined ? after === undefined && !isInOtherUnit(path, leaves) : is < was;
  });
  if (!stays(resource) || shorter.length === 0) return undefined;
  const told = shorter.map(
    ({ path, before, after }) =>
      `${path} is ${after === undefined ? "not set" : shown(after)}, and was ${shown(before)}`,
  );
  const backups = shorter.some(({ path }) => BACKUPS.test(path));
  return {
    kind: "retention-shorter",
    severity: backups ? "high" : "medium",
    message: `${called(resource)} keeps things for less time: ${told.join("; ")}. What is older goes.`,
    advice: backups
      ? "Check how far back a restore must reach, and what the law asks for."
      : "Check who needs what is older, and what the law asks for.",
  };
};

const DEAD_LETTERS =
  /(^|\.)(deadLetter(Config|Queue\w*)?|redrivePolicy|onFailure|deadLetterTargetArn|deadLetterQueueDeliveryCount)(\.|\[|$)/i;

const isDeadLetterQueue = ({ resource: { type, name } }: Judged): boolean =>
  /queue:Queue$/i.test(type) && /dlq|dead|parking/i.test(name);

export const deadLettersLost: RiskRule = (judged) => {
  const { resource, leaves } = judged;
  const advice = "Keep a dead-letter queue; drain the old one before it goes.";
  if (resource.action === "delete" && isDeadLetterQueue(judged) && !isLeft(judged)) {
    return {
      kind: "dead-letters-lost",
      severity: "high",
      message: `${called(resource)} is deleted, and with it the messages that wait in it.`,
      advice: wayOut(judged) ?? advice,
    };
  }
  const lost = leaves.filter(({ path, after }) => DEAD_LETTERS.test(path) && after === undefined);
  if (!stays(resource) || lost.length === 0) return undefined;
  return {
    kind: "dead-letters-lost",
    severity: "high",
    message: `${called(resource)} loses ${paths(lost)}: what it can not deliver is gone.`,
    advice,
  };
};
