import { Alias } from "@pulumi/aws/kms/alias";
import { Key } from "@pulumi/aws/kms/key";
import type * as pulumi from "@pulumi/pulumi";
import { Check, oneOf, wholeNumber } from "../core";
import type { KeySetArgs, KeySetChildren } from "./args";
import { checkAccount } from "./checks";
import { AwsComponent } from "./component";
import { DELETION_WINDOW_DAYS, KEY_DESCRIPTIONS, KEY_USES, keyPolicy, type KeyUse } from "./plan/keys";

/**
 * Customer-managed KMS keys, one a matter, so that a grant opens nothing else. Every key is symmetric, rotated each year,
 * and has an alias. Its policy admits the account's own IAM policies and the services that must use it without a caller's
 * credentials, for resources of this account only. Each key costs a monthly fee, and each request too.
 *
 * @throws {InputError} for a malformed account, an unknown use, or a window outside 7 to 30 days.
 * @example
 * const keys = new KeySet("keys", { naming, tags, account, keys: { data: "data", events: "events" } });
 * new DataBucket("bucket", { ..., keyArn: keys.arns.data });
 */
export class KeySet<R extends string = KeyUse> extends AwsComponent<KeySetChildren> {
  /** ARN of each key, by role word. */
  readonly arns: Readonly<Record<R, pulumi.Output<string>>>;

  constructor(name: string, args: KeySetArgs<R>, opts?: pulumi.ComponentResourceOptions) {
    check(name, args);
    super("aws-platform", "KeySet", name, args, opts);
    const uses = Object.entries<KeyUse>(args.keys);
    this.arns = Object.fromEntries(
      uses.map(([role, use]) => [role, this.createKey(role, use, args)]),
    ) as Record<R, pulumi.Output<string>>;
    this.registerOutputs({ arns: this.arns });
  }

  private createKey(role: string, use: KeyUse, args: KeySetArgs<R>): pulumi.Output<string> {
    const { account, deletionWindowDays = DELETION_WINDOW_DAYS.max, protect = true } = args;
    const key = this.child(
      "key",
      Key,
      {
        description: KEY_DESCRIPTIONS[use],
        policy: keyPolicy(use, account),
        enableKeyRotation: true,
        deletionWindowInDays: deletionWindowDays,
        tags: { Name: this.physical("aws-name-tag", role) },
      },
      { role, protect, retainOnDelete: protect },
    );
    const alias = { name: `alias/${this.physical("aws-kms-alias", role)}`, targetKeyId: key.keyId };
    this.child("alias", Alias, alias, { role, protect });
    return key.arn;
  }
}

function check<R extends string>(name: string, args: KeySetArgs<R>): void {
  const inputs = new Check(`KeySet "${name}"`);
  checkAccount(inputs, args.account);
  const uses = Object.entries<string>(args.keys);
  if (uses.length === 0) inputs.fault("keys", {}, "at least one key");
  for (const [role, use] of uses) inputs.plain(`keys.${role}`, use, oneOf(...KEY_USES));
  if (args.deletionWindowDays !== undefined) {
    const { min, max } = DELETION_WINDOW_DAYS;
    inputs.plain("deletionWindowDays", args.deletionWindowDays, wholeNumber(min, max, "days"));
  }
  inputs.done();
}
