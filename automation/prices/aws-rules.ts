/**
 * Which rows of AWS's price lists say what a resource is asked for each hour or month. What is asked for by use, requests or
 * bytes, is nobody's to know beforehand: it is named, not counted.
 */
import type { CataloguePrice } from "../diff/prices";
import type { Entry } from "./listed";

/** One price of an offer. */
export interface AwsRule {
  /** As the list's column `usageType` has it, without the prefix of its region; `*` stands for a size. */
  readonly usageType: string;
  /** What other columns have to say. */
  readonly columns?: Readonly<Record<string, string>>;
  readonly unit: CataloguePrice["unit"];
  /** What the list calls that unit. */
  readonly listed: RegExp;
  /** What it is the price of. */
  readonly entries: (size: string) => readonly Entry[];
}

/** Codes of offers, as AWS's index of services has them. */
export type Offer =
  "AmazonEC2" | "AmazonVPC" | "AmazonEKS" | "awskms" | "AWSSecretsManager" | "AmazonCloudWatch" | "AWSELB";

const HOURS = { unit: "hour", listed: /^(hrs|hours?)$/i } as const;

/** Images with Linux: EKS API, Nodegroup `amiType`. One that is left out is Linux, unless a launch template names an image. */
const LINUX = ["AL2_*", "AL2023_*", "BOTTLEROCKET_*"];

/** A node group starts instances of the first type that it names: EKS user guide, "Managed node groups", on demand. */
const nodes = (size: string, amiType: readonly string[] | null, more: Entry["when"]): Entry => ({
  type: "aws:eks/nodeGroup:NodeGroup",
  when: {
    "instanceTypes[0]": size,
    capacityType: [null, "ON_DEMAND"],
    amiType: amiType === null ? null : [...amiType],
    ...more,
  },
  what: `${size}, Linux, on demand`,
  times: "scalingConfig.desiredSize",
  excludes: "volumes and data transfer",
});

const balancer = (kind: "application" | "network", types: readonly (string | null)[]): AwsRule => ({
  usageType: "LoadBalancerUsage",
  columns: { operation: `LoadBalancing:${kind === "application" ? "Application" : "Network"}` },
  ...HOURS,
  entries: () => [
    {
      type: "aws:lb/loadBalancer:LoadBalancer",
      when: { loadBalancerType: [...types] },
      what: `${kind} load balancer`,
      excludes: "capacity units and public addresses",
    },
  ],
});

export const AWS_RULES: Readonly<Record<Offer, readonly AwsRule[]>> = {
  AmazonEC2: [
    {
      usageType: "NatGateway-Hours",
      ...HOURS,
      entries: () => [
        {
          type: "aws:ec2/natGateway:NatGateway",
          when: { availabilityMode: [null, "zonal"] },
          what: "NAT gateway",
          excludes: "data that it processes",
        },
      ],
    },
    {
      usageType: "BoxUsage:*",
      columns: {
        "Operating System": "Linux",
        Tenancy: "Shared",
        "Pre Installed S/W": "NA",
        CapacityStatus: "Used",
        operation: "RunInstances",
      },
      ...HOURS,
      entries: (size) => [nodes(size, LINUX, {}), nodes(size, null, { launchTemplate: null })],
    },
  ],
  AmazonVPC: [
    {
      usageType: "VpcEndpoint-Hours",
      ...HOURS,
      entries: () => [
        {
          type: "aws:ec2/vpcEndpoint:VpcEndpoint",
          when: { vpcEndpointType: "Interface" },
          what: "interface endpoint, in each zone",
          times: "subnetIds",
          excludes: "data that it processes",
        },
      ],
    },
    {
      usageType: "PublicIPv4:InUseAddress",
      ...HOURS,
      entries: () => [
        {
          type: "aws:ec2/eip:Eip",
          when: { publicIpv4Pool: [null, "amazon"], customerOwnedIpv4Pool: null, ipamPoolId: null },
          what: "public IPv4 address",
        },
      ],
    },
  ],
  AmazonEKS: [
    {
      usageType: "AmazonEKS-Hours:perCluster",
      ...HOURS,
      entries: () => [
        {
          type: "aws:eks/cluster:Cluster",
          when: { "computeConfig.enabled": [null, false], outpostConfig: null },
          what: "EKS control plane while its version is in standard support",
        },
      ],
    },
  ],
  awskms: [
    {
      usageType: "KMS-Keys",
      unit: "month",
      listed: /^keys?$/i,
      entries: () => [
        {
          type: "aws:kms/key:Key",
          when: { customKeyStoreId: null },
          what: "KMS key before its first rotation",
          excludes: "requests",
        },
      ],
    },
  ],
  AWSSecretsManager: [
    {
      usageType: "AWSSecretsManager-Secrets",
      unit: "month",
      listed: /^secrets?$/i,
      entries: () => [
        {
          type: "aws:secretsmanager/secret:Secret",
          when: { replicas: null },
          what: "secret",
          excludes: "API calls",
        },
      ],
    },
  ],
  AmazonCloudWatch: [
    {
      usageType: "CW:AlarmMonitorUsage",
      unit: "month",
      listed: /^alarms?$/i,
      entries: () => [
        {
          type: "aws:cloudwatch/metricAlarm:MetricAlarm",
          // Of an expression each metric counts, and periods below a minute are asked for otherwise.
          when: {
            metricName: "*",
            metricQueries: null,
            period: [60, 120, 180, 240, 300, 600, 900, 1800, 3600, 21600, 86400],
          },
          what: "alarm on one metric, standard resolution",
        },
      ],
    },
  ],
  AWSELB: [balancer("application", [null, "application"]), balancer("network", ["network"])],
};
