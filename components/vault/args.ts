import type { PrivateKeyArgs } from "@pulumi/tls/privateKey";
import type { SelfSignedCertArgs } from "@pulumi/tls/selfSignedCert";
import type { ComponentArgs } from "../core";
import type { CaAlgorithm } from "./plan";

/** Children of `BootstrapCa`, for `transform`. */
export interface BootstrapCaChildren {
  key: PrivateKeyArgs;
  certificate: SelfSignedCertArgs;
}

export interface BootstrapCaArgs extends ComponentArgs<BootstrapCaChildren> {
  /**
   * Organisation in the certificate's subject, 1 to 64 characters (RFC 5280, appendix A.1, ub-organization-name).
   * @default `naming.org`
   */
  readonly organization?: string;
  /**
   * Kind of the CA's key: `ecdsa-p384`, or `rsa-4096` where a client of the certificates can not check ECDSA signatures.
   * @default "ecdsa-p384"
   */
  readonly algorithm?: CaAlgorithm;
  /**
   * Years that the certificate is valid, 1 to 3: the usage period of a private signature key (NIST SP 800-57 part 1
   * revision 5, section 5.3.6, table 1).
   * @default 3
   */
  readonly validityYears?: number;
  /**
   * Days before its end at which an `up` renews the certificate, with the same key; 90 or more, so that no server's
   * certificate outlives the one that signed it (docs/requirements/00.md: they live 2160 hours). The CA of a cluster lives
   * longer, up to a year: it stays valid under the renewed certificate, which whoever trusts the old one has to get in time.
   * @default 90
   */
  readonly renewBeforeDays?: number;
  /**
   * Whether the key is protected from deletion; with it, everything that trusts the certificate would have to change.
   * @default true
   */
  readonly protect?: boolean;
}
