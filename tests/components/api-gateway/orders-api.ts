import type { Api, Route } from "../../../components/api-gateway";

/** What these tests share of an API: tokens for orders, and a limit for each caller. */
export const ORDERS = {
  pathPrefix: "/v1",
  authentication: {
    kind: "token",
    keys: { url: "https://id.internal.example.com/.well-known/jwks.json" },
    issuers: ["https://id.internal.example.com"],
    audiences: ["urn:acme:dev:api:orders"],
  },
  rateLimit: { requestsPerSecond: 50, key: "CLIENT_IP" },
} as const;

export const ordersRoute: Route = {
  path: "/orders",
  methods: ["GET"],
  authorization: { scopes: ["orders:read"] },
  backend: { kind: "http", url: "https://orders.dxb.dev.internal.example.org/" },
};

export const ordersApi: Api = { ...ORDERS, routes: [ordersRoute] };
