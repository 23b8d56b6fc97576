import type { TokenAuthentication } from "./auth";
import type { Some } from "./some";

/** What callers of an identity domain are known by. */
export interface IdentityDomainTokens {
  /** Address of the domain, `https://idcs-0123456789abcdef.identity.oraclecloud.com`. */
  readonly domainUrl: string;
  /** Audiences of the API's own application in the domain: all domains issue under one name, so these tell them apart. */
  readonly audiences: Some<string>;
  /** Client ids of the workloads that may call. */
  readonly clientIds: Some<string>;
}

/**
 * Tokens that a workload gets from an OCI identity domain by its IAM principal: the gateway verifies tokens, never signatures
 * of IAM requests, and IAM policies say who manages a gateway, not who calls its APIs. The domain's keys must be served without
 * a login ("Access signing certificate" in its settings) and be reached from the gateway's subnet.
 *
 * Source: API Gateway guide, "Identity Provider Details to Use for iss and aud Claims, and for the JWKS URI", which has the
 * issuer once with and once without a slash at its end; both are taken. The claim `client_id`: (unverified).
 */
export function identityDomainTokens({
  domainUrl,
  audiences,
  clientIds,
}: IdentityDomainTokens): TokenAuthentication {
  return {
    kind: "token",
    keys: { url: `${domainUrl.replace(/\/$/, "")}/admin/v1/SigningCert/jwk` },
    issuers: ["https://identity.oraclecloud.com/", "https://identity.oraclecloud.com"],
    audiences,
    claims: [{ name: "client_id", values: clientIds }],
  };
}
