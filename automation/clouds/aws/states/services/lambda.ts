import { StateFailure } from "../failure";
import { isObject, type Json } from "../json";
import type { Integration } from "./service";

/** Developer Guide, "Invoke an AWS Lambda function with Step Functions". */
export const invoke: Integration = {
  errors: "Lambda",
  parameters: ["ClientContext", "FunctionName", "InvocationType", "LogType", "Payload", "Qualifier"],
  required: ["FunctionName"],
  request: (parameters) =>
    parameters["Payload"] === undefined
      ? parameters
      : { ...parameters, Payload: JSON.stringify(parameters["Payload"]) },
  result: (response) => {
    const payload = parsed(response["Payload"]);
    if (response["FunctionError"] !== undefined) throw functionFailure(payload);
    return {
      ExecutedVersion: response["ExecutedVersion"] ?? "$LATEST",
      ...(payload === undefined ? {} : { Payload: payload }),
      StatusCode: response["StatusCode"] ?? 200,
    };
  },
};

/** What a function answers is JSON text; anything else stays text. */
function parsed(payload: Json | undefined): Json | undefined {
  if (typeof payload !== "string" || payload === "") return undefined;
  try {
    return JSON.parse(payload) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return payload;
    throw error;
  }
}

/** An error that the function threw carries its type; one of the service itself, memory or time used up, has none. */
function functionFailure(payload: Json | undefined): StateFailure {
  const thrown = isObject(payload) ? payload["errorType"] : undefined;
  const error = typeof thrown === "string" && thrown !== "" ? thrown : "Lambda.Unknown";
  return new StateFailure(error, payload === undefined ? "" : JSON.stringify(payload));
}
