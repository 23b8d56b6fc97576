import type { Fault } from "../core";
import {
  authorizerFaults,
  planAuthorizer,
  type AuthorizerAuthentication,
  type AuthorizerPlan,
} from "./authorizer-auth";
import { certificateOnlyFaults, type CertificateOnly } from "./client-certificates";
import { isGiven } from "./given";
import type { Some } from "./some";

/**
 * Limits of token checks. Sources: API Gateway documentation, "Prerequisites for Token Authentication" (algorithms, length of
 * keys) and "Validating Tokens to Add Authentication and Authorization to API Deployments" (clock skew 0 to 120 s, keys kept
 * 1 to 24 h: unverified), "Identity Provider Details to Use for iss and aud Claims, and for the JWKS URI" (at most ten keys). The platform allows 60 s of skew (docs/requirements/10.md, GW-29).
 */
export const TOKEN_LIMITS = {
  algorithms: ["RS256", "RS384", "RS512"],
  keyBits: [2048, 4096],
  keys: 10,
  cacheHours: [1, 24],
  clockSkewSeconds: [0, 60],
} as const;

/** Claims that every token has: who calls, and until when it is good. */
const ALWAYS = ["sub", "exp"] as const;

/** A public RSA key, as a JSON Web Key (RFC 7517) has it. */
export interface RsaKey {
  /** The id that tokens name it by. */
  readonly kid: string;
  /** Modulus, base64url; 2048 to 4096 bits. */
  readonly n: string;
  /** Exponent, base64url: `AQAB`. */
  readonly e: string;
  readonly alg: (typeof TOKEN_LIMITS.algorithms)[number];
}

/** A claim beside issuer, audience, subject and expiry that a token must have. */
export interface Claim {
  readonly name: string;
  /**
   * Values of which it must have one.
   * @default any: the claim has to be there
   */
  readonly values?: Some<string>;
}

/** Where the keys are that tokens are signed with. */
export type TokenKeys =
  | {
      /** `https` address of the provider's JSON Web Key Set; it must be reached from the gateway's subnet. */
      readonly url: string;
      /**
       * Hours that the set is kept, 1 to 24. A key that is taken out of the set is trusted for so long at most.
       * @default 1
       */
      readonly cacheHours?: number;
    }
  | {
      /** The keys themselves, at most 10, where the provider can not be reached; a rotation is then a deployment. */
      readonly keys: Some<RsaKey>;
    };

/** Bearer tokens in the `Authorization` header, checked by the gateway; a token in the query would end up in logs. */
export interface TokenAuthentication {
  readonly kind: "token";
  readonly keys: TokenKeys;
  /** Who may have issued the token, exactly as its `iss` says. */
  readonly issuers: Some<string>;
  /** Whom it must be meant for: this API in this environment, so that no other API's token opens it. */
  readonly audiences: Some<string>;
  /**
   * Claims beside `iss`, `aud`, `sub` and `exp`, which are always needed.
   * @default none
   */
  readonly claims?: readonly Claim[];
  /**
   * Seconds that the provider's clock may differ, 0 to 60.
   * @default 60
   */
  readonly clockSkewSeconds?: number;
}

/** How callers prove who they are. */
export type Authentication = TokenAuthentication | AuthorizerAuthentication | CertificateOnly;

/** What a caller must be allowed to use a route. */
export type Authorization =
  /** The token has one of these scopes. */
  | { readonly scopes: Some<string> }
  /** Any caller who is known; say why no scope is needed. The reason goes onto the deployment, for policies. */
  | { readonly authenticatedOnly: { readonly reason: string } };

/** The authentication policy in the service's own form. */
export type AuthenticationPlan = TokenPlan | AuthorizerPlan;

/** How tokens are checked, in the service's own form. */
export interface TokenPlan {
  readonly type: "TOKEN_AUTHENTICATION";
  readonly isAnonymousAccessAllowed: false;
  readonly tokenHeader: "Authorization";
  readonly tokenAuthScheme: "Bearer";
  readonly maxClockSkewInSeconds: number;
  readonly validationPolicy: {
    readonly additionalValidationPolicy: {
      readonly issuers: string[];
      readonly audiences: string[];
      readonly verifyClaims: { readonly key: string; readonly values: string[]; readonly isRequired: true }[];
    };
  } & (
    | {
        readonly type: "REMOTE_JWKS";
        readonly uri: string;
        readonly isSslVerifyDisabled: false;
        readonly maxCacheDurationInHours: number;
      }
    | {
        readonly type: "STATIC_KEYS";
        readonly keys: (RsaKey & {
          readonly format: "JSON_WEB_KEY";
          readonly kty: "RSA";
          readonly use: "sig";
        })[];
      }
  );
}

/** Renders how callers are known; undefined where they are known by their certificate alone. */
export function planAuthentication(authentication: Authentication): AuthenticationPlan | undefined {
  switch (authentication.kind) {
    case "token":
      return planTokens(authentication);
    case "authorizer":
      return planAuthorizer(authentication);
    case "certificate-only":
      return undefined;
  }
}

function planTokens({
  keys,
  issuers,
  audiences,
  claims = [],
  clockSkewSeconds = TOKEN_LIMITS.clockSkewSeconds[1],
}: TokenAuthentication): TokenPlan {
  const additionalValidationPolicy = {
    issuers: [...issuers],
    audiences: [...audiences],
    verifyClaims: [...ALWAYS.map((name): Claim => ({ name })), ...claims].map(({ name, values = [] }) => ({
      key: name,
      values: [...values],
      isRequired: true as const,
    })),
  };
  return {
    type: "TOKEN_AUTHENTICATION",
    isAnonymousAccessAllowed: false,
    tokenHeader: "Authorization",
    tokenAuthScheme: "Bearer",
    maxClockSkewInSeconds: clockSkewSeconds,
    validationPolicy:
      "url" in keys
        ? {
            type: "REMOTE_JWKS",
            uri: keys.url,
            isSslVerifyDisabled: false,
            maxCacheDurationInHours: keys.cacheHours ?? TOKEN_LIMITS.cacheHours[0],
            additionalValidationPolicy,
          }
        : {
            type: "STATIC_KEYS",
            keys: keys.keys.map(({ kid, n, e, alg }) => ({
              format: "JSON_WEB_KEY",
              kty: "RSA",
              use: "sig",
              kid,
              n,
              e,
              alg,
            })),
            additionalValidationPolicy,
          },
  };
}

/** Everything wrong with how callers are known. */
export function authenticationFaults(authentication: Authentication, path: string): Fault[] {
  if (!isGiven(authentication)) {
    return [{ path, allowed: "how callers prove who they are: there is no API without" }];
  }
  switch (authentication.kind) {
    case "token":
      return tokenFaults(authentication, path);
    case "authorizer":
      return authorizerFaults(authentication, path);
    case "certificate-only":
      return certificateOnlyFaults(authentication, path);
  }
}

function tokenFaults(authentication: TokenAuthentication, path: string): Fault[] {
  const faults: Fault[] = [];
  const expect = (at: string, given: unknown, right: boolean, allowed: string): void => {
    if (!right) faults.push({ path: `${path}.${at}`, given, allowed });
  };
  const { keys, issuers, audiences, claims = [], clockSkewSeconds } = authentication;
  for (const [at, names] of [
    ["issuers", issuers],
    ["audiences", audiences],
  ] as const) {
    const plain = names.length > 0 && names.every((name) => name.trim() !== "" && !name.includes("*"));
    expect(at, names, plain, "one or more, none of them empty and none with *");
  }
  const named = [...ALWAYS, "iss", "aud", "nbf"] as readonly string[];
  claims.forEach(({ name, values }, i) => {
    const fits = name !== "" && !named.includes(name);
    expect(`claims[${i}].name`, name, fits, `a claim beside ${named.join(", ")}, which are checked anyway`);
    if (values !== undefined) {
      expect(`claims[${i}].values`, values, values.length > 0, "one value at least, or none given");
    }
  });
  const [leastSkew, mostSkew] = TOKEN_LIMITS.clockSkewSeconds;
  if (clockSkewSeconds !== undefined) {
    const isWhole = Number.isInteger(clockSkewSeconds);
    const fits = isWhole && clockSkewSeconds >= leastSkew && clockSkewSeconds <= mostSkew;
    expect("clockSkewSeconds", clockSkewSeconds, fits, `whole seconds from ${leastSkew} to ${mostSkew}`);
  }
  return [
    ...faults,
    ...("url" in keys ? setFaults(keys, `${path}.keys`) : keyFaults(keys.keys, `${path}.keys`)),
  ];
}

function setFaults({ url, cacheHours }: Extract<TokenKeys, { url: string }>, path: string): Fault[] {
  const faults: Fault[] = [];
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol !== "https:" || parsed.username !== "" || parsed.password !== "") {
    const allowed = "an https address without credentials, https://id.example.com/.well-known/jwks.json";
    faults.push({ path: `${path}.url`, allowed });
  }
  const [least, most] = TOKEN_LIMITS.cacheHours;
  if (
    cacheHours !== undefined &&
    !(Number.isInteger(cacheHours) && cacheHours >= least && cacheHours <= most)
  ) {
    const allowed = `a whole number of hours from ${least} to ${most}`;
    faults.push({ path: `${path}.cacheHours`, given: cacheHours, allowed });
  }
  return faults;
}

function keyFaults(keys: readonly RsaKey[], path: string): Fault[] {
  const faults: Fault[] = [];
  if (keys.length < 1 || keys.length > TOKEN_LIMITS.keys) {
    faults.push({ path: `${path}.keys`, given: `${keys.length} keys`, allowed: `1 to ${TOKEN_LIMITS.keys}` });
  }
  const [least, most] = TOKEN_LIMITS.keyBits;
  keys.forEach(({ kid, n, e, alg }, i) => {
    const at = `${path}.keys[${i}]`;
    if (kid === "" || keys.findIndex((other) => other.kid === kid) !== i) {
      faults.push({ path: `${at}.kid`, given: kid, allowed: "an id that no other key has" });
    }
    if (!isExponent(e)) {
      const allowed = "an odd exponent from 65537 on, base64url, as a rule AQAB: of 1, anybody signs";
      faults.push({ path: `${at}.e`, given: e, allowed });
    }
    const bits = BASE64URL.test(n) ? bitsOf(n) : 0;
    if (bits < least || bits > most) {
      faults.push({
        path: `${at}.n`,
        given: `${bits} bits`,
        allowed: `an RSA key of ${least} to ${most} bits`,
      });
    }
    if (!(TOKEN_LIMITS.algorithms as readonly string[]).includes(alg)) {
      const allowed = `one of ${TOKEN_LIMITS.algorithms.join(", ")}`;
      faults.push({ path: `${at}.alg`, given: alg, allowed });
    }
  });
  return faults;
}

const BASE64URL = /^[A-Za-z0-9_-]+$/;

/** FIPS 186-5, section 5.4: odd, above 2^16 and below 2^256. */
function isExponent(text: string): boolean {
  const bytes = BASE64URL.test(text) ? Buffer.from(text, "base64url") : Buffer.alloc(0);
  const value = bytes.length === 0 || bytes.length > 32 ? 0n : BigInt(`0x${bytes.toString("hex")}`);
  return value > 65_536n && value % 2n === 1n;
}

/** Length of a number in base64url, without the zeroes before it. */
function bitsOf(text: string): number {
  const hex = Buffer.from(text, "base64url").toString("hex").replace(/^0+/, "");
  return hex === "" ? 0 : (hex.length - 1) * 4 + parseInt(hex.charAt(0), 16).toString(2).length;
}
