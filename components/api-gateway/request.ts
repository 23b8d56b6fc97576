import type { Authorization } from "./auth";
import type { Api, Cors, Method, Route } from "./spec";

/** What callers may not say of themselves: a backend would believe it (docs/requirements/10.md, GW-25). */
export const IDENTITY_HEADERS = ["X-Forwarded-User", "X-Client-Cert"] as const;

/** What tells an attacker which software answers. */
export const REVEALING_HEADERS = [
  "Server",
  "X-Powered-By",
  "X-AspNet-Version",
  "X-AspNetMvc-Version",
] as const;

interface HeaderFilter {
  readonly filterHeaders: { readonly type: "BLOCK"; readonly items: { readonly name: string }[] };
}

interface Needed {
  readonly name: string;
  readonly required: true;
}

/** A route's request policies in the service's own form. */
export interface RequestPlan {
  /** Not there where callers bring a certificate only: there is nothing to read scopes from. */
  readonly authorization?:
    { readonly type: "ANY_OF"; readonly allowedScopes: string[] } | { readonly type: "AUTHENTICATION_ONLY" };
  readonly headerTransformations: HeaderFilter;
  readonly headerValidations?: { readonly headers: Needed[]; readonly validationMode: "ENFORCING" };
  readonly queryParameterValidations?: {
    readonly parameters: Needed[];
    readonly validationMode: "ENFORCING";
  };
  readonly bodyValidation?: {
    readonly required: true;
    readonly contents: { readonly mediaType: string; readonly validationType: "NONE" }[];
    readonly validationMode: "ENFORCING";
  };
}

/** A route's response policies in the service's own form. */
export interface ResponsePlan {
  readonly headerTransformations: HeaderFilter;
}

/** Cross-origin requests in the service's own form. */
export interface CorsPlan {
  readonly allowedOrigins: string[];
  readonly allowedMethods: string[];
  readonly allowedHeaders: string[];
  readonly isAllowCredentialsEnabled: boolean;
  readonly maxAgeInSeconds: number;
}

const blocking = (names: readonly string[]): HeaderFilter => ({
  filterHeaders: { type: "BLOCK", items: names.map((name) => ({ name })) },
});
const needed = (names: readonly string[]): Needed[] => names.map((name) => ({ name, required: true }));

/** What a request to a route is held to, and what is taken out of it. */
export function planRequest(
  { authorization, validate = {} }: Pick<Route, "authorization" | "validate">,
  { authentication, identityHeaders = [] }: Pick<Api, "authentication" | "identityHeaders">,
): RequestPlan {
  const { headers = [], query = [], body } = validate;
  return {
    ...(authentication.kind === "certificate-only"
      ? {}
      : { authorization: planAuthorization(authorization) }),
    headerTransformations: blocking([...IDENTITY_HEADERS, ...identityHeaders]),
    ...(headers.length === 0
      ? {}
      : { headerValidations: { headers: needed(headers), validationMode: "ENFORCING" as const } }),
    ...(query.length === 0
      ? {}
      : { queryParameterValidations: { parameters: needed(query), validationMode: "ENFORCING" as const } }),
    ...(body === undefined
      ? {}
      : {
          bodyValidation: {
            required: true as const,
            contents: body.map((mediaType) => ({ mediaType, validationType: "NONE" as const })),
            validationMode: "ENFORCING" as const,
          },
        }),
  };
}

function planAuthorization(authorization: Authorization): NonNullable<RequestPlan["authorization"]> {
  return "scopes" in authorization
    ? { type: "ANY_OF", allowedScopes: [...authorization.scopes] }
    : { type: "AUTHENTICATION_ONLY" };
}

/** What is taken out of every answer. */
export function planResponse(): ResponsePlan {
  return { headerTransformations: blocking(REVEALING_HEADERS) };
}

const CORS_DEFAULTS = { headers: ["Authorization", "Content-Type"], maxAgeSeconds: 600 } as const;

/** Renders which pages of other origins may call. */
export function planCors(
  { origins, methods, headers = CORS_DEFAULTS.headers, credentials = false, maxAgeSeconds }: Cors,
  routes: readonly { readonly methods: readonly Method[] }[],
): CorsPlan {
  return {
    allowedOrigins: [...origins],
    allowedMethods: [...(methods ?? new Set(routes.flatMap((route) => route.methods)))],
    allowedHeaders: [...headers],
    isAllowCredentialsEnabled: credentials,
    maxAgeInSeconds: maxAgeSeconds ?? CORS_DEFAULTS.maxAgeSeconds,
  };
}

/** OCI IAM API, free-form tags: a value has 256 characters at most. */
export const EXCEPTIONS_MAX = 256;

/**
 * What an API is excused from, route by route with the reasons, as free-form tags of its deployment: what a policy and an
 * auditor see of it. `AuthenticationOnly`: routes that need no scope; `InsecureBackend`: routes to plain http; `NoToken`: callers known by their
 * certificate alone.
 */
export function exceptionTags({
  authentication,
  routes,
}: Pick<Api, "authentication" | "routes">): Record<string, string> {
  const reasons = {
    NoToken: [authentication.kind === "certificate-only" ? authentication.noToken.reason : undefined],
    AuthenticationOnly: routes.map(({ path, authorization }) =>
      "scopes" in authorization ? undefined : `${path}: ${authorization.authenticatedOnly.reason}`,
    ),
    InsecureBackend: routes.map(({ path, backend }) =>
      backend.kind === "http" && backend.allowInsecureBackend !== undefined
        ? `${path}: ${backend.allowInsecureBackend.reason}`
        : undefined,
    ),
  };
  return Object.fromEntries(
    Object.entries(reasons)
      .map(([tag, texts]) => [tag, texts.filter((text) => text !== undefined).join("; ")] as const)
      .filter(([, text]) => text !== ""),
  );
}
