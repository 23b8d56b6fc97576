import type { AccountPublicAccessBlockArgs } from "@pulumi/aws/s3/accountPublicAccessBlock";
import type { RoleArgs } from "@pulumi/aws/iam/role";
import type { RolePolicyArgs } from "@pulumi/aws/iam/rolePolicy";
import type { RolePolicyAttachmentArgs } from "@pulumi/aws/iam/rolePolicyAttachment";
import type { AliasArgs } from "@pulumi/aws/kms/alias";
import type { KeyArgs } from "@pulumi/aws/kms/key";
import type { ComponentArgs } from "../core";
import type { AwsAccount } from "./plan/iam";
import type { KeyUse } from "./plan/keys";

/** Children of `AccountBaseline`, for `transform`. */
export interface AccountBaselineChildren {
  "public-access": AccountPublicAccessBlockArgs;
  "flow-logs": RoleArgs;
  "flow-logs-policy": RolePolicyArgs;
}

export interface AccountBaselineArgs extends ComponentArgs<AccountBaselineChildren> {
  /** Account and region; conditions and ARNs name them. */
  readonly account: AwsAccount;
  /**
   * Names of the log groups that flow logs are written to.
   * @default the one of the `Vpc` with the same naming
   */
  readonly flowLogGroups?: readonly string[];
}

/** Children of `PlatformRoles`, for `transform`. */
export interface PlatformRolesChildren {
  role: RoleArgs;
  policy: RolePolicyArgs;
  attachment: RolePolicyAttachmentArgs;
}

export interface PlatformRolesArgs extends ComponentArgs<PlatformRolesChildren> {
  /** Account and region; conditions and ARNs name them. */
  readonly account: AwsAccount;
  /**
   * ARNs of the roles, users or accounts that may assume the deployer role. Whoever is let in can do all that the platform
   * can: name the role of the pipeline rather than the account, where one exists.
   */
  readonly deployerPrincipals: readonly string[];
}

/** Children of `KeySet`, for `transform`. */
export interface KeySetChildren {
  key: KeyArgs;
  alias: AliasArgs;
}

export interface KeySetArgs<R extends string> extends ComponentArgs<KeySetChildren> {
  /** Account and region; the key policies name them. */
  readonly account: AwsAccount;
  /** What each key is for, by the role word that names it: `{ data: "data", "flow-logs": "logs" }`. */
  readonly keys: Readonly<Record<R, KeyUse>>;
  /**
   * Days between asking for a key's deletion and losing it and all it encrypted, 7 to 30 (KMS API, ScheduleKeyDeletion).
   * @default 30
   */
  readonly deletionWindowDays?: number;
  /**
   * Whether the keys are protected from deletion, and kept when their stack goes.
   * @default true
   */
  readonly protect?: boolean;
}
