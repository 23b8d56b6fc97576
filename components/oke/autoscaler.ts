import { Addon, type AddonArgs } from "@pulumi/oci/containerengine/addon";
import * as pulumi from "@pulumi/pulumi";
import { Check, Component, type ComponentArgs } from "../core";
import type { OneOrMore } from "./args";
import { atLeastOne } from "./plan";

/** Children of {@link ClusterAutoscaler}. */
export interface ClusterAutoscalerChildren {
  addon: AddonArgs;
}

/** A pool that grows and shrinks with what is asked of it. */
export interface ScaledPool {
  /** OCID of the node pool. */
  readonly nodePoolId: pulumi.Input<string>;
  /** Nodes at the least; one at the least, since the autoscaler itself needs one. */
  readonly min: number;
  /** Nodes at the most. */
  readonly max: number;
}

export interface ClusterAutoscalerArgs extends ComponentArgs<ClusterAutoscalerChildren> {
  /** OCID of the cluster, an enhanced one. */
  readonly clusterId: pulumi.Input<string>;
  /** The pools that it owns the size of. */
  readonly pools: OneOrMore<ScaledPool>;
}

/** The account that the add-on runs as, which its grants are for (OKE guide, "Working with the Cluster Autoscaler as a Cluster Add-on"). */
export const AUTOSCALER = { namespace: "kube-system", serviceAccount: "cluster-autoscaler" } as const;

/** What the autoscaler needs to make and remove nodes, by the same page: pools and instances, and the use of their network. */
export function autoscalerGrants<C>(clusters: C, network: C) {
  return [
    { verb: "manage", resources: "cluster-node-pools", compartmentId: clusters },
    { verb: "manage", resources: "instance-family", compartmentId: clusters },
    { verb: "inspect", resources: "compartments", compartmentId: clusters },
    { verb: "use", resources: "subnets", compartmentId: network },
    { verb: "use", resources: "vnics", compartmentId: network },
    { verb: "read", resources: "virtual-network-family", compartmentId: network },
  ] as const;
}

/**
 * The autoscaler as OKE's own add-on, which keeps it at a version that fits the cluster. It owns the size of its pools
 * from then on; a program gives the first size only. It acts by workload identity: give its account
 * `autoscalerGrants` first, with `WorkloadIdentity`.
 *
 * Children: `addon`.
 *
 * @example
 * new ClusterAutoscaler("autoscaler", {
 *   naming, tags, clusterId, pools: [{ nodePoolId: workers.nodePoolId, min: 3, max: 9 }],
 * }, { providers: [oci], dependsOn: identity });
 */
export class ClusterAutoscaler extends Component<ClusterAutoscalerChildren> {
  /** The add-on itself. */
  readonly addon: Addon;

  /** @throws {InputError} with everything wrong with the bounds. */
  constructor(name: string, args: ClusterAutoscalerArgs, opts?: pulumi.ComponentResourceOptions) {
    checkArgs(name, args);
    super("oke", "ClusterAutoscaler", name, args, opts);
    const nodes = pulumi
      .all(args.pools.map(({ nodePoolId }) => nodePoolId))
      .apply((ids) => args.pools.map(({ min, max }, i) => `${min}:${max}:${ids[i] ?? ""}`).join(","));
    this.addon = this.child("addon", Addon, {
      clusterId: args.clusterId,
      addonName: "ClusterAutoscaler",
      removeAddonResourcesOnDelete: true,
      // OKE guide, "Cluster Autoscaler" among the configuration arguments of add-ons.
      configurations: [
        { key: "authType", value: "workload" },
        { key: "nodes", value: nodes },
      ],
    });
    this.registerOutputs({ addonId: this.addon.id });
  }
}

function checkArgs(name: string, { pools }: ClusterAutoscalerArgs): void {
  const check = new Check(`ClusterAutoscaler "${name}"`);
  check.plain("pools", pools, atLeastOne);
  pools.forEach(({ min, max }, i) => {
    if (!Number.isInteger(min) || min < 1)
      check.fault(
        `pools[${i}].min`,
        min,
        "a whole number of nodes from 1: the autoscaler needs one to run on",
      );
    if (!Number.isInteger(max) || max < min)
      check.fault(`pools[${i}].max`, max, `a whole number of nodes, min (${min}) at the least`);
  });
  check.done();
}
