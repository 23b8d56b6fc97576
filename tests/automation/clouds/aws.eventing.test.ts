import { describe, expect, test } from "vitest";
import { AssetInstance, type Values } from "../../../automation/engine/provider";
import { exercised, recordExercised } from "./exercised";
import { aws, openClouds, textOf, type Driver, type Made } from "./harness";

const ACCOUNT = "111111111111";
const document = (...statements: object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
const allow = (action: string | string[], resource: string | string[]) => ({
  Effect: "Allow",
  Action: action,
  Resource: resource,
});

const code = new AssetInstance({
  kind: "archive",
  hash: "0",
  assets: { "index.mjs": { kind: "asset", hash: "0", text: "export const handler = () => undefined;" } },
});
const logs = allow(["logs:CreateLogStream", "logs:PutLogEvents"], "*");

async function open() {
  const clouds = openClouds({ scenario: { awsAccount: ACCOUNT } });
  const cloud = await aws(clouds);
  const make = (type: string, name: string, inputs: Values): Promise<Made> =>
    cloud.create(`aws:${type}`, name, inputs);
  const role = async (name: string, service: string, ...statements: object[]): Promise<string> => {
    const trust = { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" };
    const made = await make("iam/role:Role", name, { name, assumeRolePolicy: document(trust) });
    if (statements.length > 0)
      await make("iam/rolePolicy:RolePolicy", name, { name, role: name, policy: document(...statements) });
    return textOf(made.outputs, "arn");
  };
  const lambda = async (name: string, more: Values = {}, ...statements: object[]): Promise<Made> =>
    make("lambda/function:Function", name, {
      name,
      role: await role(name, "lambda.amazonaws.com", ...statements),
      runtime: "nodejs24.x",
      handler: "index.handler",
      code,
      ...more,
    });
  const queue = async (name: string, more: Values = {}): Promise<string> =>
    textOf((await make("sqs/queue:Queue", name, { name, ...more })).outputs, "arn");
  /** What is refused of the resources of a type, and that something was asked at all. */
  const refused = (type: string): string[] => {
    const asked = clouds.uses().filter((u) => u.type === `aws:${type}`);
    expect(asked.length, `nothing was asked of ${type}`).toBeGreaterThan(0);
    const refusals = asked.flatMap((u) => u.refusal ?? []);
    if (refusals.length > 0) exercised(`aws:${type}`, "at the end");
    return refusals;
  };
  return { clouds, cloud, make, role, lambda, queue, refused };
}

describe("functions", () => {
  test.each([
    [{ runtime: "nodejs20.x" }, /runtime: "nodejs20\.x" is none that a function can be made of/],
    [{ runtime: undefined }, /runtime: is needed/],
    [{ handler: undefined }, /handler: is needed/],
    [{ code: undefined }, /code: needs one of code and s3Bucket, not none/],
    [{ s3Bucket: "b", s3Key: "k" }, /code: needs one of code and s3Bucket, not code and s3Bucket/],
    [
      { packageType: "Image", imageUri: "i", code: undefined },
      /runtime: is for functions of package type Zip/,
    ],
    [{ code: new AssetInstance({ kind: "archive", hash: "0", assets: {} }) }, /non-empty zip/],
    [{ environment: { variables: { AWS_REGION: "x" } } }, /AWS_REGION: is a reserved name/],
    [{ environment: { variables: { A: "x" } } }, /variables\.A: a name is a letter/],
    [{ environment: { variables: { TABLE: "x".repeat(4092) } } }, /have 4097 bytes/],
    [{ timeout: 901 }, /timeout: .*from 1 to 900/],
    [{ reservedConcurrentExecutions: -2 }, /reservedConcurrentExecutions: must be -1/],
  ])("%j is refused", async (change, why) => {
    const { lambda } = await open();
    await expect(lambda("f", change as Values)).rejects.toThrow(why);
  });

  test("what is just allowed is taken", async () => {
    const { lambda } = await open();
    await lambda("f", { environment: { variables: { TABLE: "x".repeat(4091) } } });
  });

  test("reserved concurrency leaves 100 of the account's 1000 executions to the others", async () => {
    const { lambda } = await open();
    await lambda("a", { reservedConcurrentExecutions: 800 });
    await expect(lambda("b", { reservedConcurrentExecutions: 101 })).rejects.toThrow(
      /InvalidParameterValueException: .*below its minimum value of \[100\]/,
    );
    await lambda("c", { reservedConcurrentExecutions: 100 });
  });

  test("its role writes logs and traces, and sends dead letters, or they are lost", async () => {
    const { lambda, queue, refused } = await open();
    const dead = await queue("dead");
    await lambda("f", { tracingConfig: { mode: "Active" }, deadLetterConfig: { targetArn: dead } });
    expect(refused("lambda/function:Function")).toEqual([
      expect.stringMatching(
        /logs:CreateLogStream, logs:PutLogEvents on .*: what the function f logs is lost/,
      ),
      expect.stringMatching(/xray:PutTraceSegments, .*: traces of the function f are lost/),
      expect.stringMatching(/sqs:SendMessage on .*:dead, .*: events that the function f can not process/),
    ]);
    const fine = await open();
    const own = await fine.queue("dead");
    await fine.lambda(
      "f",
      { tracingConfig: { mode: "Active" }, deadLetterConfig: { targetArn: own } },
      logs,
      allow(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "*"),
      allow("sqs:SendMessage", own),
    );
    expect(fine.refused("lambda/function:Function")).toEqual([]);
  });
});

describe("asynchronous invocation", () => {
  const TYPE = "lambda/functionEventInvokeConfig:FunctionEventInvokeConfig";

  test("ranges, one to a function, and destinations that there are", async () => {
    const { make, lambda, queue, refused } = await open();
    const made = await lambda("f");
    const config = (name: string, more: Values) => make(TYPE, name, { functionName: "f", ...more });
    await expect(config("a", { maximumRetryAttempts: 3 })).rejects.toThrow(/from 0 to 2/);
    await expect(config("b", { maximumEventAgeInSeconds: 59 })).rejects.toThrow(/from 60 to 21600/);
    await expect(config("c", { functionName: "g" })).rejects.toThrow(/Function not found: g/);
    const to = (destination: string) => ({ destinationConfig: { onFailure: { destination } } });
    await expect(config("d", to(textOf(made.outputs, "arn")))).rejects.toThrow(/its own destination/);
    const fifo = await queue("q.fifo", { fifoQueue: true });
    await expect(config("e", to(fifo))).rejects.toThrow(/FIFO/);
    await config("g", {
      maximumRetryAttempts: 2,
      maximumEventAgeInSeconds: 3600,
      ...to(await queue("dead")),
    });
    await expect(config("h", {})).rejects.toThrow(/ResourceConflictException/);
    expect(refused(TYPE)).toEqual([
      expect.stringMatching(
        /role\/f is not authorized to perform sqs:SendMessage on .*:dead, .*events that it gives up on are lost/,
      ),
    ]);
  });
});

describe("event source mappings", () => {
  const TYPE = "lambda/eventSourceMapping:EventSourceMapping";

  test("settings go with the kind of source", async () => {
    const { make, lambda, queue } = await open();
    await lambda("f", { timeout: 10 });
    const source = await queue("q");
    const map = (name: string, more: Values) =>
      make(TYPE, name, { functionName: "f", eventSourceArn: source, ...more });
    await expect(map("a", { batchSize: 11 })).rejects.toThrow(/at least 1 where batchSize is more than 10/);
    await expect(map("b", { startingPosition: "LATEST" })).rejects.toThrow(/is for streams/);
    await expect(map("c", { scalingConfig: { maximumConcurrency: 1 } })).rejects.toThrow(/from 2 to 1000/);
    await expect(map("d", { functionResponseTypes: ["ReportFailures"] })).rejects.toThrow(/not ReportBatch/);
    await expect(map("e", { filterCriteria: { filters: [{ pattern: '{"body":1}' }] } })).rejects.toThrow(
      /filters\[0\]\.pattern: Invalid filter pattern/,
    );
    await expect(map("g", { eventSourceArn: `${source}x` })).rejects.toThrow(/does not exist/);
    await expect(map("h", { functionName: "no" })).rejects.toThrow(/Function not found: no/);
    const made = await map("i", {});
    expect(made.outputs["batchSize"]).toBe(10);
    await expect(map("j", { batchSize: 5 })).rejects.toThrow(
      /ResourceConflictException: An event source mapping/,
    );
    await expect(map("k", { eventSourceArn: undefined } as unknown as Values)).rejects.toThrow(
      /needs an event source/,
    );
    const fifo = await queue("q.fifo", { fifoQueue: true });
    await expect(map("l", { eventSourceArn: fifo, batchSize: 11 })).rejects.toThrow(/FIFO/);
  });

  test("a queue hides its messages for as long as the function may run", async () => {
    const { make, lambda, queue } = await open();
    await lambda("f", { timeout: 31 });
    await expect(make(TYPE, "m", { functionName: "f", eventSourceArn: await queue("q") })).rejects.toThrow(
      "Queue visibility timeout: 30 seconds is less than Function timeout: 31 seconds",
    );
  });

  test("the function's role reads the queue, or the function gets nothing", async () => {
    const { make, lambda, queue, refused } = await open();
    await lambda("f");
    await make(TYPE, "m", { functionName: "f", eventSourceArn: await queue("q") });
    expect(refused(TYPE)).toEqual([
      expect.stringMatching(
        /role\/f is not authorized to perform sqs:ReceiveMessage, sqs:DeleteMessage, sqs:GetQueueAttributes .*: the function f gets nothing from there/,
      ),
    ]);
    const fine = await open();
    const source = await fine.queue("q");
    await fine.lambda(
      "f",
      {},
      allow(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], source),
    );
    await fine.make(TYPE, "m", { functionName: "f", eventSourceArn: source });
    expect(fine.refused(TYPE)).toEqual([]);
  });

  test("a table's stream has a starting position, and is read by its own ARN", async () => {
    const { make, lambda, refused } = await open();
    await lambda("f", {}, allow("dynamodb:ListStreams", "*"));
    const table = await make("dynamodb/table:Table", "t", {
      name: "orders",
      billingMode: "PAY_PER_REQUEST",
      hashKey: "id",
      attributes: [{ name: "id", type: "S" }],
      streamEnabled: true,
      streamViewType: "NEW_IMAGE",
    });
    const stream = textOf(table.outputs, "streamArn");
    const map = (name: string, more: Values) =>
      make(TYPE, name, {
        functionName: "f",
        eventSourceArn: stream,
        startingPosition: "TRIM_HORIZON",
        ...more,
      });
    await expect(map("a", { startingPosition: undefined } as unknown as Values)).rejects.toThrow(
      /LATEST or TRIM_HORIZON/,
    );
    await expect(map("b", { scalingConfig: { maximumConcurrency: 2 } })).rejects.toThrow(/is for queues/);
    await expect(map("c", { maximumRecordAgeInSeconds: 10 })).rejects.toThrow(/-1 or from 60 to 604800/);
    await expect(map("d", { eventSourceArn: textOf(table.outputs, "arn") })).rejects.toThrow(
      /not its stream/,
    );
    await expect(map("e", { eventSourceArn: `${stream}1` })).rejects.toThrow(/Stream not found/);
    await expect(map("f", { batchSize: 11 })).rejects.toThrow(/at least 1 where batchSize is more than 10/);
    await map("g", { batchSize: 100, maximumBatchingWindowInSeconds: 1 });
    expect(refused(TYPE)).toEqual([
      expect.stringMatching(
        /dynamodb:DescribeStream, dynamodb:GetRecords, dynamodb:GetShardIterator on .*stream/,
      ),
    ]);
  });

  test("tables: time to live has an attribute that can hold it, a stream keeps its label", async () => {
    const { make, cloud } = await open();
    const table = (name: string, more: Values) =>
      make("dynamodb/table:Table", name, {
        name,
        billingMode: "PAY_PER_REQUEST",
        hashKey: "id",
        attributes: [{ name: "id", type: "S" }],
        ...more,
      });
    await expect(table("one", { ttl: { enabled: true } })).rejects.toThrow(/ttl\.attributeName: is needed/);
    await expect(table("two", { ttl: { enabled: true, attributeName: "id" } })).rejects.toThrow(
      /"id" is a key of type S/,
    );
    const made = await table("three", {
      streamEnabled: true,
      streamViewType: "NEW_IMAGE",
      ttl: { enabled: true, attributeName: "ttl" },
    });
    const later = await cloud.update(made, { ...made.inputs, ttl: { enabled: false, attributeName: "ttl" } });
    expect(later.outputs["streamArn"]).toBe(made.outputs["streamArn"]);
  });
});

describe("state machines", () => {
  const TYPE = "sfn/stateMachine:StateMachine";
  const pass = { StartAt: "Only", States: { Only: { Type: "Pass", End: true } } };
  const machine = async (at: Awaited<ReturnType<typeof open>>, definition: unknown, more: Values = {}) =>
    at.make(TYPE, "m", {
      name: "m",
      roleArn: await at.role("m", "states.amazonaws.com"),
      definition: typeof definition === "string" ? definition : JSON.stringify(definition),
      ...more,
    });

  test.each([
    ["{", /not valid JSON/],
    ["[]", /must be a JSON object/],
    [{ StartAt: "A" }, /States must be an object of one or more states/],
    [{ ...pass, StartAt: "Other" }, /StartAt must be one of Only/],
    [{ StartAt: "A", States: { A: { Type: "Pass" } } }, /States\.A must be either Next or End/],
    [{ StartAt: "A", States: { A: { Type: "Pass", Next: "B" } } }, /States\.A\.Next must be one of A/],
    [
      {
        StartAt: "A",
        States: { A: { Type: "Task", Resource: "arn:aws:states:::glue:startJobRun", End: true } },
      },
      /States\.A\.Resource must be a function's ARN, or one of/,
    ],
  ])("%j is no definition", async (definition, why) => {
    await expect(machine(await open(), definition)).rejects.toThrow(why);
  });

  test("a role that Step Functions can assume, a log group that exists and is named as the service wants it", async () => {
    const at = await open();
    const lambdaRole = await at.role("wrong", "lambda.amazonaws.com");
    await expect(machine(at, pass, { roleArn: lambdaRole })).rejects.toThrow(
      /AccessDeniedException: Neither the global service principal states\.amazonaws\.com/,
    );
    const group = await at.make("cloudwatch/logGroup:LogGroup", "g", { name: "/states" });
    const log = (logDestination: string) => ({ loggingConfiguration: { level: "ALL", logDestination } });
    const other = await open();
    await expect(machine(other, pass, log(textOf(group.outputs, "arn")))).rejects.toThrow(/end in :\*/);
    await expect(machine(await open(), pass, { loggingConfiguration: { level: "ALL" } })).rejects.toThrow(
      /is needed to log at level ALL/,
    );
    await expect(machine(await open(), pass, log(`${textOf(group.outputs, "arn")}:*`))).rejects.toThrow(
      /InvalidLoggingConfiguration/,
    );
    await expect(machine(await open(), pass, { name: "a b" })).rejects.toThrow(/up to 80/);
    const made = await machine(await open(), pass);
    expect(made.id).toBe(`arn:aws:states:us-east-1:${ACCOUNT}:stateMachine:m`);
  });

  test("the role does what the tasks do, logs and traces, or executions fail", async () => {
    const at = await open();
    const f = textOf((await at.lambda("f")).outputs, "arn");
    const group = await at.make("cloudwatch/logGroup:LogGroup", "g", { name: "/states" });
    const task = (Resource: string, Parameters: object, more: object) => ({
      Type: "Task",
      Resource,
      Parameters,
      ...more,
    });
    await machine(
      at,
      {
        StartAt: "A",
        States: {
          A: task("arn:aws:states:::lambda:invoke", { FunctionName: f }, { Next: "B" }),
          B: task("arn:aws:states:::dynamodb:putItem", { TableName: "log", Item: {} }, { Next: "C" }),
          C: task(`${f}x`, {}, { End: true }),
        },
      },
      {
        tracingConfiguration: { enabled: true },
        loggingConfiguration: { level: "ERROR", logDestination: `${textOf(group.outputs, "arn")}:*` },
      },
    );
    expect(at.refused(TYPE)).toEqual([
      expect.stringContaining(`lambda:InvokeFunction on ${f}, because`),
      expect.stringContaining("dynamodb:PutItem on log"),
      expect.stringContaining(`${f}x does not exist: executions of`),
      expect.stringContaining("logs:CreateLogDelivery"),
      expect.stringContaining("xray:PutTraceSegments"),
    ]);
  });

  test("events that a task puts are judged by their source, as the role's policy may ask", async () => {
    const at = await open();
    const bus = textOf(
      (await at.make("cloudwatch/eventBus:EventBus", "b", { name: "orders" })).outputs,
      "arn",
    );
    const condition = { StringEquals: { "events:source": "shop" } };
    const roleArn = await at.role("puts", "states.amazonaws.com", {
      ...allow("events:PutEvents", bus),
      Condition: condition,
    });
    const put = (name: string, Source: string) =>
      at.make(TYPE, name, {
        name,
        roleArn,
        definition: JSON.stringify({
          StartAt: "Put",
          States: {
            Put: {
              Type: "Task",
              Resource: "arn:aws:states:::events:putEvents",
              Parameters: { Entries: [{ Source, DetailType: "Done", Detail: {}, EventBusName: "orders" }] },
              End: true,
            },
          },
        }),
      });
    await put("good", "shop");
    expect(at.refused(TYPE)).toEqual([]);
    await put("bad", "other");
    expect(at.refused(TYPE)).toEqual([expect.stringContaining(`events:PutEvents on ${bus}`)]);
  });

  test("a rule that starts a machine that is gone says what is lost", async () => {
    const at = await open();
    const roleArn = await at.role("start", "events.amazonaws.com", allow("states:StartExecution", "*"));
    await at.make("cloudwatch/eventRule:EventRule", "r", { name: "r", eventPattern: '{"source":["shop"]}' });
    const arn = `arn:aws:states:us-east-1:${ACCOUNT}:stateMachine:gone`;
    await at.make("cloudwatch/eventTarget:EventTarget", "t", { rule: "r", arn, roleArn });
    expect(at.refused("cloudwatch/eventTarget:EventTarget")).toEqual([
      `${arn} does not exist: events of the rule r are lost`,
    ]);
  });
});

describe("schemas", () => {
  const openApi = (change: object = {}) =>
    JSON.stringify({
      openapi: "3.0.0",
      info: { title: "OrderCreated", version: "1.0.0" },
      paths: {},
      components: { schemas: {} },
      ...change,
    });
  const REGISTRY = "schemas/registry:Registry";
  const SCHEMA = "schemas/schema:Schema";

  test("a registry's name is taken once and kept while it has schemas", async () => {
    const { make, cloud } = await open();
    const registry = await make(REGISTRY, "r", { name: "events" });
    await expect(make(REGISTRY, "s", { name: "events" })).rejects.toThrow(/ConflictException/);
    await expect(make(REGISTRY, "t", { name: "a b" })).rejects.toThrow(/up to 64/);
    const schema = (name: string, more: Values) =>
      make(SCHEMA, name, { name, registryName: "events", type: "OpenApi3", content: openApi(), ...more });
    const made = await schema("orders@OrderCreated", {});
    expect(made.outputs["arn"]).toMatch(/:schema\/events\/orders@OrderCreated$/);
    await expect(cloud.delete(registry)).rejects.toThrow(/DependencyViolation/);
    await expect(schema("a", { registryName: "no" })).rejects.toThrow(
      /NotFoundException: Registry with name no/,
    );
    await expect(schema("b", { type: "Avro" })).rejects.toThrow(/"Avro" is not one of/);
    await expect(schema("c", { content: "{" })).rejects.toThrow(/not a JSON object/);
    await expect(schema("d", { content: openApi({ openapi: "3.1.0" }) })).rejects.toThrow(/version 3\.0\.x/);
    await expect(schema("e", { content: openApi({ info: { title: "x" } }) })).rejects.toThrow(
      /info\.version/,
    );
    await expect(schema("f", { content: openApi({ components: {} }) })).rejects.toThrow(
      /components\.schemas/,
    );
    await schema("g", { type: "JSONSchemaDraft4", content: "{}" });
  });
});

describe("dashboards", () => {
  const widget = (change: object = {}, properties: object = {}) => ({
    type: "metric",
    x: 0,
    y: 0,
    width: 12,
    height: 6,
    properties: { region: "us-east-1", metrics: [["AWS/SQS", "Depth", "QueueName", "q"]], ...properties },
    ...change,
  });
  const put = async (dashboardBody: unknown) => {
    const { make } = await open();
    return make("cloudwatch/dashboard:Dashboard", "d", {
      dashboardName: "d",
      dashboardBody: typeof dashboardBody === "string" ? dashboardBody : JSON.stringify(dashboardBody),
    });
  };

  test.each([
    ["{", /not valid JSON/],
    [{}, /\/widgets: Should be an array/],
    [{ widgets: [widget({ type: "chart" })] }, /\/widgets\/0\/type/],
    [{ widgets: [widget({ x: 24 })] }, /\/widgets\/0\/x: Should be from 0 to 23/],
    [{ widgets: [widget({ y: undefined })] }, /x and y go together/],
    [{ widgets: [widget({}, { region: undefined })] }, /required property 'region'/],
    [{ widgets: [widget({}, { region: "mars-1" })] }, /"mars-1" is no region/],
    [
      {
        widgets: [
          widget(
            {},
            {
              metrics: [
                ["AWS/SQS", "Depth"],
                ["...", "r"],
              ],
            },
          ),
        ],
      },
      undefined,
    ],
    [{ widgets: [widget({}, { metrics: [["AWS/SQS"]] })] }, /\/metrics\/0: Should be a namespace/],
    [{ widgets: [widget({}, { metrics: [[{ id: "e" }]] })] }, /a metric or an expression/],
    [{ widgets: [widget({}, { metrics: [] })] }, /Should have metrics/],
    [{ widgets: [widget({}, { period: 45 })] }, /\/period/],
    [{ widgets: [{ type: "text", properties: {} }] }, /'markdown'/],
  ])("%j", async (body, why) => {
    if (why === undefined) await expect(put(body)).resolves.toBeDefined();
    else await expect(put(body)).rejects.toThrow(why);
  });
});

describe("API destinations", () => {
  const CONNECTION = "cloudwatch/eventConnection:EventConnection";
  const DESTINATION = "cloudwatch/eventApiDestination:EventApiDestination";
  const key = { apiKey: { key: "x-api-key", value: "secret" } };
  const connect = (cloud: Driver, name: string, more: Values = {}) =>
    cloud.create(`aws:${CONNECTION}`, name, {
      name,
      authorizationType: "API_KEY",
      authParameters: key,
      ...more,
    });

  test("a connection has the parameters of its kind of authorization", async () => {
    const { cloud } = await open();
    const made = await connect(cloud, "partner");
    expect(made.outputs["secretArn"]).toMatch(/secret:events!connection\/partner\//);
    await expect(connect(cloud, "partner")).rejects.toThrow(/ResourceAlreadyExistsException/);
    await expect(connect(cloud, "a", { authorizationType: "BASIC" })).rejects.toThrow(
      /authParameters\.basic: is needed.*\n.*authParameters\.apiKey: does not go with/,
    );
  });

  test("a destination has a connection, an https endpoint, a rate, and a role to be called with", async () => {
    const at = await open();
    const connectionArn = textOf((await connect(at.cloud, "partner")).outputs, "arn");
    const destination = (name: string, more: Values = {}) =>
      at.make(DESTINATION, name, {
        name,
        connectionArn,
        httpMethod: "POST",
        invocationEndpoint: "https://partner.example/events/*",
        ...more,
      });
    await expect(destination("a", { invocationEndpoint: "http://x.example" })).rejects.toThrow(/https/);
    await expect(destination("b", { connectionArn: `${connectionArn}x` })).rejects.toThrow(
      /ResourceNotFoundException: .*does not exist/,
    );
    await expect(destination("c", { invocationRateLimitPerSecond: 0 })).rejects.toThrow(/from 1 to 300/);
    const arn = textOf((await destination("d")).outputs, "arn");
    await at.make("cloudwatch/eventRule:EventRule", "r", { name: "r", eventPattern: '{"source":["shop"]}' });
    const target = (more: Values) =>
      at.make("cloudwatch/eventTarget:EventTarget", "t", { rule: "r", arn, ...more });
    await expect(target({})).rejects.toThrow(/RoleArn is required/);
    await target({ roleArn: await at.role("call", "events.amazonaws.com") });
    expect(at.refused("cloudwatch/eventTarget:EventTarget")).toEqual([
      expect.stringContaining(`events:InvokeApiDestination on ${arn}`),
    ]);
  });
});

recordExercised("aws.eventing");
