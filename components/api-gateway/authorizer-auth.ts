import type { Input } from "@pulumi/pulumi";
import type { Fault } from "../core";

/**
 * API Gateway guide, "Creating an Authorizer Function": an answer is kept from 60 seconds to an hour, as its `expiresAt` says;
 * an answer of 5xx, and none, is 502 to the caller, who is then not let through.
 */
export const AUTHORIZER_CACHE_SECONDS = [60, 3600] as const;

/**
 * Callers are judged by a function of yours: for tokens that the gateway can not check itself, such as opaque ones or those
 * signed with elliptic curves. Whatever goes wrong with it, the caller is not let through.
 */
export interface AuthorizerAuthentication {
  readonly kind: "authorizer";
  /** OCID of the function; an `Authorizer` has it. */
  readonly functionId: Input<string>;
  /**
   * Headers that the function is given, by the name of the argument. An answer is kept for callers who bring the same values
   * in all of them: one that is no part of the decision makes the cache useless, one that is left out can not be decided by.
   * @default the header `Authorization` as `token`
   */
  readonly headers?: Readonly<Record<string, string>>;
}

/** How a function judges callers, in the service's own form. */
export interface AuthorizerPlan {
  readonly type: "CUSTOM_AUTHENTICATION";
  readonly isAnonymousAccessAllowed: false;
  readonly functionId: Input<string>;
  readonly parameters: Readonly<Record<string, string>>;
  readonly cacheKeys: string[];
}

const DEFAULT_HEADERS = { token: "Authorization" } as const;

/** Renders how a function judges callers. */
export function planAuthorizer({
  functionId,
  headers = DEFAULT_HEADERS,
}: AuthorizerAuthentication): AuthorizerPlan {
  return {
    type: "CUSTOM_AUTHENTICATION",
    isAnonymousAccessAllowed: false,
    functionId,
    parameters: Object.fromEntries(
      Object.entries(headers).map(([argument, header]) => [argument, `request.headers[${header}]`]),
    ),
    cacheKeys: Object.keys(headers),
  };
}

/** Everything wrong with what a function is given. */
export function authorizerFaults(
  { headers = DEFAULT_HEADERS }: AuthorizerAuthentication,
  path: string,
): Fault[] {
  const faults: Fault[] = [];
  const entries = Object.entries(headers);
  if (entries.length === 0)
    faults.push({
      path: `${path}.headers`,
      given: "none",
      allowed: "one header at least to judge a caller by",
    });
  for (const [argument, header] of entries) {
    if (!/^[A-Za-z]\w*$/.test(argument))
      faults.push({ path: `${path}.headers`, given: argument, allowed: "an argument's name such as token" });
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(header))
      faults.push({ path: `${path}.headers.${argument}`, given: header, allowed: "the name of a header" });
  }
  return faults;
}
