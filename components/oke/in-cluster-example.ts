import { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { ChartRelease, SystemNamespace } from "../kubernetes";
import { BalancedService, BalancerAdmission, PolicyEngine, PolicyProof } from "./index";

/** What an OKE cluster gets inside: policies that hold, proven before anything else is there, and a service with a balancer. */
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

const definitions = new ChartRelease(
  "policy-definitions",
  {
    ...place,
    chart: {
      chart: "crd.projectcalico.org.v1",
      version: "v3.32.1",
      repository: "https://docs.tigera.io/calico/charts",
    },
    namespace: "kube-system",
    values: {},
  },
  here,
);
const engine = new PolicyEngine("policy-engine", place, { ...here, dependsOn: [definitions] });
const proof = new PolicyProof("policy-proof", { ...place, engine: engine.running }, here);
const admission = new BalancerAdmission("balancers", place, here);
const closed = { ...here, dependsOn: [proof, admission] };

const namespace = new SystemNamespace("orders", { ...place, namespace: "orders", allow: [] }, closed);
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
  closed,
);

export const proven = proof.proven;
export const address = orders.address;
