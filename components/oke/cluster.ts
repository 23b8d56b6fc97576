import * as pulumi from "@pulumi/pulumi";
import { Cluster } from "@pulumi/oci/containerengine/cluster";
import { getClusterKubeConfigOutput } from "@pulumi/oci/containerengine/getClusterKubeConfig";
import { getClustersOutput } from "@pulumi/oci/containerengine/getClusters";
import { Log } from "@pulumi/oci/logging/log";
import { LogGroup } from "@pulumi/oci/logging/logGroup";
import { LOG_REPLACEMENT, ociLogDaysTest } from "../../lib/oci-logs";
import { Check, Component, ociDefinedTags } from "../core";
import { accessPath, endpointParts, type AccessPath } from "./access-path";
import type { OkeClusterArgs, OkeClusterChildren } from "./args";
import { fixedChanges, fixedOf, type FixedAttributes } from "./immutable";
import { atLeastOne, certificateAuthorityOf, versionForm } from "./plan";
import { SOURCE_RANGES, rangeFaults } from "./ranges";

const POD_NETWORK = "OCI_VCN_IP_NATIVE";

/**
 * A private, enhanced OKE cluster: its API has no public address and no argument gives it one; pods have addresses of
 * the VCN; Kubernetes secrets are encrypted with the caller's key; dashboard and Tiller are off; what its control plane
 * says is kept in a log group of its own. Signing keys of workload identities are published (OIDC discovery: public keys
 * only).
 *
 * What OKE fixes when it makes a cluster can not be changed here: the change is refused in the preview with what the
 * cluster has, instead of another, empty cluster in its place.
 *
 * Children: `log-group`, `cluster`, `control-plane-log`.
 *
 * @example
 * const cluster = new OkeCluster("cluster", {
 *   naming, tags, compartmentId, vcnId, kmsKeyId, ranges,
 *   kubernetesVersion: "v1.36.1",
 *   endpoint: { subnetId, nsgIds: [endpointNsgId] },
 *   servicesCidr: "172.21.0.0/16",
 *   loadBalancerSubnetIds: [loadBalancerSubnetId],
 *   access: { bastionId, runnersCidr: "10.73.7.0/24" },
 * }, { providers: [oci] });
 */
export class OkeCluster extends Component<OkeClusterChildren> {
  /** The cluster itself. */
  readonly cluster: Cluster;
  /** OCID. */
  readonly clusterId: pulumi.Output<string>;
  /** URL of the private API endpoint. */
  readonly endpoint: pulumi.Output<string>;
  /** How the endpoint is reached. */
  readonly accessPath: pulumi.Output<AccessPath>;
  /** Certificate authority of the endpoint, base64. */
  readonly certificateAuthority: pulumi.Output<string>;
  /** OCID of the log group of the control plane's logs. */
  readonly logGroupId: pulumi.Output<string>;

  /** @throws {InputError} with everything wrong with the arguments. */
  constructor(name: string, args: OkeClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    checkArgs(name, args);
    super("oke", "OkeCluster", name, args, opts);
    const logGroup = this.createLogGroup(name, args);
    this.cluster = this.createCluster(name, args, logGroup);
    this.createLog(args, logGroup);

    this.clusterId = this.cluster.id;
    this.endpoint = this.cluster.endpoints.apply((list) => `https://${list[0]?.privateEndpoint ?? ""}`);
    this.accessPath = this.pathTo(name, args);
    this.certificateAuthority = this.readCertificateAuthority(name);
    this.logGroupId = logGroup.id;
    this.registerOutputs({
      clusterId: this.clusterId,
      endpoint: this.endpoint,
      accessPath: this.accessPath,
      certificateAuthority: this.certificateAuthority,
      logGroupId: this.logGroupId,
    });
  }

  private createLogGroup(name: string, args: OkeClusterArgs): LogGroup {
    return this.child("log-group", LogGroup, {
      compartmentId: args.compartmentId,
      displayName: this.physical("oci-display", name),
      description: "What the control plane of the cluster says",
    });
  }

  private createCluster(name: string, args: OkeClusterArgs, logGroup: LogGroup): Cluster {
    const definedTags = ociDefinedTags(args.tags);
    const physical = this.physical("oci-display", name);
    return this.child(
      "cluster",
      Cluster,
      {
        name: physical,
        compartmentId: args.compartmentId,
        vcnId: args.vcnId,
        type: "ENHANCED_CLUSTER",
        kubernetesVersion: args.kubernetesVersion,
        kmsKeyId: args.kmsKeyId,
        endpointConfig: {
          isPublicIpEnabled: false,
          subnetId: args.endpoint.subnetId,
          nsgIds: [...args.endpoint.nsgIds],
        },
        clusterPodNetworkOptions: [{ cniType: POD_NETWORK }],
        imagePolicyConfig: args.imageSigningKeyIds
          ? { isPolicyEnabled: true, keyDetails: args.imageSigningKeyIds.map((kmsKeyId) => ({ kmsKeyId })) }
          : { isPolicyEnabled: false },
        options: {
          kubernetesNetworkConfig: { servicesCidr: args.servicesCidr },
          serviceLbSubnetIds: [...args.loadBalancerSubnetIds],
          addOns: { isKubernetesDashboardEnabled: false, isTillerEnabled: false },
          openIdConnectDiscovery: { isOpenIdConnectDiscoveryEnabled: true },
          // What Kubernetes makes by itself carries the tags too, and is found by them.
          persistentVolumeConfig: { definedTags },
          serviceLbConfig: { definedTags },
        },
      },
      { protect: args.protect ?? true, dependsOn: [this.unchanged(name, physical, args, logGroup)] },
    );
  }

  /**
   * What the cluster comes after, once it is known that no cluster of the name stands in the way of the arguments. It is asked of OKE and not
   * of the state, since no program sees its old state; a cluster in another compartment is not found, and `protect`
   * refuses that change.
   */
  private unchanged(
    name: string,
    physical: string,
    args: OkeClusterArgs,
    after: pulumi.Resource,
  ): pulumi.Output<pulumi.Resource> {
    const listed = getClustersOutput(
      { compartmentId: args.compartmentId, name: physical, states: ["ACTIVE", "CREATING", "UPDATING"] },
      { parent: this },
    );
    const wanted: pulumi.Output<FixedAttributes> = pulumi.output({
      vcnId: args.vcnId,
      endpointSubnetId: args.endpoint.subnetId,
      podNetwork: POD_NETWORK,
      servicesCidr: args.servicesCidr,
      loadBalancerSubnetIds: [...args.loadBalancerSubnetIds],
      kmsKeyId: args.kmsKeyId,
    });
    return pulumi.all([listed.clusters, wanted]).apply(([clusters, attributes]) => {
      const changes = clusters.map((live) => ({
        id: live.id,
        faults: fixedChanges(fixedOf(live), attributes),
      }));
      const [first] = changes;
      // OKE lets two clusters have one name; the one that fits is this one.
      if (first === undefined || changes.some(({ faults }) => faults.length === 0)) return after;
      const lines = first.faults.map(
        ({ path, given, allowed }) => `  ${path} is ${String(given)}; it stays ${allowed}`,
      );
      throw new pulumi.RunError(
        `OkeCluster "${name}": ${first.id} can not be changed like that, and is not replaced, since the new one would be empty:\n${lines.join("\n")}\nPut the arguments back, or make a second cluster under another name and move the workloads.`,
      );
    });
  }

  /** The logs that OKE offers: those of API server, scheduler and both controller managers, as one service log. */
  private createLog(args: OkeClusterArgs, logGroup: LogGroup): Log {
    return this.child(
      "control-plane-log",
      Log,
      {
        logGroupId: logGroup.id,
        displayName: "control-plane",
        logType: "SERVICE",
        isEnabled: true,
        retentionDuration: args.logRetentionDays ?? 90,
        configuration: {
          compartmentId: args.compartmentId,
          source: {
            sourceType: "OCISERVICE",
            // Logging guide, "Details for Kubernetes Engine"; the category stands for all of its logs.
            service: "oke-k8s-cp-prod",
            category: "all-service-logs",
            resource: this.cluster.id,
          },
        },
      },
      LOG_REPLACEMENT,
    );
  }

  private pathTo(name: string, { access }: OkeClusterArgs): pulumi.Output<AccessPath> {
    return pulumi.all([this.cluster.endpoints, access.bastionId]).apply(([list, bastionId]) => {
      const parts = endpointParts(list[0]?.privateEndpoint ?? "");
      if (parts === undefined) {
        throw new pulumi.RunError(
          `OkeCluster "${name}": OKE gave no private endpoint; run the stack again once the cluster is active`,
        );
      }
      return accessPath(parts, bastionId, access.runnersCidr);
    });
  }

  /** OKE tells its certificate authority only within a kubeconfig; version 2.0.0 holds no token, a command gets one. */
  private readCertificateAuthority(name: string): pulumi.Output<string> {
    const kubeconfig = getClusterKubeConfigOutput(
      { clusterId: this.clusterId, endpoint: "PRIVATE_ENDPOINT", tokenVersion: "2.0.0" },
      { parent: this },
    );
    return kubeconfig.apply(({ content }) => {
      const authority = certificateAuthorityOf(content);
      if (authority === undefined) {
        throw new pulumi.RunError(
          `OkeCluster "${name}": the kubeconfig that OKE gave has no certificate-authority-data; run the stack again once the cluster is active`,
        );
      }
      return authority;
    });
  }
}

function checkArgs(name: string, args: OkeClusterArgs): void {
  const check = new Check(`OkeCluster "${name}"`);
  check.plain("kubernetesVersion", args.kubernetesVersion, versionForm);
  const { ranges = SOURCE_RANGES, servicesCidr, otherRanges } = args;
  for (const { path, given, allowed } of rangeFaults(ranges, servicesCidr, otherRanges))
    check.fault(path, given, allowed);
  check.plain("endpoint.nsgIds", args.endpoint.nsgIds, atLeastOne);
  check.plain("loadBalancerSubnetIds", args.loadBalancerSubnetIds, atLeastOne);
  if (args.imageSigningKeyIds) check.plain("imageSigningKeyIds", args.imageSigningKeyIds, atLeastOne);
  if (args.logRetentionDays !== undefined)
    check.plain("logRetentionDays", args.logRetentionDays, ociLogDaysTest);
  check.done();
}
