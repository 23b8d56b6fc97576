import type { input } from "@pulumi/oci/types";
import type { Input } from "@pulumi/pulumi";
import type { Fault } from "../core";
import type { Some } from "./some";

/**
 * An authority that is known to nobody else, which the gateway trusts beside the public ones: a CA bundle or an authority of
 * the Certificates service, or certificates of which the gateway's component makes a bundle.
 */
export type CaBundle = Named &
  (
    | {
        readonly kind: "bundle" | "authority";
        /** OCID. */
        readonly id: Input<string>;
      }
    | {
        readonly kind: "certificates";
        /** PEM, one or more. */
        readonly pem: Input<string>;
      }
  );

interface Named {
  /** Names of the authorities in it, as `signedBy` calls them: one for an authority. */
  readonly authorities: Some<string>;
  /**
   * Certificates between a backend's own and the root, both counted.
   * @default 2: signed by the root itself
   */
  readonly chainDepth?: number;
}

/**
 * Limits of a gateway's trust store (docs/requirements/10.md, GW-07; API Gateway guide, "API Gateway Internal Limits":
 * unverified).
 */
export const TRUST_LIMITS = { bundles: 2, authorities: 5, chainDepth: 3 } as const;

/** Everything wrong with what a gateway trusts. */
export function bundleFaults(path: string, bundles: readonly CaBundle[]): Fault[] {
  const faults: Fault[] = [];
  const { bundles: most, authorities: mostAuthorities, chainDepth: deepest } = TRUST_LIMITS;
  const count = bundles.filter(({ kind }) => kind !== "authority").length;
  if (count > most) {
    const allowed = `at most ${most} bundles a gateway: put the authorities into one`;
    faults.push({ path, given: `${count} bundles`, allowed });
  }
  const names = bundles.flatMap(({ authorities }) => authorities);
  if (names.length > mostAuthorities) {
    const allowed = `at most ${mostAuthorities} authorities a gateway`;
    faults.push({ path, given: `${names.length} authorities`, allowed });
  }
  bundles.forEach(({ kind, authorities, chainDepth = 2 }, i) => {
    if (authorities.length < 1 || (kind === "authority" && authorities.length > 1)) {
      const allowed = kind === "authority" ? "the name of the one authority" : "one name at least";
      faults.push({ path: `${path}[${i}].authorities`, given: authorities, allowed });
    }
    if (!Number.isInteger(chainDepth) || chainDepth < 1 || chainDepth > deepest) {
      const allowed = `1 to ${deepest} certificates from a host's own to the root`;
      faults.push({ path: `${path}[${i}].chainDepth`, given: chainDepth, allowed });
    }
  });
  return faults;
}

/** A bundle as the service takes it, by the OCID that it has or gets. */
export function planBundle(kind: CaBundle["kind"], id: Input<string>): input.ApiGateway.GatewayCaBundle {
  return kind !== "authority"
    ? { type: "CA_BUNDLE", caBundleId: id }
    : { type: "CERTIFICATE_AUTHORITY", certificateAuthorityId: id };
}
