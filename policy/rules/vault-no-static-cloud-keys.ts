import { isGiven } from "../lib/unknown";
import { defineRule } from "../rule";

/** Where mounts and methods keep the key of a cloud, by type. A key that is only written (`…Wo`) and rotated may stay. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  "vault:aws/secretBackend:SecretBackend": ["accessKey", "secretKey"],
  "vault:aws/authBackendClient:AuthBackendClient": ["accessKey", "secretKey"],
  "vault:azure/backend:Backend": ["clientSecret"],
  "vault:azure/authBackendConfig:AuthBackendConfig": ["clientSecret"],
  "vault:gcp/secretBackend:SecretBackend": ["credentials"],
  "vault:gcp/authBackend:AuthBackend": ["credentials"],
};

/** Vault has an identity of the cloud that it runs in. */
export const vaultNoStaticCloudKeys = defineRule({
  id: "vault-no-static-cloud-keys",
  description: "Vault reaches clouds by its own identity, not by keys that it was given.",
  severity: "high",
  needs: [],
  serves: ["SE-12", "SE-28"],
  remediationSteps:
    "Leave the keys out and bind the server's account to a role (IRSA, workload identity), or set identityTokenAudience.",

  check(resource, _place, report) {
    const { type, props } = resource;
    for (const key of KEYS[type] ?? []) {
      if (!isGiven(() => props[key])) continue;
      report({
        resource,
        path: key,
        withheld: true,
        problem: "a key that never ends is in Vault and in the state of this stack",
        remedy: "Leave it out: Vault uses the role that its pods are bound to.",
      });
    }
    if (KEYS[type] === undefined) return;
    for (const key of ["secretKeyWo", "clientSecretWo", "credentialsWo"]) {
      if (!isGiven(() => props[key])) continue;
      if (props["rotationPeriod"] !== undefined || props["rotationSchedule"] !== undefined) continue;
      report({
        resource,
        path: "rotationPeriod",
        problem: `${key} never changes`,
        remedy: "Set rotationPeriod or rotationSchedule, or leave the key out.",
      });
    }
  },
});
