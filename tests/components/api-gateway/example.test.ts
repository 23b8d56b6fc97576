import { afterAll, beforeAll, expect, test } from "vitest";
import { TENANCY, TENANCY_SETUP, simulatedAccount, type Account } from "../deployed";

const NETWORK = `
${TENANCY_SETUP}
const { NetworkSecurityGroup } = require("@pulumi/oci/core/networkSecurityGroup");
const { Subnet } = require("@pulumi/oci/core/subnet");
const { Vcn } = require("@pulumi/oci/core/vcn");
const vcnId = new Vcn("shop", { compartmentId, cidrBlocks: ["10.65.0.0/16"] }).id;
exports.subnetId = new Subnet("gateway", { compartmentId, vcnId, cidrBlock: "10.65.2.0/24", prohibitPublicIpOnVnic: true }).id;
exports.otherSubnetId = new Subnet("moved", { compartmentId, vcnId, cidrBlock: "10.65.3.0/24", prohibitPublicIpOnVnic: true }).id;
exports.nsgId = new NetworkSecurityGroup("gateway", { compartmentId, vcnId }).id;
`;

let account: Account;
beforeAll(() => {
  account = simulatedAccount();
});
afterAll(() => {
  account.close();
});

test("the example deploys, changes nothing the second time, moves to another subnet, and goes away", async () => {
  const region = { "oci:region": { value: "me-dubai-1" }, "oci:tenancyOcid": { value: TENANCY } };
  const { outputs } = await (await account.stack("network/dev", { source: NETWORK }, region)).up();
  const value = (name: string) => ({ value: outputs[name]?.value as string });
  const shop = await account.stack(
    "shop/dev",
    { module: "components/api-gateway/example.js" },
    {
      ...region,
      "shop:compartmentId": value("compartmentId"),
      "shop:subnetId": value("subnetId"),
      "shop:nsgId": value("nsgId"),
    },
  );

  const first = await shop.up();
  expect(first.outputs["endpoint"]?.value).toBe(`https://${first.outputs["hostname"]?.value as string}/v1`);

  const second = await shop.up();
  expect(Object.keys(second.summary.resourceChanges ?? {})).toEqual(["same"]);

  await shop.setConfig("shop:subnetId", value("otherSubnetId"));
  const moved = await shop.up();
  expect(moved.outputs["endpoint"]?.value).not.toBe(first.outputs["endpoint"]?.value);
  expect(moved.summary.resourceChanges).toEqual({ same: 8, replace: 9 });

  const down = await shop.destroy();
  expect(Object.keys(down.summary.resourceChanges ?? {})).toEqual(["delete"]);
}, 240_000);
