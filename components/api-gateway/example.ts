import * as pulumi from "@pulumi/pulumi";
import { ApiDeployment, HEALTH_ROUTE, PrivateApiGateway } from "./index";

const config = new pulumi.Config();
const place = {
  naming: { org: "acme", env: "dev", site: "dxb" },
  tags: {
    Environment: "dev",
    Service: "customers",
    Team: "shop",
    Owner: "shop-team",
    CostCenter: "shop-dev",
    DataClass: "internal",
    DrTier: "none",
    ManagedBy: "pulumi",
  },
  compartmentId: config.require("compartmentId"),
} as const;

// A private gateway, and an API for callers whose tokens are meant for it and allow them to read customers.
const gateway = new PrivateApiGateway("gateway", {
  ...place,
  subnetId: config.require("subnetId"),
  nsgIds: [config.require("nsgId")],
});
const api = new ApiDeployment("customers", {
  ...place,
  gateway,
  api: {
    pathPrefix: "/v1",
    rateLimit: { requestsPerSecond: 50, key: "CLIENT_IP" },
    authentication: {
      kind: "token",
      keys: { url: "https://id.internal.acme.example/.well-known/jwks.json" },
      issuers: ["https://id.internal.acme.example"],
      audiences: ["urn:acme:dev:api:customers"],
      claims: [{ name: "client_id" }],
    },
    routes: [
      HEALTH_ROUTE,
      {
        path: "/customer",
        methods: ["GET"],
        backend: { kind: "http", url: "https://customers.dxb.dev.internal.acme.example/api/customer" },
        authorization: { scopes: ["customers:read"] },
      },
    ],
  },
});

export const hostname = gateway.hostname;
export const endpoint = api.endpoint;
