import { physicalName, type Naming } from "../../core";
import { policyDocument, regionalArn, serviceTrust, type AwsAccount } from "./iam";

/** Name of the log group of an environment's VPC: the flow-log role is made before it and may write to no other. */
export function flowLogGroupName(naming: Naming, areaWord: string): string {
  return physicalName("aws-log-group", { ...naming, area: areaWord, role: "vpc-flow-logs" });
}

/** VPC User Guide, "IAM role for publishing flow logs to CloudWatch Logs": trust with both conditions. */
export function flowLogTrust(account: AwsAccount): string {
  return serviceTrust("vpc-flow-logs.amazonaws.com", account, regionalArn("ec2", account, "vpc-flow-log/*"));
}

/**
 * What the same page asks for, on the named groups only; without `logs:CreateLogGroup`, since the group is made with its
 * retention and key beforehand. Listing groups takes no narrower resource.
 */
export function flowLogPermissions(account: AwsAccount, groups: readonly string[]): string {
  return policyDocument([
    {
      Sid: "WriteFlowLogs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
      Resource: groups.flatMap((group) => {
        const arn = regionalArn("logs", account, `log-group:${group}`);
        return [arn, `${arn}:*`];
      }),
    },
    {
      Sid: "FindLogGroups",
      Effect: "Allow",
      Action: "logs:DescribeLogGroups",
      Resource: regionalArn("logs", account, "log-group:*"),
    },
  ]);
}
