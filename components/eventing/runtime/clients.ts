import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SFNClient } from "@aws-sdk/client-sfn";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { SpanKind, type Tracing } from "./observe/tracing";

/**
 * A call that hangs would take the function's whole time: by default the SDK waits without end. A time-out counts as a
 * failure that is tried again.
 */
const requestHandler = { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true };

/** The SDK's own attempts, with its backoff. */
const maxAttempts = 3;

/** What every client of the SDK has: steps around each of its calls. */
interface Traced {
  readonly middlewareStack: {
    add(middleware: unknown, options: { step: "initialize"; name: string; override: boolean }): void;
  };
}

interface CallContext {
  readonly clientName?: string;
  readonly commandName?: string;
}

type Next = (args: unknown) => Promise<unknown>;

/** Puts a span around every call of a client, retries included. */
export function traceCalls<C extends Traced>(client: C, tracing: Tracing): C {
  const middleware =
    (next: Next, { clientName = "", commandName = "" }: CallContext): Next =>
    (args) => {
      const service = clientName.replace(/Client$/, "");
      const method = commandName.replace(/Command$/, "");
      const attributes = { "rpc.system": "aws-api", "rpc.service": service, "rpc.method": method };
      return tracing.inSpan(`${service}.${method}`, { kind: SpanKind.CLIENT, attributes }, () => next(args));
    };
  client.middlewareStack.add(middleware, { step: "initialize", name: "causewayTracing", override: true });
  return client;
}

/** Tables, by items as plain objects. */
export const tablesClient = (tracing: Tracing): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(traceCalls(new DynamoDBClient({ maxAttempts, requestHandler }), tracing), {
    marshallOptions: { removeUndefinedValues: true },
  });

export const queuesClient = (tracing: Tracing): SQSClient =>
  traceCalls(new SQSClient({ maxAttempts, requestHandler }), tracing);

export const topicsClient = (tracing: Tracing): SNSClient =>
  traceCalls(new SNSClient({ maxAttempts, requestHandler }), tracing);

export const workflowsClient = (tracing: Tracing): SFNClient =>
  traceCalls(new SFNClient({ maxAttempts, requestHandler }), tracing);

/**
 * One attempt a call, and as long as the called function may take: a second attempt would run it again while the first may
 * still be at work.
 *
 * @param timeoutMs the longest time-out of what is called.
 */
export const functionsClient = (tracing: Tracing, timeoutMs: number): LambdaClient =>
  traceCalls(
    new LambdaClient({ maxAttempts: 1, requestHandler: { ...requestHandler, requestTimeout: timeoutMs } }),
    tracing,
  );

/** One attempt a call: the publisher tries again itself, and only what failed. */
export const busClient = (tracing: Tracing): EventBridgeClient =>
  traceCalls(new EventBridgeClient({ maxAttempts: 1, requestHandler }), tracing);
