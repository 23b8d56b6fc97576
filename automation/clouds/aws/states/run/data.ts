import { StateFailure } from "../failure";
import { sizeOf, type Json } from "../json";
import { put, read, type Environment } from "../language/path";

/** 256 KiB as UTF-8, the most that a task, state or execution takes or gives (Developer Guide, "Quotas related to state machine executions"). */
export const MAX_DATA_BYTES = 262_144;

/** @throws {StateFailure} `States.DataLimitExceeded` */
export function withinLimit(value: Json, what: string): Json {
  if (sizeOf(value) <= MAX_DATA_BYTES) return value;
  throw new StateFailure(
    "States.DataLimitExceeded",
    `${what} has ${sizeOf(value)} bytes; the maximum is ${MAX_DATA_BYTES}`,
  );
}

/** InputPath or OutputPath: null stands for an empty object. */
export function through(
  path: string | null | undefined,
  data: Json,
  environment: (data: Json) => Environment,
  field: string,
): Json {
  return path === null ? {} : read(path ?? "$", environment(data), field);
}

/** ResultPath: where in the state's input the result goes; null drops it. */
export function keep(resultPath: string | null | undefined, input: Json, result: Json): Json {
  if (resultPath === null) return input;
  return put(input, resultPath ?? "$", result);
}
