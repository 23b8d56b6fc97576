import type { CheckRequest, Values } from "../../engine/provider";
import { Derive } from "../derive";
import type { Context, Kind, Report } from "../kind";
import * as v from "../values";
import type { Entity } from "../world/world";
import { refuseMissingNamespace, RELEASE } from "./objects";

/** A version of Semantic Versioning 2, with the v in front that some charts have; no range and no wildcard. */
const exact = /^v?(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;

/** Helm's limit, that leaves room for suffixes in the names of a release's objects (helm/helm, pkg/chartutil/validate_name.go). */
const LONGEST_NAME = 53;
const releaseName = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

function checkChart(inputs: Values, report: Report): void {
  const chart = v.text(inputs, "chart");
  const repo = v.text(inputs, "repositoryOpts.repo");
  if (chart === undefined) return;
  if (/^(\.{0,2}\/|file:)/.test(chart))
    report(
      "chart",
      "is a folder; the simulated clusters take charts of a repository, or of an oci:// registry",
    );
  else if (!chart.startsWith("oci://") && inputs["repositoryOpts"] === undefined)
    report("repositoryOpts.repo", "is needed: the address of the repository that has the chart");
  if (repo !== undefined && !/^(https|oci):\/\/[^\s/]+/.test(repo))
    report("repositoryOpts.repo", `"${repo}" must be an address that starts with https:// or oci://`);
}

function check(inputs: Values, report: Report): void {
  checkChart(inputs, report);
  const version = v.text(inputs, "version");
  if (inputs["version"] === undefined)
    report("version", "is needed: one exact version of the chart, so that every run deploys the same");
  if (version !== undefined && !exact.test(version))
    report("version", `"${version}" is not one exact version, such as 1.2.3`);
  const name = v.text(inputs, "name");
  if (name !== undefined && (name.length > LONGEST_NAME || !releaseName.test(name)))
    report(
      "name",
      `"${name}" is not allowed: up to ${LONGEST_NAME} lower-case letters, digits, hyphens and dots`,
    );
}

/** Fills in what Pulumi's provider does: a name, kept once it was made up, and the provider's namespace. */
export function releaseDefaults(request: CheckRequest, namespace: string, generation: number): Values {
  const made = `${request.name}-${new Derive(request.randomSeed, request.urn).hex(`name ${String(generation)}`, 8)}`;
  const before = v.text(request.olds, "name");
  const name = before?.startsWith(`${request.name}-`) === true ? before : made;
  return { name, namespace, ...request.news };
}

/** What a chart is: the last part of its address. */
const chartOf = (inputs: Values): string => v.text(inputs, "chart")?.replace(/^.*\//, "") ?? "";

interface Brings {
  readonly groups: readonly string[];
  /** Values that say whether it does, by path; the first that is set counts. */
  readonly values: readonly string[];
  readonly unlessSaid: boolean;
}

/**
 * Groups whose definitions a chart brings along. From the charts' values.yaml and README: cert-manager and trust-manager
 * (https://github.com/cert-manager), external-secrets (https://github.com/external-secrets/external-secrets), argo-cd
 * (https://github.com/argoproj/argo-helm), prometheus-operator-crds (https://github.com/prometheus-community/helm-charts),
 * read 2026-11-25; kube-prometheus-stack of the same repository (values.yaml at 001f3a6, read 2026-11-26); gateway-helm
 * from the installation guide of Envoy Gateway 1.9 (https://gateway.envoyproxy.io/docs/install/install-helm/, read 2026-11-25);
 * oci-secrets-store-csi-driver-provider (https://github.com/oracle/oci-secrets-store-csi-driver-provider, read 2026-11-25).
 */
const brings: Readonly<Record<string, Brings | undefined>> = {
  "argo-cd": { groups: ["argoproj.io"], values: ["crds.install"], unlessSaid: true },
  "cert-manager": {
    groups: ["cert-manager.io", "acme.cert-manager.io"],
    values: ["crds.enabled", "installCRDs"],
    unlessSaid: false,
  },
  "external-secrets": {
    groups: ["external-secrets.io", "generators.external-secrets.io"],
    values: ["installCRDs"],
    unlessSaid: true,
  },
  "gateway-helm": {
    groups: ["gateway.networking.k8s.io", "gateway.envoyproxy.io"],
    values: ["crds.enabled"],
    unlessSaid: true,
  },
  "kube-prometheus-stack": { groups: ["monitoring.coreos.com"], values: ["crds.enabled"], unlessSaid: true },
  "oci-secrets-store-csi-driver-provider": {
    groups: ["secrets-store.csi.x-k8s.io"],
    values: ["secrets-store-csi-driver.install"],
    unlessSaid: true,
  },
  "prometheus-operator-crds": { groups: ["monitoring.coreos.com"], values: [], unlessSaid: true },
  "trust-manager": { groups: ["trust.cert-manager.io"], values: ["crds.enabled"], unlessSaid: true },
};

/** Charts whose definitions are known, for the documentation. */
export const chartsWithDefinitions = Object.keys(brings);

/** The release that brings the definitions of a group along, if one does. */
export function definitionsFrom(releases: readonly Entity[], group: string): Entity | undefined {
  return releases.find(({ inputs }) => {
    const chart = brings[chartOf(inputs)];
    if (chart?.groups.includes(group) !== true) return false;
    const said = chart.values.map((at) => v.flag(inputs, `values.${at}`)).find((flag) => flag !== undefined);
    return said ?? chart.unlessSaid;
  });
}

/**
 * Charts that Helm can not install: the release, which holds the whole chart, is more than a Secret may hold, 1 MiB
 * (https://github.com/envoyproxy/gateway/issues/6105, open; the publisher renders it and applies the objects instead).
 */
const tooLarge: ReadonlySet<string> = new Set(["gateway-crds-helm"]);

/**
 * A release of a chart. What its objects are is not known: no chart is fetched and no template rendered. Only the
 * release itself exists, and the definitions that a well-known chart brings along count as there.
 */
export const release: Kind = {
  type: RELEASE,
  naming: false,
  check,
  id: (c) => `${c.text("namespace") ?? ""}/${c.text("name") ?? ""}`,
  taken: () => ["NameInUse", "cannot re-use a name that is still in use"],
  rules: (c) => {
    const chart = chartOf(c.inputs);
    if (tooLarge.has(chart))
      c.refuse(
        "Invalid",
        `create: failed to create: Secret "sh.helm.release.v1.${c.text("name") ?? chart}.v1" is invalid: data: Too long: may not be more than 1048576 bytes`,
      );
    if (c.flag("createNamespace") !== true) refuseMissingNamespace(c, c.text("namespace"));
  },
  outputs: (c) => ({
    resourceNames: {},
    status: {
      chart: chartOf(c.inputs),
      name: c.text("name") ?? "",
      namespace: c.text("namespace") ?? "",
      revision: revisionOf(c),
      status: "deployed",
      version: c.text("version") ?? "",
    },
  }),
};

/** Every upgrade is a revision. */
const revisionOf = (c: Context): number => 1 + (v.numeric(c.old?.outputs, "status.revision") ?? 0);
