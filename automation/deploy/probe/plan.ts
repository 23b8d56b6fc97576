/** What is asked of a deployed API, from its own specification: nothing here calls anything. */

/** The part of a deployment's specification that a probe goes by. */
export interface ProbedSpecification {
  readonly requestPolicies?: {
    readonly authentication?: {
      readonly type?: string;
      readonly validationPolicy?: {
        readonly additionalValidationPolicy?: {
          readonly issuers?: readonly string[];
          readonly audiences?: readonly string[];
        };
      };
    };
    readonly mutualTls?: { readonly isVerifiedCertificateRequired?: boolean };
  };
  readonly routes?: readonly ProbedRoute[];
}

interface ProbedRoute {
  readonly path: string;
  readonly methods?: readonly string[];
  readonly requestPolicies?: {
    readonly authorization?: { readonly type?: string };
    readonly headerValidations?: { readonly headers?: readonly unknown[] };
    readonly queryParameterValidations?: { readonly parameters?: readonly unknown[] };
  };
}

/** An API as it is deployed. */
export interface ProbedApi {
  /** Its role word: `status`. */
  readonly name: string;
  /** Its address with its prefix. */
  readonly endpoint: string;
  readonly specification: ProbedSpecification;
}

/** What proves who calls. */
export type TokenKind = "none" | "good" | "other-audience" | "without-scope";

/** One call and what must come of it. */
export interface ProbeCheck {
  readonly method: string;
  /** With the API's prefix. */
  readonly path: string;
  readonly token: TokenKind;
  /** Whether the caller brings a certificate. */
  readonly certificate: boolean;
  /** What this shows, for people. */
  readonly shows: string;
  /** Statuses, both included; a broken handshake counts as refused where `refusedByTls`. */
  readonly expect: readonly [from: number, to: number];
  readonly refusedByTls: boolean;
}

export interface ProbePlan {
  readonly checks: readonly ProbeCheck[];
  /** What is not asked, and why. */
  readonly left: readonly string[];
}

/** Methods that change nothing at a backend, should the gateway let them through (RFC 9110, "Safe Methods"). */
const SAFE = ["GET", "HEAD", "OPTIONS"];

/** Plans the probe of an API. Only methods that change nothing are called: what is asked is whether the gateway refuses. */
export function probePlan({ endpoint, specification }: ProbedApi): ProbePlan {
  const { requestPolicies = {}, routes = [] } = specification;
  const prefix = new URL(endpoint).pathname.replace(/\/$/, "");
  const hasTokens = requestPolicies.authentication !== undefined;
  const hasCertificates = requestPolicies.mutualTls?.isVerifiedCertificateRequired === true;
  const checks: ProbeCheck[] = [];
  const left: string[] = [];
  const usual: TokenKind = hasTokens ? "good" : "none";
  const ask = (
    [method, path]: readonly [string, string],
    expect: ProbeCheck["expect"],
    shows: string,
    { token = usual, certificate = hasCertificates }: Partial<Pick<ProbeCheck, "token" | "certificate">> = {},
  ) => {
    const refusedByTls = hasCertificates && !certificate;
    checks.push({ method, path: prefix + path, token, certificate, shows, expect, refusedByTls });
  };
  for (const route of routes) {
    const method = SAFE.find((safe) => route.methods?.includes(safe));
    const names = `${(route.methods ?? []).join(", ")} ${route.path}`;
    if (method === undefined) {
      left.push(`${names}: it could change something`);
      continue;
    }
    const target = [method, filled(route.path)] as const;
    if (hasTokens) {
      ask(target, [401, 401], "no token", { token: "none" });
      ask(target, [401, 401], "a token for another audience", { token: "other-audience" });
    }
    if (hasCertificates) ask(target, [400, 499], "no certificate", { certificate: false });
    if (route.requestPolicies?.authorization?.type === "ANY_OF") {
      ask(target, [403, 403], "a token without the scope", { token: "without-scope" });
    }
    const needs = needsOf(route);
    if (needs === undefined) ask(target, [200, 299], hasTokens ? "a good token" : "a good certificate");
    else left.push(`${names} with a good token: it needs ${needs}`);
  }
  askUnlisted(routes, ask, left);
  return { checks, left };
}

/** A method that no route of a path lists, of those that change nothing. */
function askUnlisted(
  routes: readonly ProbedRoute[],
  ask: (target: readonly [string, string], expect: ProbeCheck["expect"], shows: string) => void,
  left: string[],
): void {
  for (const { path } of routes) {
    const listed = routes.filter((route) => route.path === path).flatMap(({ methods = [] }) => methods);
    const method = ["HEAD", "OPTIONS", "GET"].find(
      (safe) => !listed.includes(safe) && !listed.includes("ANY"),
    );
    if (method === undefined) continue;
    ask([method, filled(path)], [404, 405], "a method that is not listed");
    return;
  }
  left.push("a method that is not listed: each that changes nothing is listed everywhere");
}

const filled = (path: string): string => path.replace(/\{[^{}]+\}/g, "probe");

/** What a good call needs that only somebody who knows the API can give. */
function needsOf({ path, requestPolicies = {} }: ProbedRoute): string | undefined {
  const needs = [
    ...(path.includes("{") ? ["a path that is there"] : []),
    ...((requestPolicies.headerValidations?.headers ?? []).length > 0 ? ["headers"] : []),
    ...((requestPolicies.queryParameterValidations?.parameters ?? []).length > 0 ? ["query parameters"] : []),
  ];
  return needs.length === 0 ? undefined : needs.join(" and ");
}
