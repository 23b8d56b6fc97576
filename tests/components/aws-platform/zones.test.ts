import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addressPlan } from "../../../stacks/environments";
import { simulatedAccount, stateOf, type Account } from "../deployed";

let account: Account;
beforeAll(() => {
  account = simulatedAccount();
});
afterAll(() => account.close());

const { vpc, subnets } = addressPlan("dev").aws;

/** A VPC whose zones are those of the configuration, or looked up without. */
const SOURCE = `
const pulumi = require("@pulumi/pulumi");
const { AccountBaseline, KeySet, Vpc } = require(${JSON.stringify(path.resolve("dist/components/aws-platform"))});
const { Provider } = require("@pulumi/aws/provider");
const account = { id: "111111111111", region: "us-east-1" };
const here = { provider: new Provider("aws", { region: account.region, allowedAccountIds: [account.id] }) };
const tags = { Environment: "dev", Service: "s", Team: "t", Owner: "o", CostCenter: "c", DataClass: "internal", DrTier: "none", ManagedBy: "pulumi" };
const place = { naming: { org: "acme", env: "dev", site: "use1" }, tags, account };
const keys = new KeySet("keys", { ...place, keys: { "flow-logs": "logs" }, protect: false }, here);
const zones = new pulumi.Config().getObject("zones");
new Vpc("network", {
  ...place,
  ...(zones ? { zones } : {}),
  cidr: ${JSON.stringify(vpc)},
  subnets: ${JSON.stringify(subnets)},
  flowLogRoleArn: new AccountBaseline("account", place, here).flowLogRoleArn,
  flowLogKeyArn: keys.arns["flow-logs"],
}, here);
`;

test("a subnet stays in its zone when the region's zones come in another order", async () => {
  const zones = ["us-east-1f", "us-east-1d", "us-east-1b"];
  const stack = await account.stack(
    "zones/dev",
    { source: SOURCE },
    { "zones:zones": { value: JSON.stringify(zones) } },
  );
  const placed = async () => {
    const state = await stateOf(stack);
    return ["a", "b", "c"].map(
      (zone) => state.get(`network-subnet-workers-${zone}`)?.outputs?.["availabilityZone"],
    );
  };
  await stack.up();
  expect(await placed()).toEqual(zones);

  await stack.removeConfig("zones:zones");
  const later = await stack.up();
  expect(Object.keys(later.summary.resourceChanges ?? {})).toEqual(["same"]);
  expect(await placed()).toEqual(zones);
});
