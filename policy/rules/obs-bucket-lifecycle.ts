import { valuesOf } from "../lib/charts";
import { dig, entriesOf } from "../lib/dig";
import { ifKnown, mayBe } from "../lib/unknown";
import { defineRule, type StackResource } from "../rule";

const LIFECYCLE = /^aws:s3\/bucketLifecycleConfiguration(V2)?:/;
/** Loki, "Retention": retention_delete_delay, where none is given. */
const DELAY_HOURS = 2;

/** A bucket that deletes what Loki still lists breaks its queries. */
export const obsBucketLifecycle = defineRule({
  id: "obs-bucket-lifecycle",
  description: "A bucket of Loki keeps what is in it for longer than Loki does.",
  severity: "low",
  needs: [],
  serves: ["OB-38", "OB-41"],
  remediationSteps:
    "Let the bucket's expiry be longer than retention_period and retention_delete_delay together.",

  checkStack(resources, _place, report) {
    for (const release of resources) {
      const loki = ifKnown(() => dig(valuesOf(release, "loki"), "loki"));
      const kept = hoursOf(ifKnown(() => dig(loki, "limits_config", "retention_period")));
      if (kept === undefined) continue;
      const delay = hoursOf(ifKnown(() => dig(loki, "compactor", "retention_delete_delay"))) ?? DELAY_HOURS;
      const names = entriesOf(ifKnown(() => dig(loki, "storage", "bucketNames"))).map(({ read }) =>
        ifKnown(read),
      );
      for (const resource of resources.filter(
        (one) => LIFECYCLE.test(one.type) && isOf(one, names, release),
      )) {
        for (const { key, days } of expiriesOf(resource)) {
          if (days * 24 >= kept + delay) continue;
          report({
            resource,
            path: `rules[${key}].expiration.days`,
            value: days,
            problem: `Loki keeps ${kept} h and looks for what is gone`,
            remedy: `Set it to ${Math.ceil((kept + delay) / 24)} or more.`,
          });
        }
      }
    }
  },
});

function isOf(resource: StackResource, names: readonly unknown[], release: StackResource): boolean {
  const bucket = ifKnown(() => resource.props["bucket"]);
  if (bucket !== undefined && names.includes(bucket)) return true;
  const buckets = resource.sources("bucket");
  return release
    .sources("values")
    .some((source) => /^aws:s3\/bucket:/.test(source.type) && buckets.includes(source));
}

function expiriesOf(resource: StackResource): { readonly key: string; readonly days: number }[] {
  return entriesOf(ifKnown(() => resource.props["rules"])).flatMap(({ key, read }) => {
    const days = ifKnown(() => dig(read(), "expiration", "days"));
    const isOff = mayBe(() => dig(read(), "status"), "Disabled");
    return typeof days === "number" && days > 0 && !isOff ? [{ key, days }] : [];
  });
}

/** Hours of `744h` or `31d`; undefined for anything else. */
function hoursOf(text: unknown): number | undefined {
  const [, count, unit] = (typeof text === "string" && /^(\d+)([hdw])$/.exec(text)) || [];
  return count === undefined ? undefined : Number(count) * (unit === "h" ? 1 : unit === "d" ? 24 : 168);
}
