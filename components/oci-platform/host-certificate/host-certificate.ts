import { Certificate } from "@pulumi/oci/certificatesmanagement";
import * as pulumi from "@pulumi/pulumi";
import { CertRequest } from "@pulumi/tls/certRequest";
import { LocallySignedCert } from "@pulumi/tls/locallySignedCert";
import { PrivateKey } from "@pulumi/tls/privateKey";
import { Check } from "../../core";
import { OciComponent } from "../component";
import type { HostCertificateArgs, HostCertificateChildren } from "./args";
import { KEY, LIFE, USES, hostFaults } from "./plan";

/**
 * A server's certificate of 90 days in OCI's Certificates service, signed by a CA of your own, for gateways and balancers.
 * An `up` in its last 30 days renews it in place: the service keeps the OCID, and what uses it takes the new version. The
 * private key is secret: Pulumi stores it encrypted. Free of charge (unverified).
 *
 * Children: `key`, `request`, `signed`, `certificate`.
 *
 * @example
 * const certificate = new HostCertificate("api", {
 *   naming, tags, compartmentId, hostnames: ["api.dxb.dev.internal.example.org"], issuer: ca,
 * }, { providers: [oci] });
 */
export class HostCertificate extends OciComponent<HostCertificateChildren> {
  /** OCID. */
  readonly certificateId: pulumi.Output<string>;
  /** The certificate, PEM. */
  readonly certificatePem: pulumi.Output<string>;

  /** @throws {InputError} with every fault of the names. */
  constructor(name: string, args: HostCertificateArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new Check(`HostCertificate "${name}"`);
    for (const { path, given, allowed } of hostFaults(args.hostnames)) check.fault(path, given, allowed);
    check.done();
    super("oci-platform", "HostCertificate", name, args, opts);
    const { hostnames, issuer, compartmentId } = args;

    const key = this.child("key", PrivateKey, { ...KEY });
    const privateKeyPem = pulumi.secret(key.privateKeyPem);
    const request = this.child("request", CertRequest, {
      privateKeyPem,
      subject: { commonName: hostnames[0] },
      dnsNames: [...hostnames],
    });
    const signed = this.child("signed", LocallySignedCert, {
      ...LIFE,
      allowedUses: [...USES],
      certRequestPem: request.certRequestPem,
      caCertPem: issuer.certificatePem,
      caPrivateKeyPem: pulumi.secret(issuer.privateKeyPem),
    });
    const certificate = this.child("certificate", Certificate, {
      compartmentId,
      name: this.physical("oci-certificate", name),
      description: `Server certificate of ${hostnames[0]}`,
      certificateConfig: {
        configType: "IMPORTED",
        certificatePem: signed.certPem,
        certChainPem: issuer.certificatePem,
        privateKeyPem,
      },
    });
    this.certificateId = certificate.id;
    this.certificatePem = signed.certPem;
    this.registerOutputs({ certificateId: this.certificateId, certificatePem: this.certificatePem });
  }
}
