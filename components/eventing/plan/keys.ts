import type { Statement } from "./policies";

/**
 * What the policy of a key that encrypts a bus, an archive, queues, alarm topics or state machines must allow, beside what its owner
 * needs. Without it EventBridge drops events, alarms are not sent and workflows log nothing, all without an error. The logs of
 * workflows are bounded by the context that they were encrypted in, any region's: the account's logs as a whole.
 *
 * Sources: EventBridge User Guide, "Encrypting event buses", "Encrypting archives" and "Using dead-letter queues";
 * CloudWatch User Guide, "Amazon SNS topics encrypted with a customer managed key"; Step Functions Developer Guide,
 * "Data at rest encryption", delivery of logs.
 */
export function eventKeyStatements(accountId: string): Statement<string>[] {
  const grant = (
    sid: string,
    service: string,
    actions: readonly string[],
    bound: NonNullable<Statement<string>["Condition"]> = {
      StringEquals: { "aws:SourceAccount": accountId },
    },
  ): Statement<string> => ({
    Sid: sid,
    Effect: "Allow",
    Principal: { Service: service },
    Action: actions,
    Resource: "*",
    Condition: bound,
  });
  return [
    grant("AllowEventBridge", "events.amazonaws.com", [
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:GenerateDataKey",
      "kms:ReEncrypt*",
    ]),
    grant("AllowAlarms", "cloudwatch.amazonaws.com", ["kms:Decrypt", "kms:GenerateDataKey*"]),
    grant("AllowWorkflowLogs", "delivery.logs.amazonaws.com", ["kms:Decrypt"], {
      StringLike: { "kms:EncryptionContext:SourceArn": `arn:aws:logs:*:${accountId}:*` },
    }),
  ];
}
