import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { KeySet, type KeyUse } from "../../../components/aws-platform";
import { KEY_USES, keyPolicy } from "../../../components/aws-platform/plan/keys";
import { ACCOUNT, NAMING, TAGS, inputsOf, registered, statements } from "./registered";

const base = { naming: NAMING, tags: TAGS, account: ACCOUNT };
const ROOT = { AWS: "arn:aws:iam::111111111111:root" };

describe("key policies", () => {
  test("the account's IAM policies decide, for every use", () => {
    for (const use of KEY_USES) {
      const [first] = statements(keyPolicy(use, ACCOUNT));
      expect(first).toMatchObject({ Principal: ROOT, Action: "kms:*" });
    }
  });

  test("everyone else is admitted for resources of the account only, and never to administer", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...KEY_USES),
        fc.stringMatching(/^\d{12}$/),
        fc.constantFrom("us-east-1", "me-central-1"),
        (use, id, region) => {
          for (const statement of statements(keyPolicy(use, { id, region })).slice(1)) {
            expect(JSON.stringify(statement.Condition)).toContain(id);
            for (const action of [statement["Action"]].flat()) {
              expect(action).toMatch(
                /^kms:(Decrypt|Encrypt|Describe\*|DescribeKey|(GenerateDataKey|ReEncrypt)\*|CreateGrant)$/,
              );
            }
          }
        },
      ),
    );
  });

  test.each<[KeyUse, string[]]>([
    ["data", []],
    [
      "events",
      [
        "events.amazonaws.com",
        "sns.amazonaws.com",
        "cloudwatch.amazonaws.com",
        "delivery.logs.amazonaws.com",
      ],
    ],
    ["logs", ["logs.us-east-1.amazonaws.com"]],
  ])("%s keys admit the services that have no caller's credentials", (use, services) => {
    const admitted = statements(keyPolicy(use, ACCOUNT))
      .slice(1)
      .map((s) => s["Principal"]);
    expect(admitted).toEqual(services.map((Service) => ({ Service })));
  });

  test("logs of encrypted workflows are decrypted by the context that Step Functions encrypts them in", () => {
    expect(statements(keyPolicy("events", ACCOUNT)).at(-1)?.Condition).toEqual({
      StringEquals: { "kms:EncryptionContext:SourceArn": "arn:aws:logs:us-east-1:111111111111:*" },
    });
  });

  test("log groups use the key by encryption context", () => {
    expect(statements(keyPolicy("logs", ACCOUNT))[1]?.Condition).toEqual({
      ArnLike: { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:us-east-1:111111111111:log-group:*" },
    });
  });

  test("node volumes are opened by the service role of auto scaling only, and grants by its services only", () => {
    const [, use, grant] = statements(keyPolicy("clusters", ACCOUNT));
    const role =
      "arn:aws:iam::111111111111:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";
    expect(use?.Condition).toEqual({
      StringEquals: { "kms:CallerAccount": "111111111111" },
      ArnEquals: { "aws:PrincipalArn": role },
    });
    expect(grant).toMatchObject({
      Action: "kms:CreateGrant",
      Condition: { ...use?.Condition, Bool: { "kms:GrantIsForAWSResource": "true" } },
    });
  });
});

describe("KeySet", () => {
  test("each key rotates, can be rescued for 30 days, and has an alias", async () => {
    const resources = await registered(
      () => new KeySet("keys", { ...base, keys: { data: "data", "flow-logs": "logs" } }),
    );
    expect(resources.map((r) => r.name)).toEqual([
      "keys-key-data",
      "keys-key-flow-logs",
      "keys-alias-data",
      "keys-alias-flow-logs",
    ]);
    expect(inputsOf(resources, "keys-key-flow-logs")).toMatchObject({
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: keyPolicy("logs", ACCOUNT),
      tags: { Name: "acme-dev-use1-aws-flow-logs", Environment: "dev" },
    });
    expect(inputsOf(resources, "keys-alias-flow-logs")).toEqual({
      name: "alias/acme-dev-use1-aws-flow-logs",
      targetKeyId: "key-id",
    });
  });

  test("every fault of the inputs is reported, and nothing is registered", async () => {
    const resources = await registered(() => {
      const keys = { data: "everything" as KeyUse };
      expect(() => new KeySet("keys", { ...base, keys, deletionWindowDays: 3 })).toThrow(
        /2 invalid inputs\n {2}keys.data is "everything"; .*data, events, clusters, logs\n {2}deletionWindowDays is 3; .*7 to 30/,
      );
      expect(() => new KeySet("keys", { ...base, keys: {} })).toThrow(/at least one key/);
    });
    expect(resources).toEqual([]);
  });
});
