import path from "node:path";
import type { Stack } from "@pulumi/pulumi/automation";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { simulatedAccount, stateOf, type Account } from "../deployed";

let account: Account;
beforeEach(() => {
  account = simulatedAccount();
});
afterEach(() => account.close());

test("the example is deployed, changes nothing the second time, and is taken down", async () => {
  const stack = await account.stack(
    "shop/dev",
    { module: "components/aws-platform/example.js" },
    { "shop:accountId": { value: "111111111111" }, "shop:region": { value: "us-east-1" } },
  );
  const up = await stack.up();
  expect(up.outputs["flowLogRoleArn"]?.value).toMatch(
    /^arn:aws:iam::111111111111:role\/acme-dev-use1-aws-flow-logs-/,
  );
  const made = await stateOf(stack);
  const zones = ["a", "b", "c"].map(
    (zone) => made.get(`network-subnet-workers-${zone}`)?.outputs?.["availabilityZone"],
  );
  expect(new Set(zones).size).toBe(3);

  const again = await stack.up();
  expect(Object.keys(again.summary.resourceChanges ?? {})).toEqual(["same"]);

  await stack.destroy();
  expect((await stateOf(stack)).size).toBe(0);
});

/** A program with a bucket, a table and their key, protected or not. */
const withData = (protect: boolean): Promise<Stack> =>
  account.stack("data/dev", {
    source: `
const { DataBucket, DataTable, KeySet } = require(${JSON.stringify(path.resolve("dist/components/aws-platform"))});
const { Provider } = require("@pulumi/aws/provider");
const account = { id: "111111111111", region: "us-east-1" };
const here = { provider: new Provider("aws", { region: account.region, allowedAccountIds: [account.id] }) };
const tags = { Environment: "dev", Service: "s", Team: "t", Owner: "o", CostCenter: "c", DataClass: "internal", DrTier: "none", ManagedBy: "pulumi" };
const place = { naming: { org: "acme", env: "dev", site: "use1" }, tags, account, protect: ${protect} };
const keys = new KeySet("keys", { ...place, keys: { data: "data" } }, here);
const kept = { ...place, role: "orders", keyArn: keys.arns.data };
new DataBucket("bucket", kept, here);
new DataTable("table", { ...kept, partitionKey: { name: "id", type: "S" } }, here);
`,
  });

describe("what is protected", () => {
  const KEPT = [
    ...["bucket", "public-access", "ownership", "versioning", "encryption", "lifecycle", "policy"].map(
      (child) => `bucket-${child}`,
    ),
    "table-table",
    "keys-key-data",
  ];

  test("is not destroyed, nor stripped of what guards it", async () => {
    const stack = await withData(true);
    await stack.up();
    const made = await stateOf(stack);
    for (const name of KEPT) expect(made.get(name)).toMatchObject({ protect: true, retainOnDelete: true });
    await expect(stack.destroy()).rejects.toThrow(/protect/);
    expect((await stateOf(stack)).size).toBe(made.size);
  });

  test("is destroyed when protection is off", async () => {
    const stack = await withData(false);
    await stack.up();
    for (const name of KEPT) expect((await stateOf(stack)).get(name)?.protect ?? false).toBe(false);
    await stack.destroy();
    expect((await stateOf(stack)).size).toBe(0);
  });
});
