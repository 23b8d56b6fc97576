/** What ends by itself, and when: values and certificates that something was to renew in time. */
import { valueIn } from "../diff/leaves";

/** Days before its end that something is named: a rotation or a run of causeway should have renewed it by then. */
export const SOON_DAYS = 14;

type Values = Readonly<Record<string, unknown>>;

/**
 * When a resource ends, by its outputs. A value of a vault ends where its rules say so, 15 days after the rotation that
 * should have replaced it in a `VaultSecret`; a `HostCertificate` is renewed 30 days before its end by each `causeway up`.
 */
const ENDS: Readonly<Record<string, (outputs: Values) => unknown>> = {
  "aws:acm/certificate:Certificate": ({ notAfter }) => notAfter,
  "oci:CertificatesManagement/certificate:Certificate": (outputs) =>
    valueIn(outputs, "currentVersions[0].validities[0].timeOfValidityNotAfter"),
  "oci:Vault/secret:Secret": ({ timeOfCurrentVersionExpiry }) => timeOfCurrentVersionExpiry,
  "tls:index/locallySignedCert:LocallySignedCert": ({ validityEndTime }) => validityEndTime,
  "tls:index/selfSignedCert:SelfSignedCert": ({ validityEndTime }) => validityEndTime,
};

/** The end of a resource as its cloud gives it, where that is at most {@link SOON_DAYS} away or over. */
export function soonEnd(type: string, outputs: Values, now: Date): string | undefined {
  const end = ENDS[type]?.(outputs);
  if (typeof end !== "string") return undefined;
  const at = Date.parse(end);
  return at - now.getTime() <= SOON_DAYS * 86_400_000 ? end : undefined;
}
