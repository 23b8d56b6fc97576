import { Secret, type SecretArgs } from "@pulumi/kubernetes/core/v1/secret";
import * as pulumi from "@pulumi/pulumi";
import { CertRequest, type CertRequestArgs } from "@pulumi/tls/certRequest";
import { LocallySignedCert, type LocallySignedCertArgs } from "@pulumi/tls/locallySignedCert";
import { PrivateKey, type PrivateKeyArgs } from "@pulumi/tls/privateKey";
import { Check, Component, wholeNumber, type ComponentArgs } from "../core";
import { ClusterIssuer, type ClusterIssuerArgs } from "./kinds";
import { LONGEST_HOURS } from "./plan";

/** Children of {@link PrivateIssuer}, for `transform`. */
export interface PrivateIssuerChildren {
  key: PrivateKeyArgs;
  request: CertRequestArgs;
  certificate: LocallySignedCertArgs;
  secret: SecretArgs;
  issuer: ClusterIssuerArgs;
}

/** A CA that signs other CAs. */
export interface RootAuthority {
  /** Its certificate, PEM. */
  readonly certificatePem: pulumi.Input<string>;
  /** Its private key, PEM; kept secret whether or not it is given as one. */
  readonly privateKeyPem: pulumi.Input<string>;
}

export interface PrivateIssuerArgs extends ComponentArgs<PrivateIssuerChildren> {
  /** The platform's bootstrap CA. Its key signs the cluster's own CA and never enters the cluster. */
  readonly root: RootAuthority;
  /** The namespace in which cert-manager looks for the keys of cluster issuers: the one that it runs in. */
  readonly namespace: pulumi.Input<string>;
  /**
   * Name of the issuer in the cluster.
   * @default "platform-ca"
   */
  readonly issuerName?: string;
  /**
   * Days that the cluster's CA is valid.
   * @default 365: this platform's choice; a third of the root's three years
   */
  readonly validityDays?: number;
  /**
   * Days before its end at which an `up` renews it, with the same key: 90 or more, so that no certificate outlives it
   * (docs/requirements/00.md: server certificates live 2160 hours).
   * @default 90
   */
  readonly renewBeforeDays?: number;
}

const HOURS = 24;
const RENEW = LONGEST_HOURS.server / HOURS;

/**
 * The issuer of a cluster's certificates: a CA of the cluster's own, signed by the platform's root, that can sign servers
 * and clients and no other CA. Whoever takes a cluster gets its CA; the root's key stays in the encrypted state, and with a
 * new CA for that cluster the others need no change.
 *
 * The key reaches the cluster as a Secret, from the encrypted state over the API's TLS; at rest it is under the cluster's
 * KMS key. cert-manager must run, with its definitions: depend on its release.
 *
 * Children: `key`, `request`, `certificate`, `secret`, `issuer`. A renewed certificate makes a new Secret under a new name
 * before the old one goes, so that the issuer is never without.
 *
 * @throws {InputError} for periods out of range.
 * @example
 * new PrivateIssuer("issuer", { naming, tags, root: { certificatePem, privateKeyPem }, namespace: "cert-manager" },
 *   { providers: [kubernetes], dependsOn: [certManager] });
 */
export class PrivateIssuer extends Component<PrivateIssuerChildren> {
  /** Name of the ClusterIssuer; known when it is there. */
  readonly issuerName: pulumi.Output<string>;
  /** The root's certificate, PEM: what those trust who trust what it issues. */
  readonly trustedPem: pulumi.Output<string>;

  constructor(name: string, args: PrivateIssuerArgs, opts?: pulumi.ComponentResourceOptions) {
    check(name, args);
    super("certificates", "PrivateIssuer", name, args, opts);
    const key = this.child("key", PrivateKey, { algorithm: "ECDSA", ecdsaCurve: "P384" });
    const certificate = this.createCertificate(key, args);
    const secret = this.createSecret(key, certificate, args);
    const issuer = this.child("issuer", ClusterIssuer, {
      metadata: { name: args.issuerName ?? "platform-ca" },
      spec: { ca: { secretName: secret.metadata.name } },
    });
    this.issuerName = issuer.metadata.name;
    this.trustedPem = pulumi.output(args.root.certificatePem);
    this.registerOutputs({ issuerName: this.issuerName, trustedPem: this.trustedPem });
  }

  private createCertificate(key: PrivateKey, args: PrivateIssuerArgs): LocallySignedCert {
    const { root, validityDays = 365, renewBeforeDays = RENEW } = args;
    const request = this.child("request", CertRequest, {
      privateKeyPem: pulumi.secret(key.privateKeyPem),
      subject: {
        commonName: this.physical("x509-common-name", "issuer"),
        organization: args.naming.org,
      },
    });
    return this.child("certificate", LocallySignedCert, {
      certRequestPem: request.certRequestPem,
      caCertPem: root.certificatePem,
      caPrivateKeyPem: pulumi.secret(root.privateKeyPem),
      isCaCertificate: true,
      maxPathLength: 0,
      setSubjectKeyId: true,
      allowedUses: ["cert_signing", "crl_signing"],
      validityPeriodHours: validityDays * HOURS,
      earlyRenewalHours: renewBeforeDays * HOURS,
    });
  }

  /** `tls.crt` is the whole chain, so that cert-manager knows the root and writes it beside what it issues. */
  private createSecret(key: PrivateKey, certificate: LocallySignedCert, args: PrivateIssuerArgs): Secret {
    return this.child("secret", Secret, {
      metadata: { namespace: args.namespace },
      type: "kubernetes.io/tls",
      stringData: {
        "tls.crt": pulumi.interpolate`${certificate.certPem}${args.root.certificatePem}`,
        "tls.key": pulumi.secret(key.privateKeyPem),
      },
    });
  }
}

function check(name: string, args: PrivateIssuerArgs): void {
  const inputs = new Check(`PrivateIssuer "${name}"`);
  const { validityDays = 365, renewBeforeDays = RENEW } = args;
  inputs.plain("validityDays", validityDays, wholeNumber(RENEW + 1, 365, "days"));
  inputs.plain("renewBeforeDays", renewBeforeDays, wholeNumber(RENEW, validityDays - 1, "days"));
  inputs.done();
}
