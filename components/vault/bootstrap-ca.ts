import * as pulumi from "@pulumi/pulumi";
import { PrivateKey } from "@pulumi/tls/privateKey";
import { SelfSignedCert } from "@pulumi/tls/selfSignedCert";
import { Check, Component, oneOf, wholeNumber } from "../core";
import type { BootstrapCaArgs, BootstrapCaChildren } from "./args";
import { CA_ALGORITHMS, RENEW_BEFORE_DAYS, VALIDITY_YEARS, planCertificate, planKey } from "./plan";

/**
 * The certificate authority that stands before Vault does, and signs Vault's own certificate, so that no issuer depends on
 * itself. A renewed certificate keeps key and subject: what was signed before stays valid under the new one, and under the
 * old one until its end. Free of charge.
 *
 * The private key is secret: Pulumi stores it encrypted. It needs no cloud; give the component the tls provider or none.
 *
 * @throws {InputError} for an unknown algorithm, or a period out of range.
 * @example
 * const ca = new BootstrapCa("bootstrap-ca", { naming, tags });
 */
export class BootstrapCa extends Component<BootstrapCaChildren> {
  /** The certificate, PEM: what clients trust. */
  readonly certificatePem: pulumi.Output<string>;
  /** The private key, PEM; secret. */
  readonly privateKeyPem: pulumi.Output<string>;

  constructor(name: string, args: BootstrapCaArgs, opts?: pulumi.ComponentResourceOptions) {
    check(name, args);
    super("vault", "BootstrapCa", name, args, opts);

    const key = this.child("key", PrivateKey, planKey(args.algorithm ?? "ecdsa-p384"), {
      protect: args.protect ?? true,
    });
    const certificate = this.createCertificate(key, args);
    this.certificatePem = certificate.certPem;
    this.privateKeyPem = pulumi.secret(key.privateKeyPem);
    this.registerOutputs({ certificatePem: this.certificatePem, privateKeyPem: this.privateKeyPem });
  }

  /** Not protected: renewing it replaces it. */
  private createCertificate(key: PrivateKey, args: BootstrapCaArgs): SelfSignedCert {
    const { validityYears = VALIDITY_YEARS.max, renewBeforeDays = RENEW_BEFORE_DAYS.min } = args;
    const plan = planCertificate(validityYears, renewBeforeDays);
    return this.child("certificate", SelfSignedCert, {
      ...plan,
      allowedUses: [...plan.allowedUses],
      privateKeyPem: pulumi.secret(key.privateKeyPem),
      subject: {
        commonName: this.physical("x509-common-name", "bootstrap-ca"),
        organization: args.organization ?? args.naming.org,
      },
    });
  }
}

function check(name: string, args: BootstrapCaArgs): void {
  const inputs = new Check(`BootstrapCa "${name}"`);
  const { algorithm, organization, validityYears, renewBeforeDays } = args;
  if (algorithm !== undefined) inputs.plain("algorithm", algorithm, oneOf(...CA_ALGORITHMS));
  if (organization !== undefined) {
    inputs.plain("organization", organization, (value) =>
      value.length >= 1 && value.length <= 64 ? undefined : "1 to 64 characters",
    );
  }
  if (validityYears !== undefined) {
    const { min, max } = VALIDITY_YEARS;
    inputs.plain("validityYears", validityYears, wholeNumber(min, max, "years"));
  }
  if (renewBeforeDays !== undefined) {
    const { min, max } = RENEW_BEFORE_DAYS;
    inputs.plain("renewBeforeDays", renewBeforeDays, wholeNumber(min, max, "days"));
  }
  inputs.done();
}
