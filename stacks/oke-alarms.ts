import type * as pulumi from "@pulumi/pulumi";
import type { Naming, Tags } from "../components/core";
import { MetricAlarms } from "../components/oci-platform";

/** Where node alarms are made and told. */
interface AlarmPlace {
  readonly naming: Naming;
  readonly tags: Tags;
  readonly compartmentId: pulumi.Input<string>;
  readonly topicId: pulumi.Input<string>;
}

/**
 * Nodes and the balancers that the cluster makes: OP-45's figures. Metrics and namespaces: "Compute Instance Metrics"
 * (oci_computeagent) and "Load Balancer Metrics" (oci_lbaas) of the OCI documentation. Failed pods and certificates are no
 * metrics of OCI: rules in the cluster ring for them once it has observability.
 */
export function clusterAlarms(place: AlarmPlace, opts: pulumi.ComponentResourceOptions): MetricAlarms {
  return new MetricAlarms(
    "cluster",
    {
      ...place,
      alarms: {
        "node-cpu": {
          namespace: "oci_computeagent",
          query: "CpuUtilization[1m].mean() > 80",
          pendingMinutes: 10,
          severity: "WARNING",
          title: "Nodes are busy",
          body: "Look for the pods that use most. The pool grows by itself up to its greatest size; raise that, or ask for less.",
        },
        "node-memory": {
          namespace: "oci_computeagent",
          query: "MemoryUtilization[1m].mean() > 85",
          pendingMinutes: 5,
          severity: "WARNING",
          title: "Nodes run out of memory",
          body: "Pods without a limit take their neighbours down next. Find what grows, and restart or limit it.",
        },
        "backends-unhealthy": {
          namespace: "oci_lbaas",
          query: "UnHealthyBackendServers[1m].max() > 0",
          pendingMinutes: 5,
          severity: "WARNING",
          title: "A load balancer has a backend that does not answer",
          body: "Look at the nodes and pods behind it. The others carry its requests meanwhile.",
        },
        "backends-down": {
          namespace: "oci_lbaas",
          query: "UnHealthyBackendServers[1m].max() > 2",
          pendingMinutes: 5,
          severity: "CRITICAL",
          title: "A load balancer loses its backends",
          body: "More than two do not answer: look for a rollout that failed, or for a rule that no longer lets health checks in.",
          repeatHours: 1,
        },
      },
    },
    opts,
  );
}
