import path from "node:path";

/** A module of the built components, as text of a program. */
export const dist = (module: string): string =>
  JSON.stringify(path.resolve(__dirname, "../../../dist/components", module));

/**
 * What the programs of a shop begin with: keys, alarms, a table with a stream, a bus; `rule(name)` makes a rule on orders,
 * `fn(name, text, more)` a function of one module, `audit()` a bucket that locks objects for 30 days.
 */
export const GROUND = `
const pulumi = require("@pulumi/pulumi");
const { Key } = require("@pulumi/aws/kms");
const { Table } = require("@pulumi/aws/dynamodb");
const { keyPolicy } = require(${dist("aws-platform/plan/keys.js")});
const { DataBucket } = require(${dist("aws-platform/index.js")});
const eventing = require(${dist("eventing/index.js")});
const { reference } = eventing;

const account = { id: "111111111111", region: "us-east-1" };
const key = (role, use) => new Key(role, { policy: keyPolicy(use, account) }).arn;
const place = {
  naming: { org: "acme", env: "dev", site: "use1" },
  tags: { Environment: "dev", Service: "shop", Team: "shop", Owner: "shop", CostCenter: "shop", DataClass: "internal", DrTier: "none", ManagedBy: "pulumi" },
};
const deadLetterKeyArn = key("dead-letters", "events");
const [kmsKeyArn, logKeyArn, dataKeyArn] = [key("events", "events"), key("logs", "logs"), key("data", "data")];
const alarms = new eventing.AlarmTopic("alarms", { ...place, accountId: account.id, kmsKeyArn: deadLetterKeyArn });
const safe = { ...place, kmsKeyArn, deadLetterKeyArn, alarmTopicArn: alarms.arn, protect: false };
const table = new Table("orders", {
  name: "orders", billingMode: "PAY_PER_REQUEST", hashKey: "id", attributes: [{ name: "id", type: "S" }],
  streamEnabled: true, streamViewType: "NEW_IMAGE", serverSideEncryption: { enabled: true, kmsKeyArn: dataKeyArn },
});
const orders = { tableName: table.name, arn: table.arn, keyArn: dataKeyArn };
const bus = new eventing.EventBus("shop", { ...safe, sourcePrefix: "com.acme" });
const rule = (name) => new eventing.EventRule(name, {
  ...place, bus, pattern: { source: ["com.acme.orders"], "detail-type": ["Order Created"] },
});
const audit = () => new DataBucket("audit", {
  ...place, role: "audit", keyArn: dataKeyArn, protect: false, lock: { days: 30 },
});
const code = (text) => new pulumi.asset.AssetArchive({ "index.mjs": new pulumi.asset.StringAsset(text) });
const fn = (name, text, more = {}) => new eventing.EventFunction(name, { ...place, logKeyArn, description: name, code: code(text), ...more });
`;

/** The arguments of a state machine that notes an order in the table; grants come after it. */
export const NOTING = `
  ...safe, logKeyArn,
  definition: { StartAt: "Note", States: {
    Note: {
      Type: "Task", End: true, Resource: "arn:aws:states:::dynamodb:putItem",
      Parameters: { TableName: table.name, Item: { id: { "S.$": "$.detail.orderId" } } },
      Retry: [{ ErrorEquals: ["States.ALL"] }], Catch: [{ ErrorEquals: ["States.ALL"], Next: "Lost" }],
    },
    Lost: { Type: "Fail" },
  } },`;
