import type { Authentication } from "./auth";

/** What a backend verifies a token by once more, so that it need not trust whoever reaches it. */
export interface TokenVerification {
  readonly issuers: string[];
  readonly audiences: string[];
  /** Address of the key set; not there where the keys are given themselves. */
  readonly jwksUrl?: string;
  /** Ids of the keys that are given themselves. */
  readonly keyIds?: string[];
}

/** What backends verify tokens by; undefined where callers are not known by a token that they could verify. */
export function tokenVerification(authentication: Authentication): TokenVerification | undefined {
  if (authentication.kind !== "token") return undefined;
  const { keys, issuers, audiences } = authentication;
  return {
    issuers: [...issuers],
    audiences: [...audiences],
    ...("url" in keys ? { jwksUrl: keys.url } : { keyIds: keys.keys.map(({ kid }) => kid) }),
  };
}
