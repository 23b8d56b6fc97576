import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, it } from "vitest";
import { InputError } from "../../../components/core";
import {
  AlarmTopic,
  ApiTarget,
  ArchiveTarget,
  DelayQueue,
  EventBus,
  EventFunction,
  EventRule,
  FunctionSchedule,
  FunctionTarget,
  IdempotencyTable,
  ParkingQueue,
  QueueConsumer,
  QueueTarget,
  SchemaRegistry,
  StreamConsumer,
  WorkQueue,
  Workflow,
  WorkflowTarget,
  reference,
} from "../../../components/eventing";
import { orderCreated, orderShipped } from "../../../components/eventing/catalogue";
import { NAMING, TAGS, named, recorded, type Recorded } from "../recorded";

const place = { naming: NAMING, tags: TAGS };
const key = (name: string) => `arn:aws:kms:us-east-1:111111111111:key/${name}`;
const keys = { kmsKeyArn: key("events"), deadLetterKeyArn: key("dead-letters") };
const logs = { logKeyArn: key("logs") };
const code = new pulumi.asset.AssetArchive({
  "index.js": new pulumi.asset.StringAsset("exports.handler = 1"),
});
const pattern = { source: ["com.acme.orders"], "detail-type": ["Order Created"] } as const;
const stream = {
  streamArn: "arn:aws:dynamodb:us-east-1:111111111111:table/orders/stream/1",
  keyArn: key("data"),
};
const orders = {
  tableName: "orders",
  arn: "arn:aws:dynamodb:us-east-1:111111111111:table/orders",
  keyArn: key("data"),
};

const locked = { arn: "arn:aws:s3:::acme-audit", keyArn: key("data"), lockedDays: 365 };

/** A rule and everything that a target of it takes. */
function route(name: string) {
  const alarms = new AlarmTopic(`${name}-alarms`, {
    ...place,
    accountId: "111111111111",
    kmsKeyArn: keys.deadLetterKeyArn,
  });
  const safe = { ...place, ...keys, alarmTopicArn: alarms.arn };
  const bus = new EventBus(name, { ...safe, sourcePrefix: "com.acme" });
  return { safe, bus, rule: new EventRule(`${name}-orders`, { ...place, bus, pattern }) };
}

const consumer = (name: string) =>
  new EventFunction(name, { ...place, ...logs, description: "Consumes", code });
const statementsOf = (resource: Recorded, property = "policy") =>
  (JSON.parse(resource.inputs[property] as string) as { Statement: Record<string, unknown>[] }).Statement;

/** The message of the refusal; nothing is registered below what is refused. */
async function refusal(program: () => void): Promise<string> {
  let message = "nothing was refused";
  await recorded(() => {
    try {
      program();
    } catch (error) {
      expect(InputError.is(error)).toBe(true);
      message = (error as Error).message;
    }
  });
  return message;
}

describe("every kind of target", () => {
  let resources: Recorded[];
  beforeAll(async () => {
    resources = await recorded(() => {
      const { safe, rule } = route("shop");
      const workflow = new Workflow("checks", { ...safe, ...logs, definition: {}, grants: [] });
      new FunctionTarget("packing", { ...safe, rule, consumer: consumer("pack") });
      new WorkflowTarget("fraud-check", { ...safe, rule, workflow });
      new QueueTarget("warehouse", { ...safe, rule });
      new ArchiveTarget("audit", { ...safe, ...logs, rule, bucket: locked });
      new ApiTarget("partner", {
        ...safe,
        rule,
        endpoint: "https://partner.example.org/orders",
        authorization: { kind: "api-key", header: "x-api-key", value: "secret" },
      });
    });
  });

  it.each([
    ["packing", "pack-function"],
    ["fraud-check", "checks-machine"],
    ["warehouse", "warehouse-queue"],
    ["partner", "partner-destination"],
    ["audit", "audit-archive-stream"],
  ])(
    "EV-22 EV-25 EV-43 %s has dead letters of its own that its rule may write to, retries and an alarm on loss",
    (name, receiver) => {
      const { inputs } = named(resources, `${name}-target`);
      const deadLetters = named(resources, `${name}-dead-letters-queue`);
      expect(inputs).toMatchObject({
        targetId: name,
        arn: named(resources, receiver).props["arn"],
        deadLetterConfig: { arn: deadLetters.props["arn"] },
        retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 3 },
      });
      const [allow] = statementsOf(named(resources, `${name}-dead-letters-policy`));
      const rule = named(resources, "shop-orders-rule").props["arn"];
      expect(allow).toMatchObject({ Condition: { ArnEquals: { "aws:SourceArn": rule } } });
      const alarms = resources.filter(
        ({ inputs: { metricName } }) => metricName === "InvocationsFailedToBeSentToDlq",
      );
      expect(alarms.map((alarm) => alarm.name.replace(/-alarm.*/, ""))).toContain(name);
    },
  );

  it("G38 an archive writes lines by the hour to a locked bucket, what fails apart, all of it encrypted", () => {
    expect(named(resources, "audit-archive-stream").inputs).toMatchObject({
      destination: "extended_s3",
      serverSideEncryption: { enabled: true, keyType: "CUSTOMER_MANAGED_CMK", keyArn: keys.kmsKeyArn },
      extendedS3Configuration: {
        bucketArn: locked.arn,
        kmsKeyArn: locked.keyArn,
        prefix: "events/!{timestamp:yyyy/MM/dd/HH}/",
        errorOutputPrefix: "failed/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd/HH}/",
        bufferingInterval: 300,
        bufferingSize: 5,
        processingConfiguration: { enabled: true, processors: [{ type: "AppendDelimiterToRecord" }] },
      },
    });
  });

  it("G38 an archive's role writes below its prefixes and for its own account, the rule's puts to this stream alone", () => {
    const [bucket, objects, encryption, log] = statementsOf(named(resources, "audit-archive-grant"));
    expect(bucket?.["Resource"]).toBe(locked.arn);
    expect(objects?.["Resource"]).toEqual([`${locked.arn}/events/*`, `${locked.arn}/failed/*`]);
    expect(encryption).toMatchObject({
      Resource: locked.keyArn,
      Condition: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } },
    });
    const logGroup = String(named(resources, "audit-archive-logs").props["arn"]);
    expect(log).toMatchObject({ Action: "logs:PutLogEvents", Resource: `${logGroup}:log-stream:*` });
    const [trust] = statementsOf(named(resources, "audit-archive-role"), "assumeRolePolicy");
    expect(trust?.["Condition"]).toEqual({ StringEquals: { "sts:ExternalId": "111111111111" } });
    expect(statementsOf(named(resources, "audit-grant"))).toEqual([
      expect.objectContaining({
        Action: ["firehose:PutRecord", "firehose:PutRecordBatch"],
        Resource: named(resources, "audit-archive-stream").props["arn"],
      }),
    ]);
  });

  it("G38 an alarm rings long before Firehose forgets what it can not deliver", () => {
    const alarm = named(resources, "audit-archive-alarm").inputs;
    expect(alarm).toMatchObject({
      metricName: "DeliveryToS3.DataFreshness",
      statistic: "Maximum",
      threshold: 1800,
      treatMissingData: "notBreaching",
    });
    expect(alarm["alarmActions"]).toHaveLength(1);
  });

  it("G38 an archive without a lock, or with buffers that Firehose does not take, is refused", async () => {
    const message = await refusal(() => {
      const { safe, rule } = route("open");
      new ArchiveTarget("audit", {
        ...safe,
        ...logs,
        rule,
        bucket: { ...locked, lockedDays: undefined },
        bufferSeconds: 901,
        bufferMebibytes: 129,
        logRetentionDays: 31,
        staleAfterSeconds: 300,
      });
    });
    expect(message).toMatch(/bufferSeconds is 901[^]*0 to 900/);
    expect(message).toMatch(/bufferMebibytes is 129[^]*1 to 128/);
    expect(message).toMatch(/logRetentionDays is 31/);
    expect(message).toMatch(/staleAfterSeconds is 300[^]*961 to 43200/);
    expect(message).toMatch(
      /ArchiveTarget "audit": 5 invalid inputs[^]*bucket\.lockedDays is missing[^]*DataBucket with lock/,
    );
  });

  it("EV-19 a function may be invoked by the rule alone, and what it fails at comes to the same dead letters", () => {
    const deadLetters = named(resources, "packing-dead-letters-queue").props["arn"];
    expect(named(resources, "packing-permission").inputs).toMatchObject({
      function: named(resources, "pack-function").inputs["name"],
      action: "lambda:InvokeFunction",
      principal: "events.amazonaws.com",
      sourceArn: named(resources, "shop-orders-rule").props["arn"],
    });
    expect(named(resources, "packing-failures").inputs).toMatchObject({
      maximumRetryAttempts: 2,
      maximumEventAgeInSeconds: 3600,
      destinationConfig: { onFailure: { destination: deadLetters } },
    });
    expect(statementsOf(named(resources, "packing-grant"))).toMatchObject([
      { Action: ["sqs:SendMessage"], Resource: deadLetters },
      { Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: keys.deadLetterKeyArn },
    ]);
  });

  it("EV-20 a workflow is started by a role that its rule alone may take on and that may do nothing else", () => {
    const role = named(resources, "fraud-check-role");
    expect(named(resources, "fraud-check-target").inputs["roleArn"]).toBe(role.props["arn"]);
    expect(statementsOf(role, "assumeRolePolicy")).toMatchObject([
      {
        Principal: { Service: "events.amazonaws.com" },
        Condition: { ArnEquals: { "aws:SourceArn": named(resources, "shop-orders-rule").props["arn"] } },
      },
    ]);
    expect(statementsOf(named(resources, "fraud-check-grant"))).toEqual([
      {
        Sid: "Grant1",
        Effect: "Allow",
        Action: ["states:StartExecution"],
        Resource: named(resources, "checks-machine").props["arn"],
      },
    ]);
  });

  it("an API is called with credentials that stay secret, by a role that may call it alone", () => {
    expect(named(resources, "partner-connection").inputs).toMatchObject({ authorizationType: "API_KEY" });
    const destination = named(resources, "partner-destination");
    expect(destination.inputs).toMatchObject({
      httpMethod: "POST",
      invocationEndpoint: "https://partner.example.org/orders",
      invocationRateLimitPerSecond: 10,
    });
    expect(statementsOf(named(resources, "partner-grant"))).toMatchObject([
      { Action: ["events:InvokeApiDestination"], Resource: destination.props["arn"] },
    ]);
  });

  it("EV-19 a function is taken by one rule only: its failures have one way", async () => {
    const message = await refusal(() => {
      const { safe, rule } = route("shop");
      const one = consumer("pack");
      new FunctionTarget("packing", { ...safe, rule, consumer: one });
      new FunctionTarget("again", { ...safe, rule, consumer: one });
    });
    expect(message).toContain('FunctionTarget "again": 1 invalid input');
    expect(message).toContain('consumer is "the function of \\"packing\\""');
  });

  it("an API without TLS, or with calls out of range, is refused", async () => {
    const message = await refusal(() => {
      const { safe, rule } = route("shop");
      new ApiTarget("partner", {
        ...safe,
        rule,
        endpoint: "http://partner.example.org",
        callsPerSecond: 0,
        authorization: {
          kind: "oauth-client",
          clientId: "a",
          clientSecret: "b",
          tokenEndpoint: "ftp://tokens.example.org",
        },
      });
    });
    for (const path of ["endpoint", "callsPerSecond", "authorization.tokenEndpoint"]) {
      expect(message).toContain(`\n  ${path} is `);
    }
  });
});

describe("a function", () => {
  let resources: Recorded[];
  beforeAll(async () => {
    resources = await recorded(() => {
      const { bus } = route("shop");
      new EventFunction("pack", {
        ...place,
        ...logs,
        description: "Packs",
        code,
        timeoutSeconds: 20,
        environment: { STAGE: "dev", ORDERS_TABLE: reference.table(orders), BUS_NAME: reference.bus(bus) },
        grants: [
          { on: "ORDERS_TABLE", actions: ["dynamodb:GetItem", "dynamodb:PutItem"] },
          {
            on: "BUS_NAME",
            actions: ["events:PutEvents"],
            conditions: { StringEquals: { "events:source": "com.acme.packing" } },
          },
        ],
      });
    });
  });

  it("runs as a role of exactly its grants, its own logs and traces", () => {
    expect(statementsOf(named(resources, "pack-policy"))).toEqual([
      {
        Sid: "Logs",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: `${named(resources, "pack-logs").props["arn"] as string}:*`,
      },
      {
        Sid: "Traces",
        Effect: "Allow",
        Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
        Resource: "*",
      },
      {
        Sid: "Grant1",
        Effect: "Allow",
        Action: ["dynamodb:GetItem", "dynamodb:PutItem"],
        Resource: orders.arn,
      },
      {
        Sid: "Grant2",
        Effect: "Allow",
        Action: ["events:PutEvents"],
        Resource: named(resources, "shop-bus").props["arn"],
        Condition: { StringEquals: { "events:source": "com.acme.packing" } },
      },
      { Sid: "Key1", Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: key("data") },
    ]);
  });

  it("is traced, limited, told its resources, and logs to an encrypted group that does not grow for ever", () => {
    expect(named(resources, "pack-function").inputs).toMatchObject({
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      handler: "index.handler",
      timeout: 20,
      memorySize: 256,
      reservedConcurrentExecutions: 10,
      tracingConfig: { mode: "Active" },
      environment: {
        variables: {
          STAGE: "dev",
          ORDERS_TABLE: "orders",
          BUS_NAME: "acme-dev-use1-eventing-shop",
        },
      },
    });
    expect(named(resources, "pack-logs").inputs).toMatchObject({
      name: "/aws/lambda/acme-dev-use1-eventing-pack",
      retentionInDays: 30,
      kmsKeyId: key("logs"),
    });
  });

  it("names every fault at once: a grant on text, actions with a star, numbers out of range", async () => {
    const message = await refusal(() => {
      new EventFunction("pack", {
        ...place,
        ...logs,
        description: "",
        code,
        timeoutSeconds: 901,
        memoryMb: 64,
        reservedConcurrency: 0,
        logRetentionDays: 31,
        environment: { STAGE: "dev", "BAD-NAME": "x", ORDERS_TABLE: reference.table(orders) },
        grants: [
          { on: "STAGE", actions: ["dynamodb:GetItem"] },
          { on: "ORDERS_TABLE", actions: ["dynamodb:*"] },
          { on: "ORDERS_TABLE", actions: [] },
        ],
      });
    });
    expect(message).toContain("9 invalid inputs");
    for (const path of [
      "description",
      "timeoutSeconds",
      "memoryMb",
      "reservedConcurrency",
      "logRetentionDays",
      "environment.BAD-NAME",
      "grants[0].on",
      "grants[1].actions[0]",
      "grants[2].actions",
    ]) {
      expect(message).toContain(`\n  ${path} is `);
    }
  });
});

describe("consumers of queues and streams", () => {
  it("a queue's messages are answered one by one, by so many at a time, and read by the function's own role", async () => {
    const resources = await recorded(() => {
      const { safe, rule } = route("shop");
      const queue = new QueueTarget("warehouse", { ...safe, rule });
      new QueueConsumer("reserve", { ...place, queue, consumer: consumer("inventory") });
    });
    const queue = named(resources, "warehouse-queue").props["arn"];
    expect(named(resources, "reserve-mapping").inputs).toMatchObject({
      eventSourceArn: queue,
      functionName: named(resources, "inventory-function").props["arn"],
      functionResponseTypes: ["ReportBatchItemFailures"],
      scalingConfig: { maximumConcurrency: 10 },
      batchSize: 10,
    });
    expect(statementsOf(named(resources, "reserve-grant"))).toMatchObject([
      {
        Action: [
          "sqs:ReceiveMessage",
          "sqs:DeleteMessage",
          "sqs:ChangeMessageVisibility",
          "sqs:GetQueueAttributes",
        ],
        Resource: queue,
      },
      { Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: keys.kmsKeyArn },
    ]);
  });

  it("a queue that would show a message again while its consumer is at work is refused, by value", async () => {
    const message = await refusal(() => {
      const { safe } = route("shop");
      const queue = new WorkQueue("fallback", { ...safe, consumerTimeoutSeconds: 29 });
      new QueueConsumer("drain", { ...place, queue, consumer: consumer("drain"), batchSize: 20 });
    });
    expect(message).toContain("queue.visibilityTimeoutSeconds is 174; allowed: 180 seconds or more");
    expect(message).toContain("batchWindowSeconds is 0; allowed: 1 or more");
  });

  it("a stream's large batches are gathered for a second at least, as Lambda demands", async () => {
    const resources = await recorded(() => {
      const { safe } = route("shop");
      new StreamConsumer("large", { ...safe, stream, consumer: consumer("large-drain") });
      new StreamConsumer("small", { ...safe, stream, consumer: consumer("small-drain"), batchSize: 10 });
    });
    const of = (name: string) => named(resources, `${name}-mapping`).inputs;
    expect(of("large")).toMatchObject({ batchSize: 100, maximumBatchingWindowInSeconds: 1 });
    expect(of("small")).toMatchObject({ batchSize: 10, maximumBatchingWindowInSeconds: 0 });
    const message = await refusal(() => {
      const { safe } = route("shop");
      const args = { ...safe, stream, consumer: consumer("drain"), batchSize: 11, batchWindowSeconds: 0 };
      new StreamConsumer("outbox", args);
    });
    expect(message).toContain("batchWindowSeconds is 0; allowed: 1 or more for batches of more than 10");
  });

  it("a function that runs again and again is started by a role of its own, and has one place for its failures", async () => {
    const resources = await recorded(() => {
      const { safe } = route("shop");
      new FunctionSchedule("nightly", { ...safe, consumer: consumer("sweep"), everyMinutes: 15 });
      new FunctionSchedule("busy", { ...safe, consumer: consumer("look"), everyMinutes: 1 });
    });
    const deadLetters = named(resources, "nightly-dead-letters-queue").props["arn"];
    const fn = named(resources, "sweep-function").props["arn"];
    expect(named(resources, "nightly-schedule").inputs).toMatchObject({
      scheduleExpression: "rate(15 minutes)",
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: fn,
        roleArn: named(resources, "nightly-role").props["arn"],
        deadLetterConfig: { arn: deadLetters },
        retryPolicy: { maximumEventAgeInSeconds: 900, maximumRetryAttempts: 3 },
      },
    });
    expect(named(resources, "busy-schedule").inputs["scheduleExpression"]).toBe("rate(1 minute)");
    expect(statementsOf(named(resources, "nightly-grant-schedule"))).toMatchObject([
      { Action: ["lambda:InvokeFunction"], Resource: fn },
      { Action: ["sqs:SendMessage"], Resource: deadLetters },
      { Resource: keys.deadLetterKeyArn },
    ]);
    expect(named(resources, "nightly-failures").inputs).toMatchObject({
      maximumRetryAttempts: 2,
      destinationConfig: { onFailure: { destination: deadLetters } },
    });
    const message = await refusal(() => {
      const { safe, rule } = route("shop");
      const shared = consumer("shared");
      new FunctionTarget("packing", { ...safe, rule, consumer: shared });
      new FunctionSchedule("again", { ...safe, consumer: shared, everyMinutes: 0 });
    });
    expect(message).toMatch(/everyMinutes is 0; allowed: a whole number of minutes from 1 to 1440/);
    expect(message).toMatch(/consumer is "the function of \\"packing\\""/);
  });

  it("a stream's records are tried in halves, for a time, and then told to dead letters that the function may write", async () => {
    const resources = await recorded(() => {
      const { safe } = route("shop");
      new StreamConsumer("outbox", { ...safe, stream, consumer: consumer("drain"), filters: [{ a: ["b"] }] });
    });
    const deadLetters = named(resources, "outbox-dead-letters-queue").props["arn"];
    expect(named(resources, "outbox-mapping").inputs).toMatchObject({
      startingPosition: "TRIM_HORIZON",
      functionResponseTypes: ["ReportBatchItemFailures"],
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: 10,
      maximumRecordAgeInSeconds: 3600,
      destinationConfig: { onFailure: { destinationArn: deadLetters } },
      filterCriteria: { filters: [{ pattern: '{"a":["b"]}' }] },
    });
    expect(statementsOf(named(resources, "outbox-grant"))).toMatchObject([
      {
        Action: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
        Resource: stream.streamArn,
      },
      { Action: ["dynamodb:ListStreams"], Resource: "*" },
      { Action: ["sqs:SendMessage"], Resource: deadLetters },
      { Resource: stream.keyArn },
      { Resource: keys.deadLetterKeyArn },
    ]);
  });

  it("queues between functions hold, delay and give up to dead letters; parked messages wait 14 days with alarms", async () => {
    const resources = await recorded(() => {
      const { safe } = route("shop");
      new WorkQueue("fallback", safe);
      new DelayQueue("redrive", safe);
      new ParkingQueue("parking", safe);
    });
    expect(named(resources, "fallback-queue").inputs).toMatchObject({
      delaySeconds: 0,
      visibilityTimeoutSeconds: 180,
    });
    expect(named(resources, "redrive-queue").inputs).toMatchObject({ delaySeconds: 60 });
    expect(JSON.parse(named(resources, "redrive-queue").inputs["redrivePolicy"] as string)).toMatchObject({
      deadLetterTargetArn: named(resources, "redrive-dead-letters-queue").props["arn"],
    });
    expect(named(resources, "parking-queue").inputs).toMatchObject({
      messageRetentionSeconds: 1_209_600,
      kmsMasterKeyId: keys.deadLetterKeyArn,
      tags: { Purpose: "parking-queue" },
    });
    // None of them lets a service in.
    for (const name of ["fallback-policy", "redrive-policy", "parking-policy"]) {
      expect(
        statementsOf(named(resources, name)).map(({ Effect }) => Effect),
        name,
      ).toEqual(["Deny"]);
    }
  });

  it("EV-44 an alarm rings at every arrival, also where a function empties the queue before its depth shows", async () => {
    const resources = await recorded(() => {
      new ParkingQueue("parking", route("shop").safe);
    });
    const queue = named(resources, "parking-queue").props["name"];
    const alarm = named(resources, "parking-alarm-arrivals").inputs;
    expect(alarm).toMatchObject({ threshold: 0, treatMissingData: "notBreaching", evaluationPeriods: 1 });
    expect(alarm["metricQueries"]).toEqual([
      ...["NumberOfMessagesSent", "NumberOfMessagesReceived"].map((metricName, i) => ({
        id: `m${i + 1}`,
        metric: {
          namespace: "AWS/SQS",
          metricName,
          dimensions: { QueueName: queue },
          stat: "Sum",
          period: 60,
        },
      })),
      { id: "count", expression: "FILL(m1, 0) + FILL(m2, 0)", label: "Count", returnData: true },
    ]);
    expect(alarm["alarmActions"]).toEqual([named(resources, "shop-alarms-topic").props["arn"]]);
  });
});

describe("a workflow", () => {
  const careful = {
    Retry: [{ ErrorEquals: ["States.ALL"] }],
    Catch: [{ ErrorEquals: ["States.ALL"], Next: "Lost" }],
  };

  it("is refused with an account that is written into it, and with a Task that nobody catches", async () => {
    const message = await refusal(() => {
      const { safe } = route("shop");
      const States = {
        Ask: { Type: "Task", Resource: "arn:aws:lambda::123456789012:function:ask", End: true },
      };
      const logged = { ...logs, logRetentionDays: 31 };
      new Workflow("checks", { ...safe, ...logged, definition: { StartAt: "Ask", States }, grants: [] });
    });
    expect(message).toMatch(/logRetentionDays is 31; allowed: one of 1, 3, 5, .* days/);
    expect(message).toMatch(/definition\.States\.Ask\.Retry .*event-asl-retry-catch/);
    expect(message).toMatch(/definition\.States\.Ask\.Catch .*event-asl-retry-catch/);
    expect(message).toMatch(/definition\.States\.Ask\.Resource .*event-asl-no-literals/);
  });

  it("has its own role, key, log without what it carries, traces, and an alarm on executions that fail", async () => {
    const resources = await recorded(() => {
      const { safe } = route("shop");
      new Workflow("checks", {
        ...safe,
        ...logs,
        definition: {
          StartAt: "Ask",
          States: {
            Ask: { Type: "Task", Resource: pulumi.output("arn:x"), ...careful, End: true },
            Lost: { Type: "Fail" },
          },
        },
        grants: [{ on: reference.table(orders), actions: ["dynamodb:GetItem"] }],
      });
    });
    const machine = named(resources, "checks-machine");
    expect(JSON.parse(machine.inputs["definition"] as string)).toMatchObject({
      States: { Ask: { Resource: "arn:x" } },
    });
    expect(machine.inputs).toMatchObject({
      type: "STANDARD",
      loggingConfiguration: {
        level: "ALL",
        includeExecutionData: false,
        logDestination: `${named(resources, "checks-logs").props["arn"] as string}:*`,
      },
      tracingConfiguration: { enabled: true },
      encryptionConfiguration: { type: "CUSTOMER_MANAGED_KMS_KEY", kmsKeyId: keys.kmsKeyArn },
    });
    expect(statementsOf(named(resources, "checks-policy")).slice(2)).toMatchObject([
      { Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: keys.kmsKeyArn },
      { Action: ["dynamodb:GetItem"], Resource: orders.arn },
      { Resource: key("data") },
    ]);
    const queries = named(resources, "checks-alarm").inputs["metricQueries"] as {
      metric?: { metricName: string };
    }[];
    expect(queries.flatMap(({ metric }) => metric?.metricName ?? [])).toEqual([
      "ExecutionsFailed",
      "ExecutionsTimedOut",
      "ExecutionsAborted",
    ]);
  });
});

describe("what consumers share", () => {
  it("EV-10 every event type has a schema in the registry, as an OpenAPI 3.0.0 document with its version", async () => {
    const resources = await recorded(() => {
      new SchemaRegistry("schemas", {
        ...place,
        sourcePrefix: "com.acme",
        events: [orderCreated, orderShipped],
      });
    });
    expect(named(resources, "schemas-registry").inputs).toMatchObject({
      name: "acme-dev-use1-eventing-schemas",
      description: "Schemas of the events on the bus",
    });
    const schema = named(resources, "schemas-schema-order-created").inputs;
    expect(schema).toMatchObject({ name: "com.acme.orders@OrderCreated", type: "OpenApi3" });
    expect(JSON.parse(schema["content"] as string)).toMatchObject({
      openapi: "3.0.0",
      info: { version: "1.0.0" },
    });
    expect(named(resources, "schemas-schema-order-shipped").inputs["registryName"]).toBe(
      named(resources, "schemas-registry").inputs["name"],
    );
  });

  it("a registry of nothing, or of one type twice, is refused", async () => {
    const given = { ...place, sourcePrefix: "com.acme" };
    expect(await refusal(() => new SchemaRegistry("none", { ...given, events: [] }))).toContain(
      "events is []",
    );
    const twice = { ...given, events: [orderCreated, orderShipped, orderCreated] };
    expect(await refusal(() => new SchemaRegistry("twice", twice))).toContain(
      'events[2].type is "Order Created"',
    );
  });

  it("EV-49 an event is remembered as long as it can come back, and a table forgets by itself", async () => {
    const kept: number[] = [];
    const resources = await recorded(() => {
      for (const archiveDays of [30, 90]) {
        const table = new IdempotencyTable(`processed-${archiveDays}`, {
          ...place,
          keyArn: key("data"),
          archiveDays,
        });
        kept.push(table.ttlSeconds / 86_400);
      }
    });
    expect(kept).toEqual([45, 105]);
    expect(named(resources, "processed-30-table").inputs).toMatchObject({
      hashKey: "id",
      ttl: { enabled: true, attributeName: "ttl" },
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true, kmsKeyArn: key("data") },
      deletionProtectionEnabled: true,
    });
    expect(
      await refusal(() => new IdempotencyTable("short", { ...place, keyArn: key("data"), archiveDays: 7 })),
    ).toContain("archiveDays is 7");
  });
});
