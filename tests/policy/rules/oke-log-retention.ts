import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";
import { inProd } from "./oke";

const log: Sample = {
  type: "oci:Logging/log:Log",
  name: "log",
  props: { displayName: "log", logGroupId: "ocid1.group", logType: "SERVICE", retentionDuration: 90 },
};
const kept = (days: number | undefined) => changed(log, { retentionDuration: days });

export const okeLogRetentionCases: RuleCases = {
  rule: "oke-log-retention",
  serves: ["OK-50"],
  violating: [
    {
      title: "30 days in production",
      resources: [inProd(kept(30))],
      says: ['"log": retentionDuration is 30', "90 days at the least"],
    },
    {
      title: "what production gets when nothing is said",
      resources: [inProd(kept(undefined))],
      says: ['"log": retentionDuration is not set'],
    },
    { title: "100 days, which is no step", resources: [inProd(kept(100))], says: ["is 100", "steps of 30"] },
    { title: "a step too many, in dev too", resources: [kept(210)], says: ["is 210", "up to 180"] },
  ],
  mends: [{ sample: { ...kept(30), stack: "prod-sample" }, to: { retentionDuration: 90 } }],
  complying: [
    { title: "90 days in production", resources: [inProd(log)] },
    { title: "180 days in production", resources: [inProd(kept(180))] },
    { title: "30 days in dev", resources: [kept(30)] },
  ],
  unknown: [{ title: "days that are not known", resources: [changed(log, { retentionDuration: UNKNOWN })] }],
};
