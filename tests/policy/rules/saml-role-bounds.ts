import { changed, UNKNOWN, type Sample, type RuleCases } from "../sample";

const trust = (Condition?: unknown) =>
  JSON.stringify({
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: "arn:aws:iam::111111111111:saml-provider/Entra" },
        Action: "sts:AssumeRoleWithSAML",
        Condition,
      },
    ],
  });
const audience = { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } };
const role: Sample = {
  type: "aws:iam/role:Role",
  name: "people",
  props: { name: "people", assumeRolePolicy: trust(audience) },
};
const ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";
const attachment: Sample = {
  type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  name: "attachment",
  props: { role: "people", policyArn: ADMIN },
};

export const samlRoleBoundsCases: RuleCases = {
  rule: "saml-role-bounds",
  serves: ["MC-37", "MC-38"],
  violating: [
    {
      title: "no audience",
      resources: [changed(role, { assumeRolePolicy: trust() })],
      says: ['"people": assumeRolePolicy is not set', "SAML:aud"],
    },
    {
      title: "an administrator without boundary",
      resources: [role, attachment],
      says: ["permissionsBoundary is not set"],
    },
    {
      title: "an administrator's long session",
      resources: [
        changed(role, {
          managedPolicyArns: [ADMIN],
          permissionsBoundary: "arn:b",
          maxSessionDuration: 43_200,
        }),
      ],
      says: ["maxSessionDuration is 43200", "3600"],
    },
  ],
  complying: [
    {
      title: "a role with a long session that is no administrator's",
      resources: [changed(role, { maxSessionDuration: 43_200 })],
    },
    {
      title: "an administrator with bounds",
      resources: [changed(role, { permissionsBoundary: "arn:b" }), attachment],
    },
    {
      title: "a role of machines",
      resources: [
        changed(role, { assumeRolePolicy: JSON.stringify({ Statement: { Action: "sts:AssumeRole" } }) }),
        attachment,
      ],
    },
  ],
  unknown: [],
  unknownButEnough: [
    { title: "a trust that is not known", resources: [changed(role, { assumeRolePolicy: UNKNOWN })] },
  ],
};
