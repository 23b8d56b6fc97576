import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { simulatedAccount, type Account } from "../components/deployed";

const KEYS = path.resolve(__dirname, "../../dist/components/aws-platform/plan/keys.js");

/** What the stacks before it promise, as far as this one reads it; the keys are real ones of the simulated account. */
const SECRETS = `
const { Key } = require("@pulumi/aws/kms");
const { keyPolicy } = require(${JSON.stringify(KEYS)});
const policy = keyPolicy("events", { id: "111111111111", region: "us-east-1" });
const key = (name) => new Key(name, { policy }).arn;
const names = { data: "k", events: "k", clusters: "k", logs: "k" };
exports.contract = "secrets/1";
exports.awsKeyArns = { ...names, events: key("events"), "dead-letters": key("dead-letters") };
exports.ociVaultIds = { dxb: "v", jed: "v" };
exports.ociKeyIds = { dxb: names, jed: names };
exports.bootstrapCaPem = "pem";
exports.bootstrapCaKeyPem = "pem";
`;
const DATA = `
exports.contract = "data/1";
for (const name of ["awsBucketName", "awsBucketArn", "ociNamespace", "ociBucketName", "tableName", "tableArn"]) exports[name] = "x";
`;

const CONFIG = {
  "causeway:org": { value: "acme" },
  "causeway:awsAccountId": { value: "111111111111" },
  "causeway:ociTenancyId": { value: "ocid1.tenancy.oc1..aaaaaaaaexample" },
  "causeway:zone": { value: "platform.example.org" },
  "pulumi:disable-default-providers": { value: '["aws"]' },
};

let account: Account;
beforeAll(() => {
  account = simulatedAccount();
});
afterAll(() => {
  account.close();
});

test("events deploy on what secrets and data promise, change nothing the second time, and go away", async () => {
  const region = { "aws:region": { value: "us-east-1" } };
  await (await account.stack("causeway/dev-secrets", { source: SECRETS }, region)).up();
  await (await account.stack("causeway/dev-data", { source: DATA })).up();
  const events = await account.stack("causeway/dev-events", { module: "stacks/main.js" }, CONFIG);

  const { outputs } = await events.up();
  const arn = (service: string, rest: string) => `arn:aws:${service}:us-east-1:111111111111:${rest}`;
  expect(
    Object.fromEntries(Object.entries(outputs).map(([key, { value }]) => [key, value as unknown])),
  ).toEqual({
    contract: "events/1",
    busName: "acme-dev-glb-eventing-bus",
    busArn: arn("events", "event-bus/acme-dev-glb-eventing-bus"),
    archiveArn: arn("events", "archive/acme-dev-glb-eventing-bus-archive"),
    queueArn: arn("sqs", "acme-dev-use1-eventing-inventory-events"),
    queueUrl: "https://sqs.us-east-1.amazonaws.com/111111111111/acme-dev-use1-eventing-inventory-events",
    deadLetterArn: arn("sqs", "acme-dev-use1-eventing-inventory-events-dead-letters"),
    alarmTopicArn: arn("sns", "acme-dev-use1-eventing-alarms"),
  });

  const again = await events.up();
  expect(Object.keys(again.summary.resourceChanges ?? {})).toEqual(["same"]);

  const down = await events.destroy();
  expect(down.summary.resourceChanges?.delete).toBeGreaterThan(20);
  const { deployment } = (await events.exportStack()) as { deployment: { resources?: unknown[] } };
  expect(deployment.resources ?? []).toEqual([]);
}, 240_000);
