import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { InputError } from "../../../components/core";
import {
  AlarmTopic,
  DeadLetterQueue,
  EventBus,
  EventRule,
  IdempotencyTable,
  NoticeTopic,
  QueueTarget,
  SchemaRegistry,
  WorkQueue,
  type EventBusArgs,
} from "../../../components/eventing";
import { policyConfig } from "../../../policy/config";
import { Analyzer } from "../../policy/analyzer";
import { FACTS } from "../../policy/facts";
import { NAMING, TAGS, named, recorded, type Recorded } from "../recorded";

const place = { naming: NAMING, tags: TAGS };
const keys = {
  kmsKeyArn: "arn:aws:kms:us-east-1:111111111111:key/events",
  deadLetterKeyArn: "arn:aws:kms:us-east-1:111111111111:key/data",
};
const pattern = { source: ["com.acme.orders"], "detail-type": ["Order Created"] } as const;

function shop(overrides: Partial<EventBusArgs> = {}): void {
  const alarms = new AlarmTopic("alarms", {
    ...place,
    accountId: "111111111111",
    kmsKeyArn: keys.deadLetterKeyArn,
  });
  const safe = { ...place, ...keys, alarmTopicArn: alarms.arn };
  const bus = new EventBus("shop", { ...safe, sourcePrefix: "com.acme", ...overrides });
  const rule = new EventRule("orders", { ...place, bus, pattern });
  new QueueTarget("warehouse", { ...safe, rule });
}

const policyOf = (resource: Recorded) =>
  JSON.parse(resource.inputs["policy"] as string) as {
    Statement: { Sid: string; Condition: Record<string, Record<string, unknown>>; Principal: unknown }[];
  };

describe("who is told what a topic says", () => {
  const topic = { ...place, accountId: "111111111111", kmsKeyArn: keys.deadLetterKeyArn };

  it("is subscribed once the topic is closed; a service confirms by itself, a person by mail", async () => {
    const resources = await recorded(() => {
      new AlarmTopic("alarms", {
        ...topic,
        subscribers: {
          oncall: { protocol: "email", endpoint: "oncall@example.com" },
          pager: { protocol: "https", endpoint: "https://events.example.com/key" },
        },
      });
    });
    const arn = named(resources, "alarms-policy").props["arn"];
    expect(named(resources, "alarms-subscription-oncall").inputs).toEqual({
      topic: arn,
      protocol: "email",
      endpoint: "oncall@example.com",
    });
    expect(named(resources, "alarms-subscription-pager").inputs).toMatchObject({
      endpointAutoConfirms: true,
    });
  });

  it("is refused where the address is none of the protocol's", async () => {
    await recorded(() => {
      const subscribers = {
        a: { protocol: "https", endpoint: "http://example.com" },
        b: { protocol: "email", endpoint: "oncall" },
      } as const;
      for (const Topic of [AlarmTopic, NoticeTopic])
        expect(() => new Topic("topic", { ...topic, subscribers })).toThrow(
          /subscribers\.a\.endpoint is "http:.*[^]*subscribers\.b\.endpoint is "oncall"; allowed: an e-mail address/,
        );
    });
  });
});

describe("what is malformed", () => {
  const queues = { ...place, ...keys, alarmTopicArn: "arn:aws:sns:us-east-1:111111111111:alarms" };
  it.each<[string, () => unknown]>([
    ["AlarmTopic", () => new AlarmTopic("a", { ...place, accountId: "1", kmsKeyArn: keys.kmsKeyArn })],
    ["EventBus", () => new EventBus("a", { ...queues, sourcePrefix: "acme" })],
    ["EventRule", () => new EventRule("a", { ...place, bus: { busName: "default" }, pattern })],
    ["WorkQueue", () => new WorkQueue("a", { ...queues, delaySeconds: 901 })],
    ["DeadLetterQueue", () => new DeadLetterQueue("a", { ...queues, deadLetterAgeSeconds: 1 })],
    ["IdempotencyTable", () => new IdempotencyTable("a", { ...place, keyArn: "k", archiveDays: 1 })],
    ["SchemaRegistry", () => new SchemaRegistry("a", { ...place, sourcePrefix: "com.acme", events: [] })],
  ])("registers nothing, not even the %s itself", async (_class, make) => {
    const registered: unknown[] = [];
    await recorded(() => {
      const monitor = pulumi.runtime.getMonitor() as unknown as {
        registerResource(request: object, done: unknown): void;
      };
      const register = monitor.registerResource.bind(monitor);
      monitor.registerResource = (request, done) => {
        registered.push(request);
        register(request, done);
      };
      expect(make).toThrow(InputError);
    });
    expect(registered).toEqual([]);
  });
});

describe("a bus with a rule and a queue", () => {
  let resources: Recorded[];
  beforeAll(async () => {
    resources = await recorded(() => shop());
  });

  it("registers exactly these resources, under role words", () => {
    expect(resources.map(({ type, name }) => `${name}  ${type}`).sort()).toMatchInlineSnapshot(`
      [
        "alarms-policy  aws:sns/topicPolicy:TopicPolicy",
        "alarms-topic  aws:sns/topic:Topic",
        "orders-rule  aws:cloudwatch/eventRule:EventRule",
        "shop-archive  aws:cloudwatch/eventArchive:EventArchive",
        "shop-bus  aws:cloudwatch/eventBus:EventBus",
        "shop-dead-letters-alarm-age  aws:cloudwatch/metricAlarm:MetricAlarm",
        "shop-dead-letters-alarm-arrivals  aws:cloudwatch/metricAlarm:MetricAlarm",
        "shop-dead-letters-alarm-depth  aws:cloudwatch/metricAlarm:MetricAlarm",
        "shop-dead-letters-policy  aws:sqs/queuePolicy:QueuePolicy",
        "shop-dead-letters-queue  aws:sqs/queue:Queue",
        "warehouse-alarm-loss  aws:cloudwatch/metricAlarm:MetricAlarm",
        "warehouse-alarm-stalled  aws:cloudwatch/metricAlarm:MetricAlarm",
        "warehouse-dead-letters-alarm-age  aws:cloudwatch/metricAlarm:MetricAlarm",
        "warehouse-dead-letters-alarm-arrivals  aws:cloudwatch/metricAlarm:MetricAlarm",
        "warehouse-dead-letters-alarm-depth  aws:cloudwatch/metricAlarm:MetricAlarm",
        "warehouse-dead-letters-policy  aws:sqs/queuePolicy:QueuePolicy",
        "warehouse-dead-letters-queue  aws:sqs/queue:Queue",
        "warehouse-policy  aws:sqs/queuePolicy:QueuePolicy",
        "warehouse-queue  aws:sqs/queue:Queue",
        "warehouse-redrive  aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
        "warehouse-target  aws:cloudwatch/eventTarget:EventTarget",
      ]
    `);
  });

  it("EV-14 makes a custom bus with the caller's key, its dead letters and tags, and no other bus", () => {
    const { inputs } = named(resources, "shop-bus");
    expect(inputs).toMatchObject({
      name: "acme-dev-use1-eventing-shop",
      kmsKeyIdentifier: keys.kmsKeyArn,
      deadLetterConfig: { arn: named(resources, "shop-dead-letters-queue").props["arn"] },
      tags: { Environment: "dev", Team: "shop" },
    });
    expect(named(resources, "orders-rule").inputs["eventBusName"]).toBe("acme-dev-use1-eventing-shop");
  });

  it("EV-16 archives every source of the organisation for 30 days", () => {
    expect(named(resources, "shop-archive").inputs).toMatchObject({
      name: "acme-dev-use1-eventing-shop-archive",
      retentionDays: 30,
      eventPattern: '{"source":[{"prefix":"com.acme"}]}',
      kmsKeyIdentifier: keys.kmsKeyArn,
    });
  });

  it("EV-19 delivers with 3 retries within 3600 s, then to the dead-letter queue", () => {
    expect(named(resources, "warehouse-target").inputs).toMatchObject({
      targetId: "warehouse",
      arn: named(resources, "warehouse-queue").props["arn"],
      retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 3 },
      deadLetterConfig: { arn: named(resources, "warehouse-dead-letters-queue").props["arn"] },
    });
  });

  it("EV-43 keeps dead letters 14 days in a queue of the target's own, marked by its purpose", () => {
    for (const name of ["warehouse-dead-letters-queue", "shop-dead-letters-queue"]) {
      expect(named(resources, name).inputs).toMatchObject({
        messageRetentionSeconds: 1_209_600,
        kmsMasterKeyId: keys.deadLetterKeyArn,
        tags: { Purpose: "dead-letter-queue", Service: "shop" },
      });
    }
  });

  it("EV-44 raises an alarm to the topic at the first dead letter, and when nobody takes it", () => {
    const topic = named(resources, "alarms-topic").props["arn"];
    const queue = named(resources, "warehouse-dead-letters-queue").props["name"];
    expect(named(resources, "warehouse-dead-letters-alarm-depth").inputs).toMatchObject({
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: queue },
      period: 300,
      evaluationPeriods: 1,
      comparisonOperator: "GreaterThanThreshold",
      threshold: 0,
      statistic: "Maximum",
      treatMissingData: "notBreaching",
      alarmActions: [topic],
    });
    expect(named(resources, "warehouse-dead-letters-alarm-age").inputs).toMatchObject({
      metricName: "ApproximateAgeOfOldestMessage",
      dimensions: { QueueName: queue },
      threshold: 86_400,
      alarmActions: [topic],
    });
  });

  it("lets exactly one rule or bus write to each queue", () => {
    const rule = named(resources, "orders-rule").props["arn"];
    const bus = "arn:aws:events:us-east-1:111111111111:event-bus/acme-dev-use1-eventing-shop";
    const sources = {
      "warehouse-policy": rule,
      "warehouse-dead-letters-policy": rule,
      "shop-dead-letters-policy": bus,
    };
    for (const [name, source] of Object.entries(sources)) {
      const [allow, deny] = policyOf(named(resources, name)).Statement;
      expect(allow?.Principal, name).toEqual({ Service: "events.amazonaws.com" });
      expect(allow?.Condition, name).toEqual({ ArnEquals: { "aws:SourceArn": source } });
      expect(deny?.Condition, name).toEqual({ Bool: { "aws:SecureTransport": "false" } });
    }
  });

  it("gives the consumer's failures to the same dead-letter queue, which takes no others", () => {
    const deadLetters = named(resources, "warehouse-dead-letters-queue");
    const queue = named(resources, "warehouse-queue");
    expect(JSON.parse(queue.inputs["redrivePolicy"] as string)).toEqual({
      deadLetterTargetArn: deadLetters.props["arn"],
      maxReceiveCount: 5,
    });
    const redrive = named(resources, "warehouse-redrive").inputs;
    expect(redrive["queueUrl"]).toBe(deadLetters.props["url"]);
    expect(JSON.parse(redrive["redriveAllowPolicy"] as string)).toEqual({
      redrivePermission: "byQueue",
      sourceQueueArns: [queue.props["arn"]],
    });
  });

  it("keeps a message shorter in the queue than in its dead-letter queue, where its age goes on counting", () => {
    expect(named(resources, "warehouse-queue").inputs).toMatchObject({
      messageRetentionSeconds: 345_600,
      visibilityTimeoutSeconds: 180,
      kmsMasterKeyId: keys.kmsKeyArn,
    });
  });

  it("tells of an event that was lost for good, by the dimensions of a custom bus", () => {
    expect(named(resources, "warehouse-alarm-loss").inputs).toMatchObject({
      metricName: "InvocationsFailedToBeSentToDlq",
      dimensions: {
        EventBusName: "acme-dev-use1-eventing-shop",
        RuleName: "acme-dev-use1-eventing-orders",
      },
      statistic: "Sum",
      threshold: 0,
    });
  });

  it("lets only the account's own alarms publish to the topic", () => {
    const [allow] = policyOf(named(resources, "alarms-policy")).Statement;
    expect(allow?.Principal).toEqual({ Service: "cloudwatch.amazonaws.com" });
    expect(allow?.Condition).toEqual({ StringEquals: { "aws:SourceAccount": "111111111111" } });
    expect(named(resources, "alarms-topic").inputs["kmsMasterKeyId"]).toBe(keys.deadLetterKeyArn);
  });

  it("has no bus policy while nobody else may publish", () => {
    expect(resources.filter(({ type }) => type.endsWith("EventBusPolicy"))).toEqual([]);
  });
});

describe("against the real policy pack", () => {
  let analyzer: Analyzer;
  beforeAll(async () => {
    analyzer = await Analyzer.start(path.resolve(__dirname, "../../../policy"));
    await analyzer.configure(policyConfig("prod", FACTS));
  });
  afterAll(() => analyzer.stop());

  const findings = async (resources: readonly Recorded[]) =>
    (await analyzer.program(resources)).map(({ rule, message }) => `${rule}: ${message}`);

  it("passes as it is", async () => {
    expect(await findings(await recorded(() => shop()))).toEqual([]);
  });

  it("is refused when a target loses its dead letters", async () => {
    const whole = await recorded(() => shop());
    const without = whole.map((resource) =>
      resource.name === "warehouse-target"
        ? { ...resource, props: { ...resource.props, deadLetterConfig: undefined } }
        : resource,
    );
    expect((await findings(without)).join("\n")).toContain("deadLetterConfig.arn is not set");
  });

  it.each([
    ["warehouse-dead-letters-policy", "dead letters of warehouse-target"],
    ["warehouse-dead-letters-alarm", "nobody is told when dead letters arrive"],
  ])("is refused without %s", async (name, problem) => {
    const whole = await recorded(() => shop());
    const without = whole.filter((resource) => !resource.name.startsWith(name));
    expect(without.length).toBeLessThan(whole.length);
    expect((await findings(without)).join("\n")).toContain(problem);
  });
});

describe("publishers of other accounts", () => {
  const publishers = {
    accounts: ["111111111111", "444444444444"],
    roles: [
      {
        roleArns: ["arn:aws:iam::444444444444:role/orders"],
        sources: ["com.acme.orders"],
        detailTypes: ["Order Created"],
      },
    ],
  };

  it("EV-15 may put the events that are named, by role", async () => {
    const resources = await recorded(() => shop({ publishers }));
    const [statement] = policyOf(named(resources, "shop-policy")).Statement;
    expect(statement).toEqual({
      Sid: "AllowAccountsToPutEvents",
      Effect: "Allow",
      Principal: { AWS: ["arn:aws:iam::444444444444:role/orders"] },
      Action: "events:PutEvents",
      Resource: named(resources, "shop-bus").props["arn"],
      Condition: {
        "ForAllValues:StringEquals": {
          "events:source": ["com.acme.orders"],
          "events:detail-type": ["Order Created"],
        },
        Null: { "events:source": "false", "events:detail-type": "false" },
      },
    });
  });
});

describe("bad input", () => {
  const bad = async (program: () => void): Promise<string> => {
    let message = "nothing was refused";
    const made = await recorded(() => {
      try {
        program();
      } catch (error) {
        expect(InputError.is(error)).toBe(true);
        message = (error as Error).message;
      }
    });
    expect(made.filter(({ type }) => type.includes("cloudwatch") || type.includes("sqs"))).toEqual([]);
    return message;
  };

  it("names every fault at once and registers nothing", async () => {
    const message = await bad(
      () =>
        new EventBus("shop", {
          ...place,
          kmsKeyArn: keys.kmsKeyArn,
          deadLetterKeyArn: keys.kmsKeyArn,
          alarmTopicArn: "arn:aws:sns:us-east-1:111111111111:alarms",
          sourcePrefix: "acme",
          archiveDays: 7,
          publishers: {
            accounts: ["111111111111"],
            roles: [{ roleArns: ["arn:aws:iam::222222222222:role/x"], sources: [], detailTypes: ["A B"] }],
          },
        }),
    );
    for (const part of [
      'EventBus "shop": 5 invalid inputs',
      'sourcePrefix is "acme"; allowed: a reverse domain name',
      "archiveDays is 7; allowed: a whole number of days from 30 to 3650",
      "another key than kmsKeyArn",
      "publishers.roles[0].sources is []",
      "a role of an account of this environment (111111111111)",
    ]) {
      expect(message).toContain(part);
    }
  });

  it("refuses a rule on the default bus, and one without source", async () => {
    const message = await bad(
      () =>
        new EventRule("orders", {
          ...place,
          bus: { busName: "default" },
          pattern: { "detail-type": ["Order Created"] } as unknown as typeof pattern,
        }),
    );
    expect(message).toContain('bus.busName is "default"');
    expect(message).toContain("pattern.source is missing");
  });
});
