import { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import {
  AccountBaseline,
  DataBucket,
  DataTable,
  ForwardedNames,
  ESSENTIAL_ENDPOINTS,
  KeySet,
  PlatformRoles,
  Vpc,
  VpcEndpoints,
} from "./index";

const config = new pulumi.Config();
const account = { id: config.require("accountId"), region: config.require("region") };
const here = {
  provider: new Provider("aws", { region: account.region, allowedAccountIds: [account.id] }),
};
const place = {
  account,
  naming: { org: "acme", env: "dev", site: "use1" },
  tags: {
    Environment: "dev",
    Service: "shop",
    Team: "shop",
    Owner: "shop-team",
    CostCenter: "shop-dev",
    DataClass: "internal",
    DrTier: "none",
    ManagedBy: "pulumi",
  },
} as const;

// An account that a shop is built in: no public bucket, the roles its services take, a key for each matter.
const baseline = new AccountBaseline("account", place, here);
const roles = new PlatformRoles(
  "roles",
  {
    ...place,
    deployerPrincipals: [`arn:aws:iam::${account.id}:role/pipeline`],
  },
  here,
);
const keys = new KeySet(
  "keys",
  { ...place, keys: { data: "data", "flow-logs": "logs" }, protect: false },
  here,
);

// A network in three zones, with one NAT gateway and the endpoints that nodes can not do without.
const cidr = "10.64.0.0/16";
const vpc = new Vpc(
  "network",
  {
    ...place,
    cidr,
    subnets: {
      public: ["10.64.0.0/24", "10.64.1.0/24", "10.64.2.0/24"],
      database: ["10.64.4.0/24", "10.64.5.0/24", "10.64.6.0/24"],
      endpoints: ["10.64.8.0/24", "10.64.9.0/24", "10.64.10.0/24"],
      functions: ["10.64.12.0/24", "10.64.13.0/24", "10.64.14.0/24"],
      transit: ["10.64.16.0/28", "10.64.16.16/28", "10.64.16.32/28"],
      workers: ["10.64.32.0/19", "10.64.64.0/19", "10.64.96.0/19"],
    },
    natGateways: 1,
    flowLogRoleArn: baseline.flowLogRoleArn,
    flowLogKeyArn: keys.arns["flow-logs"],
  },
  here,
);
new VpcEndpoints(
  "endpoints",
  {
    ...place,
    vpcId: vpc.vpcId,
    vpcCidr: cidr,
    subnetIds: vpc.subnetIds.endpoints,
    routeTableIds: vpc.awsServiceTableIds,
    services: ESSENTIAL_ENDPOINTS,
  },
  here,
);

// Names of the warehouse's network, which its own resolvers answer for.
new ForwardedNames(
  "names",
  {
    ...place,
    vpcId: vpc.vpcId,
    subnetIds: vpc.subnetIds.endpoints,
    zones: {
      warehouse: { zone: "warehouse.internal.acme.example", resolvers: ["10.90.0.53", "10.90.1.53"] },
    },
  },
  here,
);

// What the shop keeps; a real one leaves `protect` out.
const data = { ...place, keyArn: keys.arns.data, protect: false };
const receipts = new DataBucket("receipts", { ...data, role: "receipts", emptyOnDelete: true }, here);
const carts = new DataTable(
  "carts",
  {
    ...data,
    role: "carts",
    partitionKey: { name: "customerId", type: "S" },
    expiresAt: "expiresAt",
  },
  here,
);

export const bucketName = receipts.bucketName;
export const tableName = carts.tableName;
export const vpcId = vpc.vpcId;
export const flowLogRoleArn = baseline.flowLogRoleArn;
export const deployerRoleArn = roles.arns.deployer;
export const dataKeyArn = keys.arns.data;
