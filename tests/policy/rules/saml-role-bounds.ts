import { changed, UNKNOWN, type Sample, type RuleCases } from "../sample";

const trust = (Condition?: unknown, more: object = {}) =>
  JSON.stringify({
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: "arn:aws:iam::111111111111:saml-provider/Entra" },
        Action: "sts:AssumeRoleWithSAML",
        Condition,
        ...more,
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
      says: ['"people": assumeRolePolicy is "a statement for SAML"', "SAML:aud"],
    },
    {
      title: "no audience in the second of two statements, which allows every action of STS",
      resources: [
        changed(role, {
          assumeRolePolicy: JSON.stringify({
            Statement: [
              { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
              {
                Sid: "People",
                Effect: "Allow",
                Principal: { Federated: "arn:aws:iam::111111111111:saml-provider/Entra" },
                Action: ["sts:TagSession", "sts:*"],
                Condition: { StringEquals: { "SAML:sub_type": "persistent" } },
              },
            ],
          }),
        }),
      ],
      says: ['assumeRolePolicy is "People"'],
    },
    ...["PowerUserAccess", "IAMFullAccess"].map((name) => ({
      title: `${name}, in a preview, without boundary, and a session of a second too long`,
      resources: [
        changed(role, { name: UNKNOWN, maxSessionDuration: 3601 }),
        {
          ...changed(attachment, { role: UNKNOWN, policyArn: `arn:aws:iam::aws:policy/${name}` }),
          sources: { role: ["people"] },
        },
      ],
      says: ["maxSessionDuration is 3601"],
    })),
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
    ...["StringLike", "ForAnyValue:StringEquals"].map((operator) => ({
      title: `the audience by ${operator}, in the case that IAM does not mind`,
      resources: [
        changed(role, {
          assumeRolePolicy: trust(
            { [operator]: { "saml:AUD": "https://signin.aws.amazon.com/saml" } },
            { Action: ["STS:AssumeRoleWithSAML", "sts:TagSession"] },
          ),
        }),
      ],
    })),
    {
      title: "a statement that denies, and one that only tags",
      resources: [
        changed(role, {
          assumeRolePolicy: JSON.stringify({
            Statement: [
              { Effect: "Deny", Principal: "*", Action: "sts:AssumeRoleWithSAML" },
              { Effect: "Allow", Principal: "*", Action: "sts:AssumeRoleWithSAMLx" },
            ],
          }),
        }),
      ],
    },
    {
      title: "narrow policies, and the administrator's on another role, with long sessions",
      resources: [
        changed(role, {
          maxSessionDuration: 43_200,
          managedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
        }),
        changed(attachment, { policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }),
        { ...changed(attachment, { role: "machines" }), name: "other" },
      ],
    },
    {
      title: "an administrator's session of an hour",
      resources: [changed(role, { permissionsBoundary: "b", maxSessionDuration: 3600 }), attachment],
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
    {
      title: "an administrator's boundary and session that are not known",
      resources: [
        changed(role, { permissionsBoundary: UNKNOWN, maxSessionDuration: UNKNOWN }),
        attachment,
        { ...changed(attachment, { policyArn: UNKNOWN }), name: "other" },
      ],
    },
    {
      title: "managed policies that are not known",
      resources: [changed(role, { managedPolicyArns: UNKNOWN, maxSessionDuration: 43_200 })],
    },
    { title: "a trust that is not known", resources: [changed(role, { assumeRolePolicy: UNKNOWN })] },
  ],
};
