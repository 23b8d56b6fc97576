import { SFNClient } from "@aws-sdk/client-sfn";
import type { Tracing } from "../observe/tracing";
import { maxAttempts, requestHandler, traceCalls } from "./trace";

export const workflowsClient = (tracing: Tracing): SFNClient =>
  traceCalls(new SFNClient({ maxAttempts, requestHandler }), tracing);
