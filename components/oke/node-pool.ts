import * as pulumi from "@pulumi/pulumi";
import { getNodePoolOptionOutput } from "@pulumi/oci/containerengine/getNodePoolOption";
import { NodePool as OciNodePool } from "@pulumi/oci/containerengine/nodePool";
import { Check, Component, matching, ociDefinedTags, wholeNumber } from "../core";
import type { NodePoolArgs, NodePoolChildren } from "./args";
import {
  SURGE,
  atLeastOne,
  newestImage,
  placements,
  podsPerNode,
  poolFaults,
  skewRule,
  versionForm,
} from "./plan";

/**
 * Nodes of an OKE cluster, in private subnets over all fault domains of all availability domains. Boot volumes are
 * encrypted with the caller's key, also on the wire; nodes answer only the second version of the metadata service and
 * have no SSH key. Updates replace node by node, one extra and none missing, and keep a node whose pods do not leave. The
 * program gives the first size; later changes of the size are an autoscaler's or a person's and are left alone, unless its
 * bounds are equal: then the size is the program's.
 *
 * Children: `pool`.
 *
 * @example
 * new NodePool("workers", {
 *   naming, tags, compartmentId, kmsKeyId,
 *   clusterId: cluster.clusterId, clusterVersion: "v1.36.1",
 *   shape: { name: "VM.Standard3.Flex", ocpus: 4, memoryGb: 32 },
 *   size: { first: 3, min: 3, max: 9 },
 *   nodes: { availabilityDomains, faultDomains, subnetId: workers, cidr: "10.73.8.0/22", nsgIds: [workersNsg] },
 *   pods: { subnetId: pods, cidr: "10.73.32.0/19", nsgIds: [podsNsg] },
 * }, { providers: [oci] });
 */
export class NodePool extends Component<NodePoolChildren> {
  /** The pool itself. */
  readonly pool: OciNodePool;
  /** OCID. */
  readonly nodePoolId: pulumi.Output<string>;
  /** OCID of the image that new nodes have. */
  readonly imageId: pulumi.Output<string>;

  /** @throws {InputError} with everything wrong with the arguments. */
  constructor(name: string, args: NodePoolArgs, opts?: pulumi.ComponentResourceOptions) {
    checkArgs(name, args);
    super("oke", "NodePool", name, args, opts);
    this.imageId = args.imageId === undefined ? this.lookUpImage(name, args) : pulumi.output(args.imageId);
    this.pool = this.createPool(name, args);
    this.nodePoolId = this.pool.id;
    this.registerOutputs({ nodePoolId: this.nodePoolId, imageId: this.imageId });
  }

  private lookUpImage(name: string, args: NodePoolArgs): pulumi.Output<string> {
    const version = args.kubernetesVersion ?? args.clusterVersion;
    const architecture = args.shape.architecture ?? "X86_64";
    const options = getNodePoolOptionOutput(
      {
        nodePoolOptionId: "all",
        compartmentId: args.compartmentId,
        nodePoolK8sVersion: version,
        nodePoolOsArch: architecture,
        nodePoolOsType: "OL8",
      },
      { parent: this },
    );
    return options.apply(({ sources }) => {
      const image = newestImage(sources, version, architecture);
      if (image === undefined) {
        throw new pulumi.RunError(
          `NodePool "${name}": OKE has no Oracle Linux 8 node image for ${version} on ${architecture} in this region (it lists ${sources.length} images); choose another version, or give imageId`,
        );
      }
      return image.imageId;
    });
  }

  private createPool(name: string, args: NodePoolArgs): OciNodePool {
    const { nodes, pods, shape } = args;
    return this.child(
      "pool",
      OciNodePool,
      {
        name: this.physical("oci-display", name),
        compartmentId: args.compartmentId,
        clusterId: args.clusterId,
        kubernetesVersion: args.kubernetesVersion ?? args.clusterVersion,
        nodeShape: shape.name,
        nodeShapeConfig: { ocpus: shape.ocpus, memoryInGbs: shape.memoryGb },
        nodeSourceDetails: {
          sourceType: "IMAGE",
          imageId: this.imageId,
          bootVolumeSizeInGbs: String(args.bootVolumeGb ?? 50),
        },
        nodeConfigDetails: {
          size: args.size.first,
          placementConfigs: pulumi
            .all([nodes.availabilityDomains, nodes.faultDomains, nodes.subnetId])
            .apply(([domains, faults, subnet]) =>
              placements(domains, faults, subnet, args.preemptible ?? false),
            ),
          nsgIds: [...nodes.nsgIds],
          kmsKeyId: args.kmsKeyId,
          isPvEncryptionInTransitEnabled: true,
          nodePoolPodNetworkOptionDetails: {
            cniType: "OCI_VCN_IP_NATIVE",
            podSubnetIds: [pods.subnetId],
            podNsgIds: [...pods.nsgIds],
            maxPodsPerNode: args.podsPerNode ?? podsPerNode(shape.ocpus),
          },
          definedTags: ociDefinedTags(args.tags),
        },
        nodeMetadata: {
          areLegacyImdsEndpointsDisabled: "true",
          ...(args.bootVolumeGb === undefined ? {} : { user_data: GROWING }),
        },
        ...(args.labels === undefined
          ? {}
          : { initialNodeLabels: Object.entries(args.labels).map(([key, value]) => ({ key, value })) }),
        nodeEvictionNodePoolSettings: {
          evictionGraceDuration: `PT${args.evictionMinutes ?? 30}M`,
          isForceDeleteAfterGraceDuration: false,
        },
        nodePoolCyclingDetails: {
          isNodeCyclingEnabled: true,
          maximumSurge: String(SURGE),
          maximumUnavailable: "0",
        },
      },
      { ignoreChanges: args.size.min === args.size.max ? [] : ["nodeConfigDetails.size"] },
    );
  }
}

/**
 * What nodes do when they start: join, as they do by default, and let their file system have the whole boot volume
 * (https://www.ateam-oracle.com/oke-node-sizing-for-very-large-container-images).
 */
const GROWING = Buffer.from(
  `#!/bin/bash
curl --fail -H "Authorization: Bearer Oracle" -L0 http://169.254.169.254/opc/v2/instance/metadata/oke_init_script | base64 --decode >/var/run/oke-init.sh
bash /var/run/oke-init.sh
/usr/libexec/oci-growfs -y
`,
).toString("base64");

function checkArgs(name: string, args: NodePoolArgs): void {
  const { shape } = args;
  const check = new Check(`NodePool "${name}"`);
  check.plain("clusterVersion", args.clusterVersion, versionForm);
  if (args.kubernetesVersion !== undefined)
    check.plain("kubernetesVersion", args.kubernetesVersion, skewRule(args.clusterVersion));
  check.plain(
    "shape.name",
    shape.name,
    matching(/^VM\.[A-Za-z0-9.]+\.Flex$/, "a flexible VM shape such as VM.Standard3.Flex"),
  );
  for (const [path, value] of [
    ["shape.ocpus", shape.ocpus],
    ["shape.memoryGb", shape.memoryGb],
  ] as const) {
    check.plain(path, value, (n) => (Number.isInteger(n) && n > 0 ? undefined : "a whole number above 0"));
  }
  const most = podsPerNode(shape.ocpus);
  const perNode = args.podsPerNode ?? most;
  check.plain("podsPerNode", perNode, wholeNumber(1, most, "pods"));
  for (const { path, given, allowed } of poolFaults(args.size, {
    perNode,
    pods: args.pods.cidr,
    nodes: args.nodes.cidr,
  }))
    check.fault(path, given, allowed);
  if (args.bootVolumeGb !== undefined)
    check.plain("bootVolumeGb", args.bootVolumeGb, wholeNumber(50, 32_768, "GB"));
  if (args.evictionMinutes !== undefined)
    check.plain("evictionMinutes", args.evictionMinutes, wholeNumber(0, 60, "minutes"));
  check.plain("nodes.nsgIds", args.nodes.nsgIds, atLeastOne);
  check.plain("pods.nsgIds", args.pods.nsgIds, atLeastOne);
  check.done();
}
