import type { CertificateArgs } from "@pulumi/oci/certificatesmanagement";
import type * as pulumi from "@pulumi/pulumi";
import type { CertRequestArgs } from "@pulumi/tls/certRequest";
import type { LocallySignedCertArgs } from "@pulumi/tls/locallySignedCert";
import type { PrivateKeyArgs } from "@pulumi/tls/privateKey";
import type { ComponentArgs } from "../../core";

/** The children of a {@link HostCertificate} by key, for `transform`. */
export interface HostCertificateChildren {
  key: PrivateKeyArgs;
  request: CertRequestArgs;
  signed: LocallySignedCertArgs;
  certificate: CertificateArgs;
}

/** Who signs: the bootstrap CA until the runtime issuer stands. */
export interface Issuer {
  /** Its certificate, PEM. */
  readonly certificatePem: pulumi.Input<string>;
  /** Its private key, PEM; it is handed on as a secret, whatever it comes as. */
  readonly privateKeyPem: pulumi.Input<string>;
}

export interface HostCertificateArgs extends ComponentArgs<HostCertificateChildren> {
  /** OCID of the compartment of the certificate. */
  readonly compartmentId: pulumi.Input<string>;
  /** Names that clients call, the first of them the common name: `["api.dxb.dev.internal.example.org"]`. No wildcard. */
  readonly hostnames: readonly [string, ...string[]];
  readonly issuer: Issuer;
}
