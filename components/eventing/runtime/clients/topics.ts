import { SNSClient } from "@aws-sdk/client-sns";
import type { Tracing } from "../observe/tracing";
import { maxAttempts, requestHandler, traceCalls } from "./trace";

export const topicsClient = (tracing: Tracing): SNSClient =>
  traceCalls(new SNSClient({ maxAttempts, requestHandler }), tracing);
