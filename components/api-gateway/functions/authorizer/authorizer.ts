import {
  createRemoteJWKSet,
  customFetch,
  errors,
  jwtVerify,
  type JWTPayload,
  type JWTVerifyGetKey,
} from "jose";
import { ALGORITHMS, type Settings } from "./settings";

/** What the gateway is answered (API Gateway guide, "Creating an Authorizer Function"). */
export type Answer =
  | {
      readonly active: true;
      readonly scope: string[];
      /** When the token ends; answers are kept no longer. */
      readonly expiresAt: string;
      /** For headers to backends, as `request.auth[subject]`. */
      readonly context: { readonly subject: string; readonly clientId?: string };
    }
  | { readonly active: false; readonly wwwAuthenticate: string };

/** What is wrong with a token, as `jose` says it; anything else says that the token could not be judged. */
const TOKEN_IS_BAD = new Set(
  [
    errors.JWTClaimValidationFailed,
    errors.JWTExpired,
    errors.JOSEAlgNotAllowed,
    errors.JOSENotSupported,
    errors.JWSInvalid,
    errors.JWTInvalid,
    errors.JWKSNoMatchingKey,
    errors.JWKSMultipleMatchingKeys,
    errors.JWSSignatureVerificationFailed,
  ].map(({ code }) => code),
);

/** The year 9999: later ends are none that a date can have, and no token's. */
const LAST_SECOND = 253_402_300_800;

/** More than any set of keys needs; without an end, an answer fills the function's memory. */
const KEYS_BYTES = 262_144;

/** The provider's answer, of which no more is read than a set of keys has. */
async function fetchKeys(url: string, options: RequestInit): Promise<Response> {
  const response = await fetch(url, options);
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += part.length;
    if (bytes > KEYS_BYTES) throw new Error("the provider's keys are too many");
    parts.push(part);
  }
  return new Response(Buffer.concat(parts), { status: response.status });
}

/** Whether a claim can stand in a header to a backend: there, and without what would end the header. */
function isHeaderValue(claim: unknown): claim is string {
  return typeof claim === "string" && /^[^\p{Cc}]+$/u.test(claim);
}

/** An unknown key is asked for no more often than this, in milliseconds; the gateway's own is a choice of the service. */
const COOLDOWN_MS = 60_000;

/** Judges callers by their tokens. */
export function createAuthorizer(settings: Settings): (input: unknown) => Promise<Answer> {
  const keys = createRemoteJWKSet(settings.jwksUrl, {
    timeoutDuration: settings.keysTimeoutSeconds * 1000,
    cooldownDuration: COOLDOWN_MS,
    cacheMaxAge: 3_600_000,
    [customFetch]: fetchKeys,
  });
  return async (input) => {
    const token = tokenOf(input);
    if (token === undefined) return refusal("invalid_request");
    const claims = await claimsOf(token, keys, settings);
    return claims === undefined ? refusal("invalid_token") : answer(claims);
  };
}

/** The claims of a good token, undefined for a bad one. Errors are made anew: those of `jose` carry the claims. */
async function claimsOf(
  token: string,
  keys: JWTVerifyGetKey,
  settings: Settings,
): Promise<(JWTPayload & { sub: string; exp: number }) | undefined> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ALGORITHMS,
      issuer: settings.issuers,
      audience: settings.audiences,

      requiredClaims: ["sub", "exp", ...settings.requiredClaims],
      clockTolerance: settings.clockSkewSeconds,
    });
    const { sub, exp } = payload;
    const isWhole = isHeaderValue(sub) && exp !== undefined && exp < LAST_SECOND;
    return isWhole ? { ...payload, sub, exp } : undefined;
  } catch (error) {
    const code = error instanceof errors.JOSEError ? error.code : undefined;
    if (code !== undefined && TOKEN_IS_BAD.has(code)) return undefined;
    throw new Error(`the token could not be judged: ${code ?? "the provider's keys can not be had"}`);
  }
}

/** The one token of a request in the scheme `Bearer`: a header that is there twice says nothing. */
function tokenOf(input: unknown): string | undefined {
  const { data } = (input ?? {}) as { readonly data?: { readonly token?: unknown } };
  const values = [data?.token].flat();
  const [value] = values;
  if (values.length !== 1 || typeof value !== "string") return undefined;
  return /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(value)?.[1];
}

function answer({
  sub,
  exp,
  scope,
  scp,
  client_id: clientId,
}: JWTPayload & { sub: string; exp: number }): Answer {
  return {
    active: true,
    scope: scopesOf(scope ?? scp),
    expiresAt: new Date(exp * 1000).toISOString(),
    context: { subject: sub, ...(isHeaderValue(clientId) ? { clientId } : {}) },
  };
}

/** As a list, or divided by blanks: providers have either in both claims. */
function scopesOf(given: unknown): string[] {
  return [given].flat().flatMap((one) => (typeof one === "string" ? one.split(" ").filter(Boolean) : []));
}

/** RFC 6750, section 3. */
const refusal = (error: "invalid_request" | "invalid_token"): Answer => ({
  active: false,
  wwwAuthenticate: `Bearer error="${error}"`,
});
