/**
 * A server that publishes price lists as AWS and Oracle do, in their documented formats: "Reading the service price list file for
 * an AWS service" (five lines of metadata, then names of columns, then rows) and Oracle's "Accessing List Pricing". The amounts
 * are made up.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export const PUBLISHED = "2026-11-20T17:47:47Z";
export const UPDATED = "2026-11-09T14:26:53.943Z";

const COLUMNS = [
  ...["SKU", "OfferTermCode", "RateCode", "TermType", "PriceDescription", "EffectiveDate", "StartingRange"],
  ...[
    "EndingRange",
    "Unit",
    "PricePerUnit",
    "Currency",
    "RelatedTo",
    "LeaseContractLength",
    "PurchaseOption",
  ],
  ...[
    "OfferingClass",
    "Product Family",
    "serviceCode",
    "Location",
    "Location Type",
    "Instance Type",
    "Tenancy",
  ],
  ...["Operating System", "License Model", "usageType", "operation", "CapacityStatus", "Pre Installed S/W"],
  ...["Region Code", "serviceName"],
];

export type Row = Readonly<Record<string, string>>;

const quoted = (fields: readonly string[]) => fields.map((one) => `"${one.replaceAll('"', '""')}"`).join(",");

/** The file of an offer. */
export function csvOf(offer: string, rows: readonly Row[], more: { readonly version?: string } = {}): string {
  const lines = rows.map((row, index) => {
    const all: Row = {
      SKU: `SKU${index}`,
      TermType: "OnDemand",
      PriceDescription: `a price, "made up", per ${row["Unit"] ?? "Hrs"}`,
      StartingRange: "0",
      EndingRange: "Inf",
      Unit: "Hrs",
      Currency: "USD",
      "Location Type": "AWS Region",
      serviceCode: offer,
      ...row,
    };
    return quoted(COLUMNS.map((name) => all[name] ?? ""));
  });
  return [
    quoted(["FormatVersion", more.version ?? "v1.0"]),
    quoted(["Disclaimer", 'This pricing list is for informational purposes only, "as is"']),
    quoted(["Publication Date", PUBLISHED]),
    quoted(["Version", "20261120174747"]),
    quoted(["OfferCode", offer]),
    quoted(COLUMNS),
    ...lines,
    "",
  ].join("\n");
}

const box = (type: string, amount: string, more: Row = {}): Row => ({
  "Product Family": "Compute Instance",
  "Instance Type": type,
  "Operating System": "Linux",
  Tenancy: "Shared",
  "Pre Installed S/W": "NA",
  CapacityStatus: "Used",
  operation: "RunInstances",
  usageType: `BoxUsage:${type}`,
  PricePerUnit: amount,
  ...more,
});

/** What AWS publishes of a region, offer by offer. */
export const OFFERS: Readonly<Record<string, readonly Row[]>> = {
  AmazonEC2: [
    { usageType: "NatGateway-Hours", PricePerUnit: "0.5", operation: "NatGateway" },
    { usageType: "RegionalNatGateway-Hours", PricePerUnit: "9", operation: "NatGateway" },
    { usageType: "NatGateway-Bytes", PricePerUnit: "9", Unit: "GB", operation: "NatGateway" },
    box("t3.large", "0.25"),
    box("t3.xlarge", "0.5"),
    box("t3.large", "0.1", { TermType: "Reserved" }),
    box("t3.large", "9", { "Operating System": "Windows" }),
    box("t3.large", "9", { Tenancy: "Dedicated", usageType: "DedicatedUsage:t3.large" }),
    box("t3.large", "9", { "Location Type": "AWS Local Zone", usageType: "LAX1-BoxUsage:t3.large" }),
    box("m6i.xlarge", "1"),
    box("c7g.large", "2", { usageType: "USE1-BoxUsage:c7g.large" }),
  ],
  AmazonVPC: [
    { usageType: "USE1-VpcEndpoint-Hours", PricePerUnit: "0.01" },
    { usageType: "USE1-VpcEndpoint-Bytes", PricePerUnit: "9", Unit: "GB" },
    { usageType: "USE1-PublicIPv4:InUseAddress", PricePerUnit: "0.02" },
    { usageType: "USE1-PublicIPv4:IdleAddress", PricePerUnit: "9" },
  ],
  AmazonEKS: [
    { usageType: "USE1-AmazonEKS-Hours:perCluster", PricePerUnit: "0.2", Unit: "hours" },
    { usageType: "USE1-AmazonEKS-Hours:extendedSupport", PricePerUnit: "9", Unit: "hours" },
  ],
  awskms: [
    { usageType: "us-east-1-KMS-Keys", PricePerUnit: "3", Unit: "Keys" },
    { usageType: "us-east-1-KMS-Requests", PricePerUnit: "9", Unit: "Requests" },
  ],
  AWSSecretsManager: [{ usageType: "USE1-AWSSecretsManager-Secrets", PricePerUnit: "0.7", Unit: "Secrets" }],
  AmazonCloudWatch: [
    { usageType: "CW:AlarmMonitorUsage", PricePerUnit: "0.3", Unit: "Alarms" },
    { usageType: "CW:HighResAlarmMonitorUsage", PricePerUnit: "9", Unit: "Alarms" },
    { usageType: "Global-CW:AlarmMonitorUsage", PricePerUnit: "0", Unit: "Alarms" },
  ],
  AWSELB: [
    { usageType: "LoadBalancerUsage", PricePerUnit: "0.04", operation: "LoadBalancing:Application" },
    { usageType: "LoadBalancerUsage", PricePerUnit: "0.05", operation: "LoadBalancing:Network" },
    { usageType: "TS-LoadBalancerUsage", PricePerUnit: "9", operation: "LoadBalancing:Application" },
  ],
};

export interface Part {
  readonly partNumber: string;
  readonly displayName: string;
  readonly metricName: string;
  readonly prices: readonly {
    readonly value: number;
    readonly rangeMin?: number;
    readonly rangeMax?: number;
  }[];
}

const part = (partNumber: string, displayName: string, metricName: string, ...values: number[]): Part => ({
  ...{ partNumber, displayName, metricName },
  prices: values.map((value, i) =>
    values.length === 1 ? { value } : { value, rangeMin: i * 20, rangeMax: i === 0 ? 20 : 999999999 },
  ),
});

/** What Oracle publishes. */
export const PARTS: readonly Part[] = [
  part("B94176", "Compute - Standard - X9 - OCPU", "OCPU Per Hour", 0.1),
  part("B94177", "Compute - Standard - X9 - Memory", "Gigabyte Per Hour", 0.01),
  part("B93297", "Compute - Standard - A1 - OCPU", "OCPU Per Hour", 0, 0.1),
  part("B93298", "Compute - Standard - A1 - Memory", "Gigabyte Per Hour", 0, 0.1),
  part("B91961", "Storage - Block Volume - Storage", "Gigabyte Storage Capacity Per Month", 0.02),
  part(
    "B91962",
    "Storage - Block Volume - Performance Units",
    "Performance Units Per Gigabyte Per Month",
    0.001,
  ),
  part("B96545", "Oracle Container Engine for Kubernetes - Enhanced Cluster", "Cluster Per Hour", 0.3),
  part("B95702", "Oracle Autonomous Transaction Processing - ECPU", "ECPU Per Hour", 0.4),
  part(
    "B95706",
    "Oracle Autonomous Database Storage for Transaction Processing",
    "Gigabyte Storage Capacity Per Month",
    0.1,
  ),
  part("B92092", "Key Management Service - Key Versions", "Key Version Per Month", 0, 0.6),
  part("B90328", "Key Management Service - renamed", "Requests", 4),
];

export function ociListOf(parts: readonly Part[]): unknown {
  return {
    lastUpdated: UPDATED,
    items: parts.map(({ prices, ...rest }) => ({
      ...rest,
      serviceCategory: "made up",
      currencyCodeLocalizations: [
        { currencyCode: "USD", prices: prices.map((price) => ({ model: "PAY_AS_YOU_GO", ...price })) },
      ],
    })),
  };
}

export const indexOf = (offer: string, region: string, formatVersion = "v1.0"): unknown => ({
  formatVersion,
  disclaimer: "made up",
  publicationDate: PUBLISHED,
  regions: {
    [region]: {
      regionCode: region,
      currentVersionUrl: `/offers/v1.0/aws/${offer}/20261120174747/${region}/index.json`,
    },
  },
});

/** Answers in a way of its own. */
export type Answer = (response: ServerResponse, request: IncomingMessage) => void;

export interface PriceLists {
  /** Its address, without a slash at its end. */
  readonly url: string;
  /** What was asked for, in order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/**
 * Starts the server on this machine's loopback address.
 *
 * @param other answers in the place of the lists, by what an address ends with.
 */
export async function priceLists(
  region: string,
  other: Readonly<Record<string, Answer>> = {},
): Promise<PriceLists> {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    const url = request.url ?? "";
    asked.push(url);
    const own = Object.entries(other).find(([end]) => url.endsWith(end));
    if (own !== undefined) {
      own[1](response, request);
      return;
    }
    const [, offer = "", file = ""] = /^\/offers\/v1\.0\/aws\/(\w+)\/(.*)$/.exec(url) ?? [];
    const rows = OFFERS[offer];
    if (url === "/oci/?currencyCode=USD") response.end(JSON.stringify(ociListOf(PARTS)));
    else if (rows !== undefined && file === "current/region_index.json")
      response.end(JSON.stringify(indexOf(offer, region)));
    else if (rows !== undefined && file === `20261120174747/${region}/index.csv`)
      response.end(csvOf(offer, rows));
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}
