/** Kinds of targets that one event can be handed to again without any other consumer getting it. */
export type TargetKind = "function" | "queue" | "workflow";

/** The one consumer that failed. */
export interface Target {
  /** Without the version that an asynchronous invocation names: both kinds of records then name the same target. */
  readonly arn: string;
  readonly kind: TargetKind;
  /** Name of the function, queue or state machine: who consumes. */
  readonly name: string;
}

/**
 * The target that an ARN names; undefined for what can not be called alone, such as an API destination.
 *
 * @see Lambda, Step Functions and SQS: AWS Service Authorization Reference, resource types.
 */
export function targetOf(arn: string): Target | undefined {
  const [, , service, , , first, second, version] = arn.split(":");
  if (arn.split(":")[0] !== "arn" || first === undefined || first === "") return undefined;
  if (service === "sqs") return second === undefined ? { arn, kind: "queue", name: first } : undefined;
  if (second === undefined || second === "") return undefined;
  if (service === "lambda" && first === "function") {
    const plain = version === "$LATEST" ? arn.slice(0, -":$LATEST".length) : arn;
    return { arn: plain, kind: "function", name: second };
  }
  if (service === "states" && first === "stateMachine") return { arn, kind: "workflow", name: second };
  return undefined;
}
