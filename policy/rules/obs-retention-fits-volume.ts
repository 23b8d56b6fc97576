import { dig } from "../lib/dig";
import { bytesOf, operatedBy } from "../lib/monitoring";
import { defineRule } from "../rule";

/** Prometheus counts blocks, not the write-ahead log and what it compacts (Prometheus, "Storage": 80 to 85 % of the disk). */
const SHARE = 0.8;

/** A Prometheus whose disk is full writes nothing more. */
export const obsRetentionFitsVolume = defineRule({
  id: "obs-retention-fits-volume",
  description: "What Prometheus keeps is at most 80 % of its volume.",
  severity: "medium",
  needs: [],
  serves: ["OB-08", "OB-10"],
  remediationSteps: "Lower retentionSize, or ask for a larger volume.",

  check(resource, _place, report) {
    const prometheus = operatedBy(resource, "prometheus");
    if (prometheus === undefined) return;
    const { path, values, storage } = prometheus;
    const request = dig(values, storage, "volumeClaimTemplate", "spec", "resources", "requests", "storage");
    const [kept, volume] = [bytesOf(values["retentionSize"]), bytesOf(request)];
    if (kept === undefined || volume === undefined || kept <= volume * SHARE) return;
    report({
      resource,
      path: `${path}.retentionSize`,
      value: values["retentionSize"],
      problem: `a volume of ${String(request)} is full before that is reached`,
      remedy: "Lower it to 80 % of the volume, or ask for a larger one.",
    });
  },
});
