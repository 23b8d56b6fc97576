import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { readPrices } from "../../../automation/diff/prices";
import { causeway, temporaryFolder } from "../cli/causeway";
import { Revisions } from "../diff/revisions";
import { priceLists, type Answer } from "./lists";

let shop: Revisions;
beforeAll(() => {
  shop = Revisions.make();
});
afterAll(() => shop.remove());

async function lists(other: Readonly<Record<string, Answer>> = {}) {
  const served = await priceLists("me-central-1", other);
  onTestFinished(() => served.close());
  const args = ["--aws-price-list", `${served.url}/`, "--oci-price-list", `${served.url}/oci/`];
  return { ...served, args };
}

const prices = (...args: readonly string[]) =>
  causeway(["prices", "--platform", "platform.js", ...args], { cwd: shop.folder });

describe("causeway prices", () => {
  test("fetches what the platform is made of, and diff tells with it what a change costs", async () => {
    const { args, asked, url } = await lists();
    const out = path.join(temporaryFolder(), "new", "prices.json");
    const first = await prices("--out", out, ...args);
    expect(first).toMatchObject({ code: 0, stdout: "" });
    // Nothing of EC2 is in the shop, and nothing of Oracle.
    expect(asked.join("\n")).not.toMatch(/AmazonEC2|oci/);
    expect(first.stderr).toMatch(
      /^dev: at least 0\.30 USD a month at list prices\. \d+ resources of \d+ types/m,
    );
    const text = readFileSync(out, "utf8");
    expect(readPrices(out).prices.find(({ type }) => type === "aws:kms/key:Key")).toEqual({
      type: "aws:kms/key:Key",
      region: "me-central-1",
      when: { customKeyStoreId: null },
      what: "KMS key before its first rotation",
      excludes: "requests",
      amount: 3,
      unit: "month",
      source: `${url}/offers/v1.0/aws/awskms/20261120174747/me-central-1/index.csv`,
      date: "2026-11-20",
    });

    const again = await prices("--env", "prod", ...args);
    expect(again).toMatchObject({ code: 0, stdout: text });

    shop.change("costs", {
      "data.js": (program) =>
        program
          .replace(/ {2}new MetricAlarm[^]*?\}\);\n/, "")
          .replace(
            "  const password",
            '  new Key("orders", {}, { provider: new Provider("there", { region: "eu-west-1" }) });\n  new Key("here", {});\n  const password',
          )
          .replace(
            "const { Table }",
            'const { Provider } = require("@pulumi/aws");\nconst { Key } = require("@pulumi/aws/kms");\nconst { Table }',
          ),
    });
    const own = path.join(temporaryFolder(), "own.json");
    const free = {
      type: "aws:kms/key:Key",
      region: "eu-west-1",
      what: "a key there",
      amount: 1,
      unit: "month",
    };
    const source = { source: "https://prices.example.org/keys", date: "2025-01-01" };
    writeFileSync(
      own,
      JSON.stringify({ schema: "causeway.prices/1", currency: "USD", prices: [{ ...free, ...source }] }),
    );
    const document = await shop.document("costs", "--env", "prod", "--prices", out, own);
    const [{ cost, notCompared } = { cost: undefined, notCompared: [] }] = document.environments;
    expect(cost).toMatchObject({ currency: "USD", monthly: 3.7, atLeast: true });
    expect(cost?.lines.map(({ urn, monthly }) => [urn.split("::").at(-1), monthly]).sort()).toEqual([
      ["here", 3],
      ["orders", 1],
      ["orders-dead", -0.3],
    ]);
    expect(notCompared).toEqual([
      "The price of a key there is of 2025-01-01, 693 days old: https://prices.example.org/keys",
    ]);
    const comment = await shop.diff(["--head", "costs", "--env", "prod", "--prices", out, own]);
    expect(comment.stdout).toContain("at least +3.70 USD");
    expect(comment.stdout).toContain("of 2026-11-20; without requests");
  }, 120_000);

  test("writes nothing where a list can not be read in whole, and leaves what was there", async () => {
    const { args } = await lists({ "AmazonEKS/current/region_index.json": (r) => r.writeHead(500).end() });
    const folder = temporaryFolder();
    const out = path.join(folder, "prices.json");
    writeFileSync(out, "what was there");
    const ended = await prices("--env", "dev", "--out", out, ...args);
    expect(ended).toMatchObject({ code: 1, stdout: "" });
    expect(ended.stderr).toMatch(
      /^causeway: http.*AmazonEKS.* answered with status 500: nothing is written/m,
    );
    expect(ended.stderr).not.toContain("    at ");
    expect(readdirSync(folder)).toEqual(["prices.json"]);
    expect(readFileSync(out, "utf8")).toBe("what was there");
  }, 60_000);

  test("says which stack can not be deployed, before any list is read", async () => {
    const { args, asked } = await lists();
    shop.edit("site.js", (program) =>
      program.replace("  return", '  throw new Error("no site today");\n  return'),
    );
    onTestFinished(() => {
      shop.edit("site.js", (program) => program.replace('  throw new Error("no site today");\n', ""));
    });
    const ended = await prices("--env", "dev", ...args);
    expect(ended).toMatchObject({ code: 1, stdout: "" });
    expect(ended.stderr).toMatch(/^causeway: dev: site can not be deployed: .*no site today/m);
    expect(asked).toEqual([]);
  }, 60_000);

  test.each<[string, string[], RegExp]>([
    ["a folder to write to", ["--out", "."], /--out is "\."; allowed: a file that can be written/],
    [
      "environments that there are none of",
      ["--env", "dve", "test"],
      /"dve"; allowed: one of dev, prod \(did you mean dev\?\)[^]*"test"/,
    ],
    [
      "an address of another kind",
      ["--aws-price-list", "ftp://lists.example.org"],
      /--aws-price-list is .*an http or https address/,
    ],
    [
      "an address with a question",
      ["--oci-price-list", "https://lists.example.org/?a=b"],
      /--oci-price-list is/,
    ],
  ])("refuses %s", async (_what, args, message) => {
    const ended = await prices(...args);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toMatch(message);
    expect(ended.stderr).not.toContain("deploying");
  });
});
