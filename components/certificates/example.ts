import { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { ChartRelease, SystemNamespace } from "../kubernetes";
import { BootstrapCa } from "../vault";
import { MutualTls, PrivateIssuer, ServiceCertificates, TrustBundle } from "./index";

const place = {
  naming: { org: "acme", env: "dev", site: "dxb" },
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
const kubernetes = new Provider("kubernetes", { kubeconfig: new pulumi.Config().require("kubeconfig") });
const here = { providers: [kubernetes] };
const trustDomain = "dev.acme";

// cert-manager, which brings its definitions: everything after it depends on it.
const system = new SystemNamespace("certificates", { ...place, namespace: "cert-manager", allow: [] }, here);
const manager = new ChartRelease(
  "cert-manager",
  {
    ...place,
    chart: { chart: "oci://quay.io/jetstack/charts/cert-manager", version: "v1.21.2" },
    namespace: system.closed,
    values: { crds: { enabled: true, keep: true } },
  },
  here,
);

const root = new BootstrapCa("bootstrap-ca", { ...place, protect: false });
const issuer = new PrivateIssuer(
  "issuer",
  { ...place, root, namespace: system.closed },
  { ...here, dependsOn: [manager] },
);

// Two services that call each other.
const shop = new SystemNamespace("shop", { ...place, namespace: "shop", allow: [] }, here);
const inShop = { ...here, dependsOn: [shop, issuer] };
const certificates = new ServiceCertificates(
  "shop",
  {
    ...place,
    trustDomain,
    namespace: "shop",
    issuerName: issuer.issuerName,
    accounts: { orders: {}, payments: { services: ["payments-svc"] } },
  },
  inShop,
);
const trust = new TrustBundle(
  "trust",
  { ...place, namespaces: { workloads: "shop" }, roots: [issuer.trustedPem] },
  inShop,
);
new MutualTls("mutual-tls", { ...place, namespaces: [shop.closed], trustDomain }, inShop);

export const issuerName = issuer.issuerName;
export const ids = certificates.ids;
export const trustBundle = trust.bundleName;
