import type { Input } from "@pulumi/pulumi";
import { planAuthentication, type AuthenticationPlan } from "./auth";
import { planMutualTls, type ClientCertificates, type MutualTlsPlan } from "./client-certificates";
import {
  planCors,
  planRequest,
  planResponse,
  type CorsPlan,
  type RequestPlan,
  type ResponsePlan,
} from "./request";
import { METHODS, type Api, type Backend, type HttpBackend, type Route, type StockResponse } from "./spec";

/**
 * Limits of the service. Sources: API Gateway documentation, "API Gateway Internal Limits" (all but the timeouts; another
 * page allows stock bodies of 5 KB, the smaller figure is kept), "Adding an HTTP or HTTPS URL as an API Gateway Back End"
 * (timeouts).
 */
export const LIMITS = {
  routes: 50,
  prefixCharacters: 255,
  patternCharacters: 2000,
  specificationBytes: 2_000_000,
  stockBodyBytes: 4096,
  stockHeaders: 50,
  headerNameBytes: 1024,
  headerValueBytes: 4096,
  connectSeconds: 75,
  transferSeconds: 300,
} as const;

/** Seconds; docs/requirements/10.md, "Deployment and routes". */
export const DEFAULT_TIMEOUTS = { connect: 5, read: 10, send: 10 } as const;

/** A deployment's specification in the service's own form. */
export interface DeploymentPlan {
  readonly loggingPolicies: { readonly executionLog: { readonly logLevel: LogLevel } };
  readonly requestPolicies: {
    /** Not there where callers bring a certificate only. */
    readonly authentication?: AuthenticationPlan;
    readonly mutualTls?: MutualTlsPlan;
    readonly usagePlans?: { readonly tokenLocations: string[] };
    readonly rateLimiting: { readonly rateInRequestsPerSecond: number; readonly rateKey: string };
    readonly cors?: CorsPlan;
  };
  readonly routes: {
    readonly path: string;
    readonly methods: string[];
    readonly backend: BackendPlan;
    readonly requestPolicies: RequestPlan;
    readonly responsePolicies: ResponsePlan;
  }[];
}

export type LogLevel = "INFO" | "WARN" | "ERROR";

type BackendPlan =
  | {
      readonly type: "STOCK_RESPONSE_BACKEND";
      readonly status: number;
      readonly body: string;
      readonly headers: { readonly name: string; readonly value: string }[];
    }
  | {
      readonly type: "HTTP_BACKEND";
      readonly url: string;
      readonly isSslVerifyDisabled: false;
      readonly connectTimeoutInSeconds: number;
      readonly readTimeoutInSeconds: number;
      readonly sendTimeoutInSeconds: number;
    }
  | { readonly type: "ORACLE_FUNCTIONS_BACKEND"; readonly functionId: Input<string> };

/** Renders an API that {@link apiFaults} finds nothing wrong with. */
export function planDeployment(api: Api, logLevel: LogLevel): DeploymentPlan {
  const authentication = planAuthentication(api.authentication);
  const certificates = certificatesOf(api);
  return {
    // The switches of both logs stay unset: they turn on the former archive in a bucket, not the Logging service.
    loggingPolicies: { executionLog: { logLevel } },
    requestPolicies: {
      ...(authentication === undefined ? {} : { authentication }),
      ...(certificates === undefined ? {} : { mutualTls: planMutualTls(certificates) }),
      ...(api.usagePlanHeader === undefined
        ? {}
        : { usagePlans: { tokenLocations: [`request.headers[${api.usagePlanHeader}]`] } }),
      rateLimiting: {
        rateInRequestsPerSecond: api.rateLimit.requestsPerSecond,
        rateKey: api.rateLimit.key,
      },
      ...(api.cors === undefined ? {} : { cors: planCors(api.cors, api.routes) }),
    },
    routes: api.routes.map((route) => ({
      path: route.path,
      methods: [...route.methods],
      backend: planBackend(route.backend),
      requestPolicies: planRequest(route, api),
      responsePolicies: planResponse(),
    })),
  };
}

/** Certificates that callers of an API must bring, alone or beside a token. */
function certificatesOf({ authentication, clientCertificates }: Api): ClientCertificates | undefined {
  return authentication.kind === "certificate-only" ? authentication : clientCertificates;
}

function planBackend(backend: Backend): BackendPlan {
  switch (backend.kind) {
    case "http":
      return planHttp(backend);
    case "stock-response":
      return planStock(backend);
    case "function":
      return { type: "ORACLE_FUNCTIONS_BACKEND", functionId: backend.functionId };
  }
}

function planStock({ status, body = "", headers = {} }: StockResponse): BackendPlan {
  return {
    type: "STOCK_RESPONSE_BACKEND",
    status,
    body,
    headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
  };
}

function planHttp({ url, connectSeconds, readSeconds, sendSeconds }: HttpBackend): BackendPlan {
  return {
    type: "HTTP_BACKEND",
    url,
    isSslVerifyDisabled: false,
    connectTimeoutInSeconds: connectSeconds ?? DEFAULT_TIMEOUTS.connect,
    readTimeoutInSeconds: readSeconds ?? DEFAULT_TIMEOUTS.read,
    sendTimeoutInSeconds: sendSeconds ?? DEFAULT_TIMEOUTS.send,
  };
}

/** How a service log of a deployment is configured; the Logging service calls API Gateway by this name. */
export const LOG_CATEGORIES = ["access", "execution"] as const;
export const LOG_SERVICE = "apigateway";

/** The pairs of routes that some request matches both of, by method. */
export function overlappingRoutes(routes: readonly Pick<Route, "path" | "methods">[]): {
  readonly first: number;
  readonly second: number;
  readonly method: string;
}[] {
  return routes.flatMap((one, first) =>
    routes.slice(first + 1).flatMap((other, i) => {
      const method = one.methods.find((name) => other.methods.includes(name));
      if (method === undefined || !pathsOverlap(one.path, other.path)) return [];
      return [{ first, second: first + 1 + i, method }];
    }),
  );
}

/** Letters, digits and _ (API Gateway guide, "Adding Path Parameters and Wildcards to Route Paths"). */
const PARAMETER = /^\{\w+\}$/;
const REST = /^\{\w+\*\}$/;

/** A segment that a backend may take for a way up, or for two segments, however it is written. */
const CLIMBS = /^(\.|%2e){1,2}$|%2f|%5c|%00/i;

/** Whether one request path can match both patterns. */
export function pathsOverlap(a: string, b: string): boolean {
  const left = a.split("/").slice(1);
  const right = b.split("/").slice(1);
  for (let i = 0; ; i += 1) {
    const [x, y] = [left[i], right[i]];
    if (x === undefined || y === undefined) return x === y;
    if (REST.test(x) || REST.test(y)) return true;
    if (x !== y && !PARAMETER.test(x) && !PARAMETER.test(y)) return false;
  }
}

/** What is wrong with a route's pattern, if anything. */
export function pathProblem(path: string): string | undefined {
  const segments = path.split("/").slice(1);
  const wellFormed =
    path.startsWith("/") &&
    path.length <= LIMITS.patternCharacters &&
    segments.every(
      (segment, i) =>
        (/^[\w.~:@!$&'()+,;=%-]+$/.test(segment) && !CLIMBS.test(segment)) ||
        PARAMETER.test(segment) ||
        (REST.test(segment) && i === segments.length - 1) ||
        (segment === "" && segments.length === 1),
    );
  if (!wellFormed) {
    return (
      "a path such as /customers/{id}: segments of letters, digits, - and _, none that is . or .., whole segments in braces for parameters, " +
      `{name*} only at the end, at most ${LIMITS.patternCharacters} characters`
    );
  }
  const names = segments.filter((s) => s.startsWith("{")).map((s) => s.replace(/[{}*]/g, ""));
  return new Set(names).size === names.length ? undefined : "a path whose parameters have different names";
}

/** Whether the methods of a route are known and named once. */
export function methodsProblem(methods: readonly string[]): string | undefined {
  const known = methods.every((method) => (METHODS as readonly string[]).includes(method));
  return methods.length > 0 && known && new Set(methods).size === methods.length
    ? undefined
    : `one or more of ${METHODS.join(", ")}, each once; ANY is not taken`;
}
