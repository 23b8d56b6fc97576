import { apart, UNKNOWN, type RuleCases } from "../sample";
import { ofVault } from "./vault";

const role = (credentialType: unknown) =>
  ofVault("aws/secretBackendRole:SecretBackendRole", { credentialType });

export const vaultAwsStsOnlyCases: RuleCases = {
  rule: "vault-aws-sts-only",
  serves: ["SE-28"],
  violating: [
    { title: "users", resources: [role("iam_user")], says: ['credentialType is "iam_user"', "assumed_role"] },
  ],
  complying: [{ title: "sessions", resources: apart(role("assumed_role"), role("federation_token")) }],
  unknown: [{ title: "a kind that is not known", resources: [role(UNKNOWN)] }],
};
