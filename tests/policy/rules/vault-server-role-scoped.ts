import { changed, UNKNOWN, type Sample, type RuleCases } from "../sample";

const document = (changes: Record<string, unknown> = {}) =>
  JSON.stringify({
    Statement: [
      {
        Effect: "Allow",
        Action: ["kms:Encrypt", "kms:Decrypt"],
        Resource: "arn:aws:kms:us-east-1:111111111111:key/1",
        ...changes,
      },
    ],
  });
const policy: Sample = {
  type: "aws:iam/rolePolicy:RolePolicy",
  name: "vault-server-role",
  props: { role: "r", policy: document() },
};

export const vaultServerRoleScopedCases: RuleCases = {
  rule: "vault-server-role-scoped",
  serves: ["SE-12", "SE-50"],
  violating: [
    {
      title: "every action of a service",
      resources: [changed(policy, { policy: document({ Action: "kms:*" }) })],
      says: ['"vault-server-role": policy is "kms:*"', "the rest of the account"],
    },
    {
      title: "every resource",
      resources: [changed(policy, { policy: document({ Resource: "*" }) })],
      says: ['is "Resource *"'],
    },
    {
      title: "an inline policy of a role that is called so",
      resources: [
        {
          type: "aws:iam/role:Role",
          name: "role",
          props: { name: "acme-vault-server", inlinePolicies: [{ policy: document({ Action: "s3:*" }) }] },
        },
      ],
      says: ['"role": inlinePolicies[0].policy is "s3:*"'],
    },
  ],
  complying: [
    { title: "the key by its ARN", resources: [policy] },
    {
      title: "a denial of everything",
      resources: [changed(policy, { policy: document({ Effect: "Deny", Action: "*" }) })],
    },
    {
      title: "another's role",
      resources: [{ ...changed(policy, { policy: document({ Resource: "*" }) }), name: "default-role" }],
    },
  ],
  unknown: [{ title: "a policy that is not known", resources: [changed(policy, { policy: UNKNOWN })] }],
};
