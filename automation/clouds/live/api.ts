import type { Access } from "./access";
import { textOf, type ApiCall, type Input, type Service } from "./call";
import { ServiceError } from "./errors";
import { nameOf, type Estate } from "./estate";
import type { Faults } from "./faults";
import type { Local } from "./local";

/** Services that the live cloud answers itself: an action's input in, its output out. */
export type Answers = Readonly<Record<Answered, (call: ApiCall) => Promise<object>>>;

const ANSWERED = ["events", "firehose", "lambda", "s3", "states"] as const satisfies readonly Service[];
type Answered = (typeof ANSWERED)[number];

/** Whether the live cloud answers a service itself. */
export const isAnswered = (service: Service): service is Answered =>
  (ANSWERED as readonly Service[]).includes(service);

/** Who wants to know of a call that succeeded: what reads queues and streams. */
export type Watcher = (call: ApiCall) => void;

/** The door that every call goes through, of a function or of a service: what goes wrong, who may, who answers. */
export class Api {
  private readonly watchers: Watcher[] = [];
  private answers: Answers | undefined;

  constructor(
    private readonly estate: Estate,
    private readonly local: Local,
    private readonly access: Access,
    private readonly faults: Faults,
  ) {}

  /** Says who answers; services call each other, so they come after the door. */
  answeredBy(answers: Answers): void {
    this.answers = answers;
  }

  watch(watcher: Watcher): void {
    this.watchers.push(watcher);
  }

  /** A call from within the cloud. */
  call(call: ApiCall): Promise<object> {
    return this.guarded(call, async () => {
      const { service, region, action } = call;
      if (service === "sns") {
        const answer = await this.local.query(region, action, queryOf(call.input));
        return { MessageId: /<MessageId>([^<]*)</.exec(answer)?.[1] ?? "" };
      }
      if (isAnswered(service)) return this.answer(call);
      return this.local.call(service, region, action, call.input);
    });
  }

  /** The answer of a service that is not a local server's. */
  answer(call: ApiCall): Promise<object> {
    const { service } = call;
    if (this.answers === undefined || !isAnswered(service))
      throw new ServiceError("InvalidAction", `${service} is not answered here`);
    return this.answers[service](call);
  }

  /** Lets a call through, or not; `work` makes it. */
  async guarded<T>(call: ApiCall, work: () => Promise<T>): Promise<T> {
    const resource = this.resourceOf(call);
    this.faults.before(call, resource);
    this.access.check(call);
    const answer = await work();
    for (const watcher of this.watchers) watcher(call);
    this.faults.after(call, resource);
    return answer;
  }

  /** The name of what a call acts on; several tables, buses or none are told apart by commas. */
  resourceOf({ service, input, region }: ApiCall): string {
    switch (service) {
      case "sqs": {
        const url = textOf(input, "QueueUrl") ?? textOf(input, "QueueName") ?? "";
        return url.slice(url.lastIndexOf("/") + 1);
      }
      case "sns":
        return lastOf(textOf(input, "TopicArn") ?? textOf(input, "TargetArn"));
      case "lambda":
        return lastOf(textOf(input, "FunctionName"));
      case "states":
        return lastOf(textOf(input, "stateMachineArn"));
      case "firehose":
        return textOf(input, "DeliveryStreamName") ?? "";
      case "s3":
        return textOf(input, "Bucket") ?? "";
      case "streams":
        return (
          /:table\/([^/|]+)/.exec(textOf(input, "StreamArn") ?? textOf(input, "ShardIterator") ?? "")?.[1] ??
          ""
        );
      case "events":
        return named(input["Entries"], "EventBusName")
          .map((bus) => this.nameOfBus(bus, region))
          .join(",");
      case "dynamodb": {
        const items = Array.isArray(input["TransactItems"]) ? (input["TransactItems"] as object[]) : [];
        const inside = named(
          items.flatMap((item) => Object.values(item) as unknown[]),
          "TableName",
        );
        return [
          ...new Set([
            ...inside,
            ...(textOf(input, "TableName") === undefined ? [] : [textOf(input, "TableName")]),
          ]),
        ].join(",");
      }
    }
  }

  private nameOfBus(identifier: string, region: string): string {
    const bus = this.estate.find("bus", identifier, region);
    return bus ? nameOf(bus) : identifier;
  }
}

/** Input in the form of the query protocol: texts as they are, message attributes numbered. */
function queryOf(input: Input): Record<string, string> {
  const attributes = Object.entries(input["MessageAttributes"] ?? {}).flatMap(([name, value], i) => {
    const at = `MessageAttributes.entry.${String(i + 1)}`;
    return [
      [`${at}.Name`, name],
      ...["DataType", "StringValue"].map((key) => [`${at}.Value.${key}`, textOf(value, key) ?? ""]),
    ];
  });
  const texts = Object.entries(input).filter((e): e is [string, string] => typeof e[1] === "string");
  return Object.fromEntries([...texts, ...attributes]) as Record<string, string>;
}

const lastOf = (arn = ""): string => arn.slice(arn.lastIndexOf(":") + 1);

const named = (list: unknown, key: string): string[] =>
  Array.isArray(list) ? [...new Set(list.flatMap((entry) => textOf(entry, key) ?? []))] : [];
