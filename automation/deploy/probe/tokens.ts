import type { Fault } from "../../../lib/fault";
import type { ProbePlan, ProbedApi, TokenKind } from "./plan";

/** Variables that hold the tokens of a probe: options stand in every list of processes. */
export const TOKEN_VARIABLES = {
  good: "CAUSEWAY_PROBE_TOKEN",
  "other-audience": "CAUSEWAY_PROBE_TOKEN_OTHER_AUDIENCE",
  "without-scope": "CAUSEWAY_PROBE_TOKEN_WITHOUT_SCOPE",
} as const satisfies Record<Exclude<TokenKind, "none">, string>;

export type ProbeTokens = Readonly<Partial<Record<TokenKind, string>>>;

/** The tokens that are set. */
export function probeTokens(environment: Readonly<Record<string, string | undefined>>): ProbeTokens {
  return Object.fromEntries(
    Object.entries(TOKEN_VARIABLES).flatMap(([kind, variable]) => {
      const value = environment[variable]?.trim() ?? "";
      return value === "" ? [] : [[kind, value]];
    }),
  );
}

/**
 * Tokens that are missing, and those that would show nothing: one that is refused because it has ended does not show that the
 * audience is looked at. Signatures are not verified, that is the gateway's part; no fault holds a token.
 */
export function tokenFaults(plan: ProbePlan, api: ProbedApi, tokens: ProbeTokens, now: Date): Fault[] {
  const { authentication } = api.specification.requestPolicies ?? {};
  const { issuers = [], audiences = [] } = authentication?.validationPolicy?.additionalValidationPolicy ?? {};
  const kinds = new Set(plan.checks.map(({ token }) => token));
  return Object.entries(TOKEN_VARIABLES).flatMap(([key, path]): Fault[] => {
    const kind = key as keyof typeof TOKEN_VARIABLES;
    if (!kinds.has(kind)) return [];
    const token = tokens[kind];
    if (token === undefined) return [{ path, given: undefined, allowed: NEEDED[kind] }];
    const claims = authentication?.type === "TOKEN_AUTHENTICATION" ? claimsOf(token) : {};
    if (claims === undefined) return [{ path, allowed: "a signed JSON Web Token" }];
    const meant = [claims["aud"]].flat().some((one) => typeof one === "string" && audiences.includes(one));
    const wrong = [
      typeof claims["exp"] === "number" && claims["exp"] * 1000 <= now.getTime() && "one that has not ended",
      issuers.length > 0 && !issuers.includes(String(claims["iss"])) && `one of ${issuers.join(" or ")}`,
      audiences.length > 0 && meant === (kind === "other-audience") && NEEDED[kind],
    ];
    return wrong.flatMap((allowed) => (typeof allowed === "string" ? [{ path, allowed }] : []));
  });
}

const NEEDED = {
  good: "a token that opens the API, with all of its scopes",
  "other-audience": "a good token of the same provider for another audience",
  "without-scope": "a good token for the API, without its scopes",
} as const;

function claimsOf(token: string): Readonly<Record<string, unknown>> | undefined {
  const [, part = ""] = token.split(".");
  try {
    const claims: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return typeof claims === "object" && claims !== null ? (claims as Record<string, unknown>) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
