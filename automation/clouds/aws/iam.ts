import type { Context, InputRule, Kind, Target } from "../kind";
import * as v from "../values";
import { arn, limit, nameOf, prefixLimit, target, within } from "./common";
import { policyInput, policySize } from "./iam-rules";

const INLINE = "aws:iam/rolePolicy:RolePolicy";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";

/** Lengths are those of "IAM and AWS STS quotas" in the IAM user guide. */
const roleName = /^[\w+=,.@-]{1,64}$/;
const policyName = /^[\w+=,.@-]{1,128}$/;
const managedPolicySize = 6144;
const inlineRolePolicySize = 10240;
const trustPolicySize = 2048;
const policiesPerRole = 10;

const role: Target = target(
  "NoSuchEntity",
  (id) => `The role with name ${id} cannot be found.`,
  "iam/role:Role",
);

/** A customer's policy must exist; AWS's own are taken to. */
const refuseMissingPolicy: NonNullable<Kind["rules"]> = (c) => {
  for (const policy of [
    c.text("policyArn") ?? [],
    c.texts("managedPolicyArns"),
    c.text("permissionsBoundary") ?? [],
  ].flat())
    if (!/^arn:aws:iam::aws:policy\//.test(policy) && !c.find(policy, "aws:iam/policy:Policy"))
      c.refuse("NoSuchEntity", `Policy ${policy} does not exist or is not attachable.`);
};

const path = (p: string | undefined): string => p ?? "/";

/** IAM knows a role by its name: an ARN is refused (https://github.com/hashicorp/terraform-provider-aws/issues/3087, read 2026-11-26). */
const refuseRoleArn: InputRule = (inputs, report) => {
  if (v.text(inputs, "role")?.startsWith("arn:") === true)
    report(
      "role",
      "ValidationError: The specified value for roleName is invalid: it is the role's name, not its ARN",
    );
};

const roleKind: Kind = {
  type: "aws:iam/role:Role",
  simulates: "name and policy limits, the grammar of its trust policy, attached policies that exist",
  global: true,
  check: (inputs, report) => {
    limit(inputs, report, "name", roleName, "up to 64 letters, digits and +=,.@_-");
    prefixLimit(inputs, report, "namePrefix", 64);
    policyInput("assumeRolePolicy", "trust", trustPolicySize)(inputs, report);
    within(inputs, report, "maxSessionDuration", 3600, 43200);
    for (const [i, inline] of v.objects(inputs, "inlinePolicies").entries())
      policyInput(
        "policy",
        "identity",
        inlineRolePolicySize,
      )(inline, (p, r) => {
        report(`inlinePolicies[${String(i)}].${p}`, r);
      });
  },
  rules: refuseMissingPolicy,
  id: (c) => nameOf(c),
  outputs: (c, id) => ({
    arn: arn(c, "iam", `role${path(c.text("path"))}${id}`, true),
    name: id,
    path: path(c.text("path")),
    uniqueId: `AROA${c.derive.base32("unique id", 17).toUpperCase()}`,
    createDate: c.now,
    maxSessionDuration: c.number("maxSessionDuration") ?? 3600,
  }),
  claims: (_c, id) => [`iam role ${id.toLowerCase()}`],
  taken: (c) => ["EntityAlreadyExists", `Role with name ${nameOf(c)} already exists.`],
  // The provider takes the role out of instance profiles in any case, and detaches policies where it is told to
  // (`DeleteRole` in github.com/hashicorp/terraform-provider-aws, internal/service/iam/role.go, read 2026-11-26).
  takesAlong: (c, e) =>
    v.flag(e.inputs, "forceDetachPolicies") === true
      ? [INLINE, ATTACHMENT].flatMap((type) => c.all(type).filter((one) => one.inputs["role"] === e.id))
      : [],
  inUse: (e, holders) => [
    "DeleteConflict",
    `Cannot delete entity, must detach all policies first: ${e.id} has ${holders.map((h) => h.id).join(", ")}`,
  ],
};

/** All inline policies of a role share one limit ("IAM and AWS STS quotas" in the IAM user guide, read 2026-11-26). */
function refuseInlineTotal(c: Context): void {
  const beside = c.others(INLINE).filter((e) => e.inputs["role"] === c.text("role"));
  const sizes = [c.inputs, ...beside.map((e) => e.inputs)].map((i) => policySize(v.text(i, "policy") ?? ""));
  if (sizes.reduce((sum, size) => sum + size, 0) > inlineRolePolicySize)
    c.refuse(
      "LimitExceeded",
      `Maximum policy size of ${String(inlineRolePolicySize)} bytes exceeded for role ${c.text("role") ?? ""}: ` +
        `${String(sizes.length)} inline policies together`,
    );
}

const rolePolicy: Kind = {
  type: INLINE,
  simulates: "the policy's grammar, its size and that of all of the role together, a role that exists",
  global: true,
  references: { role },
  holds: ["role"],
  replaces: { name: true, role: true },
  check: (inputs, report, site) => {
    refuseRoleArn(inputs, report, site);
    limit(inputs, report, "name", policyName, "up to 128 letters, digits and +=,.@_-");
    policyInput("policy", "identity", inlineRolePolicySize)(inputs, report);
  },
  rules: refuseInlineTotal,
  id: (c) => `${c.text("role") ?? ""}:${nameOf(c)}`,
  outputs: (c) => ({ name: nameOf(c) }),
};

const policy: Kind = {
  type: "aws:iam/policy:Policy",
  simulates: "the policy's grammar, its size and name",
  global: true,
  check: (inputs, report) => {
    limit(inputs, report, "name", policyName, "up to 128 letters, digits and +=,.@_-");
    policyInput("policy", "identity", managedPolicySize)(inputs, report);
  },
  id: (c) => arn(c, "iam", `policy${path(c.text("path"))}${nameOf(c)}`, true),
  outputs: (c, id) => ({
    arn: id,
    name: nameOf(c),
    path: path(c.text("path")),
    policyId: `ANPA${c.derive.base32("unique id", 17).toUpperCase()}`,
  }),
  claims: (c) => [`iam policy ${nameOf(c).toLowerCase()}`],
  taken: (c) => [
    "EntityAlreadyExists",
    `A policy called ${nameOf(c)} already exists. Duplicate names are not allowed.`,
  ],
  inUse: (e, holders) => [
    "DeleteConflict",
    `Cannot delete a policy attached to entities: ${e.id} is attached by ${holders.map((h) => h.id).join(", ")}`,
  ],
};

const attachment: Kind = {
  type: ATTACHMENT,
  simulates: "a role and a policy that exist, at most 10 policies to a role",
  global: true,
  references: { role },
  holds: ["role", "policyArn"],
  replaces: { role: true, policyArn: true },
  check: refuseRoleArn,
  rules: (c) => {
    refuseMissingPolicy(c);
    const attached = c.others(c.type).filter((e) => e.inputs["role"] === c.text("role"));
    if (attached.length >= policiesPerRole)
      c.refuse("LimitExceeded", `Cannot exceed quota for PoliciesPerRole: ${String(policiesPerRole)}`);
  },
  id: (c) => `${c.text("role") ?? ""}-${c.derive.digits("id", 26)}`,
};

const oidcProvider: Kind = {
  type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
  simulates: "an https issuer, one provider to an issuer",
  global: true,
  check: (inputs, report) => {
    const url = v.text(inputs, "url");
    if (url !== undefined && !/^https:\/\/[^/?#]+/.test(url)) report("url", `"${url}" is not an https URL`);
  },
  id: (c) => arn(c, "iam", `oidc-provider/${(c.text("url") ?? "").replace(/^https:\/\//, "")}`, true),
  outputs: (c, id) => ({
    arn: id,
    thumbprintLists: c.value("thumbprintLists") ?? [c.derive.hex("thumbprint", 40)],
  }),
  claims: (_c, id) => [id],
  taken: (c) => ["EntityAlreadyExists", `Provider with url ${c.text("url") ?? ""} already exists.`],
};

const instanceProfile: Kind = {
  type: "aws:iam/instanceProfile:InstanceProfile",
  simulates: "a role that exists",
  global: true,
  references: { role },
  replaces: { name: true, path: true },
  check: (inputs, report, site) => {
    refuseRoleArn(inputs, report, site);
    limit(inputs, report, "name", policyName, "up to 128 letters, digits and +=,.@_-");
  },
  id: (c) => nameOf(c),
  outputs: (c, id) => ({
    arn: arn(c, "iam", `instance-profile${path(c.text("path"))}${id}`, true),
    name: id,
    uniqueId: `AIPA${c.derive.base32("unique id", 17).toUpperCase()}`,
  }),
};

const user: Kind = {
  type: "aws:iam/user:User",
  simulates: "the name's limits",
  global: true,
  replaces: { name: false },
  check: (inputs, report) => {
    limit(inputs, report, "name", roleName, "up to 64 letters, digits and +=,.@_-");
  },
  id: (c) => nameOf(c),
  outputs: (c, id) => ({
    arn: arn(c, "iam", `user${path(c.text("path"))}${id}`, true),
    uniqueId: `AIDA${c.derive.base32("unique id", 17).toUpperCase()}`,
  }),
};

export const iam: readonly Kind[] = [
  roleKind,
  rolePolicy,
  policy,
  attachment,
  oidcProvider,
  instanceProfile,
  user,
];
