import { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { ChartRelease, SystemNamespace } from "../kubernetes";
import { oracleBalancer } from "../oke";
import { PlatformGateway, PublishedService } from "./index";

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
const config = new pulumi.Config();
const kubernetes = new Provider("kubernetes", { kubeconfig: config.require("kubeconfig") });
const here = { providers: [kubernetes] };

// The definitions of routes and monitors, and the controller that serves routes.
const system = new SystemNamespace("ingress", { ...place, namespace: "ingress", allow: [] }, here);
const controller = new ChartRelease(
  "gateway-controller",
  {
    ...place,
    chart: { chart: "oci://docker.io/envoyproxy/gateway-helm", version: "v1.9.2" },
    namespace: system.closed,
    values: {},
  },
  here,
);
const monitors = new ChartRelease(
  "monitor-definitions",
  {
    ...place,
    chart: {
      chart: "prometheus-operator-crds",
      version: "33.0.2",
      repository: "https://prometheus-community.github.io/helm-charts",
    },
    namespace: system.closed,
    values: {},
  },
  here,
);

const gateway = new PlatformGateway(
  "gateway",
  {
    ...place,
    namespace: "ingress",
    hosts: { payments: { host: "payments.example.com", namespace: "payments" } },
    issuerName: config.require("issuerName"),
    trustDomain: "dev.acme",
    balancer: oracleBalancer("the gateway's balancer", {
      subnetId: config.require("balancerSubnetId"),
      nsgIds: [config.require("balancerGroupId")],
    }),
  },
  { ...here, dependsOn: [controller] },
);

const namespace = new SystemNamespace("payments", { ...place, namespace: "payments", allow: [] }, here);
const payments = new PublishedService(
  "payments",
  {
    ...place,
    host: "payments.example.com",
    namespace: "payments",
    service: {
      name: "payments-svc",
      labels: { app: "payments" },
      selector: { app: "payments" },
      ports: [
        { name: "https", port: 8080 },
        { name: "metrics", port: 9090 },
      ],
    },
    port: 8080,
    via: { gateway: gateway.handle },
    monitor: { selector: { app: "payments" }, labels: { release: "prometheus" } },
  },
  { ...here, dependsOn: [namespace, gateway, monitors] },
);

export const url = payments.url;
export const dnsEntry = payments.dnsEntry;
export const gatewayId = gateway.id;
