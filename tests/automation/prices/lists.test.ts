import type { ServerResponse } from "node:http";
import { describe, expect, onTestFinished, test } from "vitest";
import { awsPrices, type AwsUse } from "../../../automation/prices/aws";
import { AWS_RULES, type Offer } from "../../../automation/prices/aws-rules";
import type { Listed } from "../../../automation/prices/listed";
import { ociPrices } from "../../../automation/prices/oci";
import type { Reading } from "../../../automation/prices/read";
import {
  csvOf,
  indexOf,
  ociListOf,
  OFFERS,
  PARTS,
  priceLists,
  type Answer,
  type Part,
  type PriceLists,
  type Row,
} from "./lists";

const REGION = "us-east-1";
const EVERY = new Set(Object.keys(AWS_RULES) as Offer[]);
const use = (more: Partial<AwsUse> = {}): AwsUse => ({
  region: REGION,
  offers: EVERY,
  families: new Set(["t3"]),
  ...more,
});
const only = (offer: Offer): AwsUse => use({ offers: new Set([offer]) });

async function lists(other: Readonly<Record<string, Answer>> = {}): Promise<PriceLists> {
  const served = await priceLists(REGION, other);
  onTestFinished(() => served.close());
  return served;
}

const reading = (more: Partial<Reading> = {}): Reading => ({
  ...{ flag: "--list", signal: new AbortController().signal, onStep: () => undefined },
  ...more,
});

/** `type region when: amount unit`, one a price. */
const brief = ({ prices }: Listed) =>
  prices.map(
    ({ type, region = "everywhere", what, amount, unit }) => `${type} ${region} ${what}: ${amount} ${unit}`,
  );
const reasons = ({ unlisted }: Listed) => unlisted.map(({ type, why }) => `${type}: ${why}`);

describe("AWS's lists", () => {
  test("give the one row of each price: of this region, on demand, of Linux, of the families in use", async () => {
    const { url } = await lists();
    const found = await awsPrices([use()], url, reading());
    expect(brief(found)).toEqual([
      `aws:ec2/natGateway:NatGateway ${REGION} NAT gateway: 0.5 hour`,
      `aws:eks/nodeGroup:NodeGroup ${REGION} t3.large, Linux, on demand: 0.25 hour`,
      `aws:eks/nodeGroup:NodeGroup ${REGION} t3.large, Linux, on demand: 0.25 hour`,
      `aws:eks/nodeGroup:NodeGroup ${REGION} t3.xlarge, Linux, on demand: 0.5 hour`,
      `aws:eks/nodeGroup:NodeGroup ${REGION} t3.xlarge, Linux, on demand: 0.5 hour`,
      `aws:ec2/vpcEndpoint:VpcEndpoint ${REGION} interface endpoint, in each zone: 0.01 hour`,
      `aws:ec2/eip:Eip ${REGION} public IPv4 address: 0.02 hour`,
      `aws:eks/cluster:Cluster ${REGION} EKS control plane while its version is in standard support: 0.2 hour`,
      `aws:kms/key:Key ${REGION} KMS key before its first rotation: 3 month`,
      `aws:secretsmanager/secret:Secret ${REGION} secret: 0.7 month`,
      `aws:cloudwatch/metricAlarm:MetricAlarm ${REGION} alarm on one metric, standard resolution: 0.3 month`,
      `aws:lb/loadBalancer:LoadBalancer ${REGION} application load balancer: 0.04 hour`,
      `aws:lb/loadBalancer:LoadBalancer ${REGION} network load balancer: 0.05 hour`,
    ]);
    expect(found.unlisted).toEqual([]);
    for (const { source, date } of found.prices) {
      expect(source).toMatch(`${url}/offers/v1.0/aws/`);
      expect(source).toMatch(/\/20261120174747\/us-east-1\/index\.csv$/);
      expect(date).toBe("2026-11-20");
    }
  });

  test("are read as far as they are used", async () => {
    const { url, asked } = await lists();
    await awsPrices([only("awskms")], url, reading());
    expect(asked).toEqual([
      "/offers/v1.0/aws/awskms/current/region_index.json",
      "/offers/v1.0/aws/awskms/20261120174747/us-east-1/index.csv",
    ]);
  });

  test("have none for a region where the offer is not made, which is said", async () => {
    const { url } = await lists();
    const found = await awsPrices([{ ...only("AmazonEKS"), region: "me-south-1" }], url, reading());
    expect(found.prices).toEqual([]);
    expect(reasons(found)).toEqual(["aws:eks/cluster:Cluster: AmazonEKS has no list for me-south-1"]);
  });

  test("name a family of which there is no size", async () => {
    const { url } = await lists();
    const found = await awsPrices([use({ families: new Set(["t3", "m9z"]) })], url, reading());
    expect(found.unlisted).toMatchObject([
      { when: { "instanceTypes[0]": "m9z.*" }, why: expect.stringContaining("it is not in http") as string },
      { when: { "instanceTypes[0]": "m9z.*" } },
    ]);
  });

  test("are refused without a column that tells one price from another", async () => {
    const text = csvOf("AmazonEC2", OFFERS["AmazonEC2"] ?? []).replace('"Tenancy"', '"tenure"');
    const { url } = await lists({ "/index.csv": (response) => response.end(text) });
    await expect(awsPrices([only("AmazonEC2")], url, reading())).rejects.toThrow(/has no column Tenancy/);
  });

  const key: Row = { usageType: "us-east-1-KMS-Keys", PricePerUnit: "3", Unit: "Keys" };
  test.each<[string, readonly Row[], string]>([
    [
      "has steps",
      [
        { ...key, SKU: "A", EndingRange: "20" },
        { ...key, SKU: "A", StartingRange: "20" },
      ],
      "it has steps",
    ],
    ["starts with a step", [{ ...key, EndingRange: "20" }], "it has steps"],
    ["is there twice", [key, { ...key, PricePerUnit: "4" }], "2 rows are like it"],
    ["is in another currency", [{ ...key, Currency: "CNY" }], 'it is "3 CNY per Keys"'],
    ["is per something else", [{ ...key, Unit: "10000 keys" }], 'it is "3 USD per 10000 keys"'],
    ["is no number", [{ ...key, PricePerUnit: "on request" }], '"on request USD per Keys"'],
    ["is left out", [{ ...key, PricePerUnit: "" }], "which is not understood"],
    ["is not there", [{ ...key, usageType: "us-east-1-KMS-Keys-Other" }], "it is not in http"],
    ["is of a local zone", [{ ...key, "Location Type": "AWS Local Zone" }], "it is not in http"],
  ])("give no price that is not certain: one that %s", async (_what, rows, why) => {
    const { url } = await lists({ "/index.csv": (response) => response.end(csvOf("awskms", rows)) });
    const found = await awsPrices([only("awskms")], url, reading());
    expect(found.prices).toEqual([]);
    expect(found.unlisted).toMatchObject([{ type: "aws:kms/key:Key", region: REGION }]);
    expect(reasons(found)[0]).toContain(why);
  });
});

describe("Oracle's list", () => {
  const oci = (parts: readonly Part[]) =>
    lists({ "/oci/?currencyCode=USD": (response) => response.end(JSON.stringify(ociListOf(parts))) });

  test("gives what has one price, with the address of its part", async () => {
    const { url } = await lists();
    const { prices } = await ociPrices(`${url}/oci/`, reading());
    expect(brief({ prices, unlisted: [] }).slice(0, 5)).toEqual([
      "oci:ContainerEngine/cluster:Cluster everywhere control plane of an enhanced cluster: 0.3 hour",
      "oci:ContainerEngine/nodePool:NodePool everywhere OCPUs of VM.Standard3.Flex nodes: 0.1 hour",
      "oci:ContainerEngine/nodePool:NodePool everywhere memory of VM.Standard3.Flex nodes: 0.01 hour",
      "oci:ContainerEngine/nodePool:NodePool everywhere boot volumes of VM.Standard3.Flex nodes: 0.02 month",
      "oci:ContainerEngine/nodePool:NodePool everywhere balanced performance of boot volumes of VM.Standard3.Flex nodes: 0.001 month",
    ]);
    expect(prices[0]).toMatchObject({
      source: `${url}/oci/?partNumber=B96545&currencyCode=USD`,
      date: "2026-11-09",
    });
    // Those of a database by gigabytes and by terabytes.
    expect(prices.filter(({ type }) => type.includes("autonomousDatabase"))).toHaveLength(4);
  });

  test("gives none that has steps, is gone, was renamed or has no price, and says which", async () => {
    const { url } = await lists();
    const told = reasons(await ociPrices(`${url}/oci/`, reading())).join("\n");
    expect(told).toContain("oci:Kms/key:Key: B92092 depends on how much else the tenancy uses");
    expect(told).toMatch(/NodePool: B93297 depends on .*B93298 depends on/);
    expect(told).toContain("NodePool: B97384 is not; B97385 is not, in");
    expect(told).toContain(
      'B90328 is "Key Management Service - renamed, Requests", which is not what it was',
    );
  });

  test("gives all of what a resource is asked for or nothing: a part alone would be taken for all", async () => {
    const { url } = await oci(PARTS.filter(({ partNumber }) => partNumber !== "B94177"));
    const { prices } = await ociPrices(`${url}/oci/`, reading());
    expect(prices.filter(({ type }) => type.includes("nodePool"))).toEqual([]);
  });
});

describe("a list that can not be read in whole is an error with its address, the reason and the way out", () => {
  const KMS = csvOf("awskms", OFFERS["awskms"] ?? []);
  const half =
    (send: (response: ServerResponse) => void): Answer =>
    (response) => {
      response.write(KMS.slice(0, 200));
      setTimeout(() => {
        send(response);
      }, 50);
    };

  test.each<[string, string, Answer, RegExp]>([
    [
      "an index that is not there",
      "region_index.json",
      (r) => r.writeHead(404).end(),
      /index\.json answered with status 404/,
    ],
    [
      "a server that is out of order",
      "index.csv",
      (r) => r.writeHead(503).end("no"),
      /index\.csv answered with status 503/,
    ],
    [
      "an answer that leads elsewhere",
      "index.csv",
      (r) => r.writeHead(302, { location: "https://prices.example.org/" }).end(),
      /status 302, elsewhere: https:\/\/prices\.example\.org\//,
    ],
    ["an index that is no JSON", "region_index.json", (r) => r.end("<html>"), /is no JSON/],
    [
      "an index of another version",
      "region_index.json",
      (r) => r.end(JSON.stringify(indexOf("awskms", REGION, "v2.0"))),
      /no index of regions of the format v1\.0 \(formatVersion: .*"v2\.0"/,
    ],
    [
      "an index that leads to another server",
      "region_index.json",
      (r) =>
        r.end(
          JSON.stringify({
            formatVersion: "v1.0",
            regions: { [REGION]: { currentVersionUrl: "@evil.example/x.json" } },
          }),
        ),
      /regions\.us-east-1\.currentVersionUrl/,
    ],
    [
      "a list of another version",
      "index.csv",
      (r) => r.end(csvOf("awskms", [], { version: "v2.0" })),
      /is of the format v2\.0, and v1\.0 is read here/,
    ],
    [
      "a page in the place of a list",
      "index.csv",
      (r) => r.end("<html>\n".repeat(2)),
      /ends before its first row/,
    ],
    [
      "a text without columns",
      "index.csv",
      (r) => r.end(Array.from({ length: 30 }, (_, i) => `line ${i}\n`).join("")),
      /no line names its columns/,
    ],
    [
      "a list without a column",
      "index.csv",
      (r) => r.end(KMS.replaceAll('"PricePerUnit"', '"Price"')),
      /has no column PricePerUnit/,
    ],
    [
      "a list without a day",
      "index.csv",
      (r) => r.end(KMS.replace(/"2026-11-20T[^"]*"/, '"lately"')),
      /when it was published/,
    ],
    [
      "a list that ends within a row",
      "index.csv",
      (r) => r.end(KMS.slice(0, KMS.indexOf("KMS-Requests"))),
      /has a row that is no CSV \(Quote Not Closed/,
    ],
    [
      "a list with a row that lacks a field",
      "index.csv",
      (r) => r.end(KMS.replace(/^("[^"]*KMS-Keys.*|.*KMS-Keys.*),[^,]*$/m, "$1")),
      /has a row of \d+ fields where \d+ are named/,
    ],
    [
      "a list that is shorter than it is long",
      "index.csv",
      (r) => {
        r.writeHead(200, { "content-length": String(KMS.length) });
        r.write(KMS.slice(0, 200), () => r.destroy());
      },
      /index\.csv broke off/,
    ],
    ["a list whose connection breaks", "index.csv", half((r) => r.destroy()), /index\.csv broke off/],
    ["a list that never goes on", "index.csv", half(() => undefined), /sent nothing for 0\.3 s/],
    ["a server that never answers", "region_index.json", () => undefined, /sent nothing for 0\.3 s/],
  ])("%s", async (_what, end, answer, message) => {
    const { url } = await lists({ [end]: answer });
    const read = awsPrices([only("awskms")], url, reading({ patience: 300 }));
    await expect(read).rejects.toMatchObject({ name: "DeployError", kind: "failed" });
    await expect(read).rejects.toThrow(message);
    await expect(read).rejects.toThrow(
      /nothing is written; try again later, or name another address .* with --list$/,
    );
  });

  test.each<[string, string, RegExp]>([
    [
      "without items",
      JSON.stringify({ lastUpdated: "2026-11-09T14:26:53.943Z", items: [] }),
      /known format \(items/,
    ],
    [
      "without a day",
      JSON.stringify({ items: (ociListOf(PARTS) as { items: unknown }).items }),
      /known format \(lastUpdated/,
    ],
    [
      "with amounts that are texts",
      JSON.stringify(ociListOf(PARTS)).replace(/"value":[\d.]+/, '"value":"free"'),
      /prices\.0\.value/,
    ],
  ])("Oracle's list %s", async (_what, text, message) => {
    const { url } = await lists({ "/oci/?currencyCode=USD": (response) => response.end(text) });
    await expect(ociPrices(`${url}/oci/`, reading())).rejects.toThrow(message);
  });

  test("a server that is not there", async () => {
    const served = await lists();
    await served.close();
    const read = awsPrices([only("awskms")], served.url, reading());
    await expect(read).rejects.toThrow(/region_index\.json can not be reached \(ECONNREFUSED\)/);
  });

  test("an interruption ends the reading, and is no fault of the list", async () => {
    const controller = new AbortController();
    const { url } = await lists({ "index.csv": half(() => controller.abort()) });
    const read = awsPrices([only("awskms")], url, reading({ signal: controller.signal }));
    await expect(read).rejects.toMatchObject({ kind: "interrupted" });
  });
});
