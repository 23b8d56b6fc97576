import { DataBucket } from "../../components/aws-platform";
import { ArchiveTarget, EventRule, type EventBus } from "../../components/eventing";
import type { EventsPlace } from "./place";

/**
 * All that is said on the bus, kept where nobody deletes it: what an audit asks for when the bus's own archive, which is for
 * replay, has long forgotten it (docs/requirements/01.md, G38). Its dead letters are not tried again by a function: a replay
 * that names the rule puts them into the bucket.
 */
export function makeAudit({ env, sourcePrefix, keys, place, safe, logs, here }: EventsPlace, bus: EventBus) {
  const bucket = new DataBucket(
    "audit",
    {
      ...place,
      role: "audit",
      keyArn: keys.data,
      protect: safe.protect,
      emptyOnDelete: env.protection.emptyBuckets,
      lock: { days: env.retention.eventAuditDays },
    },
    here,
  );
  const rule = new EventRule(
    "audit",
    {
      ...place,
      bus,
      description: "Everything that is said is kept for audits",
      // What no catalogue has foreseen counts most.
      pattern: { source: [{ prefix: `${sourcePrefix}.` }], "detail-type": [{ wildcard: "*" }] },
    },
    here,
  );
  const { archive, deadLetters } = new ArchiveTarget(
    "audit",
    { ...place, ...safe, ...logs, rule, bucket },
    here,
  );
  return { bucketName: bucket.bucketName, route: { rule, targetArn: archive.streamArn, deadLetters } };
}
