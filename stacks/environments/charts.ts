/** A Helm chart that stacks install. */
export interface Chart {
  /** Address of the chart, `oci://…`, or its name in {@link repository}. */
  readonly chart: string;
  /** The one exact version, as the publisher spells it. */
  readonly version: string;
  /** Address of the repository; none for a chart with an `oci://` address. */
  readonly repository?: string;
  /** Where version and supported Kubernetes versions were read. */
  readonly source: string;
  /** Day on which that was read, `YYYY-MM-DD`. */
  readonly date: string;
}

/**
 * The charts that may be installed, each at one version that supports Kubernetes 1.35 and 1.36. To renew: read the
 * source, change version and date, and read the chart's notes on upgrades for values that were renamed.
 *
 * None can be fetched when this is built: values are those of the publishers' documentation, and only `helm template` of
 * the real chart shows that it takes them (docs/first-real-stack.md).
 */
export const CHARTS = {
  "cert-manager": {
    chart: "oci://quay.io/jetstack/charts/cert-manager",
    version: "v1.21.2",
    source:
      "https://cert-manager.io/docs/releases/ (1.21: Kubernetes 1.33 to 1.36, until 1.23 comes), by https://github.com/Rusty-Gopher/kupre/releases/tag/v0.3.0 of 2026-10-22, which was tried on v1.21.2",
    date: "2026-11-25",
  },
  "crd.projectcalico.org.v1": {
    chart: "crd.projectcalico.org.v1",
    version: "v3.32.1",
    repository: "https://docs.tigera.io/calico/charts",
    source:
      "https://github.com/projectcalico/calico/tree/master/charts/crd.projectcalico.org.v1 (Calico's definitions alone, which its operator's chart leaves out since 3.32); Kubernetes 1.36 by https://github.com/cacheplane/dawnai, which is tried with 3.32.1 on 1.34 to 1.36 (.github/kubernetes-compatibility.json)",
    date: "2026-11-25",
  },
  "external-secrets": {
    chart: "external-secrets",
    version: "2.13.0",
    repository: "https://charts.external-secrets.io",
    source:
      "https://sourceforge.net/projects/external-secrets.mirror/files/ (2.13.0, the latest); the publisher supports the latest minor version only, 2.7 with Kubernetes 1.35 (https://external-secrets.io/v2.8.0/introduction/stability-support/); 1.36 is unverified",
    date: "2026-11-25",
  },
  "gateway-helm": {
    chart: "oci://docker.io/envoyproxy/gateway-helm",
    version: "v1.9.2",
    source:
      "https://endoflife.date/envoy-gateway (1.9.2 of 2026-09-29, supported until 2027-02-14); Kubernetes 1.33 to 1.36 by https://github.com/Rusty-Gopher/kupre/releases/tag/v0.6.0 of 2026-10-22",
    date: "2026-11-25",
  },
  "prometheus-operator-crds": {
    chart: "prometheus-operator-crds",
    version: "33.0.2",
    repository: "https://prometheus-community.github.io/helm-charts",
    source:
      "https://newreleases.io/project/github/prometheus-community/helm-charts/release/prometheus-operator-crds-33.0.2 (Prometheus Operator 0.95.1)",
    date: "2026-11-25",
  },
} as const satisfies Record<string, Chart>;

export type ChartName = keyof typeof CHARTS;

/** The versions of each chart that may be deployed, as the policy pack takes them. */
export const chartVersions: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(CHARTS).map(([name, { version }]) => [name, [version]]),
);
