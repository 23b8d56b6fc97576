import * as pulumi from "@pulumi/pulumi";
import { Cluster } from "@pulumi/oci/containerengine/cluster";
import { getClusterKubeConfigOutput } from "@pulumi/oci/containerengine/getClusterKubeConfig";
import { Check, Component, ociDefinedTags } from "../core";
import type { OkeClusterArgs, OkeClusterChildren } from "./args";
import { atLeastOne, certificateAuthorityOf, servicesFaults, versionForm } from "./plan";

/**
 * A private, enhanced OKE cluster: its API has no public address and no argument gives it one; pods have addresses of
 * the VCN; Kubernetes secrets are encrypted with the caller's key; dashboard and Tiller are off. Signing keys of workload
 * identities are published (OIDC discovery: public keys only).
 *
 * Children: `cluster`.
 *
 * @example
 * const cluster = new OkeCluster("cluster", {
 *   naming, tags, compartmentId, vcnId, vcnCidr: "10.73.0.0/16", kmsKeyId,
 *   kubernetesVersion: "v1.36.1",
 *   endpoint: { subnetId, nsgIds: [endpointNsgId] },
 *   servicesCidr: "172.21.0.0/16",
 *   loadBalancerSubnetIds: [loadBalancerSubnetId],
 * }, { providers: [oci] });
 */
export class OkeCluster extends Component<OkeClusterChildren> {
  /** The cluster itself. */
  readonly cluster: Cluster;
  /** OCID. */
  readonly clusterId: pulumi.Output<string>;
  /** URL of the private API endpoint. */
  readonly endpoint: pulumi.Output<string>;
  /** Certificate authority of the endpoint, base64. */
  readonly certificateAuthority: pulumi.Output<string>;

  /** @throws {InputError} with everything wrong with the arguments. */
  constructor(name: string, args: OkeClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    checkArgs(name, args);
    super("oke", "OkeCluster", name, args, opts);
    this.cluster = this.createCluster(name, args);
    this.clusterId = this.cluster.id;
    this.endpoint = this.cluster.endpoints.apply((list) => `https://${list[0]?.privateEndpoint ?? ""}`);
    this.certificateAuthority = this.readCertificateAuthority(name);
    this.registerOutputs({
      clusterId: this.clusterId,
      endpoint: this.endpoint,
      certificateAuthority: this.certificateAuthority,
    });
  }

  private createCluster(name: string, args: OkeClusterArgs): Cluster {
    const definedTags = ociDefinedTags(args.tags);
    return this.child(
      "cluster",
      Cluster,
      {
        name: this.physical("oci-display", name),
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
        clusterPodNetworkOptions: [{ cniType: "OCI_VCN_IP_NATIVE" }],
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
      { protect: args.protect ?? true },
    );
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
  for (const { path, given, allowed } of servicesFaults(args.servicesCidr, args.vcnCidr))
    check.fault(path, given, allowed);
  check.plain("endpoint.nsgIds", args.endpoint.nsgIds, atLeastOne);
  check.plain("loadBalancerSubnetIds", args.loadBalancerSubnetIds, atLeastOne);
  if (args.imageSigningKeyIds) check.plain("imageSigningKeyIds", args.imageSigningKeyIds, atLeastOne);
  check.done();
}
