import { InputError, type Fault, type Test } from "../../components/core";
import { chartVersions } from "./charts";

/** A version that may be deployed, and the day from which it may not: the day its support ends, `YYYY-MM-DD`. */
export type SupportTable = Readonly<Record<string, string>>;

/**
 * The one dated catalogue: what may be deployed at all. Nothing outside it passes an environment's validation, and the
 * policy pack refuses it by the day's date as well.
 *
 * To renew it: read the sources below, change the tables and `date`, and run the tests.
 */
export const CATALOGUE = {
  /** Day the tables were last compared with their sources. */
  date: "2026-11-25",

  /**
   * EKS minor versions in standard support; extended support does not count. Ends of standard support from AWS's
   * "Amazon EKS Kubernetes release calendar"
   * (https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html), as endoflife.date had read it on
   * 2026-08-22 (products/amazon-eks.md). 1.34 leaves on 2026-12-02 and is not offered for that.
   */
  eks: { "1.35": "2027-03-27", "1.36": "2027-08-02" },

  /**
   * OKE versions, with OKE's `v`. OKE supports three minor versions and names no end in advance, only "at least 30 days
   * after the announcement of a new one"
   * (https://docs.oracle.com/en-us/iaas/Content/ContEng/Concepts/contengaboutk8sversions.htm, as endoflife.date had read
   * it on 2026-09-17, products/oracle-kubernetes-engine.md: v1.34.10, v1.35.2 and v1.36.1 offered). The day here is the
   * end of life of the minor version upstream (https://kubernetes.io/releases/), after which nobody is bound to patch
   * it; that day has passed for 1.34 (2026-10-27).
   */
  oke: { "v1.35.2": "2027-02-28", "v1.36.1": "2027-06-28" },

  /**
   * Versions of the EKS add-ons for each Kubernetes version: "Manage CoreDNS" and "Manage kube-proxy" of the EKS user
   * guide, the tables with a row for 1.36. An add-on that is missing here has no such table that could be read: EKS then
   * installs the version it marks as default for the cluster and leaves it until it is told another. To pin one, take it
   * from `aws eks describe-addon-versions --kubernetes-version 1.36 --addon-name NAME`.
   */
  eksAddons: {
    "1.35": { coredns: "v1.14.3-eksbuild.3", "kube-proxy": "v1.35.3-eksbuild.13" },
    "1.36": { coredns: "v1.14.3-eksbuild.3", "kube-proxy": "v1.36.0-eksbuild.14" },
  },

  /** Helm charts and their versions; `charts.ts` says where each was read. */
  charts: chartVersions,
} as const;

/** Where a message says that an entry is missing. */
const HERE = `the catalogue of ${CATALOGUE.date} (stacks/environments/catalogue.ts)`;

export type EksVersion = keyof typeof CATALOGUE.eks;

/** The versions that environments take unless they say otherwise: the newest of each table. */
export const DEFAULT_KUBERNETES = { eks: "1.36", oke: "v1.36.1" } as const;

/** Numbers of a version, for comparison: `v1.36.1` is 1, 36, 1. */
function numbers(version: string): number[] {
  return version.replace(/^v/, "").split(".").map(Number);
}

function older(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)];
  return left.map((n, i) => n - (right[i] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

/** The versions of a table that are still supported on a day, oldest first. */
export function supportedVersions(table: SupportTable, day: string): string[] {
  return Object.keys(table)
    .filter((version) => day < (table[version] as string))
    .sort(older);
}

function supportedTest(service: string, form: string, table: SupportTable, day: string): Test<string> {
  return (version) => {
    const supported = supportedVersions(table, day);
    if (supported.includes(version)) return undefined;
    return supported.length === 0
      ? `nothing: every ${service} version of ${HERE} has ended by ${day}; renew the catalogue`
      : `a supported ${service} version, ${form}: one of ${supported.join(", ")} (the oldest supported is ${supported[0] as string}), as ${HERE} has them`;
  };
}

/**
 * Says what is allowed when an EKS version is not supported on a day.
 * @param day `YYYY-MM-DD`. Default: the catalogue's date, so that a program's result never depends on the day it runs;
 * the policy pack judges by the day's date.
 */
export function eksVersionTest(day: string = CATALOGUE.date): Test<string> {
  return supportedTest("EKS", "minor version only", CATALOGUE.eks, day);
}

/**
 * Says what is allowed when an OKE version is not supported on a day.
 * @param day as for {@link eksVersionTest}.
 */
export function okeVersionTest(day: string = CATALOGUE.date): Test<string> {
  return supportedTest("OKE", "with its leading v", CATALOGUE.oke, day);
}

/**
 * Reads an OKE version.
 * @param day as for {@link eksVersionTest}.
 * @throws {InputError} for a version without `v`, outside the catalogue or past its end; the message names the oldest
 * supported one.
 */
export function parseOkeVersion(text: string, day: string = CATALOGUE.date): string {
  const allowed = okeVersionTest(day)(text);
  if (allowed !== undefined)
    throw new InputError("OKE version", [{ path: "kubernetesVersion", given: text, allowed }]);
  return text;
}

/** What an environment's versions imply and the catalogue does not have: EKS would take the default of the day. */
export function addonFaults(eksVersion: string): Fault[] {
  const addons: Readonly<Record<string, unknown>> = CATALOGUE.eksAddons;
  if (Object.hasOwn(addons, eksVersion)) return [];
  const allowed = `a version whose add-ons ${HERE} has: one of ${Object.keys(addons).join(", ")}`;
  return [{ path: "eks.kubernetesVersion", given: eksVersion, allowed }];
}

/** The catalogue in the form that the policy pack takes it as configuration. */
export function catalogueFacts(): {
  readonly date: string;
  readonly eks: SupportTable;
  readonly oke: SupportTable;
  readonly charts: Readonly<Record<string, readonly string[]>>;
} {
  const { date, eks, oke, charts } = CATALOGUE;
  return { date, eks, oke, charts };
}
