import { describe, expect, it } from "vitest";
import { eventKeyStatements } from "../../../components/eventing";
import { busArnBeside, publisherFaults } from "../../../components/eventing/plan";

describe("publishers", () => {
  const role = {
    roleArns: ["arn:aws:iam::444444444444:role/team/orders"],
    sources: ["com.acme.orders"],
    detailTypes: ["Order Created"],
  };

  it("EV-15 takes roles of the environment's accounts", () => {
    expect(publisherFaults(["444444444444"], [role], "com.acme")).toEqual([]);
  });

  it.each([
    ["another environment's account", { ...role }, ["111111111111"], "roles[0].roleArns[0]"],
    [
      "a whole account",
      { ...role, roleArns: ["arn:aws:iam::444444444444:root"] },
      ["444444444444"],
      "roles[0].roleArns[0]",
    ],
    ["everybody", { ...role, roleArns: ["*"] }, ["444444444444"], "roles[0].roleArns[0]"],
    ["any source", { ...role, sources: [] }, ["444444444444"], "roles[0].sources"],
    ["any detail type", { ...role, detailTypes: [] }, ["444444444444"], "roles[0].detailTypes"],
    ["no role", { ...role, roleArns: [] }, ["444444444444"], "roles[0].roleArns"],
    [
      "a foreign source",
      { ...role, sources: ["com.acmeevil.orders"] },
      ["444444444444"],
      "roles[0].sources[0]",
    ],
    ["an account that is none", { ...role }, ["444444444444", "12"], "accounts"],
  ])("refuses %s", (_title, publisher, accounts, path) => {
    expect(publisherFaults(accounts, [publisher], "com.acme").map((fault) => fault.path)).toEqual([path]);
  });
});

it("finds the bus beside a queue, in any partition", () => {
  expect(busArnBeside("arn:aws-cn:sqs:cn-north-1:111111111111:x-dead-letters", "shop")).toBe(
    "arn:aws-cn:events:cn-north-1:111111111111:event-bus/shop",
  );
});

it("says what a key must allow to EventBridge, to alarms and to the logs of workflows, each for one account only", () => {
  const statements = eventKeyStatements("111111111111");
  expect(statements.map(({ Principal, Action }) => [Principal, Action])).toEqual([
    [
      { Service: "events.amazonaws.com" },
      ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey", "kms:ReEncrypt*"],
    ],
    [{ Service: "cloudwatch.amazonaws.com" }, ["kms:Decrypt", "kms:GenerateDataKey*"]],
    [{ Service: "delivery.logs.amazonaws.com" }, ["kms:Decrypt"]],
  ]);
  const own = { StringEquals: { "aws:SourceAccount": "111111111111" } };
  // What delivers logs acts for no resource that AWS would name; the context is the account's logs as they are.
  const logs = { StringLike: { "kms:EncryptionContext:SourceArn": "arn:aws:logs:*:111111111111:*" } };
  expect(statements.map(({ Condition }) => Condition)).toEqual([own, own, logs]);
});
