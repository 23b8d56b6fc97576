import { inTurn } from "../lib/unknown";
import { isLogin, secondsOf } from "../lib/vault";
import { defineRule, type Resource } from "../rule";

const HOUR = 3600;
/** SE-30, SE-40: an hour to begin with, a day at most. */
const MOST = { ttl: HOUR, max: 24 * HOUR } as const;

/** Where a role says how long what it hands out lives, by type. */
const LENGTHS: Readonly<Record<string, Readonly<Record<keyof typeof MOST, string>>>> = {
  "vault:aws/secretBackendRole:SecretBackendRole": { ttl: "defaultStsTtl", max: "maxStsTtl" },
  "vault:azure/backendRole:BackendRole": { ttl: "ttl", max: "maxTtl" },
  "vault:database/secretBackendRole:SecretBackendRole": { ttl: "defaultTtl", max: "maxTtl" },
};

const lengthsOf = (resource: Resource): Readonly<Record<keyof typeof MOST, string>> | undefined =>
  isLogin(resource) ? { ttl: "tokenTtl", max: "tokenMaxTtl" } : LENGTHS[resource.type];

/** What was stolen is of use for an hour. */
export const vaultTtlBounds = defineRule({
  id: "vault-ttl-bounds",
  description: "A role of Vault says how long what it hands out lives: an hour, and a day at most.",
  severity: "high",
  needs: [],
  serves: ["SE-40"],
  remediationSteps:
    "Set the TTL to 3600 seconds or less and the longest to 86400 or less; a waiver records a reason for more.",

  check(resource, _place, report) {
    const keys = lengthsOf(resource);
    if (keys === undefined) return;
    inTurn(
      ...(["ttl", "max"] as const).map((which) => () => {
        const value = resource.props[keys[which]];
        const seconds = secondsOf(value) ?? 0;
        if (seconds > 0 && seconds <= MOST[which]) return;
        report({
          resource,
          path: keys[which],
          value,
          problem:
            seconds > 0
              ? `it is of use to a thief for more than ${MOST[which] / HOUR} h`
              : "the mount's own lifetime holds, 768 h where nobody has changed it",
          remedy: `Set it to ${MOST[which]} seconds or less, or record the reason in a waiver.`,
        });
      }),
    );
  },
});
