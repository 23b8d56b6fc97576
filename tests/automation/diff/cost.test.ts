import { expect, test } from "vitest";
import { costOf } from "../../../automation/diff/cost";
import { resource, update } from "./format/documents";

const cost = (...resources: ReturnType<typeof resource>[]) => costOf([{ resources }]).unknown;

test("what may change the bill is unknown, each type once, and no total is claimed", () => {
  const table = resource("create", "aws:dynamodb/table:Table", "a");
  expect(costOf([{ resources: [table, table] }])).toEqual({
    currency: "USD",
    monthly: null,
    atLeast: true,
    lines: [],
    unknown: ["aws:dynamodb/table:Table"],
  });
  expect(costOf([{ resources: [] }]).atLeast).toBe(false);
});

test("what is only named or tagged otherwise, and what stands around resources, costs nothing", () => {
  const bucket = "aws:s3/bucket:Bucket";
  expect(cost(resource("update", bucket, "a", [update("tags.Owner", "a", "b")]))).toEqual([]);
  expect(cost(resource("update", bucket, "a", [update("tagsPolicy", "a", "b")]))).toEqual([bucket]);
  expect(
    cost(resource("rename", bucket, "a"), resource("create", "tls:index/privateKey:PrivateKey", "k")),
  ).toEqual([]);
  const inside = resource("delete", bucket, "a", [], { component: "shop:Site/shop:Store" });
  expect(cost(resource("create", "shop:Store", "s"), inside)).toEqual([bucket]);
});
