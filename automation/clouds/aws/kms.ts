import type { Kind } from "../kind";
import * as v from "../values";
import { arn, kmsKey, limit, within } from "./common";
import { role } from "./access/ask";
import { statements } from "./access/attached";
import { authorize } from "./access/authorize";
import { managedPolicy } from "./access/managed";
import { policyInput } from "./iam-rules";

const key: Kind = {
  type: "aws:kms/key:Key",
  simulates: "a policy that leaves the account able to change it; rotation for symmetric keys only",
  replaces: {
    customerMasterKeySpec: true,
    keyUsage: true,
    multiRegion: true,
    customKeyStoreId: true,
    xksKeyId: true,
  },
  check: (inputs, report) => {
    policyInput("policy", "resource")(inputs, report);
    // AWS KMS API reference, ScheduleKeyDeletion.
    within(inputs, report, "deletionWindowInDays", 7, 30);
    within(inputs, report, "rotationPeriodInDays", 90, 2560);
    const symmetric =
      (v.text(inputs, "customerMasterKeySpec") ?? "SYMMETRIC_DEFAULT") === "SYMMETRIC_DEFAULT";
    if (!symmetric && v.flag(inputs, "enableKeyRotation") === true)
      report("enableKeyRotation", "only symmetric keys are rotated automatically");
  },
  rules: (c) => {
    const policy = c.text("policy");
    if (policy === undefined || c.flag("bypassPolicyLockoutSafetyCheck") === true) return;
    const root = `arn:aws:iam::${c.site.account}:root`;
    const call = { caller: role(root), action: "kms:PutKeyPolicy", resource: "*", account: c.site.account };
    const identity = managedPolicy("arn:aws:iam::aws:policy/AdministratorAccess") ?? [];
    if (!authorize(call, { resource: statements(policy, "resource"), identity }).allowed)
      c.refuse(
        "MalformedPolicyDocumentException",
        "The new key policy will not allow you to update the key policy in the future.",
      );
  },
  id: (c) => (c.flag("multiRegion") === true ? `mrk-${c.derive.hex("id", 32)}` : c.derive.uuid("id")),
  outputs: (c, id) => ({
    arn: arn(c, "kms", `key/${id}`),
    keyId: id,
    isEnabled: c.flag("isEnabled") ?? true,
    keyUsage: c.text("keyUsage") ?? "ENCRYPT_DECRYPT",
    customerMasterKeySpec: c.text("customerMasterKeySpec") ?? "SYMMETRIC_DEFAULT",
    multiRegion: c.flag("multiRegion") ?? false,
    description: c.text("description") ?? "",
    policy:
      c.text("policy") ??
      JSON.stringify({
        Version: "2012-10-17",
        Id: "key-default-1",
        Statement: [
          {
            Sid: "Enable IAM User Permissions",
            Effect: "Allow",
            Principal: { AWS: `arn:aws:iam::${c.site.account}:root` },
            Action: "kms:*",
            Resource: "*",
          },
        ],
      }),
    rotationPeriodInDays:
      c.number("rotationPeriodInDays") ?? (c.flag("enableKeyRotation") === true ? 365 : 0),
  }),
};

const alias: Kind = {
  type: "aws:kms/alias:Alias",
  simulates: "the name's form, a key that exists, one alias of a name in a region",
  references: { targetKeyId: { ...kmsKey, types: ["aws:kms/key:Key"] } },
  naming: false,
  check: (inputs, report) => {
    // AWS KMS API reference, CreateAlias.
    limit(
      inputs,
      report,
      "name",
      /^alias\/(?!aws\/)[\w/-]{1,250}$/,
      'it starts with "alias/" and not with "alias/aws/"',
    );
  },
  id: (c) => c.text("name") ?? `alias/${c.name}-${c.derive.hex("name", 7)}`,
  outputs: (c, id) => {
    const target = c.find(c.text("targetKeyId"), "aws:kms/key:Key");
    return {
      name: id,
      arn: arn(c, "kms", id),
      targetKeyArn: v.text(target?.outputs, "arn") ?? "",
      targetKeyId: target?.id ?? "",
    };
  },
  taken: (c, name) => [
    "AlreadyExistsException",
    `An alias with the name ${arn(c, "kms", name)} already exists`,
  ],
};

export const kms: readonly Kind[] = [key, alias];
