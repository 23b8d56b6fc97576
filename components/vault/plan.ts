/** Kinds of CA keys. */
export const CA_ALGORITHMS = ["ecdsa-p384", "rsa-4096"] as const;
export type CaAlgorithm = (typeof CA_ALGORITHMS)[number];

const HOURS_A_DAY = 24;
const DAYS_A_YEAR = 365;

/** Bounds of `validityYears` and of `renewBeforeDays`; see the arguments for their sources. */
export const VALIDITY_YEARS = { min: 1, max: 3 } as const;
export const RENEW_BEFORE_DAYS = { min: 90, max: 180 } as const;

/** The key as the tls provider takes it. */
export type CaKeyPlan =
  | { readonly algorithm: "ECDSA"; readonly ecdsaCurve: "P384" }
  | { readonly algorithm: "RSA"; readonly rsaBits: 4096 };

export interface CertificatePlan {
  readonly validityPeriodHours: number;
  readonly earlyRenewalHours: number;
  readonly isCaCertificate: true;
  readonly maxPathLength: number;
  readonly setSubjectKeyId: true;
  readonly setAuthorityKeyId: true;
  readonly allowedUses: readonly string[];
}

export function planKey(algorithm: CaAlgorithm): CaKeyPlan {
  return algorithm === "ecdsa-p384"
    ? { algorithm: "ECDSA", ecdsaCurve: "P384" }
    : { algorithm: "RSA", rsaBits: 4096 };
}

/**
 * A CA certificate that can sign certificates and revocation lists and nothing else (RFC 5280, sections 4.2.1.3 and
 * 4.2.1.9). Path length 1: it signs servers, and the CA of a cluster, which signs no further one; so its own key stays out
 * of every cluster. Vault's own PKI has its own root.
 */
export function planCertificate(validityYears: number, renewBeforeDays: number): CertificatePlan {
  return {
    validityPeriodHours: validityYears * DAYS_A_YEAR * HOURS_A_DAY,
    earlyRenewalHours: renewBeforeDays * HOURS_A_DAY,
    isCaCertificate: true,
    maxPathLength: 1,
    setSubjectKeyId: true,
    setAuthorityKeyId: true,
    allowedUses: ["cert_signing", "crl_signing"],
  };
}
