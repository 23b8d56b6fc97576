import type { Resource } from "../rule";

const CERTIFICATE = /^kubernetes:cert-manager\.io\/[^:]+:Certificate$/;
const ISSUER = /^kubernetes:cert-manager\.io\/[^:]+:(Cluster)?Issuer$/;

/** The part of cert-manager's Certificate that rules read. */
export interface CertificateSpec {
  readonly secretName?: string;
  readonly duration?: string;
  readonly renewBefore?: string;
  readonly renewBeforePercentage?: number;
  readonly commonName?: string;
  readonly dnsNames?: readonly string[];
  readonly uris?: readonly string[];
  readonly usages?: readonly string[];
}

/** The part of an issuer that rules read: that of Vault. */
export interface VaultIssuer {
  readonly server?: string;
  readonly auth?: Readonly<Record<string, unknown>>;
  readonly caBundle?: string;
  readonly caBundleSecretRef?: unknown;
}

/** A certificate's spec; undefined for any other resource. */
export function certificateOf({ type, props }: Resource): CertificateSpec | undefined {
  return CERTIFICATE.test(type) ? (props["spec"] as CertificateSpec | undefined) : undefined;
}

/** The Vault half of an issuer; undefined for any other resource, and for issuers of other kinds. */
export function vaultIssuerOf({ type, props }: Resource): VaultIssuer | undefined {
  return ISSUER.test(type) ? (props["spec"] as { vault?: VaultIssuer } | undefined)?.vault : undefined;
}

const UNITS: Readonly<Record<string, number>> = { h: 60, m: 1, s: 1 / 60 };

/** A duration as Go writes it, `24h` or `1h30m0s`, in minutes; undefined when it is none. */
export function minutesOf(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?[hms])+$/.test(text)) return undefined;
  return [...text.matchAll(/(\d+(?:\.\d+)?)([hms])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? ""] ?? 0),
    0,
  );
}
