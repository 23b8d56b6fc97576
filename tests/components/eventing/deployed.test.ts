import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stateOf, simulatedAccount, type Account, type StateResource } from "../deployed";
import { GROUND, NOTING, dist } from "./shop";

/** A shop with every kind of target and consumer, and its dashboard; `$extra` stands for what a test changes. */
const SHOP = `${GROUND}
const { orderCreated } = require(${dist("eventing/catalogue/index.js")});
const nothing = "export const handler = async () => {};";
const registry = new eventing.SchemaRegistry("schemas", { ...place, sourcePrefix: "com.acme", events: [orderCreated] });

const pack = fn("pack", nothing);
const packing = new eventing.FunctionTarget("packing", { ...safe, rule: rule("pack-orders"), consumer: pack, ...$packing });
const workflow = new eventing.Workflow("checks", {${NOTING}
  grants: $grants,
});
const check = new eventing.WorkflowTarget("fraud-check", { ...safe, rule: rule("check-orders"), workflow });
const queue = new eventing.QueueTarget("warehouse", { ...safe, rule: rule("warehouse-orders") });
const reserve = fn("reserve", nothing, { reservedConcurrency: false });
new eventing.QueueConsumer("reserve", { ...place, queue, consumer: reserve });
const partner = new eventing.ApiTarget("partner", {
  ...safe, rule: rule("partner-orders"), endpoint: "https://partner.example.org/orders",
  authorization: { kind: "basic", username: "shop", password: "hidden" },
});
new eventing.ArchiveTarget("audit", { ...safe, logKeyArn, rule: rule("audit-orders"), bucket: audit() });
const drain = fn("drain", nothing, {
  environment: { BUS_NAME: reference.bus(bus) }, grants: [{ on: "BUS_NAME", actions: ["events:PutEvents"] }],
});
new eventing.StreamConsumer("outbox", { ...safe, stream: { streamArn: table.streamArn, keyArn: dataKeyArn }, consumer: drain });
const parking = new eventing.ParkingQueue("parking", safe);
new eventing.DelayQueue("redrive", safe);
new eventing.IdempotencyTable("processed", { ...place, keyArn: dataKeyArn, archiveDays: 30, protect: false });
const route = (name, target) => ({
  name,
  rule: { ruleName: target.target.rule, busName: bus.busName },
  deadLetterQueueName: target.deadLetters.queueName,
});
new eventing.EventDashboard("overview", {
  ...place, bus,
  routes: [
    route("packing", packing), route("fraud-check", check), route("warehouse", queue), route("partner", partner),
  ],
  consumers: [{ name: "packing", functionName: pack.functionName }, { name: "warehouse", functionName: reserve.functionName }],
  published: { namespace: "Acme/Events", metricName: "EventsPublished", by: [{ name: "outbox", functionName: drain.functionName }] },
  parking: { parking: parking.queueName },
});`;

const GRANTS = `[{ on: reference.table(orders), actions: ["dynamodb:PutItem"] }]`;
const shop = (packing = "{}", grants = GRANTS) =>
  SHOP.replace("$packing", packing).replace("$grants", grants);

const region = { "aws:region": { value: "us-east-1" } };
let account: Account;
beforeAll(() => {
  account = simulatedAccount();
});
afterAll(() => {
  account.close();
});

/** Every value of a metric's dimension, `QueueName x`. */
function dimensions(metrics: readonly unknown[][]): string[] {
  return metrics.flatMap((metric) => {
    const names = metric.slice(2, -1) as string[];
    return names.flatMap((name, i) => (i % 2 === 0 ? [`${name} ${names[i + 1] ?? ""}`] : []));
  });
}

/** The same, as the stack's own resources are called. */
function own(resources: readonly StateResource[]): Set<string> {
  const DIMENSIONS: Readonly<Record<string, [dimension: string, output: string]>> = {
    "aws:sqs/queue:Queue": ["QueueName", "name"],
    "aws:lambda/function:Function": ["FunctionName", "name"],
    "aws:cloudwatch/eventRule:EventRule": ["RuleName", "name"],
    "aws:cloudwatch/eventBus:EventBus": ["EventBusName", "name"],
    "aws:sfn/stateMachine:StateMachine": ["StateMachineArn", "arn"],
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": ["DeliveryStreamName", "name"],
  };
  return new Set(
    resources.flatMap(({ urn, outputs }) => {
      const [dimension, output = ""] = DIMENSIONS[urn.split("::")[2]?.split("$").at(-1) ?? ""] ?? [];
      return dimension === undefined ? [] : [`${dimension} ${String(outputs?.[output])}`];
    }),
  );
}

describe("every kind of target and consumer, deployed", () => {
  let resources: StateResource[];
  let dashboard: string;
  beforeAll(async () => {
    const stack = await account.stack("shop/dev", { source: shop() }, region);
    const up = await stack.up();
    expect(up.stdout).not.toContain("is not authorized");
    expect(Object.keys((await stack.up()).summary.resourceChanges ?? {})).toEqual(["same"]);
    resources = [...(await stateOf(stack)).values()];
    const [found] = resources.filter(({ urn }) => urn.includes("cloudwatch/dashboard:Dashboard"));
    dashboard = found?.outputs?.["dashboardBody"] as string;
    await stack.destroy();
  }, 240_000);

  test("EV-54 the dashboard shows what is published, fails, takes how long, at the places that it is known by", () => {
    const { widgets } = JSON.parse(dashboard) as {
      widgets: { x: number; y: number; width: number; height: number; properties: Record<string, unknown> }[];
    };
    const places = widgets.map(({ x, y, width, height, properties }) => [
      properties["title"],
      x,
      y,
      width,
      height,
    ]);
    expect(places.slice(0, 3)).toEqual([
      ["Events Published", 0, 0, 12, 6],
      ["Failed Invocations", 12, 0, 12, 6],
      ["Event Processing Latency by Service", 0, 6, 24, 6],
    ]);
    for (const { properties } of widgets) expect(properties["period"]).toBe(60);
    const metrics = new Map(
      widgets.map(({ properties }) => [
        properties["title"],
        (properties["metrics"] as unknown[][]).map((metric) => [
          metric[1],
          (metric.at(-1) as { stat: string }).stat,
        ]),
      ]),
    );
    expect(metrics.get("Event Processing Latency by Service")).toEqual(
      [1, 2].flatMap(() => ["p50", "p95", "p99"].map((stat) => ["Duration", stat])),
    );
    expect(metrics.get("Failed Invocations")).toEqual([1, 2, 3, 4].map(() => ["FailedInvocations", "Sum"]));
    expect(metrics.get("Ingestion to Successful Invocation")?.[0]).toEqual([
      "IngestionToInvocationSuccessLatency",
      "p99",
    ]);
    const gauges = [
      ...(metrics.get("Dead Letters Waiting") ?? []),
      ...(metrics.get("Parked, for a Person") ?? []),
    ];
    expect(new Set(gauges.map(([, stat]) => stat))).toEqual(new Set(["Maximum"]));
  });

  test("EV-54 every metric of the dashboard and of the alarms names a resource of the stack", () => {
    const known = own(resources);
    const { widgets } = JSON.parse(dashboard) as { widgets: { properties: { metrics: unknown[][] } }[] };
    const asked = widgets.flatMap(({ properties }) => dimensions(properties.metrics));
    expect(asked.length).toBeGreaterThan(30);
    expect(asked.filter((one) => !known.has(one))).toEqual([]);

    interface Metric {
      dimensions?: Record<string, string>;
      metric?: Metric;
      metricQueries?: Metric[];
    }
    const dimensionsOf = ({ dimensions: given = {}, metric, metricQueries = [] }: Metric): string[] => [
      ...Object.entries(given).map(([name, value]) => `${name} ${value}`),
      ...(metric === undefined ? [] : dimensionsOf(metric)),
      ...metricQueries.flatMap(dimensionsOf),
    ];
    const alarms = resources.filter(({ urn }) => urn.includes("metricAlarm:MetricAlarm"));
    expect(alarms.length).toBeGreaterThan(25);
    for (const { urn, outputs } of alarms) {
      const watched = dimensionsOf(outputs ?? {});
      expect(watched.length, urn).toBeGreaterThan(0);
      expect(
        watched.filter((one) => !known.has(one)),
        urn,
      ).toEqual([]);
    }
  });

  test("EV-54 the widgets' region is the bus's, and no account is named", () => {
    expect(new Set([...dashboard.matchAll(/"region":"([^"]*)"/g)].map(([, name]) => name))).toEqual(
      new Set(["us-east-1"]),
    );
    expect(dashboard).not.toContain("111111111111");
  });
});

describe("what can not work is refused at the end of the deployment", () => {
  const refused = async (name: string, source: string): Promise<string> => {
    const stack = await account.stack(`${name}/dev`, { source }, region);
    const error: unknown = await stack.up().catch((reason: unknown) => reason);
    await stack.destroy();
    return error instanceof Error ? error.message : "nothing was refused";
  };

  test("EV-19 a function that its rule may not invoke", async () => {
    const away = `{ transform: { permission: { sourceArn: "arn:aws:events:us-east-1:111111111111:rule/other" } } }`;
    expect(await refused("uninvited", shop(away))).toMatch(
      /events\.amazonaws\.com is not authorized to perform lambda:InvokeFunction[^]*events of the rule .*pack-orders are lost/,
    );
  }, 120_000);

  test("G38 an archive whose role may not write to its bucket", async () => {
    const elsewhere = `new eventing.ArchiveTarget("audit", {
      ...safe, logKeyArn, rule: rule("audit-orders"), bucket: audit(),
      transform: { archive: { transform: { grant: (args) => { args.policy = pulumi.output(args.policy).apply((text) => text.replace("s3:PutObject", "s3:GetObject")); } } } },
    });`;
    expect(await refused("unwritable", `${GROUND}${elsewhere}`)).toMatch(
      /is not authorized to perform s3:PutObject[^]*what is put to .*audit.* is lost after 24 hours/,
    );
  }, 120_000);

  test("EV-20 a workflow whose role may not do what its tasks do", async () => {
    const read = `[{ on: reference.table(orders), actions: ["dynamodb:GetItem"] }]`;
    expect(await refused("powerless", shop("{}", read))).toMatch(
      /is not authorized to perform dynamodb:PutItem[^]*executions of .*checks fail/,
    );
  }, 120_000);
});
