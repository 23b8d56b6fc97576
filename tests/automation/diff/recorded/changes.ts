/** Pull requests to the market as people open them. */
import { replaced, type Edit } from "../revisions";
import type { Edits } from "./stages";

export interface Recorded {
  /** Title of the pull request. */
  readonly title: string;
  readonly edits: Edits;
  /** @default dev alone */
  readonly environments?: readonly string[];
}

/** Edits of one file, one after the other. */
const all =
  (...edits: readonly Edit[]): Edit =>
  (text) =>
    edits.reduce<string | undefined>((rest, edit) => (rest === undefined ? undefined : edit(rest)), text);

/** An edit that takes out what a pattern finds. */
const without =
  (pattern: RegExp): Edit =>
  (text) => {
    if (!pattern.test(text)) throw new Error(`there is no ${pattern.source}`);
    return text.replace(pattern, "");
  };

const ALARM = / {4}new MetricAlarm\([^]*?\n {4}\);\n/;
const DEAD = / {4}const dead = new Queue\([^]*?\n {4}\);\n/;
const REDRIVE = / {8}redrivePolicy: [^]*?\n {8}\),\n/;

export const CHANGES: Readonly<Record<string, Recorded>> = {
  "resize-pool": {
    title: "Give the lab two more nodes",
    edits: { "environments.js": replaced('"10.22.0.0/16", nodes: 2', '"10.22.0.0/16", nodes: 4') },
    environments: ["lab", "prod"],
  },
  "bigger-nodes": {
    title: "Move the general pool to larger machines",
    edits: { "cluster.js": replaced("m7g.large", "m7g.xlarge") },
    environments: ["lab"],
  },
  "open-port": {
    title: "Let everybody reach the jump host",
    edits: { "network.js": replaced('"10.0.0.0/8"', '"0.0.0.0/0"') },
    environments: ["lab"],
  },
  "open-route": {
    title: "Route private subnets through the internet gateway",
    edits: { "network.js": replaced("natGatewayId: nat.id", "gatewayId: gateway.id") },
    environments: ["lab"],
  },
  "open-two-parts": {
    title: "A rule for one port, a route for all: each alone opens nothing",
    edits: {
      "network.js": all(
        replaced("natGatewayId: nat.id", "gatewayId: gateway.id"),
        replaced('cidrIpv4: "10.0.0.0/8"', 'cidrIpv4: "52.94.0.0/16"'),
      ),
    },
    environments: ["lab"],
  },
  "drop-dead-letters": {
    title: "Drop the dead-letter queue, nobody looks at it",
    edits: { "events.js": all(without(ALARM), without(DEAD), without(REDRIVE)) },
  },
  "drop-alarm": {
    title: "Drop a noisy alarm",
    edits: { "events.js": without(ALARM) },
    environments: ["trial"],
  },
  "rename-with-alias": {
    title: "Call the queue what it is",
    edits: {
      "events.js": replaced(
        'new WorkQueue("orders", { env, visibility: 60 })',
        'new WorkQueue("checkout", { env, visibility: 60 }, { aliases: [{ name: "orders" }] })',
      ),
    },
  },
  "rename-without-alias": {
    title: "Call the table what it is",
    edits: { "data.js": replaced('new Table("carts"', 'new Table("baskets"') },
  },
  "rename-component-without-alias": {
    title: "Call the component what it is",
    edits: { "events.js": replaced('new WorkQueue("orders"', 'new WorkQueue("checkout"') },
    environments: ["trial"],
  },
  "change-cidr": {
    title: "Renumber the lab",
    edits: { "environments.js": replaced("10.22.0.0/16", "10.32.0.0/16") },
    environments: ["lab"],
  },
  "rotate-key": {
    title: "Rotate the key by hand and encrypt with a new one",
    edits: {
      "data.js": all(
        replaced('new Key("data"', 'new Key("data-2026"'),
        replaced("Data of the market", "Data of the market, 2026"),
      ),
    },
  },
  "bump-chart": {
    title: "metrics-server 3.13.0",
    edits: { "apps.js": replaced('"3.12.2"', '"3.13.0"') },
  },
  "move-resource": {
    title: "Keep the receipts beside the site",
    edits: {
      "data.js": all(
        without(
          / {2}const bucket = new Bucket\([^]*?\n {2}new BucketLifecycleConfiguration\([^]*?\n {2}\}\);\n/,
        ),
        replaced(
          'const { Bucket, BucketLifecycleConfiguration, BucketVersioning } = require("@pulumi/aws/s3");\n',
          "",
        ),
      ),
      "site.js": replaced(
        "  return {",
        '  new Bucket("receipts", { bucket: nameOf(env, "receipts"), tags: tagsOf(env, { DrTier: "critical" }) });\n  return {',
      ),
    },
  },
  "rename-stack": {
    title: "Call the site web",
    edits: {
      "platform.js": replaced('name: "site"', 'name: "web"'),
      "contracts.js": replaced('stack: "site"', 'stack: "web"'),
    },
    environments: ["trial"],
  },
  "unpin-image": {
    title: "web 4.3.0",
    edits: {
      "apps.js": (text) => text.replace(/"registry[^"]*"/, '"registry.example.org/market/web:4.3.0"'),
    },
  },
  "new-image": {
    title: "web 4.3.0, pinned",
    edits: { "apps.js": (text) => text.replace(/4\.2\.0@sha256:1f/, "4.3.0@sha256:2f") },
  },
  "network-tag": {
    title: "Say who pays",
    edits: { "network.js": replaced("tagsOf(env)", 'tagsOf(env, { CostCentre: "4711" })') },
    environments: ["lab"],
  },
  "delete-stack": {
    title: "The site has moved to the marketing team",
    edits: {
      "platform.js": without(/ {2}defineStack\(\{\n {4}name: "site",[^]*?\n {2}\}\),\n/),
      "site.js": () => undefined,
    },
    environments: ["trial"],
  },
  "add-stack": {
    title: "Keep reports",
    edits: {
      "platform.js": replaced(
        '  defineStack({\n    name: "site",',
        '  defineStack({\n    name: "reports",\n    phase: "workloads",\n    needs: { events: contracts.events },\n    outputs: contracts.reports,\n    load: () => import("./reports.js"),\n  }),\n  defineStack({\n    name: "site",',
      ),
      "contracts.js": (text) =>
        `${text}exports.reports = defineContract({ stack: "reports", version: 1, fields: { bucket: v.string() } });\n`,
      "reports.js": () =>
        [
          'const { Bucket } = require("@pulumi/aws/s3");',
          'const { nameOf, tagsOf } = require("./naming");',
          "exports.program = ({ env }) => {",
          '  const bucket = new Bucket("reports", { bucket: nameOf(env, "reports"), tags: tagsOf(env) });',
          "  return { bucket: bucket.bucket };",
          "};",
          "",
        ].join("\n"),
    },
    environments: ["trial"],
  },
  "add-environment": {
    title: "An environment to try things",
    edits: {
      "environments.js": (text) => `${text}exports.demo = { name: "demo", only: ["site"] };\n`,
      "platform.js": all(
        replaced("{ dev, lab, prod, trial } = require", "{ demo, dev, lab, prod, trial } = require"),
        replaced("environments: { dev, lab, trial, prod }", "environments: { demo, dev, lab, trial, prod }"),
      ),
    },
    environments: ["demo"],
  },
  "remove-environment": {
    title: "Nobody tries things",
    edits: {
      "platform.js": all(
        replaced("{ dev, lab, prod, trial } = require", "{ dev, lab, prod } = require"),
        replaced("environments: { dev, lab, trial, prod }", "environments: { dev, lab, prod }"),
      ),
    },
    environments: ["trial"],
  },
  "function-code": {
    title: "Log the body, too",
    edits: {
      "handlers/orders/index.js": replaced('"stored", messageId', '"stored", messageId, Records.length'),
    },
  },
  "shorter-retention": {
    title: "Keep receipts for a year",
    edits: { "data.js": replaced("days: 3650", "days: 365") },
  },
  "fewer-backups": {
    title: "Save on backups",
    edits: {
      "data.js": all(
        replaced("backupRetentionPeriod: 14", "backupRetentionPeriod: 1"),
        replaced("deleteAfter: 35", "deleteAfter: 7"),
      ),
    },
  },
  "deletion-protection-off": {
    title: "Prepare the move of the ledger",
    edits: {
      "data.js": all(
        replaced("deletionProtection: true", "deletionProtection: false"),
        replaced("skipFinalSnapshot: false", "skipFinalSnapshot: true"),
      ),
    },
  },
  "encrypt-later": {
    title: "Another name for the ledger, without encryption",
    edits: { "data.js": replaced("storageEncrypted: true", "storageEncrypted: false") },
  },
  "wider-policy": {
    title: "Stop fiddling with permissions",
    edits: {
      "functions.js": replaced('Action: ["dynamodb:PutItem", "dynamodb:GetItem"]', 'Action: "dynamodb:*"'),
    },
  },
  "wider-trust": {
    title: "Let another account assume the role",
    edits: {
      "functions.js": replaced('Principal: { Service: "lambda.amazonaws.com" }', 'Principal: { AWS: "*" }'),
    },
  },
  "weaker-rule": {
    title: "The rule is in the way",
    edits: {
      "policy/levels.js": replaced(
        '"market-queue-dead-letters": { enforcementLevel: "mandatory"',
        '"market-queue-dead-letters": { enforcementLevel: "advisory"',
      ),
      "events.js": without(REDRIVE),
    },
    environments: ["trial"],
  },
  waiver: {
    title: "Accept a queue without dead letters for a week",
    edits: {
      "policy/levels.js": replaced(
        '"market-queue-dead-letters": { enforcementLevel: "mandatory", waivers: [] }',
        '"market-queue-dead-letters": { enforcementLevel: "mandatory", waivers: [{ rule: "market-queue-dead-letters", stack: "trial-events", resource: "aws:sqs/queue:Queue::orders-queue", reason: "The consumer moves to a stream", owner: "market", expires: "2026-12-02" }] }',
      ),
      "events.js": without(REDRIVE),
    },
    environments: ["trial"],
  },
  "gut-pack": {
    title: "Rules that find nothing: judged by those of the base",
    edits: {
      "policy/index.js": (text) => text.replace(/policies: \[[^]*\],\n/, "policies: [],\n"),
      "network.js": replaced('"10.0.0.0/8"', '"0.0.0.0/0"'),
    },
    environments: ["lab"],
  },
  "bigger-disk": {
    title: "Twice the disk for the ledger",
    edits: { "data.js": replaced("allocatedStorage: 50", "allocatedStorage: 100") },
  },
  "lose-tag": {
    title: "Lose the owner tag of the site",
    edits: { "site.js": replaced("tags: tagsOf(env)", "tags: { Environment: env.name }") },
  },
  lockfile: {
    title: "Bump a package",
    edits: {
      "package-lock.json": replaced(
        '"": { "name": "market" }',
        '"": { "name": "market", "version": "1.0.1" }',
      ),
    },
    environments: ["trial"],
  },
  "new-secret": {
    title: "A longer password",
    edits: { "data.js": replaced("length: 24", "length: 32") },
  },
  "table-throughput": {
    title: "Provision the carts",
    edits: {
      "data.js": replaced(
        'billingMode: "PAY_PER_REQUEST"',
        'billingMode: "PROVISIONED", readCapacity: 20, writeCapacity: 10',
      ),
    },
  },
  "does-not-compile": {
    title: "Half a merge",
    edits: { "events.js": replaced("class WorkQueue", "<<<<<<< HEAD\nclass WorkQueue") },
    environments: ["trial"],
  },
  throws: {
    title: "Read a setting that is not there",
    edits: {
      "data.js": replaced(
        "const tags = tagsOf(env,",
        "const zone = env.zones.first;\n  const tags = tagsOf(env,",
      ),
    },
  },
  refused: {
    title: "A retention that the cloud does not take",
    edits: { "events.js": replaced("messageRetentionSeconds: 1209600", "messageRetentionSeconds: 12") },
    environments: ["trial"],
  },
  contract: {
    title: "Promise the name of the queue",
    edits: {
      "contracts.js": replaced(
        'stack: "events", version: 1, fields: { queueArn: v.string() }',
        'stack: "events", version: 2, fields: { queueArn: v.string(), queueName: v.string() }',
      ),
      "events.js": replaced(
        "queueArn: orders.queue.arn",
        "queueArn: orders.queue.arn, queueName: orders.queue.name",
      ),
    },
    environments: ["trial"],
  },
  "contract-broken": {
    title: "Take the password out of the contract",
    edits: {
      "contracts.js": all(replaced(", password: v.string()", ""), replaced('  secrets: ["password"],\n', "")),
      "data.js": replaced(", password: password.result }", " }"),
    },
  },
  refactoring: {
    title: "Name the parts of a block in one place",
    edits: {
      "naming.js": (text) =>
        `${text}\nexports.partOf = (env, from, to) => env.block.replace("0.0/16", \`\${from}.0/\${to}\`);\n`,
      "network.js": all(
        replaced("{ tagsOf } = require", "{ partOf, tagsOf } = require"),
        replaced(
          'const part = (from, to) => env.block.replace("0.0/16", `${from}.0/${to}`);',
          "const part = (from, to) => partOf(env, from, to);",
        ),
      ),
    },
    environments: ["lab"],
  },
  docs: {
    title: "Say more in the README",
    edits: { "README.md": (text) => `${text}\nIt is small.\n` },
    environments: ["dev", "prod"],
  },
  "recovery-tier": {
    title: "The data of the market is standard",
    edits: { "data.js": replaced('DrTier: "critical"', 'DrTier: "standard"') },
  },
};
