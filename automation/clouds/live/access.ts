import { judge, onBehalfOf } from "../aws/access/ask";
import type { RequestContext } from "../aws/access/conditions";
import { keyOf } from "../aws/access/keys";
import * as v from "../values";
import type { Entity } from "../world/world";
import { recordsOf, textOf, type ApiCall, type Caller } from "./call";
import { ServiceError } from "./errors";
import { arnOf, type Estate } from "./estate";

/** A permission that a call needs. */
interface Needed {
  readonly action: string;
  readonly resource: string;
  readonly context?: RequestContext;
}

/** Actions of SQS and SNS on several messages ask for the permission of one (their Service Authorization References). */
const single = (action: string): string =>
  /^(SendMessage|DeleteMessage|ChangeMessageVisibility|Publish)Batch$/.test(action)
    ? action.slice(0, -"Batch".length)
    : action;

const transactions: Readonly<Record<string, string>> = {
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  ConditionCheck: "ConditionCheckItem",
  Get: "GetItem",
};

/** Whether calls are allowed by the policies that were deployed. */
export class Access {
  private readonly verdicts = new Map<string, string | undefined>();

  constructor(private readonly estate: Estate) {}

  /** Forgets what it was told: after a deployment. */
  refresh(): void {
    this.verdicts.clear();
  }

  /** @throws {ServiceError} in the words of the service, where a call is not allowed. */
  check(call: ApiCall): void {
    const { caller } = call;
    if (caller.kind === "operator") return;
    for (const needed of this.neededBy(call)) {
      const why = this.refusal(caller, needed, call.region);
      if (why !== undefined) throw denied(call, needed, why);
    }
  }

  /** Why something is refused, of which the world knows; undefined where it is allowed. */
  refusal(caller: Exclude<Caller, { kind: "operator" }>, needed: Needed, region: string): string | undefined {
    const key = JSON.stringify([caller, needed, region]);
    if (!this.verdicts.has(key)) this.verdicts.set(key, this.judged(caller, needed, region));
    return this.verdicts.get(key);
  }

  private judged(
    caller: Exclude<Caller, { kind: "operator" }>,
    needed: Needed,
    region: string,
  ): string | undefined {
    const c = this.estate.context(this.estate.account, region);
    const request =
      caller.kind === "role"
        ? { caller: { kind: "AWS" as const, id: caller.arn }, ...needed }
        : {
            caller: { kind: "Service" as const, id: caller.id },
            ...needed,
            context: { ...onBehalfOf(c, caller.source), ...needed.context },
          };
    const verdict = judge(c, request);
    return verdict.allowed ? undefined : verdict.why;
  }

  private neededBy({ service, action, input, region }: ApiCall): Needed[] {
    switch (service) {
      case "dynamodb":
        return this.tableActions(action, input, region);
      case "streams": {
        const arn = textOf(input, "StreamArn") ?? textOf(input, "ShardIterator")?.split("|")[0] ?? "*";
        return [{ action: `dynamodb:${action}`, resource: arn }];
      }
      case "sqs": {
        const url = textOf(input, "QueueUrl") ?? textOf(input, "QueueName") ?? "";
        const queue = this.estate.find("queue", url, region);
        if (!queue) return [];
        const own = {
          action: `sqs:${action === "GetQueueUrl" ? action : single(action)}`,
          resource: arnOf(queue),
        };
        const actions = action.startsWith("SendMessage")
          ? ["kms:GenerateDataKey", "kms:Decrypt"]
          : ["kms:Decrypt"];
        return [
          own,
          ...(/^(Send|Receive)/.test(action)
            ? this.ofKey(queue, "kmsMasterKeyId", actions, "sqs", region)
            : []),
        ];
      }
      case "sns": {
        const topic = this.estate.find(
          "topic",
          textOf(input, "TopicArn") ?? textOf(input, "TargetArn") ?? "",
          region,
        );
        if (!topic) return [];
        return [
          { action: `sns:${single(action)}`, resource: arnOf(topic) },
          ...this.ofKey(topic, "kmsMasterKeyId", ["kms:GenerateDataKey", "kms:Decrypt"], "sns", region),
        ];
      }
      case "events":
        return action === "PutEvents"
          ? recordsOf(input, "Entries").map((entry) => this.putEvents(entry, region))
          : [{ action: `events:${action}`, resource: textOf(input, "EventSourceArn") ?? "*" }];
      case "states": {
        const machine = this.estate.find("machine", textOf(input, "stateMachineArn") ?? "", region);
        return [
          { action: `states:${action}`, resource: machine?.id ?? textOf(input, "executionArn") ?? "*" },
        ];
      }
      case "firehose": {
        const stream = this.estate.find("delivery", textOf(input, "DeliveryStreamName") ?? "", region);
        return stream ? [{ action: `firehose:${action}`, resource: stream.id }] : [];
      }
      case "s3":
        return this.objectActions(action, input, region);
      case "lambda": {
        const lambda = this.estate.find("lambda", textOf(input, "FunctionName") ?? "", region);
        return lambda ? [{ action: "lambda:InvokeFunction", resource: arnOf(lambda) }] : [];
      }
    }
  }

  private putEvents(entry: Record<string, unknown>, region: string): Needed {
    const name = textOf(entry, "EventBusName") ?? "default";
    const bus = this.estate.find("bus", name, region);
    const resource = bus ? arnOf(bus) : `arn:aws:events:${region}:${this.estate.account}:event-bus/${name}`;
    return {
      action: "events:PutEvents",
      resource,
      context: {
        "events:source": textOf(entry, "Source") ?? "",
        "events:detail-type": textOf(entry, "DetailType") ?? "",
      },
    };
  }

  private tableActions(action: string, input: ApiCall["input"], region: string): Needed[] {
    const on = (name: string | undefined, act: string, index?: string): Needed[] => {
      const table = name === undefined ? undefined : this.estate.find("table", name, region);
      if (!table) return [];
      const resource = index === undefined ? arnOf(table) : `${arnOf(table)}/index/${index}`;
      return [
        { action: `dynamodb:${act}`, resource },
        ...this.ofKey(table, "serverSideEncryption.kmsKeyArn", ["kms:Decrypt"], "dynamodb", region),
      ];
    };
    if (action === "TransactWriteItems" || action === "TransactGetItems")
      return recordsOf(input, "TransactItems").flatMap((item) =>
        Object.entries(item).flatMap(([kind, op]) => on(textOf(op, "TableName"), transactions[kind] ?? kind)),
      );
    if (action === "BatchWriteItem" || action === "BatchGetItem")
      return Object.keys(input["RequestItems"] ?? {}).flatMap((name) => on(name, action));
    return on(textOf(input, "TableName"), action, textOf(input, "IndexName"));
  }

  /** To put an object under a key, its data key is made for the caller (S3 User Guide, "Using server-side encryption with AWS KMS keys"). */
  private objectActions(action: string, input: ApiCall["input"], region: string): Needed[] {
    const [bucket, key] = [textOf(input, "Bucket") ?? "", textOf(input, "SSEKMSKeyId")];
    const own = { action: `s3:${action}`, resource: `arn:aws:s3:::${bucket}/${textOf(input, "Key") ?? ""}` };
    if (key === undefined) return [own];
    const context = {
      "kms:ViaService": `s3.${region}.amazonaws.com`,
      "kms:CallerAccount": this.estate.account,
    };
    return [own, { action: "kms:GenerateDataKey", resource: key, context }];
  }

  /** What a caller needs of the key that something is encrypted with; the service uses it for the caller. */
  private ofKey(
    entity: Entity,
    property: string,
    actions: string[],
    service: string,
    region: string,
  ): Needed[] {
    const given = v.text(entity.inputs, property);
    if (given === undefined) return [];
    const key = keyOf(this.estate.context(this.estate.account, region), given);
    const context = {
      "kms:ViaService": `${service}.${region}.amazonaws.com`,
      "kms:CallerAccount": this.estate.account,
    };
    return key === undefined ? [] : actions.map((action) => ({ action, resource: key, context }));
  }
}

/** How each service refuses (Common errors in their API references; IAM user guide, "Access denied error message examples"). */
function denied({ service, caller }: ApiCall, { action, resource }: Needed, why: string): ServiceError {
  const who =
    caller.kind === "role"
      ? `arn:aws:sts::${caller.arn.split(":")[4] ?? ""}:assumed-role/${caller.arn.slice(caller.arn.lastIndexOf("/") + 1)}/${caller.by}`
      : caller.kind === "service"
        ? caller.id
        : "";
  const message = `User: ${who} is not authorized to perform: ${action} on resource: ${resource} because ${why}`;
  if (action.startsWith("kms:") && service === "sqs")
    return new ServiceError("KMS.AccessDeniedException", message);
  if (service === "sqs") return new ServiceError("AccessDenied", message, 403);
  if (service === "sns")
    return new ServiceError(
      action.startsWith("kms:") ? "KMSAccessDenied" : "AuthorizationError",
      message,
      403,
    );
  return new ServiceError("AccessDeniedException", message, service === "lambda" ? 403 : 400);
}
