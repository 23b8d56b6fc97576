import type { Catalogue, SupportTable } from "../facts";
import { refersTo } from "../lib/relations";
import { defineRule, type Report, type Resource } from "../rule";
import { inputsOf, ofType } from "../tokens";

const RELEASES = new Set(["kubernetes:helm.sh/v3:Release", "kubernetes:helm.sh/v4:Chart"]);

/** Clusters and charts are of versions that are supported and known to work. */
export const catalogueVersion = defineRule({
  id: "catalogue-version",
  description:
    "Clusters, node pools and charts are of a version that the dated catalogue lists and supports.",
  severity: "medium",
  needs: ["catalogue"],
  serves: ["GO-06", "OK-54", "OP-16"],
  absorbs: [
    "eks-version-supported",
    "oke-version-supported",
    "vault-chart-pinned",
    "obs-chart-version-pinned",
    "obs-chart-supported",
    "argocd-version-pinned",
    "obs-no-promtail",
  ],
  remediationSteps: "Choose a version of the catalogue whose support has not ended.",

  check(resource, { facts, today }, report) {
    const { eks, oke } = facts.catalogue;
    const check = (path: string, version: string | undefined, table: SupportTable, of: string) =>
      checkVersion({ resource, path, version, table, of, today, dated: facts.catalogue.date }, report);
    const cluster = inputsOf(resource, "aws:eks/cluster:Cluster");
    if (cluster !== undefined) check("version", cluster.version, eks, "EKS");
    const okeCluster =
      inputsOf(resource, "oci:ContainerEngine/cluster:Cluster") ??
      inputsOf(resource, "oci:ContainerEngine/nodePool:NodePool");
    if (okeCluster !== undefined) check("kubernetesVersion", okeCluster.kubernetesVersion, oke, "OKE");
    if (RELEASES.has(resource.type)) checkChart(resource, facts.catalogue, report);
  },

  checkStack(resources, _place, report) {
    for (const pool of ofType(resources, "oci:ContainerEngine/nodePool:NodePool")) {
      const version = inputsOf(pool, "oci:ContainerEngine/nodePool:NodePool")?.kubernetesVersion;
      const cluster = ofType(resources, "oci:ContainerEngine/cluster:Cluster").find((candidate) =>
        refersTo(pool, "clusterId", () => pool.props["clusterId"], candidate),
      );
      const control = cluster && inputsOf(cluster, "oci:ContainerEngine/cluster:Cluster")?.kubernetesVersion;
      if (version === undefined || control === undefined) continue;
      const finding = { resource: pool, path: "kubernetesVersion", value: version };
      if (isNewer(version, control)) {
        const problem = `the nodes are ahead of their control plane, ${control}`;
        report({ ...finding, problem, remedy: "Upgrade the cluster first." });
      } else if (minorOf(control) - minorOf(version) > MAX_LAG) {
        const problem = `the nodes are more than ${MAX_LAG} minor versions behind their control plane, ${control}`;
        report({ ...finding, problem, remedy: "Upgrade the nodes." });
      }
    }
  },
});

/** How many minor versions nodes may lag (OKE guide, "Kubernetes Versions and Kubernetes Engine": three, from 1.28 on). */
const MAX_LAG = 3;

/** `v1.36.1` is 36. */
function minorOf(version: string): number {
  return Number(version.split(".")[1]);
}

interface Versioned {
  readonly resource: Resource;
  readonly path: string;
  readonly version: string | undefined;
  readonly table: SupportTable;
  readonly of: string;
  readonly today: string;
  readonly dated: string;
}

function checkVersion(versioned: Versioned, report: Report): void {
  const { resource, path, version, table, of, today, dated } = versioned;
  const supported = Object.keys(table).filter((candidate) => today < (table[candidate] ?? ""));
  const remedy = `Choose one of ${supported.join(", ")}, or bring the catalogue up to date.`;
  const end = version === undefined ? undefined : table[version];
  if (version === undefined) {
    report({ resource, path, problem: `the newest ${of} version of the day would be taken`, remedy });
  } else if (end === undefined) {
    const problem = `the catalogue of ${dated} has no such ${of} version`;
    report({ resource, path, value: version, problem, remedy });
  } else if (today >= end) {
    report({ resource, path, value: version, problem: `${of} ended its support on ${end}`, remedy });
  }
}

function checkChart(resource: Resource, catalogue: Catalogue, report: Report): void {
  const { chart, version } = resource.props;
  if (typeof chart !== "string") return;
  const name = chart.split("/").at(-1) ?? chart;
  const versions = catalogue.charts[name];
  if (versions === undefined) {
    report({
      resource,
      path: "chart",
      value: chart,
      problem: `the catalogue of ${catalogue.date} has no such chart`,
      remedy: "Add the chart with the versions that were tried, or use one that it has.",
    });
  } else if (typeof version !== "string" || !versions.includes(version)) {
    report({
      resource,
      path: "version",
      value: version,
      problem: `the catalogue of ${catalogue.date} has other versions of ${name}`,
      remedy: `Choose one of ${versions.join(", ")}.`,
    });
  }
}

/** Compares `v1.33.1` and the like, number by number. */
function isNewer(a: string, b: string): boolean {
  const [left, right] = [a, b].map((version) => version.replace(/^v/, "").split(".").map(Number));
  for (let index = 0; index < Math.max(left?.length ?? 0, right?.length ?? 0); index++) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
