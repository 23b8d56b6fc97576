import type { Fault } from "../core";

/**
 * Longest lives in hours by what a certificate is for, docs/requirements/00.md: a workload shows its own to other
 * workloads; a server is known by its name only.
 */
export const LONGEST_HOURS = { workload: 24, server: 2160 } as const;
export type CertificateClass = keyof typeof LONGEST_HOURS;

/** cert-manager takes no shorter life (cert-manager.io, API reference, CertificateSpec.duration: at least one hour). */
export const SHORTEST_HOURS = 1;

/** Part of its life after which a certificate is renewed: OK-40, and what cert-manager does by itself. */
export const RENEWED_AFTER = 2 / 3;

/** Name of the one who uses a certificate. */
export interface WorkloadName {
  /** Trust domain, as SPIFFE calls it: `dev.acme`. */
  readonly trustDomain: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** What is decided of cert-manager's Certificate; who issues it is known later. */
export interface CertificatePlan {
  readonly secretName: string;
  readonly duration: string;
  readonly renewBefore?: string;
  readonly dnsNames: readonly string[];
  readonly uris?: readonly string[];
  readonly usages: readonly string[];
  readonly privateKey: {
    readonly algorithm: "ECDSA";
    readonly size: 256;
    /** A new key with every renewal: a stolen one is of use for one life. */
    readonly rotationPolicy: "Always";
  };
}

/** Identity of a workload, in the form that SPIFFE and meshes use (SPIFFE ID standard, section 2). */
export function spiffeId({ trustDomain, namespace, serviceAccount }: WorkloadName): string {
  return `spiffe://${trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
}

/** Name of the Secret that holds a service account's certificate: admission lets its pods mount this one and no other. */
export function secretNameOf(serviceAccount: string): string {
  return `${serviceAccount}-tls`;
}

/**
 * When cert-manager renews a certificate, to the second (cert-manager, pkg/util/pki/renewaltime.go): two thirds into its
 * real life, which a CA may have cut short, or `renewBeforeHours` ahead of its end.
 */
export function renewalTime(from: Date, until: Date, renewBeforeHours?: number): Date {
  const life = until.getTime() - from.getTime();
  const left = renewBeforeHours === undefined ? life * (1 - RENEWED_AFTER) : renewBeforeHours * 3_600_000;
  const at = until.getTime() - (left < life ? left : life * (1 - RENEWED_AFTER));
  return new Date(Math.floor(at / 1000) * 1000);
}

/** How long a certificate lives and when it is renewed. */
export interface Lifetime {
  readonly hours: number;
  readonly renewBeforeHours?: number;
}

/** What is wrong with a lifetime. */
export function lifetimeFaults(kind: CertificateClass, { hours, renewBeforeHours }: Lifetime): Fault[] {
  const longest = LONGEST_HOURS[kind];
  const faults: Fault[] = [];
  const whole = Number.isInteger(hours) && hours >= SHORTEST_HOURS && hours <= longest;
  if (!whole)
    faults.push({
      path: "hours",
      given: hours,
      allowed: `whole hours from ${SHORTEST_HOURS} to ${longest}: what is stolen is of use for no longer`,
    });
  if (renewBeforeHours === undefined) return faults;
  const least = hours - Math.floor(hours * RENEWED_AFTER);
  if (!Number.isInteger(renewBeforeHours) || renewBeforeHours < least || renewBeforeHours >= hours)
    faults.push({
      path: "renewBeforeHours",
      given: renewBeforeHours,
      allowed: `whole hours from ${least}, a third of the life, to ${hours - 1}: a later renewal leaves no time to mend one that failed`,
    });
  return faults;
}

const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const DNS_NAME = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$/;

/** What is wrong with the name of a workload. Lower case as SPIFFE's trust domains are. */
export function nameFaults({ trustDomain, namespace, serviceAccount }: WorkloadName): Fault[] {
  const labels = { namespace, serviceAccount };
  return [
    ...(DNS_NAME.test(trustDomain)
      ? []
      : [{ path: "trustDomain", given: trustDomain, allowed: "a name like those of DNS, dev.acme" }]),
    ...Object.entries(labels).flatMap(([path, given]) =>
      LABEL.test(given) ? [] : [{ path, given, allowed: "up to 63 lower-case letters, digits and hyphens" }],
    ),
    ...(serviceAccount === "default"
      ? [
          {
            path: "serviceAccount",
            given: serviceAccount,
            allowed: "an account of its own: all pods share this one",
          },
        ]
      : []),
  ];
}

/** What is wrong with a server's names. */
export function hostFaults(path: string, hosts: readonly string[]): Fault[] {
  return hosts.flatMap((given, i) =>
    DNS_NAME.test(given) && given.includes(".")
      ? []
      : [{ path: `${path}[${i}]`, given, allowed: "one whole DNS name, api.example.com; no wildcard" }],
  );
}

const span = ({ hours, renewBeforeHours }: Lifetime) => ({
  duration: `${hours}h`,
  ...(renewBeforeHours === undefined ? {} : { renewBefore: `${renewBeforeHours}h` }),
});
const KEY = { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" } as const;

/**
 * A workload's certificate: it shows it as server and as client alike. Others find it by the DNS names of its Services,
 * and know who it is by its SPIFFE id.
 * @param services names of the Services in front of it.
 */
export function workloadCertificate(
  who: WorkloadName,
  services: readonly string[],
  lifetime: Lifetime,
): CertificatePlan {
  return {
    secretName: secretNameOf(who.serviceAccount),
    ...span(lifetime),
    dnsNames: services.flatMap((service) =>
      ["", ".svc", ".svc.cluster.local"].map((end) => `${service}.${who.namespace}${end}`),
    ),
    uris: [spiffeId(who)],
    usages: ["digital signature", "server auth", "client auth"],
    privateKey: KEY,
  };
}

/** A server's certificate, for names that clients outside the cluster use. */
export function serverCertificate(
  secretName: string,
  hosts: readonly string[],
  lifetime: Lifetime,
): CertificatePlan {
  return {
    secretName,
    ...span(lifetime),
    dnsNames: hosts,
    usages: ["digital signature", "server auth"],
    privateKey: KEY,
  };
}
