import { UNKNOWN, type RuleCases } from "../sample";
import { certificate, specified } from "./certificates";

const server = { uris: undefined, usages: ["server auth"] };

export const certShortLivedCases: RuleCases = {
  rule: "cert-short-lived",
  serves: ["OK-39", "OK-40"],
  violating: [
    {
      title: "an hour too long",
      resources: [specified({ duration: "25h" })],
      says: ['"orders": spec.duration is "25h"', "longer than 24 hours"],
    },
    {
      title: "minutes too long",
      resources: [specified({ duration: "23h61m" })],
      says: ['spec.duration is "23h61m"'],
    },
    {
      title: "no duration, which is 90 days",
      resources: [specified({ duration: undefined })],
      says: ["spec.duration is not set"],
    },
    {
      title: "a client without a SPIFFE name",
      resources: [specified({ duration: "48h", uris: undefined })],
      says: ['spec.duration is "48h"'],
    },
    {
      title: "a server's for a year",
      resources: [specified({ ...server, duration: "8760h" })],
      says: ["longer than 2160 hours"],
    },
    {
      title: "a time that is none",
      resources: [specified({ duration: "1d" })],
      says: ['spec.duration is "1d"'],
    },
    {
      title: "a renewal in the last hours",
      resources: [specified({ renewBefore: "2h" })],
      says: ['spec.renewBefore is "2h"', "two thirds"],
    },
    {
      title: "a renewal in the last tenth",
      resources: [specified({ renewBeforePercentage: 10 })],
      says: ["spec.renewBeforePercentage is 10"],
    },
  ],
  complying: [
    { title: "a day, renewed when cert-manager does it", resources: [certificate] },
    { title: "a day, renewed at two thirds", resources: [specified({ renewBefore: "8h" })] },
    { title: "a third of what is left", resources: [specified({ renewBeforePercentage: 33 })] },
    {
      title: "a server's for 90 days, renewed 30 days before",
      resources: [specified({ ...server, duration: "2160h", renewBefore: "720h" })],
    },
  ],
  unknown: [{ title: "a duration that is not known", resources: [specified({ duration: UNKNOWN })] }],
};
