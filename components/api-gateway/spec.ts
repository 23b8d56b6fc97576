import type { Input } from "@pulumi/pulumi";
import type { Authentication, Authorization } from "./auth";
import type { ClientCertificates } from "./client-certificates";
import type { Some } from "./some";

/** Methods a route can take; there is no `ANY`, since it also admits what nobody has thought of. */
export const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
export type Method = (typeof METHODS)[number];

/** An answer that the gateway gives itself. */
export interface StockResponse {
  readonly kind: "stock-response";
  /** HTTP status, 200 to 599. */
  readonly status: number;
  /**
   * Text, at most 4096 bytes.
   * @default empty
   */
  readonly body?: string;
  /**
   * At most 50; names up to 1 KB, values up to 4 KB.
   * @default none
   */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A service behind the gateway. */
export interface HttpBackend {
  readonly kind: "http";
  /**
   * `https` and a private DNS name; the certificate is always verified. Path parameters are written
   * `${request.path[name]}`.
   */
  readonly url: string;
  /**
   * Allows `http`, and says why nothing better can be had; the reason goes onto the deployment, where policies see it.
   * @default refused
   */
  readonly allowInsecureBackend?: { readonly reason: string };
  /**
   * Seconds to connect, 1 to 75.
   * @default 5
   */
  readonly connectSeconds?: number;
  /**
   * Seconds to wait for the answer, 1 to 300.
   * @default 10
   */
  readonly readSeconds?: number;
  /**
   * Seconds to send the request, 1 to 300.
   * @default 10
   */
  readonly sendSeconds?: number;
  /**
   * Seconds after which the backend itself gives up. A deployment warns where they are not those that the gateway waits: the
   * backend works on for nobody, or the gateway waits for nothing.
   * @default not known
   */
  readonly ownTimeoutSeconds?: number;
}

/** A function behind the gateway; it has no timeouts of the route's, only its own. */
export interface FunctionBackend {
  readonly kind: "function";
  /** OCID. */
  readonly functionId: Input<string>;
}

/** What a request must bring, or it is answered with 4xx and never reaches the backend. */
export interface RequestValidation {
  /**
   * Headers that must be there.
   * @default none
   */
  readonly headers?: readonly string[];
  /**
   * Query parameters that must be there.
   * @default none
   */
  readonly query?: readonly string[];
  /**
   * Media types that the body may have, `application/json`; a request without a body is then refused too.
   * @default not looked at
   */
  readonly body?: Some<string>;
}

/** Who answers. */
export type Backend = StockResponse | HttpBackend | FunctionBackend;

/** What is served at a path, and to whom. */
export interface Route {
  /** Pattern below the API's prefix: `/customers/{id}`, `/files/{path*}`. */
  readonly path: string;
  readonly methods: Some<Method>;
  readonly backend: Backend;
  /** What a caller must be allowed. There is no route for callers that nobody knows. */
  readonly authorization: Authorization;
  /**
   * What a request must bring.
   * @default nothing
   */
  readonly validate?: RequestValidation;
}

/** Which pages of other origins a browser lets call the API. */
export interface Cors {
  /** Origins, `https://shop.example.com`. */
  readonly origins: Some<string>;
  /**
   * Methods that a browser may be told of.
   * @default those of the routes
   */
  readonly methods?: Some<Method>;
  /**
   * Headers that a page may send.
   * @default Authorization and Content-Type
   */
  readonly headers?: Some<string>;
  /**
   * Whether cookies may be sent along; never together with the origin `*`.
   * @default false
   */
  readonly credentials?: boolean;
  /**
   * Seconds that a browser remembers the answer, 0 to 86400.
   * @default 600
   */
  readonly maxAgeSeconds?: number;
}

/** How many requests are let through; the rest is answered with 429. */
export interface RateLimit {
  /** Requests a second, at least 1. */
  readonly requestsPerSecond: number;
  /** Counted for each client address, or for all together. */
  readonly key: "CLIENT_IP" | "TOTAL";
}

/** An API: what is exposed below one prefix of a gateway. */
export interface Api {
  /** `/customers/v1`; it can not change in place. */
  readonly pathPrefix: string;
  /** How callers prove who they are, on every route. */
  readonly authentication: Authentication;
  /** 1 to 50. */
  readonly routes: Some<Route>;
  /** Always: an API without a limit takes its backends down with it. */
  readonly rateLimit: RateLimit;
  /**
   * Pages of other origins that may call it.
   * @default none
   */
  readonly cors?: Cors;
  /**
   * Headers that only the gateway's own side may set, beside `X-Forwarded-User` and `X-Client-Cert`: they are taken out of
   * every request.
   * @default none
   */
  readonly identityHeaders?: readonly string[];
  /**
   * Certificates that callers must bring beside what proves who they are.
   * @default none
   */
  readonly clientCertificates?: ClientCertificates;
  /**
   * Header with the client's token of a usage plan, whose quotas then hold beside the rate limit: `X-Usage-Token`. It says whose
   * quota is used, and nothing of who calls.
   * @default no usage plans
   */
  readonly usagePlanHeader?: string;
}

/** Whether the gateway answers at all; it says nothing of what is behind it. */
export const HEALTH_ROUTE: Route = {
  path: "/health",
  methods: ["GET"],
  authorization: { authenticatedOnly: { reason: "says nothing of what is behind the gateway" } },
  backend: {
    kind: "stock-response",
    status: 200,
    body: '{"status":"UP"}',
    headers: { "Content-Type": "application/json", "Cache-Control": "no-store" },
  },
};
