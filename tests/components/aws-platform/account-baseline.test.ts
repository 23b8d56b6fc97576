import { describe, expect, test } from "vitest";
import { AccountBaseline } from "../../../components/aws-platform";
import { ACCOUNT, NAMING, TAGS, inputsOf, registered, statements } from "./registered";

const base = { naming: NAMING, tags: TAGS, account: ACCOUNT };

describe("AccountBaseline", () => {
  test("S3 refuses public access in the whole account", async () => {
    const resources = await registered(() => new AccountBaseline("account", base));
    expect(inputsOf(resources, "account-public-access")).toEqual({
      accountId: "111111111111",
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
  });

  test("only flow logs of this account and region may take the role", async () => {
    const resources = await registered(() => new AccountBaseline("account", base));
    expect(statements(inputsOf(resources, "account-flow-logs")["assumeRolePolicy"])).toEqual([
      {
        Sid: "AssumeForOwnResources",
        Effect: "Allow",
        Principal: { Service: "vpc-flow-logs.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "aws:SourceAccount": "111111111111" },
          ArnLike: { "aws:SourceArn": "arn:aws:ec2:us-east-1:111111111111:vpc-flow-log/*" },
        },
      },
    ]);
  });

  test("the role writes to the VPC's own log group and makes none", async () => {
    const resources = await registered(() => new AccountBaseline("account", base));
    const [write, find, ...rest] = statements(inputsOf(resources, "account-flow-logs-policy")["policy"]);
    expect(write?.["Action"]).toEqual([
      "logs:CreateLogStream",
      "logs:PutLogEvents",
      "logs:DescribeLogStreams",
    ]);
    const group = "arn:aws:logs:us-east-1:111111111111:log-group:acme-dev-use1-aws-vpc-flow-logs";
    expect(write?.["Resource"]).toEqual([group, `${group}:*`]);
    expect(find?.["Action"]).toBe("logs:DescribeLogGroups");
    expect(rest).toEqual([]);
  });

  test("every fault of the inputs is reported, and nothing is registered", async () => {
    const account = { id: "123", region: "cn-north-1" };
    const resources = await registered(() => {
      const make = () => new AccountBaseline("account", { ...base, account, flowLogGroups: ["a b"] });
      expect(make).toThrow(
        /3 invalid inputs\n {2}account.id is "123".*\n {2}account.region is "cn-north-1".*\n {2}flowLogGroups\[0\]/,
      );
      expect(() => new AccountBaseline("account", { ...base, flowLogGroups: [] })).toThrow(/at least one/);
    });
    expect(resources).toEqual([]);
  });
});
