import type { Statement } from "./access/document";

/** "Amazon SQS policy quotas" in the Amazon SQS developer guide (read 2026-11-26). */
const queuePolicy = { bytes: 8192, statements: 20, actionsPerStatement: 7 };

/** What SQS has against a policy that is well formed, in its words. */
export function queuePolicyFault(text: string, statements: readonly Statement[]): string | undefined {
  if (Buffer.byteLength(text) > queuePolicy.bytes)
    return `OverLimit: Submitted policy is over max allowed size of ${String(queuePolicy.bytes)} bytes`;
  if (statements.length > queuePolicy.statements)
    return `OverLimit: ${String(statements.length)} statements were found in the submitted policy, max allowed is ${String(queuePolicy.statements)}`;
  const most = Math.max(...statements.map(({ actions }) => actions.length));
  return most > queuePolicy.actionsPerStatement
    ? `OverLimit: ${String(most)} actions were found in a statement from the submitted policy, max allowed is ${String(queuePolicy.actionsPerStatement)}`
    : undefined;
}

/** "Valid Amazon SNS policy actions" in the Amazon SNS developer guide (read 2026-11-26), and what default policies have. */
const topicActions = [
  ...["addpermission", "deletetopic", "getdataprotectionpolicy", "gettopicattributes"],
  ...["listsubscriptionsbytopic", "listtagsforresource", "publish", "putdataprotectionpolicy", "receive"],
  ...["removepermission", "settopicattributes", "subscribe"],
];

/** What SNS has against a policy that is well formed. What a wildcard stands for is not looked into. */
export function topicPolicyFault(statements: readonly Statement[]): string | undefined {
  const foreign = statements
    .flatMap(({ actions }) => actions)
    .find((action) => {
      const [service, name = ""] = action.toLowerCase().split(":");
      return action !== "*" && (service !== "sns" || (!/[*?]/.test(name) && !topicActions.includes(name)));
    });
  return foreign && `Invalid parameter: Policy statement action out of service scope! (${foreign})`;
}

// "Actions, resources, and condition keys for Amazon S3" in the Service Authorization Reference (read 2026-11-26): actions on
// objects, and those on buckets that their names tell. Of any other action, and of wildcards, nothing is said.
const onObjects =
  /^s3:((get|put|delete|restore|replicate)object\w*|abortmultipartupload|listmultipartuploadparts|bypassgovernanceretention|replicate(delete|tags)|objectowneroverridetobucketowner)$/i;
const onBuckets = /^s3:((get|put|delete|create)bucket\w*|deletebucket|listbucket\w*)$/i;

/** Why an action has no resource that it applies to in its statement; S3 refuses such a policy. */
export function bucketPolicyFault(statements: readonly Statement[]): string | undefined {
  for (const { actions, notActions, resources, notResources } of statements) {
    if (notActions || notResources || resources.some((r) => !r.startsWith("arn:"))) continue;
    const objects = resources.some((r) => /[/*?]/.test(r.slice("arn:aws:s3:::".length)));
    const buckets = resources.some((r) => !r.includes("/"));
    const idle = actions.find((a) => (onObjects.test(a) && !objects) || (onBuckets.test(a) && !buckets));
    if (idle !== undefined) return `Action does not apply to any resource(s) in statement: ${idle}`;
  }
  return undefined;
}
