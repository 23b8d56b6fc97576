import { matching, type Check, type Test } from "../core";
import type { AwsAccount } from "./plan/iam";

/** Regions of the commercial partition: the ARNs that are built here begin with `arn:aws:`. */
const REGION = /^(?!cn-|us-gov-|us-iso)[a-z]{2}-[a-z]+-\d$/;

export const principalArn: Test<string> = matching(
  /^arn:aws:iam::\d{12}:(root|(role|user)\/[\w+=,.@/-]+)$/,
  "the ARN of an IAM role, user or account, such as arn:aws:iam::111111111111:role/pipeline",
);

/** Records what is wrong with an account. */
export function checkAccount(check: Check, account: AwsAccount): void {
  check.plain("account.id", account.id, matching(/^\d{12}$/, "the 12 digits of an AWS account id"));
  check.plain(
    "account.region",
    account.region,
    matching(REGION, "a region of the commercial partition, such as us-east-1"),
  );
}
