import { Release, type ReleaseArgs } from "@pulumi/kubernetes/helm/v3/release";
import type * as pulumi from "@pulumi/pulumi";
import { Check, Component, matching, type ComponentArgs } from "../core";

/** A chart at one version. */
export interface ChartRef {
  /** Address of the chart, `oci://…`, or its name in {@link repository}. */
  readonly chart: string;
  /** One exact version. */
  readonly version: string;
  readonly repository?: string;
}

/** Children of {@link ChartRelease}, for `transform`. */
export interface ChartReleaseChildren {
  release: ReleaseArgs;
}

export interface ChartReleaseArgs extends ComponentArgs<ChartReleaseChildren> {
  readonly chart: ChartRef;
  /** Namespace that it is installed in; it must be there. */
  readonly namespace: pulumi.Input<string>;
  /** Values of the chart, as its publisher documents them. */
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * Seconds that Helm waits for what it installed. Helm's own 300 is too short for a first install on nodes that still pull
 * images (helm.sh, "helm upgrade", --timeout; the 600 is this platform's choice).
 */
const TIMEOUT = 600;

/**
 * A Helm chart at one exact version, under a name of its own. A failed install is undone, so that the next run starts
 * clean; a release is named after its component, so that it can be found.
 *
 * Helm installs the definitions in a chart's folder `crds/` with the first release and never again
 * (https://helm.sh/docs/chart_best_practices/custom_resource_definitions/): a new version of such a chart, Envoy Gateway's
 * `gateway-helm` for one, comes after its definitions were applied by hand or by a chart of their own.
 *
 * Child: `release`.
 *
 * @throws {InputError} when the version is a range.
 */
export class ChartRelease extends Component<ChartReleaseChildren> {
  readonly release: Release;

  constructor(name: string, args: ChartReleaseArgs, opts?: pulumi.ComponentResourceOptions) {
    const { chart, namespace, values } = args;
    const check = new Check(`ChartRelease "${name}"`);
    check.plain("chart.version", chart.version, matching(/^v?\d+\.\d+\.\d+$/, "one exact version, 1.2.3"));
    check.done();
    super("kubernetes", "ChartRelease", name, args, opts);
    this.release = this.child("release", Release, {
      name: chart.chart.split("/").at(-1) ?? name,
      chart: chart.chart,
      version: chart.version,
      ...(chart.repository === undefined ? {} : { repositoryOpts: { repo: chart.repository } }),
      namespace,
      values: { ...values },
      atomic: true,
      timeout: TIMEOUT,
    });
    this.registerOutputs({});
  }
}
