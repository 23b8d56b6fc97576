import { changed, UNKNOWN, type RuleCases, type Sample } from "../sample";

const statement = {
  Effect: "Allow",
  Action: ["sqs:SendMessage"],
  Resource: "arn:aws:sqs:us-east-1:111111111111:orders",
};
function document(change: Record<string, unknown>): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement, { ...statement, ...change }] });
}
const policy: Sample = { type: "aws:iam/policy:Policy", name: "policy", props: { policy: document({}) } };
const role: Sample = {
  type: "aws:iam/role:Role",
  name: "role",
  props: {
    assumeRolePolicy: document({ Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }),
    managedPolicyArns: ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"],
  },
};
const key: Sample = {
  type: "aws:kms/key:Key",
  name: "key",
  props: {
    policy: document({
      Action: "kms:*",
      Resource: "*",
      Principal: { AWS: "arn:aws:iam::111111111111:root" },
    }),
  },
};
const topic: Sample = {
  type: "aws:sns/topicPolicy:TopicPolicy",
  name: "topic",
  props: { policy: document({ Principal: { Service: "cloudwatch.amazonaws.com" }, Action: "sns:Publish" }) },
};
const endpoint: Sample = {
  type: "aws:ec2/vpcEndpoint:VpcEndpoint",
  name: "endpoint",
  props: {
    policy: document({ Principal: "*", Condition: { Bool: { "aws:SecureTransport": "true" } } }),
  },
};
const oci: Sample = {
  type: "oci:Identity/policy:Policy",
  name: "oci",
  props: {
    statements: [
      "Allow group OKE-Admins to manage cluster-family in compartment OKE-PROD",
      "Allow any-user to use keys in compartment data where request.principal.type = 'nodepool'",
    ],
  },
};

export const iamNoBroadGrantCases: RuleCases = {
  rule: "iam-no-broad-grant",
  serves: ["OP-40"],
  violating: [
    {
      title: "every action, in a text that begins on its second line",
      resources: [changed(policy, { policy: `\n  ${document({ Action: "*", Resource: "*" })}` })],
      says: ["it allows every action of every service"],
    },
    {
      title: "all of IAM on everything but one",
      resources: [
        changed(policy, {
          policy: document({ Action: "iam:*", NotResource: "arn:aws:iam::111111111111:role/a" }),
        }),
      ],
      says: ["iam:* on every resource"],
    },
    {
      title: "everything in OCI, with a blank before it",
      resources: [
        changed(oci, { statements: [" Allow group Ops to manage all-resources in compartment data"] }),
      ],
      says: ["it grants everything there is"],
    },
    {
      title: "every action",
      resources: [changed(policy, { policy: document({ Sid: "All", Action: "*", Resource: "*" }) })],
      says: ['"policy": policy is "All"', "every action of every service", "Name the actions"],
    },
    {
      title: "every action of every service, written out",
      resources: [changed(policy, { policy: document({ Action: ["*:*"] }) })],
      says: ['policy is "statement 2"'],
    },
    {
      title: "everything but something",
      resources: [changed(policy, { policy: document({ Action: undefined, NotAction: ["iam:*"] }) })],
      says: ["NotAction"],
    },
    {
      title: "the right to grant rights",
      resources: [changed(policy, { policy: document({ Action: "iam:*", Resource: "*" }) })],
      says: ["iam:* on every resource"],
    },
    {
      title: "a role that anybody may take",
      resources: [
        changed(role, { assumeRolePolicy: document({ Action: "sts:AssumeRole", Principal: "*" }) }),
      ],
      says: ['"role": assumeRolePolicy', "anybody, without a condition"],
    },
    {
      title: "a managed policy that gives the account away",
      resources: [changed(role, { managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] })],
      says: ['managedPolicyArns[0] is "arn:aws:iam::aws:policy/AdministratorAccess"'],
    },
    ...["PowerUserAccess", "IAMFullAccess"].map((name, index) => ({
      title: `${name} among many policies of AWS`,
      resources: [
        changed(role, {
          managedPolicyArns: [
            ...Array<string>(9 + index).fill("arn:aws:iam::aws:policy/ReadOnlyAccess"),
            `arn:aws:iam::aws:policy/${name}`,
          ],
        }),
      ],
      says: [`managedPolicyArns[${9 + index}] is "arn:aws:iam::aws:policy/${name}"`],
    })),
    ...["sts:*", "KMS:*", "secretsmanager:*", "organizations:*"].map((Action) => ({
      title: `${Action} on every resource`,
      resources: [
        changed(policy, { policy: document({ Action: [statement.Action[0], Action], Resource: "*" }) }),
      ],
      says: [`${Action} on every resource leads to every other right`],
    })),
    {
      title: "an attachment that gives the account away",
      resources: [
        {
          type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
          name: "attachment",
          props: { role: UNKNOWN, policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
        },
      ],
      says: ['"attachment": policyArn is'],
    },
    {
      title: "an inline policy of a role",
      resources: [changed(role, { inlinePolicies: [{ name: "all", policy: document({ Action: "*" }) }] })],
      says: ["inlinePolicies[0].policy", "every action"],
    },
    {
      title: "a topic that anybody may publish to",
      resources: [changed(topic, { policy: document({ Principal: { AWS: "*" }, Action: "sns:Publish" }) })],
      says: ['"topic": policy', "anybody, without a condition"],
    },
    ...[
      ["TLS", { Bool: { "aws:SecureTransport": "true" } }],
      ["another organisation", { StringNotEquals: { "aws:PrincipalOrgID": "o-1" } }],
      ["an organisation, if the caller has one", { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-1" } }],
      ["what may be missing", { "ForAllValues:StringEquals": { "aws:PrincipalOrgID": ["o-1"] } }],
      ["a key that is there", { Null: { "aws:PrincipalArn": "false" } }],
    ].map(([title, Condition]) => ({
      title: `a topic for everybody with ${title as string}`,
      resources: [changed(topic, { policy: document({ Principal: "*", Condition }) })],
      says: ["anybody, without a condition on who it is"],
    })),
    {
      title: "an endpoint that everything passes through",
      resources: [changed(endpoint, { policy: document({ Principal: "*" }) })],
      says: ['"endpoint": policy', "anybody, without a condition on who it is"],
    },
    {
      title: "documents that are given as objects",
      resources: [
        changed(role, {
          assumeRolePolicy: JSON.parse(document({ Action: "sts:*", Principal: "*" })) as object,
        }),
      ],
      says: ['"role": assumeRolePolicy', "anybody, without a condition on who it is"],
    },
    {
      title: "a policy that is given as an object",
      resources: [changed(policy, { policy: JSON.parse(document({ Action: "*" })) as object })],
      says: ['"policy": policy', "every action"],
    },
    {
      title: "everything in a tenancy",
      resources: [
        changed(oci, { statements: ["Allow group Admins to manage all-resources in compartment data"] }),
      ],
      says: ['"oci": statements[0] is "Allow group Admins to manage all-resources', "everything there is"],
    },
    {
      title: "anybody without condition, beside an unknown statement",
      resources: [
        changed(oci, { statements: [UNKNOWN, "allow any-user to use buckets in compartment data"] }),
      ],
      says: ["statements[1]", "where clause"],
    },
    ...[
      [
        "endorsed for everybody, over two lines",
        "Endorse any-group\n  to use buckets in any-tenancy",
        "everybody",
      ],
      [
        "admitted from everybody of a tenancy",
        "Admit any-user of tenancy Partner to read buckets in compartment a",
        "everybody",
      ],
      ["use of everything", "ALLOW group Ops to USE all-resources IN TENANCY", "everything there is"],
      [
        "a partner's group in the whole tenancy",
        "Admit group Ops of tenancy Partner to read metrics in tenancy",
        "in the whole tenancy",
      ],
      [
        "a list with a remark behind it",
        "Allow group Ops to read metrics in tenancy //for now",
        "in the whole tenancy",
      ],
    ].map(([title = "", text, says = ""]) => ({
      title: `in OCI ${title}`,
      resources: [changed(oci, { statements: [text] })],
      says: ["statements[0]", says],
    })),
    {
      title: "the whole tenancy in a stack that only sounds like the one that sets it up",
      resources: [
        {
          ...changed(oci, { statements: ["Allow group Ops to read metrics in tenancy"] }),
          stack: "dev-identity-sync",
        },
      ],
      says: ["in the whole tenancy"],
    },
    {
      title: "the whole tenancy",
      resources: [changed(oci, { statements: ["Allow group Ops to read metrics in tenancy"] })],
      says: ["statements[0]", "in the whole tenancy", "Grant in a compartment"],
    },
  ],
  complying: [
    { title: "grants with an end", resources: [policy, role, key, topic, oci] },
    {
      title: "rights of one service on everything, rights to grant on one role, and both under a condition",
      resources: [
        changed(policy, { policy: document({ Action: "sqs:*", Resource: "*" }) }),
        {
          ...changed(policy, { policy: document({ Action: "iam:*", Resource: "arn:aws:iam::1:role/x" }) }),
          name: "one role",
        },
        {
          ...changed(policy, {
            policy: document({ Action: "kms:*", Resource: "*", Condition: { Bool: { "kms:Via": "x" } } }),
          }),
          name: "condition",
        },
      ],
    },
    {
      title: "an endpoint, which only passes on what others grant",
      resources: [
        endpoint,
        {
          ...changed(endpoint, {
            policy: document({
              ...{ Action: "*", Resource: "*", Principal: { AWS: "*" } },
              Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } },
            }),
          }),
          name: "of the organisation",
        },
      ],
    },
    {
      title: "an account's own rights in the policies of keys and secrets",
      resources: [
        "aws:kms/keyPolicy:KeyPolicy",
        "aws:kms/externalKey:ExternalKey",
        "aws:kms/replicaKey:ReplicaKey",
        "aws:secretsmanager/secretPolicy:SecretPolicy",
      ].map((type) => ({
        ...{ type, name: type },
        props: {
          policy: document({
            Action: type.includes("kms") ? "kms:*" : "secretsmanager:*",
            Resource: "*",
            Principal: { AWS: "arn:aws:iam::111111111111:root" },
          }),
        },
      })),
    },
    {
      title:
        "AdministratorAccess as a boundary, which grants nothing, and policies that only begin like a broad one",
      resources: [
        changed(role, {
          permissionsBoundary: "arn:aws:iam::aws:policy/AdministratorAccess",
          managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess-Amplify"],
        }),
        changed(policy, { policy: document({ Action: "kms:*Tag*", Resource: "*" }) }),
      ],
    },
    {
      title: "what another tenancy is asked to grant",
      resources: [changed(oci, { statements: ["Endorse group Ops to read metrics in tenancy Partner"] })],
    },
    {
      title: "the tenancy in the stack of its foundation",
      resources: [
        {
          ...changed(oci, { statements: ["Allow group Ops to read metrics in tenancy"] }),
          stack: "foundation",
        },
      ],
    },
    {
      title: "the tenancy under a condition, and a denial in it",
      resources: [
        changed(oci, {
          statements: [
            "Allow group Ops to read metrics in tenancy where target.region = 'dxb'",
            "Deny group Ops to manage all-resources in tenancy",
          ],
        }),
      ],
    },
    {
      title: "the tenancy in the stack that sets it up",
      resources: [
        {
          ...changed(oci, { statements: ["Allow group Ops to read metrics in tenancy"] }),
          stack: "dev-identity",
        },
      ],
    },
    {
      title: "a denial of everything",
      resources: [changed(policy, { policy: document({ Effect: "Deny", Action: "*", Resource: "*" }) })],
    },
    {
      title: "everybody in the organisation",
      resources: [
        changed(topic, {
          policy: document({ Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }),
        }),
      ],
    },
  ],
  unknown: [
    { title: "a document that is not known", resources: [changed(policy, { policy: UNKNOWN })] },
    { title: "statements that are not known", resources: [changed(oci, { statements: UNKNOWN })] },
  ],
};
