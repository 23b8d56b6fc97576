import { certificateOf, minutesOf, type CertificateSpec } from "../lib/certificates";
import { defineRule } from "../rule";

const HOUR = 60;
/** Longest lives in hours: spec of the platform, "Certificate lifetime" by class. */
const LONGEST = { workload: 24, server: 2160 } as const;
/** What cert-manager takes where none is given: 90 days, and a third of it before the end (cert-manager.io, "Certificate resource"). */
const DEFAULT_HOURS = 2160;
const LEAST_LEFT = 1 / 3;

/** What is stolen is of use only for as long as it is valid; what is renewed late leaves no time to mend a failed renewal. */
export const certShortLived = defineRule({
  id: "cert-short-lived",
  description:
    "A workload's certificate lives for 24 hours at most, a server's for 2160, and is renewed at two thirds of its life.",
  severity: "high",
  needs: [],
  serves: ["OK-39", "OK-40"],
  remediationSteps: "Set duration to 24h, and leave renewBefore out: cert-manager renews at two thirds.",

  check(resource, _place, report) {
    const certificate = certificateOf(resource);
    if (certificate === undefined) return;
    const { duration, renewBefore, renewBeforePercentage } = certificate;
    const longest = LONGEST[classOf(certificate)];
    const life = duration === undefined ? DEFAULT_HOURS * HOUR : minutesOf(duration);
    if (life === undefined || life > longest * HOUR) {
      report({
        resource,
        path: "spec.duration",
        value: duration,
        problem: `it is valid for longer than ${longest} hours, or for a time that can not be read`,
        remedy: `Set it to ${longest}h or less.`,
      });
      return;
    }
    const left = renewBefore === undefined ? undefined : minutesOf(renewBefore);
    const late =
      (renewBefore !== undefined && (left === undefined || left < life * LEAST_LEFT)) ||
      (renewBeforePercentage !== undefined && renewBeforePercentage < Math.floor(LEAST_LEFT * 100));
    if (!late) return;
    report({
      resource,
      path: renewBefore === undefined ? "spec.renewBeforePercentage" : "spec.renewBefore",
      value: renewBefore ?? renewBeforePercentage,
      problem: "it is renewed later than at two thirds of its life",
      remedy: "Leave it out: cert-manager renews at two thirds.",
    });
  },
});

/** Who shows it as a client, or as a SPIFFE identity, is a workload. */
function classOf({ uris = [], usages = [] }: CertificateSpec): keyof typeof LONGEST {
  const isWorkload = uris.some((uri) => uri.startsWith("spiffe://")) || usages.includes("client auth");
  return isWorkload ? "workload" : "server";
}
