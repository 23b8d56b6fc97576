import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from "jose";
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

/** An unknown key is asked for no more often than this, in milliseconds; the gateway's own is a choice of the service. */
const COOLDOWN_MS = 60_000;

/** Judges callers by their tokens. */
export function createAuthorizer(settings: Settings): (input: unknown) => Promise<Answer> {
  const keys = createRemoteJWKSet(settings.jwksUrl, {
    timeoutDuration: settings.keysTimeoutSeconds * 1000,
    cooldownDuration: COOLDOWN_MS,
    cacheMaxAge: 3_600_000,
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
    return sub === undefined || sub === "" || exp === undefined ? undefined : { ...payload, sub, exp };
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
  return /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(value)?.[1];
}

function answer({
  sub,
  exp,
  scope,
  scp,
  client_id: clientId,
}: JWTPayload & { sub: string; exp: number }): Answer {
  const scopes = typeof scope === "string" ? scope.split(" ") : [scp].flat();
  return {
    active: true,
    scope: scopes.filter((one): one is string => typeof one === "string" && one !== ""),
    expiresAt: new Date(exp * 1000).toISOString(),
    context: { subject: sub, ...(typeof clientId === "string" ? { clientId } : {}) },
  };
}

/** RFC 6750, section 3. */
const refusal = (error: "invalid_request" | "invalid_token"): Answer => ({
  active: false,
  wwwAuthenticate: `Bearer error="${error}"`,
});
