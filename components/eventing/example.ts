import * as pulumi from "@pulumi/pulumi";
import { AlarmTopic, EventBus, EventRule, QueueTarget } from "./index";

const config = new pulumi.Config();
const accountId = config.require("accountId");
const place = {
  naming: { org: "acme", env: "dev", site: "use1" },
  tags: {
    Environment: "dev",
    Service: "shop",
    Team: "shop",
    Owner: "shop-team",
    CostCenter: "shop-dev",
    DataClass: "internal",
    DrTier: "none",
    ManagedBy: "pulumi",
  },
} as const;

// Both keys allow what `eventKeyStatements(accountId)` lists.
const kmsKeyArn = config.require("eventKeyArn");
const deadLetterKeyArn = config.require("deadLetterKeyArn");

// A shop's events, and a warehouse that reserves what large orders need.
const alarms = new AlarmTopic("alarms", { ...place, accountId, kmsKeyArn: deadLetterKeyArn });
const safe = { ...place, kmsKeyArn, deadLetterKeyArn, alarmTopicArn: alarms.arn };
const bus = new EventBus("shop", { ...safe, sourcePrefix: "com.acme" });
const large = new EventRule("large-orders", {
  ...place,
  bus,
  pattern: {
    source: ["com.acme.orders"],
    "detail-type": ["Order Created"],
    detail: { totalAmount: [{ numeric: [">=", 1000] }] },
  },
});
const warehouse = new QueueTarget("warehouse", { ...safe, rule: large });

export const busName = bus.busName;
export const queueUrl = warehouse.queueUrl;
