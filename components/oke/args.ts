import type * as pulumi from "@pulumi/pulumi";
import type { ClusterArgs } from "@pulumi/oci/containerengine/cluster";
import type { NodePoolArgs as OciNodePoolArgs } from "@pulumi/oci/containerengine/nodePool";
import type { ComponentArgs } from "../core";
import type { LogArgs } from "@pulumi/oci/logging/log";
import type { LogGroupArgs } from "@pulumi/oci/logging/logGroup";
import type { Architecture, PoolSize } from "./plan";
import type { ClusterRanges } from "./ranges";

/** The endpoint of a Kubernetes API that has no public address: no other form can be written down. */
export interface PrivateEndpoint {
  readonly isPublicIpEnabled: false;
  readonly subnetId: pulumi.Input<string>;
  readonly nsgIds: pulumi.Input<string>[];
}

/** Children of {@link OkeCluster}. */
export interface OkeClusterChildren {
  "log-group": LogGroupArgs;
  "control-plane-log": LogArgs;
  cluster: Omit<ClusterArgs, "endpointConfig"> & { endpointConfig: PrivateEndpoint };
}

/** At least one. */
export type OneOrMore<T> = readonly [T, ...T[]];

export interface OkeClusterArgs extends ComponentArgs<OkeClusterChildren> {
  /** OCID of the compartment that holds the cluster. */
  readonly compartmentId: pulumi.Input<string>;
  /** Kubernetes version of the control plane, in OKE form: `v1.36.1`. */
  readonly kubernetesVersion: string;
  /** OCID of the VCN. */
  readonly vcnId: pulumi.Input<string>;
  /**
   * Ranges of the VCN and of the cluster's subnets in it.
   * @default SOURCE_RANGES, the source document's
   */
  readonly ranges?: ClusterRanges;
  /**
   * Ranges that neither the VCN nor the services may overlap, by what they are: networks that are joined to it, ranges of
   * other stacks, CIDR each.
   * @default none
   */
  readonly otherRanges?: Readonly<Record<string, string>>;
  /** Where the private API endpoint is. There is no argument that gives it a public address. */
  readonly endpoint: {
    /** OCID of a private subnet. */
    readonly subnetId: pulumi.Input<string>;
    /** OCIDs of the security groups that say who reaches the API. */
    readonly nsgIds: OneOrMore<pulumi.Input<string>>;
  };
  /** Range of Kubernetes services, CIDR; never routed, and no part of the VCN's. */
  readonly servicesCidr: string;
  /** OCIDs of the subnets in which Kubernetes makes load balancers: private ones. */
  readonly loadBalancerSubnetIds: OneOrMore<pulumi.Input<string>>;
  /** OCID of the key that encrypts Kubernetes secrets. */
  readonly kmsKeyId: pulumi.Input<string>;
  /**
   * OCIDs of the keys whose signatures an image needs, or it does not run; it then covers every image, those of the
   * platform included.
   * @default none: images are not verified
   */
  readonly imageSigningKeyIds?: OneOrMore<pulumi.Input<string>>;
  /** How people and pipelines reach the endpoint, which has no public address; an output names it. */
  readonly access: {
    /** OCID of the Bastion service's bastion in the VCN. */
    readonly bastionId: pulumi.Input<string>;
    /**
     * Range of the subnet whose runners reach the endpoint, CIDR.
     * @default none: only the bastion leads there
     */
    readonly runnersCidr?: string;
  };
  /**
   * Days that logs of the control plane are kept: 30 to 180 in steps of 30 (OCI Logging API, CreateLogDetails).
   * @default 90
   */
  readonly logRetentionDays?: number;
  /**
   * Whether the cluster is protected from deletion, and so from every change that can only be made by replacing it: such
   * a change then fails in the preview.
   * @default true
   */
  readonly protect?: boolean;
}

/** Children of {@link NodePool}. */
export interface NodePoolChildren {
  pool: OciNodePoolArgs;
}

export interface NodePoolArgs extends ComponentArgs<NodePoolChildren> {
  /** OCID of the compartment that holds the pool. */
  readonly compartmentId: pulumi.Input<string>;
  /** OCID of the cluster. */
  readonly clusterId: pulumi.Input<string>;
  /** Kubernetes version of the cluster's control plane, in OKE form. */
  readonly clusterVersion: string;
  /**
   * Kubernetes version of the nodes, in OKE form; never newer than the control plane's.
   * @default clusterVersion
   */
  readonly kubernetesVersion?: string;
  /** A flexible VM shape, with both of its numbers. */
  readonly shape: {
    /** `VM.Standard3.Flex`. */
    readonly name: string;
    /** OCPUs of a node. */
    readonly ocpus: number;
    /** Memory of a node in GB. */
    readonly memoryGb: number;
    /**
     * @default "X86_64"
     */
    readonly architecture?: Architecture;
  };
  /** Nodes: the first size, which later changes leave alone unless the bounds are equal, and the autoscaler's bounds. */
  readonly size: PoolSize;
  /** Where nodes are. */
  readonly nodes: {
    /** Names of the region's availability domains. */
    readonly availabilityDomains: pulumi.Input<readonly string[]>;
    /** Names of the fault domains within each. */
    readonly faultDomains: pulumi.Input<readonly string[]>;
    /** OCID of a private subnet. */
    readonly subnetId: pulumi.Input<string>;
    /** Its range, CIDR: it must hold every node that the pool may have; the pods' own where pods are in the same one. */
    readonly cidr: string;
    /** OCIDs of the nodes' security groups. */
    readonly nsgIds: OneOrMore<pulumi.Input<string>>;
  };
  /** Where pods are; each has an address of the VCN. */
  readonly pods: {
    /** OCID of a private subnet. */
    readonly subnetId: pulumi.Input<string>;
    /** Its range, CIDR: it must hold the pods of every node that the pool may have. */
    readonly cidr: string;
    /** OCIDs of the pods' security groups. */
    readonly nsgIds: OneOrMore<pulumi.Input<string>>;
  };
  /** OCID of the key that encrypts boot volumes. */
  readonly kmsKeyId: pulumi.Input<string>;
  /**
   * Pods of a node at the most.
   * @default what the shape's VNICs hold, at most 110
   */
  readonly podsPerNode?: number;
  /**
   * Whether nodes are preemptible: cheaper, and the cloud takes them back at any time.
   * @default false
   */
  readonly preemptible?: boolean;
  /**
   * Size of a boot volume in GB, 50 at the least (OCI provider, bootVolumeSizeInGbs). One that is given is used whole: nodes
   * grow their file system to it when they start, which Oracle's image by itself does not.
   * @default 50, of which Oracle's image uses some 38 for its file system
   */
  readonly bootVolumeGb?: number;
  /**
   * Minutes that pods have to leave a node that goes, 0 to 60. A node whose pods do not leave is kept.
   * @default 30
   */
  readonly evictionMinutes?: number;
  /**
   * OCID of the nodes' image. Without it each run takes the newest of the service for the version and architecture, so
   * that nodes are patched by cycling when the service has a newer one.
   * @default the newest
   */
  readonly imageId?: pulumi.Input<string>;
  /**
   * Labels of the nodes.
   * @default none
   */
  readonly labels?: Readonly<Record<string, string>>;
}
