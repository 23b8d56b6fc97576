import type { IncomingHttpHeaders } from "node:http";
import type { Input, Service } from "./call";
import { ServiceError } from "./errors";

/** A request as the SDKs send it, read just enough to know who asks which service for what. */
export interface Request {
  readonly service: Service;
  readonly action: string;
  readonly input: Input;
  readonly region: string;
  readonly accessKey: string;
}

const services: Readonly<Record<string, Service>> = {
  dynamodb: "dynamodb",
  events: "events",
  firehose: "firehose",
  lambda: "lambda",
  sns: "sns",
  sqs: "sqs",
  states: "states",
};

/**
 * Reads a request by the scope of its signature (`Credential=KEY/DATE/REGION/SERVICE/aws4_request`), the header
 * `X-Amz-Target` of the JSON protocols, the body of the query protocol, or the path of Lambda's REST.
 *
 * @throws {ServiceError} where it is none of these.
 */
export function readRequest(headers: IncomingHttpHeaders, path: string, body: Buffer): Request {
  const scope = /Credential=([^/]+)\/\d+\/([\w-]+)\/(\w+)\//.exec(headers.authorization ?? "");
  const [, accessKey = "", region = "", name = ""] = scope ?? [];
  const service = services[name];
  if (service === undefined)
    throw new ServiceError(
      "UnrecognizedClientException",
      `The signature is for "${name}", which is not served here`,
      403,
    );
  const target = headers["x-amz-target"];
  if (typeof target === "string") {
    const [prefix = "", action = ""] = target.split(".");
    const input = JSON.parse(body.toString("utf8") || "{}") as Input;
    return {
      service: prefix.startsWith("DynamoDBStreams") ? "streams" : service,
      action,
      input,
      region,
      accessKey,
    };
  }
  if (service === "lambda") {
    const [, encoded = ""] = /^\/2015-03-31\/functions\/([^/]+)\/invocations/.exec(path) ?? [];
    if (encoded === "")
      throw new ServiceError("UnknownOperationException", `${path} is not answered here`, 404);
    const input = {
      FunctionName: decodeURIComponent(encoded),
      InvocationType: headers["x-amz-invocation-type"] ?? "RequestResponse",
      Payload: body.length === 0 ? "{}" : body.toString("utf8"),
    };
    return { service, action: "Invoke", input, region, accessKey };
  }
  const form = Object.fromEntries(new URLSearchParams(body.toString("utf8")));
  return { service, action: form["Action"] ?? "", input: form, region, accessKey };
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** An answer in the protocol of its service. */
export function reply({ service }: { readonly service: Service }, output: object): Reply {
  if (service === "lambda") {
    const { StatusCode, FunctionError, Payload } = output as {
      StatusCode: number;
      FunctionError?: string;
      Payload?: string;
    };
    return {
      status: StatusCode,
      headers: {
        "content-type": "application/json",
        "x-amz-executed-version": "$LATEST",
        ...(FunctionError === undefined ? {} : { "x-amz-function-error": FunctionError }),
      },
      body: Payload ?? "",
    };
  }
  return {
    status: 200,
    headers: { "content-type": "application/x-amz-json-1.0" },
    body: JSON.stringify(output),
  };
}

/** An error in the protocol of its service. */
export function errorReply(service: Service | undefined, { code, message, status }: ServiceError): Reply {
  if (service === "sns")
    return {
      status,
      headers: { "content-type": "text/xml" },
      body:
        `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>${status < 500 ? "Sender" : "Receiver"}</Type>` +
        `<Code>${code}</Code><Message>${escaped(message)}</Message></Error><RequestId>live</RequestId></ErrorResponse>`,
    };
  return {
    status,
    headers: { "content-type": "application/x-amz-json-1.0", "x-amzn-errortype": code },
    body: JSON.stringify({ __type: code, message, Message: message }),
  };
}

const escaped = (text: string): string =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
