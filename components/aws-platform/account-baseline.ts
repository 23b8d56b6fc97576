import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { AccountPublicAccessBlock } from "@pulumi/aws/s3/accountPublicAccessBlock";
import type * as pulumi from "@pulumi/pulumi";
import { Check, matching } from "../core";
import type { AccountBaselineArgs, AccountBaselineChildren } from "./args";
import { checkAccount } from "./checks";
import { AREA_WORD, AwsComponent } from "./component";
import { flowLogGroupName, flowLogPermissions, flowLogTrust } from "./plan/flow-logs";

/**
 * What an AWS account has before anything else is built in it: S3 refuses public access everywhere, whatever a bucket
 * says, and there is a role with which VPC flow logs write to their log group and to nothing else. Free of charge.
 *
 * @throws {InputError} for a malformed account.
 * @example
 * const baseline = new AccountBaseline("account", { naming, tags, account: { id: "111111111111", region: "us-east-1" } });
 */
export class AccountBaseline extends AwsComponent<AccountBaselineChildren> {
  /** Role that VPC flow logs assume. */
  readonly flowLogRoleArn: pulumi.Output<string>;

  constructor(name: string, args: AccountBaselineArgs, opts?: pulumi.ComponentResourceOptions) {
    const groups = args.flowLogGroups ?? [flowLogGroupName(args.naming, AREA_WORD)];
    check(name, args, groups);
    super("aws-platform", "AccountBaseline", name, args, opts);

    this.refusePublicAccess(args);
    this.flowLogRoleArn = this.createFlowLogRole(args, groups).arn;
    this.registerOutputs({ flowLogRoleArn: this.flowLogRoleArn });
  }

  private refusePublicAccess({ account }: AccountBaselineArgs): void {
    this.child("public-access", AccountPublicAccessBlock, {
      accountId: account.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
  }

  private createFlowLogRole({ account }: AccountBaselineArgs, groups: readonly string[]): Role {
    const role = this.child("flow-logs", Role, {
      namePrefix: this.physical("aws-role", "flow-logs"),
      description: "Writes VPC flow logs",
      assumeRolePolicy: flowLogTrust(account),
    });
    this.child("flow-logs-policy", RolePolicy, {
      role: role.name,
      namePrefix: this.physical("aws-policy", "flow-logs"),
      policy: flowLogPermissions(account, groups),
    });
    return role;
  }
}

function check(name: string, args: AccountBaselineArgs, groups: readonly string[]): void {
  const inputs = new Check(`AccountBaseline "${name}"`);
  checkAccount(inputs, args.account);
  if (groups.length === 0) inputs.fault("flowLogGroups", groups, "at least one log group's name");
  // CloudWatch Logs API, CreateLogGroup, logGroupName.
  const groupName = matching(
    /^[\w./#-]{1,512}$/,
    "a log group's name: 1 to 512 letters, digits, _, -, /, . and #",
  );
  groups.forEach((group, index) => inputs.plain(`flowLogGroups[${index}]`, group, groupName));
  inputs.done();
}
