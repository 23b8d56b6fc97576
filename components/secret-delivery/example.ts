import { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { ChartRelease, SystemNamespace } from "../kubernetes";
import { DeliveredSecrets } from "./index";

const place = {
  naming: { org: "acme", env: "dev", site: "dxb" },
  tags: {
    Environment: "dev",
    Service: "shop",
    Team: "shop",
    Owner: "shop-team",
    CostCenter: "shop-dev",
    DataClass: "confidential",
    DrTier: "none",
    ManagedBy: "pulumi",
  },
} as const;
const config = new pulumi.Config();
const kubernetes = new Provider("kubernetes", { kubeconfig: config.require("kubeconfig") });
const here = { providers: [kubernetes] };
const vault = { id: config.require("vaultId"), region: "me-dubai-1" };

// Both ways, each in a namespace of its own. A platform takes one.
const shop = new SystemNamespace("shop", { ...place, namespace: "shop", allow: [] }, here);
const system = new SystemNamespace(
  "external-secrets",
  { ...place, namespace: "external-secrets", allow: [] },
  here,
);
const operator = new ChartRelease(
  "external-secrets",
  {
    ...place,
    chart: {
      chart: "external-secrets",
      version: "2.13.0",
      repository: "https://charts.external-secrets.io",
    },
    namespace: system.closed,
    values: {},
  },
  here,
);
const copied = new DeliveredSecrets(
  "shop",
  {
    ...place,
    namespace: shop.closed,
    vault,
    secrets: { "db-secret": { username: "shop-db-username", password: "shop-db-password" } },
  },
  { ...here, dependsOn: [operator] },
);

const driver = new ChartRelease(
  "csi-driver",
  {
    ...place,
    chart: {
      chart: "oci-secrets-store-csi-driver-provider",
      version: "0.4.2",
      repository: "https://oracle.github.io/oci-secrets-store-csi-driver-provider/charts",
    },
    namespace: "kube-system",
    values: { "secrets-store-csi-driver": { install: true, enableSecretRotation: true } },
  },
  here,
);
const bank = new SystemNamespace("bank", { ...place, namespace: "bank", allow: [] }, here);
const mounted = new DeliveredSecrets(
  "bank",
  {
    ...place,
    by: "csi",
    namespace: bank.closed,
    serviceAccount: "ledger",
    vault,
    secrets: { "db-secret": { username: "bank-db-username", password: "bank-db-password" } },
  },
  { ...here, dependsOn: [driver] },
);

export const shopVolume = copied.volumes["db-secret"];
export const bankVolume = mounted.volumes["db-secret"];
