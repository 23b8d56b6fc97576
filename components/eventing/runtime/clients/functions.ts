import { LambdaClient } from "@aws-sdk/client-lambda";
import type { Tracing } from "../observe/tracing";
import { requestHandler, traceCalls } from "./trace";

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
