import { changed, UNKNOWN, type RuleCases } from "../sample";
import { archive, deadLetters, fn, table } from "./events";

const whole = [archive, deadLetters, fn, table];
const told = (variables: Record<string, unknown>) => changed(fn, { environment: { variables } });

export const eventIdempotencyWindowCases: RuleCases = {
  rule: "event-idempotency-window",
  serves: ["EV-49"],
  violating: [
    {
      title: "a consumer that remembers for a week",
      resources: [archive, deadLetters, told({ PROCESSED_TTL_SECONDS: "604800" })],
      says: [
        '"pack": environment.variables.PROCESSED_TTL_SECONDS is "604800"',
        "Set it to 3801600 or more: 44 days",
      ],
    },
    {
      title: "a consumer that remembers a second too short",
      resources: [archive, deadLetters, told({ PROCESSED_TTL_SECONDS: String(44 * 86_400 - 1) })],
      says: ["PROCESSED_TTL_SECONDS is"],
    },
    {
      title: "a longer archive",
      resources: [changed(archive, { retentionDays: 60 }), deadLetters, fn],
      says: ["Set it to 6393600 or more"],
    },
    {
      title: "a time that is no number",
      resources: [archive, deadLetters, told({ PROCESSED_TTL_SECONDS: "45 days" })],
      says: ['PROCESSED_TTL_SECONDS is "45 days"'],
    },
    {
      title: "a table that keeps everything",
      resources: [archive, deadLetters, fn, changed(table, { ttl: undefined })],
      says: ['"processed": ttl.enabled is false'],
    },
    {
      title: "a table by its tag, in a stack without its consumers",
      resources: [changed(table, { ttl: undefined, tags: { Purpose: "idempotency" } })],
      says: ['"processed": ttl.enabled is false'],
    },
    {
      title: "a table whose time to live is off",
      resources: [
        archive,
        deadLetters,
        fn,
        changed(table, { ttl: { enabled: false, attributeName: "ttl" } }),
      ],
      says: ['"processed": ttl.enabled is false'],
    },
  ],
  complying: [
    { title: "a consumer that remembers for as long as an event can come back", resources: whole },
    {
      title: "a function that is told nothing, and a table that it does not use",
      resources: [archive, deadLetters, told({}), changed(table, { ttl: undefined })],
    },
    {
      title: "a queue that is no last one",
      resources: [
        archive,
        changed(deadLetters, { tags: {} }),
        told({ PROCESSED_TTL_SECONDS: String(30 * 86_400) }),
      ],
    },
  ],
  unknown: [],
  unknownButEnough: [
    {
      title: "a time that is not known",
      resources: [archive, deadLetters, told({ PROCESSED_TTL_SECONDS: UNKNOWN }), table],
    },
    {
      title: "a retention that is not known",
      resources: [archive, changed(deadLetters, { messageRetentionSeconds: UNKNOWN }), fn],
    },
  ],
};
