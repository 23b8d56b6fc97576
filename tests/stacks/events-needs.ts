import path from "node:path";
import type { Stack } from "@pulumi/pulumi/automation";
import type { Account } from "../components/deployed";

const KEYS = path.resolve(__dirname, "../../dist/components/aws-platform/plan/keys.js");

/** What the stacks before events promise, as far as it reads them; the keys are real ones of the simulated account. */
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

/** The stack `events` of `dev`, not deployed yet, in an account where what it needs is. */
export async function eventsStack(account: Account): Promise<Stack> {
  const region = { "aws:region": { value: "us-east-1" } };
  await (await account.stack("causeway/dev-secrets", { source: SECRETS }, region)).up();
  await (await account.stack("causeway/dev-data", { source: DATA })).up();
  return account.stack("causeway/dev-events", { module: "stacks/main.js" }, CONFIG);
}
