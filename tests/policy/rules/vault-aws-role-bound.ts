import { UNKNOWN, type RuleCases } from "../sample";
import { ofVault } from "./vault";

const role = (props: Record<string, unknown>) =>
  ofVault("aws/authBackendRole:AuthBackendRole", {
    authType: "iam",
    boundIamPrincipalArns: ["arn:aws:iam::111111111111:role/app"],
    ...props,
  });

export const vaultAwsRoleBoundCases: RuleCases = {
  rule: "vault-aws-role-bound",
  serves: ["SE-25"],
  violating: [
    {
      title: "every role of an account",
      resources: [role({ boundIamPrincipalArns: ["arn:aws:iam::111111111111:role/*"] })],
      says: ['boundIamPrincipalArns is "arn:aws:iam::111111111111:role/*"'],
    },
    {
      title: "a mount without header",
      resources: [ofVault("aws/authBackendClient:AuthBackendClient", {})],
      says: ["iamServerIdHeaderValue is not set"],
    },
  ],
  complying: [
    {
      title: "a role by name, and a header",
      resources: [
        role({}),
        ofVault("aws/authBackendClient:AuthBackendClient", { iamServerIdHeaderValue: "vault.example.com" }),
      ],
    },
    {
      title: "a role of another kind",
      resources: [role({ authType: "ec2", boundIamPrincipalArns: undefined })],
    },
  ],
  unknown: [
    { title: "principals that are not known", resources: [role({ boundIamPrincipalArns: UNKNOWN })] },
  ],
};
