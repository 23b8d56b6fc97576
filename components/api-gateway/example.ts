import * as pulumi from "@pulumi/pulumi";
import { ApiDeployment, Authorizer, AuthorizerGrant, HEALTH_ROUTE, PrivateApiGateway } from "./index";

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
  protect: false,
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

// Partners sign with keys that the gateway does not take: a function judges their tokens, and they bring a certificate too.
const judge = new Authorizer("judge", {
  ...place,
  subnetIds: [config.require("subnetId")],
  nsgIds: [config.require("nsgId")],
  image: "me-dubai-1.ocir.io/acme/authorizer:1.4.0",
  imageDigest: "sha256:ca0eeb6fb05351dfc8759c20733c91def84cb8007aa89a5bf606bc8b315b9fc7",
  tokens: {
    jwksUrl: "https://id.partner.example/.well-known/jwks.json",
    issuers: ["https://id.partner.example"],
    audiences: ["urn:acme:dev:api:partners"],
  },
});
new AuthorizerGrant("judge", {
  ...place,
  functionId: judge.functionId,
  functionCompartmentId: place.compartmentId,
  gatewayCompartmentId: place.compartmentId,
});
new ApiDeployment("partners", {
  ...place,
  gateway,
  api: {
    pathPrefix: "/partners",
    rateLimit: { requestsPerSecond: 5, key: "CLIENT_IP" },
    authentication: judge.authentication,
    clientCertificates: { allowedNames: ["billing.partner.example"] },
    routes: [
      {
        path: "/invoices/{id}",
        methods: ["GET"],
        backend: { kind: "http", url: "https://invoices.dxb.dev.internal.acme.example/${request.path[id]}" },
        authorization: { scopes: ["invoices:read"] },
      },
    ],
  },
});

export const hostname = gateway.hostname;
export const endpoint = api.endpoint;
