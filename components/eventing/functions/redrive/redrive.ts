import { createHash } from "node:crypto";
import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { ExecutionAlreadyExists, StartExecutionCommand, type SFNClient } from "@aws-sdk/client-sfn";
import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { processMessages } from "../../runtime/batch";
import type { Observe } from "../../runtime/observe";
import { targetOf, type Target } from "./target";

/** The message can not be handed to what it names. */
export class RedriveError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "RedriveError";
  }
}

/** What the deployment lets dead letters go back to; each may be missing. */
export interface Targets {
  /** URLs of queues. */
  readonly queueUrls: readonly (string | undefined)[];
  /** ARNs of functions and state machines. */
  readonly arns: readonly (string | undefined)[];
}

export interface RedriveOptions {
  readonly queues: SQSClient;
  readonly functions: LambdaClient;
  readonly workflows: SFNClient;
  readonly targets: Targets;
  readonly observe: Pick<Observe, "log" | "metrics" | "tracing">;
}

/**
 * Hands each event, its delay over, to the one target that failed at it; no other consumer gets it again. What fails is
 * reported, stays, and becomes a dead letter in turn when it has failed often enough.
 *
 * A function is called and waited for: its failure is known at once, and an event is not lost with a function that has
 * nowhere to send its failures.
 */
export function createRedrive(
  options: RedriveOptions,
): (event: SQSEvent, context: Context) => Promise<SQSBatchResponse> {
  const { queues, functions, workflows, targets, observe } = options;

  const invoke = async ({ arn }: Target, event: string) => {
    const { FunctionError, Payload } = await functions.send(
      new InvokeCommand({ FunctionName: arn, InvocationType: "RequestResponse", Payload: event }),
    );
    if (FunctionError === undefined) return;
    throw new RedriveError(`${arn} failed again: ${errorTypeOf(Payload?.transformToString())}`);
  };

  const send = async ({ arn }: Target, event: string) => {
    await queues.send(
      new SendMessageCommand({ QueueUrl: queueUrlOf(arn, targets.queueUrls), MessageBody: event }),
    );
  };

  const start = async ({ arn }: Target, event: string, messageId: string) => {
    // A message that comes again finds the execution that it started: names of executions are unique.
    const name = `redrive-${createHash("sha256").update(messageId).digest("hex").slice(0, 32)}`;
    try {
      await workflows.send(new StartExecutionCommand({ stateMachineArn: arn, name, input: event }));
    } catch (error) {
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
    }
  };

  const one = async ({ messageAttributes, messageId, body }: SQSRecord) => {
    const arn = messageAttributes["TARGET_ARN"]?.stringValue ?? "";
    const target = targetOf(arn);
    if (target === undefined) throw new RedriveError(`The message names no target: TARGET_ARN is "${arn}"`);
    if (target.kind !== "queue" && !targets.arns.includes(target.arn)) throw notReachable(arn);
    switch (target.kind) {
      case "function":
        await invoke(target, body);
        break;
      case "queue":
        await send(target, body);
        break;
      case "workflow":
        await start(target, body, messageId);
    }
    const attempt = messageAttributes["ATTEMPT"]?.stringValue;
    observe.log.info("A dead letter went back to its target", { target: target.arn, attempt, messageId });
  };

  return (event, context) => processMessages(event, context, observe, one);
}

const notReachable = (arn: string) =>
  new RedriveError(`${arn} is none of the targets of this deployment; name it in the function's environment`);

/** The URL that ends in the account and name of the ARN: `arn:aws:sqs:<region>:<account>:<name>`. */
function queueUrlOf(arn: string, urls: readonly (string | undefined)[]): string {
  const path = arn.split(":").slice(4).join("/");
  const url = urls.find((one) => one?.endsWith(`/${path}`));
  if (url === undefined) throw notReachable(arn);
  return url;
}

/** The class of a function's error; its message may quote what was given, and that may be personal. */
function errorTypeOf(payload: string | undefined): string {
  const found = /"errorType":\s*"([A-Za-z0-9_.]+)"/.exec(payload ?? "")?.[1];
  return found ?? "its log says why";
}
