import { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { SystemNamespace } from "../kubernetes";
import { BalancedService } from "./index";

/** What an OKE cluster gets inside: here, a service behind a balancer of its own. */
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

const namespace = new SystemNamespace("orders", { ...place, namespace: "orders", allow: {} }, here);
const orders = new BalancedService(
  "orders",
  {
    ...place,
    service: "orders",
    namespace: namespace.closed,
    selector: { app: "orders" },
    ports: [{ name: "https", port: 443, targetPort: 8443 }],
    balancer: {
      mode: config.get("mode") === "public" ? "public" : "internal",
      subnetId: config.require("balancerSubnetId"),
      nsgIds: [config.require("balancerGroupId")],
    },
  },
  here,
);

export const address = orders.address;
