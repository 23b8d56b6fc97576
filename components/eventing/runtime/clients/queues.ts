import { SQSClient } from "@aws-sdk/client-sqs";
import type { Tracing } from "../observe/tracing";
import { maxAttempts, requestHandler, traceCalls } from "./trace";

export const queuesClient = (tracing: Tracing): SQSClient =>
  traceCalls(new SQSClient({ maxAttempts, requestHandler }), tracing);
