import { valuesOf } from "../lib/charts";
import { dig, wordOf } from "../lib/dig";
import { inTurn, isGivenLater } from "../lib/unknown";
import { defineRule } from "../rule";

const PLACES = [
  ["storage", "s3", "accessKeyId"],
  ["storage", "s3", "secretAccessKey"],
  ["storage_config", "aws", "access_key_id"],
  ["storage_config", "aws", "secret_access_key"],
] as const;

/** Loki's pods have an identity of the cloud. */
export const obsLokiIdentity = defineRule({
  id: "obs-loki-identity",
  description: "Loki reaches its buckets by the identity of its pods.",
  severity: "high",
  needs: [],
  serves: ["OB-39"],
  remediationSteps: "Leave the keys out, and bind Loki's service account to a role.",

  check(resource, _place, report) {
    const loki = dig(valuesOf(resource, "loki"), "loki");
    if (loki === undefined) return;
    inTurn(
      ...PLACES.map((keys) => () => {
        const read = () => dig(loki, ...keys);
        if (!isGivenLater(read) && wordOf(read()) === "") return;
        report({
          resource,
          path: `values.loki.${keys.join(".")}`,
          withheld: true,
          problem: "a key that never ends is in the release",
          remedy: "Leave it out, and bind Loki's service account to a role.",
        });
      }),
    );
  },
});
