import { accountOf } from "../aws/access/authorize";
import * as v from "../values";
import { Context } from "../kind";
import { Derive } from "../derive";
import { users } from "../aws/cloud";
import type { Entity, World } from "../world/world";
import type { Caller } from "./call";
import { ServiceError } from "./errors";

export const TYPES = {
  queue: "aws:sqs/queue:Queue",
  topic: "aws:sns/topic:Topic",
  subscription: "aws:sns/topicSubscription:TopicSubscription",
  table: "aws:dynamodb/table:Table",
  bus: "aws:cloudwatch/eventBus:EventBus",
  rule: "aws:cloudwatch/eventRule:EventRule",
  target: "aws:cloudwatch/eventTarget:EventTarget",
  archive: "aws:cloudwatch/eventArchive:EventArchive",
  lambda: "aws:lambda/function:Function",
  invokeConfig: "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
  mapping: "aws:lambda/eventSourceMapping:EventSourceMapping",
  machine: "aws:sfn/stateMachine:StateMachine",
  schedule: "aws:scheduler/schedule:Schedule",
  delivery: "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
  bucket: "aws:s3/bucket:Bucket",
  lock: "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
} as const;

export const arnOf = (entity: Entity): string => v.text(entity.outputs, "arn") ?? entity.id;
export const nameOf = (entity: Entity): string => v.text(entity.outputs, "name") ?? entity.id;
export const regionOf = (entity: Entity): string => entity.scope.split(" ")[2] ?? "";

/** The name of the bus that a rule or target belongs to. */
export const busOf = (entity: Entity): string => {
  const given = v.text(entity.inputs, "eventBusName") ?? "default";
  return given.slice(given.lastIndexOf("/") + 1);
};

/** The ARN of the queue that takes what a queue gives up. */
export const deadLettersOf = (queue: Entity): string | undefined => {
  const policy = v.text(queue.inputs, "redrivePolicy");
  return policy === undefined ? undefined : v.text(v.fromJson(JSON.parse(policy)), "deadLetterTargetArn");
};

/** A function as it calls others: as its role. */
export const callerOf = (lambda: Entity): Extract<Caller, { kind: "role" }> => ({
  kind: "role",
  arn: v.text(lambda.inputs, "role") ?? "",
  by: lambda.id,
});

/** What is deployed, as the world has it: the one owner of everything that a program sets up. */
export class Estate {
  private readonly lists = new Map<string, readonly Entity[]>();
  private readonly found = new Map<string, Entity | undefined>();
  private known = "000000000000";

  constructor(
    private readonly world: World,
    private readonly now: () => Date,
  ) {}

  /** Looks again: after a deployment. */
  refresh(): void {
    this.world.refresh();
    this.lists.clear();
    this.found.clear();
  }

  all(type: keyof typeof TYPES): readonly Entity[] {
    const known = this.lists.get(type) ?? this.world.all(TYPES[type]).filter((e) => e.type === TYPES[type]);
    this.lists.set(type, known);
    return known;
  }

  /** One by its ARN, id or, in a region, its name; a queue by its URL, wherever that leads. */
  find(type: keyof typeof TYPES, identifier: string, region: string): Entity | undefined {
    const key = `${type} ${region} ${identifier}`;
    if (!this.found.has(key)) this.found.set(key, this.search(type, identifier, region));
    return this.found.get(key);
  }

  /** The same, with the words of the service where there is none. */
  get(type: keyof typeof TYPES, identifier: string, region: string, code: string, words: string): Entity {
    const found = this.find(type, identifier, region);
    if (!found) throw new ServiceError(code, words);
    return found;
  }

  private search(type: keyof typeof TYPES, identifier: string, region: string): Entity | undefined {
    const name =
      type === "queue" ? (/\/(\d{12}\/)?([^/]+)$/.exec(identifier)?.[2] ?? identifier) : identifier;
    const plain =
      type === "lambda" ? identifier.replace(/^(arn:[^:]*:lambda:[^:]*:\d*:function:[^:]+):.*$/, "$1") : name;
    const named = (e: Entity): boolean =>
      e.id === plain ||
      e.aliases.includes(plain) ||
      arnOf(e) === plain ||
      (nameOf(e) === plain && regionOf(e) === region);
    return this.all(type).find(named);
  }

  /** What a request is judged in: an account and a region, and all that the world holds. */
  context(account: string, region: string): Context {
    const site = { account, region, config: {} };
    const scopeOf = (type: string): string => users.scope(users.kinds.get(type) ?? {}, {}, site);
    return new Context("", "", {}, site, new Derive("", ""), this.world, this.now().toISOString(), scopeOf);
  }

  /** The account that everything here belongs to; it stays when all is taken down. */
  get account(): string {
    const types = ["lambda", "queue", "bus", "table", "topic", "machine"] as const;
    const found = types
      .flatMap((type) => this.all(type).slice(0, 1))
      .flatMap((e) => accountOf(arnOf(e)) ?? []);
    this.known = found[0] ?? this.known;
    return this.known;
  }
}
