import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Tracing } from "../observe/tracing";
import { maxAttempts, requestHandler, traceCalls } from "./trace";

/** Tables, by items as plain objects. */
export const tablesClient = (tracing: Tracing): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(traceCalls(new DynamoDBClient({ maxAttempts, requestHandler }), tracing), {
    marshallOptions: { removeUndefinedValues: true },
  });
