import { StateFailure } from "../failure";
import { isList, isObject, type Json, type JsonObject } from "../json";
import { invoke } from "./lambda";
import { asText, serviceFailure, type CallContext, type Integration, type ServiceCall } from "./service";

export type { CallContext, ServiceCall } from "./service";

const dynamodb = (parameters: readonly string[], required: readonly string[]): Integration => ({
  errors: "DynamoDB",
  parameters: ["TableName", "ExpressionAttributeNames", "ReturnConsumedCapacity", ...parameters, ...required],
  required: ["TableName", ...required],
});

const WRITE = [
  "ConditionalOperator",
  "ConditionExpression",
  "Expected",
  "ExpressionAttributeValues",
  "ReturnItemCollectionMetrics",
  "ReturnValues",
];

/**
 * The optimized integrations that executions here know, request and response pattern, with the parameters that the Step
 * Functions Developer Guide lists for each on its page under "Integrating optimized services".
 */
export const INTEGRATIONS: Readonly<Record<string, Integration>> = {
  "lambda:invoke": invoke,
  "dynamodb:getItem": dynamodb(["AttributesToGet", "ConsistentRead", "ProjectionExpression"], ["Key"]),
  "dynamodb:putItem": dynamodb(WRITE, ["Item"]),
  "dynamodb:updateItem": dynamodb([...WRITE, "AttributeUpdates", "UpdateExpression"], ["Key"]),
  "dynamodb:deleteItem": dynamodb(WRITE, ["Key"]),
  "events:putEvents": {
    errors: "EventBridge",
    parameters: ["Entries"],
    required: ["Entries"],
    request: (parameters, context) => ({
      ...parameters,
      Entries: entriesOf(parameters).map((entry) => ({
        ...asText(entry, "Detail"),
        Resources: [
          ...(isList(entry["Resources"]) ? entry["Resources"] : []),
          context.executionArn,
          context.stateMachineArn,
        ],
      })),
    }),
    result: (response) => {
      if (Number(response["FailedEntryCount"] ?? 0) > 0)
        throw new StateFailure("EventBridge.FailedEntry", JSON.stringify(response));
      return response;
    },
  },
  "sns:publish": {
    errors: "SNS",
    parameters: [
      "Message",
      "MessageAttributes",
      "MessageDeduplicationId",
      "MessageGroupId",
      "MessageStructure",
      "PhoneNumber",
      "Subject",
      "TargetArn",
      "TopicArn",
    ],
    required: ["Message"],
    request: (parameters) => asText(parameters, "Message"),
  },
  "sqs:sendMessage": {
    errors: "SQS",
    parameters: [
      "DelaySeconds",
      "MessageAttributes",
      "MessageBody",
      "MessageDeduplicationId",
      "MessageGroupId",
      "QueueUrl",
    ],
    required: ["MessageBody", "QueueUrl"],
    request: (parameters) => asText(parameters, "MessageBody"),
  },
  "states:startExecution": {
    errors: "StepFunctions",
    parameters: ["Input", "Name", "StateMachineArn", "TraceHeader"],
    required: ["StateMachineArn"],
    request: (parameters) => asText(parameters, "Input"),
  },
};

function entriesOf(parameters: JsonObject): JsonObject[] {
  const entries = parameters["Entries"];
  return isList(entries) ? entries.filter(isObject) : [];
}

const OPTIMIZED = /^arn:aws[a-z-]*:states:::([a-z]+:[a-zA-Z]+)$/;
const FUNCTION = /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[\w-]+(?::[\w$-]+)?$/;

/** What a Task's resource asks for: an integration by its name, or a function by its ARN. */
export function actionOf(
  resource: string,
): { readonly action: string; readonly functionArn?: string } | undefined {
  if (FUNCTION.test(resource)) return { action: "lambda:invoke", functionArn: resource };
  const action = OPTIMIZED.exec(resource)?.[1];
  return action !== undefined && Object.hasOwn(INTEGRATIONS, action) ? { action } : undefined;
}

/** Does the work of a Task and gives its result. @throws {StateFailure} with the service's error name. */
export async function callService(
  resource: string,
  parameters: Json,
  context: CallContext,
  call: ServiceCall,
  requestId: () => string,
): Promise<Json> {
  const { action = "", functionArn } = actionOf(resource) ?? {};
  const integration = INTEGRATIONS[action];
  if (integration === undefined) throw new Error(`no integration for ${resource}`);
  const given: JsonObject =
    functionArn !== undefined
      ? { FunctionName: functionArn, Payload: parameters }
      : isObject(parameters)
        ? parameters
        : {};
  const missing = integration.required.filter((name) => given[name] === undefined);
  if (missing.length > 0)
    throw new StateFailure(
      "States.Runtime",
      `The field '${missing.join("', '")}' is required but was missing`,
    );
  let response: Json;
  try {
    response = await call(action, integration.request?.(given, context) ?? given, context);
  } catch (error) {
    throw serviceFailure(integration.errors, error);
  }
  const body = isObject(response) ? response : {};
  const result = integration.result?.(body) ?? body;
  if (functionArn !== undefined) return result["Payload"] ?? null;
  return {
    ...result,
    SdkHttpMetadata: { HttpStatusCode: 200 },
    SdkResponseMetadata: { RequestId: requestId() },
  };
}
