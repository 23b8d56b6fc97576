import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { simulatedAccount, stateOf, type Account } from "../deployed";

const EVENTING = path.resolve(__dirname, "../../../dist/components/eventing/index.js");

/** Two keys as the owner of an account would make them: his own right, and what events and alarms need. */
const KEYS = `
const { Key } = require("@pulumi/aws/kms");
const { eventKeyStatements } = require(${JSON.stringify(EVENTING)});
const owner = { AWS: "arn:aws:iam::111111111111:root" };
const policy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Sid: "Owner", Effect: "Allow", Principal: owner, Action: "kms:*", Resource: "*" },
    ...eventKeyStatements("111111111111"),
  ],
});
exports.events = new Key("events", { policy }).arn;
exports.deadLetters = new Key("dead-letters", { policy }).arn;
`;

let account: Account;
beforeAll(() => {
  account = simulatedAccount();
});
afterAll(() => {
  account.close();
});

test("the example deploys, changes nothing the second time, and keeps its archive", async () => {
  const region = { "aws:region": { value: "us-east-1" } };
  const keys = await (await account.stack("keys/dev", { source: KEYS }, region)).up();
  const value = (name: string) => ({ value: keys.outputs[name]?.value as string });
  const shop = await account.stack(
    "shop/dev",
    { module: "components/eventing/example.js" },
    {
      ...region,
      "shop:accountId": { value: "111111111111" },
      "shop:eventKeyArn": value("events"),
      "shop:deadLetterKeyArn": value("deadLetters"),
    },
  );

  const first = await shop.up();
  expect(first.outputs["busName"]?.value).toBe("acme-dev-use1-eventing-shop");
  expect(first.outputs["queueUrl"]?.value).toContain("/acme-dev-use1-eventing-warehouse");
  expect(first.summary.resourceChanges?.create).toBeGreaterThan(20);

  const second = await shop.up();
  expect(Object.keys(second.summary.resourceChanges ?? {})).toEqual(["same"]);

  // What holds events is protected: its owner has to say otherwise first.
  await expect(shop.destroy()).rejects.toThrow(/cannot be deleted[^]*because it is protected/);
  const kept = [...(await stateOf(shop)).entries()].filter(([, resource]) => resource.protect === true);
  expect(kept.map(([name]) => name).sort()).toEqual([
    "shop-archive",
    "shop-dead-letters-queue",
    "warehouse-dead-letters-queue",
    "warehouse-queue",
  ]);
}, 240_000);
