import { defineRule } from "../rule";

const ROLE = "vault:aws/secretBackendRole:SecretBackendRole";

/** A user that Vault makes must be deleted by Vault; a session ends by itself. */
export const vaultAwsStsOnly = defineRule({
  id: "vault-aws-sts-only",
  description: "Vault hands out sessions of AWS, no users.",
  severity: "high",
  needs: [],
  serves: ["SE-28"],
  remediationSteps: "Set credentialType to assumed_role, with roleArns.",

  check(resource, _place, report) {
    if (resource.type !== ROLE || resource.props["credentialType"] !== "iam_user") return;
    report({
      resource,
      path: "credentialType",
      value: "iam_user",
      problem: "users stay in the account when Vault could not delete them",
      remedy: "Set it to assumed_role, with roleArns.",
    });
  },
});
