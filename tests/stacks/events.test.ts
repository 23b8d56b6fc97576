import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { compilePattern, matches, readEvent } from "../../components/eventing";
import { orderCreated } from "../../components/eventing/catalogue";
import { functions } from "../../components/eventing/functions/manifest";
import { eventsContract } from "../../stacks/contracts/workloads";
import { dev, prod, staging, type Environment } from "../../stacks/environments";
import { program } from "../../stacks/events";
import { named, type Recorded } from "../components/recorded";
import { ACCOUNTS, stackRecorded } from "./recorded-stack";

const needs = {
  secrets: {
    awsKeyArns: { data: "k-data", events: "k-events", "dead-letters": "k-dead-letters", logs: "k-logs" },
  },
  data: { tableName: "processed", tableArn: "arn:aws:dynamodb:us-east-1:111111111111:table/processed" },
};
const deploy = (env: Environment) =>
  stackRecorded(eventsContract, program, env, needs, { "aws:s3/bucket:Bucket": { bucket: "acme-audit" } });
const reservedBy = (env: Environment, stockReservedBy: "saga" | "rule"): Environment => ({
  ...env,
  events: { stockReservedBy },
});

/** Rules that take an order of this value, by their role words; one more takes everything. */
function takenBy(resources: readonly Recorded[], totalAmount: number): string[] {
  const detail = { ...orderCreated.sample, totalAmount, currency: "USD" };
  const event = readEvent(
    JSON.stringify({ source: "com.acme.orders", "detail-type": orderCreated.type, detail }),
  );
  const rules = resources.filter(({ type }) => type === "aws:cloudwatch/eventRule:EventRule");
  return rules
    .filter(({ inputs }) => matches(compilePattern(inputs["eventPattern"] as string), event))
    .map(({ name }) => name.replace(/-rule$/, ""))
    .filter((name) => name !== "audit");
}

describe.each([dev, staging, prod])("events in $name", (env) => {
  let resources: Recorded[];
  let outputs: Record<string, unknown>;
  beforeAll(async () => {
    ({ resources, outputs } = await deploy(env));
  }, 60_000);

  test("CO-22 EV-14 the bus and its archive have the same name in every region, and no other environment's", () => {
    expect(outputs["busName"]).toBe(`acme-${env.name}-glb-eventing-bus`);
    expect(named(resources, "bus-archive").inputs).toMatchObject({
      name: `acme-${env.name}-glb-eventing-bus-archive`,
      retentionDays: env.retention.eventArchiveDays,
      eventPattern: '{"source":[{"prefix":"com.acme"}]}',
    });
    const regional = resources.filter(
      ({ name, type }) => !/^bus-|^$/.test(name) && !type.includes("schemas/schema"),
    );
    for (const { inputs } of regional.filter(({ inputs }) => typeof inputs["name"] === "string")) {
      expect(inputs["name"]).toMatch(new RegExp(`^(/aws/[a-z/]+/)?acme-${env.name}-use1-(eventing|aws)-`));
    }
  });

  test("EV-44 EV-48 alarms, and what only a person can help on, reach somebody", () => {
    const told = resources.filter(({ type }) => type === "aws:sns/topicSubscription:TopicSubscription");
    const topics = ["alarms-topic", "ops-alerts-topic"].map((name) => named(resources, name).props["arn"]);
    expect(told.map(({ inputs }) => inputs["topic"]).sort()).toEqual(topics.sort());
    for (const { inputs } of told)
      expect(inputs).toMatchObject({
        protocol: "email",
        endpoint: expect.stringMatching(/^oncall@/) as unknown,
      });
  });

  test("EV-20 EV-25 an order of 1500 USD goes to each consumer, one below 1000 is not judged", () => {
    const all = ["high-value-orders", "order-created-to-notifications", "order-created-to-saga"];
    expect(takenBy(resources, 1500).sort()).toEqual(all);
    expect(takenBy(resources, 1000).sort()).toEqual(all);
    expect(takenBy(resources, 999.99).sort()).toEqual(all.slice(1));
    const target = named(resources, "fraud-check-target").inputs;
    const machine = named(resources, "fraud-check-machine").props["arn"];
    expect(target).toMatchObject({ targetId: "fraud-check", arn: machine });
  });

  test("EV-10 every event of the catalogue has its schema", () => {
    const schemas = resources.filter(({ type }) => type === "aws:schemas/schema:Schema");
    expect(schemas.map(({ inputs }) => inputs["name"])).toContain("com.acme.orders@OrderCreated");
    expect(schemas.length).toBeGreaterThan(10);
  });

  test("EV-49 consumers remember an event as long as the archive and the dead letters can bring it back", () => {
    const days = env.retention.eventArchiveDays + 14 + 1;
    const told = resources
      .filter(({ type }) => type === "aws:lambda/function:Function")
      .flatMap(({ inputs }) => {
        const { variables } = (inputs["environment"] ?? {}) as { variables?: Record<string, string> };
        return variables?.["PROCESSED_TTL_SECONDS"] ?? [];
      });
    expect(told.length).toBeGreaterThan(2);
    expect(new Set(told)).toEqual(new Set([String(days * 86_400)]));
  });

  test("EV-45 every dead letter of a route, of a channel and of the redrive itself has a function that takes it", () => {
    const processor = named(resources, "dead-letters-function").props["arn"];
    const taken = resources
      .filter(({ inputs }) => inputs["functionName"] === processor)
      .map(({ inputs }) => inputs["eventSourceArn"]);
    const queues = ["fraud-check", "notifications", "order-saga", "redrive"].map(
      (name) => `${name}-dead-letters`,
    );
    expect(taken.sort()).toEqual(
      [...queues, "notification-failures"]
        .map((name) => named(resources, `${name}-queue`).props["arn"])
        .sort(),
    );
  });

  test("EV-46 what is tried again waits for no other: the redrive waits for the function that it calls", () => {
    const mapping = named(resources, "redrive-mapping");
    expect(mapping.inputs).toMatchObject({
      batchSize: 1,
      functionResponseTypes: ["ReportBatchItemFailures"],
    });
  });

  test("what its functions reserve of the account's concurrency is what the guide says", () => {
    const reserved = resources
      .map(({ inputs }) => inputs["reservedConcurrentExecutions"])
      .filter((count) => typeof count === "number")
      .reduce((sum, count) => sum + count, 0);
    const guide = readFileSync(path.join(__dirname, "../../docs/first-real-stack.md"), "utf8");
    expect(guide).toContain(`reserve ${reserved} concurrent executions`);
  });

  test("a publisher may say only what its own services say", () => {
    const statements = JSON.parse(named(resources, "order-api-policy").inputs["policy"] as string) as {
      Statement: { Action: string[]; Condition?: object }[];
    };
    const [put] = statements.Statement.filter(({ Action }) => Action.includes("events:PutEvents"));
    expect(put?.Condition).toEqual({
      "ForAllValues:StringEquals": { "events:source": ["com.acme.orders"] },
      Null: { "events:source": "false" },
    });
  });

  test("G38 everything that is said is kept for audits, locked for the environment's days", () => {
    const { inputs } = named(resources, "audit-lock");
    expect(inputs["rule"]).toEqual({
      defaultRetention: { mode: "GOVERNANCE", days: env.retention.eventAuditDays },
    });
    expect(named(resources, "audit-bucket").inputs).toMatchObject({ objectLockEnabled: true });
    expect(named(resources, "audit-archive-stream").inputs["extendedS3Configuration"]).toMatchObject({
      bucketArn: named(resources, "audit-bucket").props["arn"],
    });
    const pattern = compilePattern(named(resources, "audit-rule").inputs["eventPattern"] as string);
    const said = (source: string) =>
      readEvent(JSON.stringify({ source, "detail-type": "Nobody Foresaw This", detail: {} }));
    expect(matches(pattern, said("com.acme.unheard-of"))).toBe(true);
    expect(matches(pattern, said("com.acmeforeign.orders"))).toBe(false);
    expect(outputs["auditBucketName"]).toBe("acme-audit");
  });

  test("G09 the outbox is swept for what nobody published, by its index, one run at a time", () => {
    const { inputs } = named(resources, "outbox-table");
    const [index] = inputs["globalSecondaryIndexes"] as { name: string }[];
    expect(index).toEqual({
      name: "waiting",
      hashKey: "waiting",
      rangeKey: "timestamp",
      projectionType: "KEYS_ONLY",
    });
    expect(named(resources, "sweep-schedule").inputs).toMatchObject({
      scheduleExpression: "rate(15 minutes)",
      target: { arn: named(resources, "outbox-sweep-function").props["arn"] },
    });
    expect(named(resources, "outbox-sweep-function").inputs).toMatchObject({
      reservedConcurrentExecutions: 1,
    });
    const { Statement } = JSON.parse(named(resources, "outbox-sweep-policy").inputs["policy"] as string) as {
      Statement: { Action: string[]; Resource: string }[];
    };
    const query = Statement.filter(({ Action }) => Action.includes("dynamodb:Query"));
    const table = String(named(resources, "outbox-table").props["arn"]);
    expect(query.map(({ Resource }) => Resource)).toEqual([`${table}/index/waiting`]);
  });

  test("dead letters and alarms outlast the loss of the bus's key", () => {
    expect(named(resources, "bus-bus").inputs["kmsKeyIdentifier"]).toBe("k-events");
    for (const name of [
      "bus-dead-letters-queue",
      "order-saga-dead-letters-queue",
      "alarms-topic",
      "parking-queue",
    ]) {
      expect(named(resources, name).inputs["kmsMasterKeyId"]).toBe("k-dead-letters");
    }
  });

  test("every resource is made by the environment's own provider", () => {
    const { inputs } = named(resources, "aws");
    expect(inputs).toMatchObject({
      region: env.aws.region,
      allowedAccountIds: JSON.stringify([ACCOUNTS[env.name]]),
    });
    const others = resources.filter(({ type }) => !type.startsWith("pulumi:providers:"));
    expect(others.filter(({ madeBy }) => madeBy !== "aws")).toEqual([]);
    expect(others.length).toBeGreaterThan(15);
  });
});

describe("what reserves the stock", () => {
  const made = {} as Record<"saga" | "rule", Recorded[]>;
  beforeAll(async () => {
    for (const by of ["saga", "rule"] as const) made[by] = (await deploy(reservedBy(dev, by))).resources;
  }, 60_000);

  test("EV-18 EV-19 is the inventory's own consumer behind its queue, where the environment says so", () => {
    const resources = made.rule;
    const { inputs } = named(resources, "order-created-to-inventory-rule");
    expect(JSON.parse(inputs["eventPattern"] as string)).toMatchObject({
      source: ["com.acme.orders"],
      "detail-type": ["Order Created"],
    });
    expect(inputs["tags"]).toMatchObject({ Service: "inventory", Environment: "dev", Stack: "events" });
    const queue = named(resources, "inventory-events-queue");
    expect(named(resources, "inventory-events-target").inputs).toMatchObject({
      arn: queue.props["arn"],
      retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 3 },
      deadLetterConfig: { arn: named(resources, "inventory-events-dead-letters-queue").props["arn"] },
    });
    expect(named(resources, "inventory-mapping").inputs).toMatchObject({
      eventSourceArn: queue.props["arn"],
      functionName: named(resources, "inventory-function").props["arn"],
    });
    expect(queue.inputs["visibilityTimeoutSeconds"]).toBe(functions.inventory.timeoutSeconds * 6);
  });

  test.each(["saga", "rule"] as const)("EV-58 is never both: by %s", (reserver) => {
    const resources = made[reserver];
    const one = { saga: "order-created-to-saga", rule: "order-created-to-inventory" };
    expect(takenBy(resources, 1).filter((name) => Object.values(one).includes(name))).toEqual([
      one[reserver],
    ]);
    const names = resources.map(({ name }) => name);
    expect([names.includes("order-saga-machine"), names.includes("inventory-function")]).toEqual([
      reserver === "saga",
      reserver === "rule",
    ]);
    const redrive = named(resources, "redrive-function").inputs["environment"] as { variables: object };
    expect(Object.keys(redrive.variables).filter((name) => /INVENTORY|SAGA/.test(name))).toEqual([
      reserver === "saga" ? "ORDER_SAGA_WORKFLOW" : "INVENTORY_QUEUE_URL",
    ]);
  });

  test("EV-21 a route more changes nothing for who publishes", () => {
    const publishers = (resources: readonly Recorded[]) =>
      resources
        .filter(({ name }) => /^(order-api|outbox|fallback)/.test(name))
        .map(({ name, inputs }) => `${name} ${JSON.stringify(inputs)}`);
    expect(publishers(made.saga).length).toBeGreaterThan(10);
    expect(publishers(made.saga)).toEqual(publishers(made.rule));
  });
});
