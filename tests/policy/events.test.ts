// A route made by the components, on the embedded engine, with the pack as the deployer uses it.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { PolicyEvent } from "@pulumi/pulumi/automation";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { policyConfig } from "../../policy/config";
import { simulatedAccount, type Account } from "../components/deployed";
import { FACTS } from "./facts";

const pack = path.resolve(__dirname, "../../policy");
const dist = (module: string) => JSON.stringify(path.resolve(__dirname, "../../dist/components", module));

/** Targets and consumers of every kind; `$transform` stands for what a test takes away from the function's route. */
const ROUTES = `
const pulumi = require("@pulumi/pulumi");
const { Key } = require("@pulumi/aws/kms");
const { Table } = require("@pulumi/aws/dynamodb");
const { keyPolicy } = require(${dist("aws-platform/plan/keys.js")});
const e = require(${dist("eventing/index.js")});
const { notifications, notificationsNeeds } = require(${dist("eventing/workflows/index.js")});

const key = (role, use) => {
  const name = "acme-dev-use1-shop-" + role;
  return new Key(name, { policy: keyPolicy(use, { id: "111111111111", region: "us-east-1" }), tags, description: role }, { protect: true }).arn;
};
const tags = { Environment: "dev", Service: "shop", Team: "shop", Owner: "shop", CostCenter: "shop", DataClass: "internal", DrTier: "none", ManagedBy: "pulumi" };
const place = { naming: { org: "acme", env: "dev", site: "use1" }, tags };
const [kmsKeyArn, deadLetterKeyArn, logKeyArn, dataKeyArn] = [
  key("events", "events"), key("dead-letters", "events"), key("logs", "logs"), key("data", "data"),
];
const alarms = new e.AlarmTopic("alarms", { ...place, accountId: "111111111111", kmsKeyArn: deadLetterKeyArn });
const safe = { ...place, kmsKeyArn, deadLetterKeyArn, alarmTopicArn: alarms.arn };
const code = new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset("exports.handler = async () => {};") });
const bus = new e.EventBus("shop", { ...safe, sourcePrefix: "com.acme" });
const rule = (name) => new e.EventRule(name, {
  ...place, bus, pattern: { source: ["com.acme.orders"], "detail-type": ["Order Created"] },
});
const processed = new e.IdempotencyTable("processed", { ...place, keyArn: dataKeyArn, archiveDays: 30 });
const fn = (name) => new e.EventFunction(name, {
  ...place, logKeyArn, description: name, code,
  environment: { PROCESSED_TABLE: e.reference.table(processed), PROCESSED_TTL_SECONDS: String(processed.ttlSeconds) },
});
const [email, sms, slack, pack, reserve] = ["email", "sms", "slack", "pack", "reserve"].map(fn);
new e.FunctionTarget("packing", { ...safe, rule: rule("pack-orders"), consumer: pack, transform: $transform });
const queue = new e.QueueTarget("warehouse", { ...safe, rule: rule("warehouse-orders") });
new e.QueueConsumer("reserve", { ...place, queue, consumer: reserve });

new e.ApiTarget("partner", {
  ...safe, rule: rule("partner-orders"), endpoint: "https://partner.example.org/orders",
  authorization: { kind: "api-key", header: "x-api-key", value: pulumi.secret("hidden") },
});
const outbox = new Table("acme-dev-use1-shop-outbox", {
  name: "acme-dev-use1-shop-outbox", tags, billingMode: "PAY_PER_REQUEST", hashKey: "id", attributes: [{ name: "id", type: "S" }],
  streamEnabled: true, streamViewType: "NEW_IMAGE", serverSideEncryption: { enabled: true, kmsKeyArn: dataKeyArn },
  pointInTimeRecovery: { enabled: true }, deletionProtectionEnabled: true, ttl: { enabled: true, attributeName: "ttl" },
}, { protect: true });
new e.StreamConsumer("outbox", { ...safe, stream: { streamArn: outbox.streamArn, keyArn: dataKeyArn }, consumer: fn("drain") });
new e.ParkingQueue("parking", safe);
new e.DelayQueue("redrive", safe);

const undeliverable = new e.DeadLetterQueue("undeliverable", { ...safe, sourceArn: bus.arn });
const resources = {
  sendEmail: e.reference.function(email), sendSms: e.reference.function(sms), slackNotify: e.reference.function(slack),
  notificationTable: e.reference.table(processed), deadLetterQueueUrl: e.reference.queue(undeliverable),
};
const values = Object.fromEntries(Object.entries(resources).map(([name, { value }]) => [name, value]));
const workflow = new e.Workflow("notifications", {
  ...safe, logKeyArn, definition: notifications(values),
  grants: Object.entries(notificationsNeeds).map(([name, actions]) => ({ on: resources[name], actions })),
});
new e.WorkflowTarget("notify", { ...safe, rule: rule("notify-orders"), workflow });
`;

let account: Account;
let folder: string;
let config: string;
let stacks = 0;
beforeAll(() => {
  account = simulatedAccount();
  folder = mkdtempSync(path.join(tmpdir(), "causeway-event-rules-"));
  config = path.join(folder, "policy-config.json");
  writeFileSync(config, JSON.stringify(policyConfig("prod", FACTS)));
});
afterAll(() => {
  account.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The rules that refuse, with their messages, and whether the operation went through. */
async function refusals(operation: "preview" | "up", transform = "{}") {
  const source = ROUTES.replace("$transform", transform);
  const stack = await account.stack(
    `events/dev-shop${stacks++}`,
    { source },
    { "aws:region": { value: "us-east-1" } },
  );
  const found: PolicyEvent[] = [];
  const error = await stack[operation]({
    policyPacks: [pack],
    policyPackConfigs: [config],
    onEvent: ({ policyEvent }) => {
      if (policyEvent !== undefined) found.push(policyEvent);
    },
  }).then(
    () => undefined,
    (reason: unknown) => String(reason),
  );
  const refused = found.filter(({ enforcementLevel }) => enforcementLevel === "mandatory");
  return { error, refused: refused.map(({ policyName, message }) => `${policyName}: ${message}`), found };
}

const TLS_ONLY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Deny",
      Principal: "*",
      Action: "sqs:*",
      Resource: "*",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ],
});

describe("routes of every kind, made by the components", () => {
  it("acceptance 12: pass the pack in a preview and when they are deployed, all rules mandatory", async () => {
    for (const operation of ["preview", "up"] as const) {
      const { error, refused, found } = await refusals(operation);
      expect([error, refused]).toEqual([undefined, []]);
      expect(found.filter(({ policyName }) => policyName === "event-consumer-tracing")).toEqual([]);
    }
  });

  it.each([
    ["its dead-letter queue", "dlq-required", "{ target: { deadLetterConfig: undefined } }"],
    [
      "the policy of its dead-letter queue",
      "dlq-required",
      `{ "dead-letters": { transform: { policy: { policy: '${TLS_ONLY}' } } } }`,
    ],
    ["the permission of its rule", "event-lambda-permission", "{ permission: { sourceArn: undefined } }"],
    [
      "the way out for what the function fails at",
      "event-lambda-failure-destination",
      "{ failures: { destinationConfig: undefined } }",
    ],
    ["its retries", "event-target-retry-explicit", "{ target: { retryPolicy: undefined } }"],
  ])("EV-19 EV-43, acceptance 12: a route that loses %s is refused by %s", async (_what, rule, transform) => {
    const { error, refused } = await refusals("preview", transform);
    expect(error).toContain("mandatory policy");
    expect(new Set(refused.map((text) => text.split(":")[0]))).toEqual(new Set([rule]));
    expect(refused.join("\n")).toMatch(/packing/);
  });
});
