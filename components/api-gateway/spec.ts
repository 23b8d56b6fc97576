/** One or more. */
export type Some<T> = readonly [T, ...T[]];

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
   * Allows `http`, and says why nothing better can be had; the reason goes to the reviewer, not to the cloud.
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
}

interface RouteBase {
  /** Pattern below the API's prefix: `/customers/{id}`, `/files/{path*}`. */
  readonly path: string;
  readonly methods: Some<Method>;
}

/** A route that anybody who reaches the gateway may call: it can only give a fixed answer. */
export interface StockRoute extends RouteBase {
  readonly backend: StockResponse;
}

/**
 * A route to a service that the gateway opens to every caller it can be reached by. It needs a reason, for as long as an
 * API has no way to say who its callers are.
 */
export interface OpenRoute extends RouteBase {
  readonly backend: HttpBackend;
  /** Why the gateway does not check the caller: who does instead. */
  readonly unauthenticated: { readonly reason: string };
}

export type Route = StockRoute | OpenRoute;

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
  /** 1 to 50. */
  readonly routes: Some<Route>;
  /** Always: an API without a limit takes its backends down with it. */
  readonly rateLimit: RateLimit;
}

/** Whether the gateway answers at all; it says nothing of what is behind it. */
export const HEALTH_ROUTE: StockRoute = {
  path: "/health",
  methods: ["GET"],
  backend: {
    kind: "stock-response",
    status: 200,
    body: '{"status":"UP"}',
    headers: { "Content-Type": "application/json", "Cache-Control": "no-store" },
  },
};
