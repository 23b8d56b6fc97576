import type { Context } from "../../kind";
import * as v from "../../values";

/** A key that AWS keeps for one service: `alias/aws/sqs`, or its ARN. */
export const beginsWithManagedAlias = (key: string): boolean =>
  /^(arn:aws[\w-]*:kms:[\w-]+:\d+:)?alias\/aws\//.test(key);

/** The ARN of a key of this world, by its id, ARN or alias. */
export function keyOf(c: Context, identifier: string): string | undefined {
  const found = c.world
    .resolve(identifier)
    .find((e) => e.type === "aws:kms/key:Key" || e.type === "aws:kms/alias:Alias");
  if (found?.type === "aws:kms/alias:Alias") return v.text(found.outputs, "targetKeyArn");
  return v.text(found?.outputs, "arn");
}
