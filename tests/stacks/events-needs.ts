import path from "node:path";
import type { Stack } from "@pulumi/pulumi/automation";
import type { Account } from "../components/deployed";

const KEYS = path.resolve(__dirname, "../../dist/components/aws-platform/plan/keys.js");
const EVENTING = path.resolve(__dirname, "../../dist/components/eventing/index.js");

/** What the stacks before events promise, as far as it reads them; the keys are real ones of the simulated account. */
const SECRETS = `
const { Key } = require("@pulumi/aws/kms");
const { keyPolicy } = require(${JSON.stringify(KEYS)});
const account = { id: "111111111111", region: "us-east-1" };
const key = (name, use) => new Key(name, { policy: keyPolicy(use, account) }).arn;
const names = { data: "k", events: "k", clusters: "k", logs: "k" };
exports.contract = "secrets/4";
exports.awsKeyArns = {
  ...names,
  data: key("data", "data"),
  events: key("events", "events"),
  logs: key("logs", "logs"),
  "dead-letters": key("dead-letters", "events"),
};
exports.ociVaultIds = { dxb: "v", jed: "v" };
exports.ociKeyIds = { dxb: names, jed: names };
exports.bootstrapCaPem = "pem";
exports.bootstrapCaKeyPem = "pem";
exports.standbyApiCertificate = null;
exports.apiCertificate = { certificateId: "c", hostname: "api.example.org" };
exports.databaseSecrets = { adminId: "s", username: "u", password: "p" };
`;
/** The table is the one that the data stack makes, under the key of data. */
const dataOf = (keyArn: string) => `
const { IdempotencyTable } = require(${JSON.stringify(EVENTING)});
const values = { Service: "data", Team: "t", Owner: "o", CostCenter: "c", DataClass: "internal", DrTier: "none", ManagedBy: "m" };
const { tableName, arn } = new IdempotencyTable("processed-events", {
  naming: { org: "acme", env: "dev", site: "use1" }, tags: { ...values, Environment: "dev" },
  keyArn: ${JSON.stringify(keyArn)}, archiveDays: 30, protect: false,
});
exports.contract = "data/2";
for (const name of ["awsBucketName", "awsBucketArn", "ociNamespace", "ociBucketName"]) exports[name] = "x";
exports.tableName = tableName;
exports.tableArn = arn;
exports.database = { id: "d", dbName: "d", host: "h", port: 1521, service: "s", adminSecretId: "s" };
`;

const CONFIG = {
  "causeway:org": { value: "acme" },
  "causeway:awsAccountId": { value: "111111111111" },
  "causeway:ociTenancyId": { value: "ocid1.tenancy.oc1..aaaaaaaaexample" },
  "causeway:zone": { value: "platform.example.org" },
  "pulumi:disable-default-providers": { value: '["aws"]' },
};

/** The stack `events` of `dev`, not deployed yet, in an account where what it needs is. */
export async function eventsStack(account: Account): Promise<Stack> {
  const region = { "aws:region": { value: "us-east-1" } };
  const { outputs } = await (await account.stack("causeway/dev-secrets", { source: SECRETS }, region)).up();
  const keys = outputs["awsKeyArns"]?.value as { readonly data: string };
  await (await account.stack("causeway/dev-data", { source: dataOf(keys.data) }, region)).up();
  return account.stack("causeway/dev-events", { module: "stacks/main.js" }, CONFIG);
}
