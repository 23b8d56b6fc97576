import { changed, UNKNOWN, type RuleCases } from "../sample";
import { functionTarget } from "./events";

const retry = (retryPolicy: unknown) => [changed(functionTarget, { retryPolicy })];

export const eventTargetRetryExplicitCases: RuleCases = {
  rule: "event-target-retry-explicit",
  serves: ["EV-19"],
  violating: [
    {
      title: "a target without retry policy",
      resources: retry(undefined),
      says: ['"to-pack": retryPolicy.maximumRetryAttempts is not set', "185 times"],
    },
    {
      title: "a retry policy without age",
      resources: retry({ maximumRetryAttempts: 3 }),
      says: ["retryPolicy.maximumEventAgeInSeconds is not set", "60 to 86400 seconds"],
    },
    {
      title: "too many attempts",
      resources: retry({ maximumRetryAttempts: 186, maximumEventAgeInSeconds: 60 }),
      says: ["retryPolicy.maximumRetryAttempts is 186", "0 to 185"],
    },
    {
      title: "too short an age",
      resources: retry({ maximumRetryAttempts: 0, maximumEventAgeInSeconds: 59 }),
      says: ["retryPolicy.maximumEventAgeInSeconds is 59"],
    },
    {
      title: "too long an age",
      resources: retry({ maximumRetryAttempts: 0, maximumEventAgeInSeconds: 86_401 }),
      says: ["retryPolicy.maximumEventAgeInSeconds is 86401"],
    },
  ],
  complying: [
    { title: "a target that says both", resources: [functionTarget] },
    { title: "the least", resources: retry({ maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 }) },
    { title: "the most", resources: retry({ maximumRetryAttempts: 185, maximumEventAgeInSeconds: 86_400 }) },
  ],
  unknown: [{ title: "a retry policy that is not known", resources: retry(UNKNOWN) }],
};
