import { shapeName } from "../lib/oci-shapes";
import {
  AUTOSCALER,
  ClusterAutoscaler,
  ClusterQueries,
  NodePool,
  OkeCluster,
  WorkloadIdentity,
  autoscalerGrants,
} from "../components/oke";
import type { okeDxbContract } from "./contracts/clusters";
import type { foundationContract } from "./contracts/foundation";
import type { identityContract } from "./contracts/identity";
import type { ociNetworkDxbContract } from "./contracts/networks";
import type { secretsContract } from "./contracts/secrets";
import type { StackProgram, TypeOf } from "./define/stack";
import type { Environment } from "./environments";
import { archiveLogs } from "./log-archive";
import { clusterAlarms } from "./oke-alarms";
import { ociProvider } from "./providers";
import { siteContext } from "./site";

type Needs = {
  readonly foundation: typeof foundationContract;
  readonly network: typeof ociNetworkDxbContract;
  readonly identity: typeof identityContract;
  readonly secrets: typeof secretsContract;
};

export type OkeProgram = StackProgram<Environment, Needs, TypeOf<typeof okeDxbContract>>;

/** The OKE cluster of an OCI site: the same at both, but for the size of its pool and where the plan puts it. */
export function okeProgram(role: "primary" | "standby"): OkeProgram {
  return (context, { foundation, network, secrets }) => {
    const site = siteContext(context);
    const { env } = site;
    const { oke } = env;
    const key = role === "primary" ? "dxb" : "jed";
    const plan = env.plan[key];
    const other = key === "dxb" ? "jed" : "dxb";
    const nodes = role === "primary" ? oke.nodes : standbyNodes(env);
    const here = { providers: [ociProvider(site, role)] };
    const place = {
      naming: site.naming(role),
      tags: site.tags({ Service: "kubernetes", DataClass: "confidential" }),
      compartmentId: foundation.compartmentIds.platform,
      kmsKeyId: secrets.ociKeyIds[key].clusters,
    };
    const subnet = (of: "api-endpoint" | "load-balancer-internal" | "workers" | "pods") =>
      network.subnetIds[of];
    const group = (of: "api-endpoint" | "workers" | "pods") => [network.nsgIds[of]] as const;

    const cluster = new OkeCluster(
      "cluster",
      {
        ...place,
        kubernetesVersion: oke.kubernetesVersion,
        vcnId: network.vcnId,
        ranges: {
          vcn: plan.vcn,
          endpoint: plan.subnets["api-endpoint"],
          loadBalancers: plan.subnets["load-balancer-internal"],
          workers: plan.subnets.workers,
          pods: plan.subnets.pods,
        },
        otherRanges: { aws: env.plan.aws.vpc, "the other site": env.plan[other].vcn },
        endpoint: { subnetId: subnet("api-endpoint"), nsgIds: group("api-endpoint") },
        servicesCidr: env.plan.services[`oke-${key}`],
        loadBalancerSubnetIds: [subnet("load-balancer-internal")],
        access: { bastionId: network.bastionId, runnersCidr: plan.subnets.runners },
        logRetentionDays: env.retention.ociLogDays,
        protect: env.protection.data,
      },
      here,
    );
    const workers = new NodePool(
      "workers",
      {
        ...place,
        clusterId: cluster.clusterId,
        clusterVersion: oke.kubernetesVersion,
        shape: { name: shapeName(oke.family), ocpus: oke.ocpus, memoryGb: oke.memoryGb },
        size: { first: nodes.desired, min: nodes.min, max: nodes.max },
        preemptible: oke.preemptible,
        nodes: {
          availabilityDomains: network.availabilityDomains,
          faultDomains: network.faultDomains,
          subnetId: subnet("workers"),
          cidr: plan.subnets.workers,
          nsgIds: group("workers"),
        },
        pods: { subnetId: subnet("pods"), cidr: plan.subnets.pods, nsgIds: group("pods") },
      },
      here,
    );
    clusterAlarms(
      {
        naming: place.naming,
        tags: place.tags,
        compartmentId: place.compartmentId,
        topicId: foundation.alarmTopicIds[key],
      },
      here,
    );

    // Without a node of its own an autoscaler does not run, and between two equal bounds it has nothing to do.
    if (nodes.min > 0 && nodes.max > nodes.min) {
      const { environmentCompartmentId, compartmentIds } = foundation;
      const identity = new WorkloadIdentity(
        "autoscaler-identity",
        {
          ...place,
          ...AUTOSCALER,
          compartmentId: environmentCompartmentId,
          clusterId: cluster.clusterId,
          grants: autoscalerGrants(compartmentIds.platform, compartmentIds.network),
        },
        { providers: [ociProvider(site, "home")] },
      );
      const { min, max } = nodes;
      new ClusterAutoscaler(
        "autoscaler",
        { ...place, clusterId: cluster.clusterId, pools: [{ nodePoolId: workers.nodePoolId, min, max }] },
        { ...here, dependsOn: identity },
      );
    }
    archiveLogs(site, {
      at: role,
      role: "cluster",
      logs: [
        { compartmentId: foundation.compartmentIds.network, logGroupId: network.logGroupId },
        { compartmentId: foundation.compartmentIds.platform, logGroupId: cluster.logGroupId },
      ],
      needs: { foundation, secrets },
    });
    new ClusterQueries(
      "queries",
      {
        ...place,
        network: { compartmentId: foundation.compartmentIds.network, flowLogGroupId: network.logGroupId },
        cluster: { compartmentId: foundation.compartmentIds.platform, logGroupId: cluster.logGroupId },
        subnetIds: {
          loadBalancers: subnet("load-balancer-internal"),
          endpoint: subnet("api-endpoint"),
          workers: subnet("workers"),
          pods: subnet("pods"),
        },
      },
      here,
    );

    return {
      clusterId: cluster.clusterId,
      endpoint: cluster.endpoint,
      accessPath: cluster.accessPath,
      certificateAuthority: cluster.certificateAuthority,
      nodePoolId: workers.nodePoolId,
      kubernetesVersion: oke.kubernetesVersion,
      logGroupId: cluster.logGroupId,
      nsgIds: {
        "api-endpoint": network.nsgIds["api-endpoint"],
        "load-balancer": network.nsgIds["load-balancer"],
        workers: network.nsgIds.workers,
        pods: network.nsgIds.pods,
      },
    };
  };
}

/** The standby's pool stands at its own size and can grow to the primary's when it takes over. */
function standbyNodes({ oke }: Environment): Environment["oke"]["nodes"] {
  return { desired: oke.standbyNodes, min: oke.standbyNodes, max: Math.max(oke.nodes.max, oke.standbyNodes) };
}
