import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { Tracing } from "../observe/tracing";
import { requestHandler, traceCalls } from "./trace";

/** One attempt a call: the publisher tries again itself, and only what failed. */
export const busClient = (tracing: Tracing): EventBridgeClient =>
  traceCalls(new EventBridgeClient({ maxAttempts: 1, requestHandler }), tracing);
