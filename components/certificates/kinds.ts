import type * as pulumi from "@pulumi/pulumi";
import { customKind, type CustomArgs } from "../kubernetes";
import type { CertificatePlan } from "./plan";
import type { VaultIssuerSpec } from "./vault-issuer";

/** cert-manager's Certificate. */
export interface CertificateSpec extends CertificatePlan {
  readonly issuerRef: {
    readonly group: "cert-manager.io";
    readonly kind: "ClusterIssuer";
    readonly name: pulumi.Input<string>;
  };
}

/** A certificate as it is planned, from an issuer of the cluster. */
export function issuedBy(name: pulumi.Input<string>, plan: CertificatePlan): CertificateSpec {
  return { ...plan, issuerRef: { group: "cert-manager.io", kind: "ClusterIssuer", name } };
}

/** An issuer that signs with a key in a Secret of cert-manager's namespace. */
export interface CaIssuerSpec {
  readonly ca: { readonly secretName: pulumi.Input<string> };
}

/** cert-manager's kinds. */
export const Certificate = customKind<CertificateSpec>("cert-manager.io/v1", "Certificate");
export const ClusterIssuer = customKind<CaIssuerSpec | VaultIssuerSpec>(
  "cert-manager.io/v1",
  "ClusterIssuer",
);

export type CertificateObjectArgs = CustomArgs<CertificateSpec>;
export type ClusterIssuerArgs = CustomArgs<CaIssuerSpec | VaultIssuerSpec>;
