import type { Fault } from "../core";
import { isReason } from "./reason";
import type { Some } from "./some";

/** API Gateway guide, "Adding mTLS support to API Deployments": ten values a deployment. */
export const CLIENT_NAMES_MAX = 10;

/**
 * Certificates that callers bring beside their token, on the whole API. The gateway verifies them by its own CA bundles only,
 * never by the public ones, and takes none where it has no bundle.
 */
export interface ClientCertificates {
  /** Names of which a certificate must have one, as subject alternative name or common name; 1 to 10. */
  readonly allowedNames: Some<string>;
}

/**
 * Callers that can have no token and are known by their certificate alone. Give them an API of their own: none of its routes
 * can ask for a scope.
 */
export interface CertificateOnly extends ClientCertificates {
  readonly kind: "certificate-only";
  /** Why these callers can have no token; it goes onto the deployment as the tag `NoToken`, where policies see it. */
  readonly noToken: { readonly reason: string };
}

/** Mutual TLS in the service's own form. */
export interface MutualTlsPlan {
  readonly isVerifiedCertificateRequired: true;
  readonly allowedSans: string[];
}

/** Renders which certificates callers must bring. */
export function planMutualTls({ allowedNames }: ClientCertificates): MutualTlsPlan {
  return { isVerifiedCertificateRequired: true, allowedSans: [...allowedNames] };
}

/** Everything wrong with the names that certificates must have. */
export function certificateFaults({ allowedNames }: ClientCertificates, path: string): Fault[] {
  const faults: Fault[] = [];
  const names: readonly string[] = allowedNames;
  if (names.length < 1 || names.length > CLIENT_NAMES_MAX) {
    const allowed = `1 to ${CLIENT_NAMES_MAX}: without names, every certificate of the bundle's authority would do`;
    faults.push({ path: `${path}.allowedNames`, given: `${names.length} names`, allowed });
  }
  names.forEach((name, i) => {
    if (/^[^\s*]+$/.test(name) && names.indexOf(name) === i) return;
    const allowed = "a name without *, such as billing.shop.internal.example.com, and each once";
    faults.push({ path: `${path}.allowedNames[${i}]`, given: name, allowed });
  });
  return faults;
}

/** Everything wrong with callers that bring a certificate and nothing else. */
export function certificateOnlyFaults(authentication: CertificateOnly, path: string): Fault[] {
  const { reason } = authentication.noToken;
  return [
    ...certificateFaults(authentication, path),
    ...(isReason(reason)
      ? []
      : [
          {
            path: `${path}.noToken.reason`,
            given: reason,
            allowed: "why these callers can have no token, in a sentence",
          },
        ]),
  ];
}
