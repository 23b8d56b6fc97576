import type { RolePolicyArgs } from "@pulumi/aws/iam";
import type { FunctionEventInvokeConfigArgs } from "@pulumi/aws/lambda";
import type { Check } from "../core";
import type { FunctionRef } from "./args";
import type { DeadLetterQueue } from "./dead-letter-queue";
import { grantArgs } from "./delivery";
import { ASYNC_RETRY } from "./plan";

/** Functions that a rule or schedule invokes already, by its name: a function has one place for its failures. */
const taken = new WeakMap<FunctionRef, string>();

/** Refuses a function whose failures go elsewhere already; the answer notes that they go here now. */
export function claimFailures(check: Check, name: string, consumer: FunctionRef): () => void {
  const other = taken.get(consumer);
  if (other !== undefined) {
    const allowed =
      "a function of its own, or one rule with both patterns: failures of a function go to one place";
    check.fault("consumer", `the function of "${other}"`, allowed);
  }
  return () => {
    taken.set(consumer, name);
  };
}

/** Lets a function's role send what the function failed at. */
export const failureGrantArgs = (
  { roleName }: FunctionRef,
  { queueArn, keyArn }: DeadLetterQueue,
): RolePolicyArgs => grantArgs(roleName, [{ actions: ["sqs:SendMessage"], arn: queueArn, keyArn }]);

/** Lambda's own retries of an asynchronous invocation, and where it ends that failed for good. */
export const failureArgs = (
  { functionName }: FunctionRef,
  { queueArn }: DeadLetterQueue,
): FunctionEventInvokeConfigArgs => ({
  functionName,
  ...ASYNC_RETRY,
  destinationConfig: { onFailure: { destination: queueArn } },
});
