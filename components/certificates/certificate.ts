import type * as pulumi from "@pulumi/pulumi";
import { Check, Component, type ComponentArgs } from "../core";
import { Certificate, issuedBy, type CertificateObjectArgs } from "./kinds";
import {
  LONGEST_HOURS,
  lifetimeFaults,
  nameFaults,
  secretNameOf,
  spiffeId,
  workloadCertificate,
} from "./plan";

/** Children of {@link ServiceCertificates}, for `transform`. */
export interface ServiceCertificatesChildren {
  certificate: CertificateObjectArgs;
}

/** One workload that gets a certificate. */
export interface CertifiedService {
  /**
   * Names of the Services in front of it, by which clients reach it.
   * @default the service account's name
   */
  readonly services?: readonly string[];
}

export interface ServiceCertificatesArgs extends ComponentArgs<ServiceCertificatesChildren> {
  /** Trust domain of the SPIFFE ids: `dev.acme`. */
  readonly trustDomain: string;
  /** Namespace of the service accounts. */
  readonly namespace: string;
  /** The service accounts that get a certificate, one each. */
  readonly accounts: Readonly<Record<string, CertifiedService>>;
  /** Name of the ClusterIssuer. */
  readonly issuerName: pulumi.Input<string>;
  /**
   * Hours that a certificate lives.
   * @default 24
   */
  readonly hours?: number;
  /**
   * Hours before its end at which it is renewed.
   * @default a third of its life
   */
  readonly renewBeforeHours?: number;
}

/**
 * Certificates of a namespace's workloads: one for each service account, with its SPIFFE id and the DNS names of its
 * Services, a key that is new with every renewal, in a Secret of its own. cert-manager keeps them valid; a workload mounts
 * the Secret whole (a `subPath` is never updated) and reads it again when it changes.
 *
 * Child: a `certificate` each.
 *
 * @throws {InputError} with every fault: names, a life of more than 24 hours, a late renewal, a Service that two accounts
 * claim.
 * @example
 * new ServiceCertificates("shop", { naming, tags, trustDomain: "dev.acme", namespace: "shop", issuerName,
 *   accounts: { orders: {}, payments: { services: ["payments-svc"] } } }, { providers: [kubernetes] });
 */
export class ServiceCertificates extends Component<ServiceCertificatesChildren> {
  /** Name of each account's Secret. */
  readonly secretNames: Readonly<Record<string, string>>;
  /** SPIFFE id of each account. */
  readonly ids: Readonly<Record<string, string>>;

  constructor(name: string, args: ServiceCertificatesArgs, opts?: pulumi.ComponentResourceOptions) {
    check(name, args);
    super("certificates", "ServiceCertificates", name, args, opts);
    const { trustDomain, namespace, accounts, hours = LONGEST_HOURS.workload, renewBeforeHours } = args;
    const lifetime = { hours, ...(renewBeforeHours === undefined ? {} : { renewBeforeHours }) };
    for (const [serviceAccount, { services = [serviceAccount] }] of Object.entries(accounts)) {
      const who = { trustDomain, namespace, serviceAccount };
      this.child(
        "certificate",
        Certificate,
        {
          metadata: { name: serviceAccount, namespace },
          spec: issuedBy(args.issuerName, workloadCertificate(who, services, lifetime)),
        },
        { role: serviceAccount },
      );
    }
    const names = Object.keys(accounts);
    this.secretNames = Object.fromEntries(names.map((account) => [account, secretNameOf(account)]));
    this.ids = Object.fromEntries(
      names.map((serviceAccount) => [serviceAccount, spiffeId({ trustDomain, namespace, serviceAccount })]),
    );
    this.registerOutputs({ secretNames: this.secretNames, ids: this.ids });
  }
}

function check(name: string, args: ServiceCertificatesArgs): void {
  const inputs = new Check(`ServiceCertificates "${name}"`);
  const { trustDomain, namespace, accounts, hours = LONGEST_HOURS.workload, renewBeforeHours } = args;
  const lifetime = { hours, ...(renewBeforeHours === undefined ? {} : { renewBeforeHours }) };
  for (const { path, given, allowed } of lifetimeFaults("workload", lifetime))
    inputs.fault(path, given, allowed);
  const claimed = new Map<string, string>();
  for (const [serviceAccount, { services = [serviceAccount] }] of Object.entries(accounts)) {
    for (const { path, given, allowed } of nameFaults({ trustDomain, namespace, serviceAccount }))
      inputs.fault(path === "serviceAccount" ? `accounts.${serviceAccount}` : path, given, allowed);
    for (const service of services) {
      const other = claimed.get(service);
      if (other !== undefined)
        inputs.fault(
          `accounts.${serviceAccount}.services`,
          service,
          `a Service of its own: ${other} answers to this name, and no two share one`,
        );
      claimed.set(service, serviceAccount);
    }
  }
  inputs.done();
}
