import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup";
import { LaunchTemplate } from "@pulumi/aws/ec2/launchTemplate";
import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup";
import { AccessEntry } from "@pulumi/aws/eks/accessEntry";
import { AccessPolicyAssociation } from "@pulumi/aws/eks/accessPolicyAssociation";
import { Addon } from "@pulumi/aws/eks/addon";
import { Cluster } from "@pulumi/aws/eks/cluster";
import { NodeGroup } from "@pulumi/aws/eks/nodeGroup";
import { OpenIdConnectProvider } from "@pulumi/aws/iam/openIdConnectProvider";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc/securityGroupIngressRule";
import * as pulumi from "@pulumi/pulumi";
import { Component, awsTags } from "../core";
import type { EksClusterArgs, EksClusterChildren } from "./cluster-args";
import { checkCluster } from "./cluster-check";
import {
  ADDONS,
  AMI_TYPES,
  LOG_TYPES,
  accessPolicyArn,
  accessScope,
  logGroupName,
  type AddonPlan,
} from "./cluster-plan";

/**
 * A private EKS cluster with its nodes. The API has a private endpoint only and no argument gives it another; Kubernetes
 * secrets, volumes and logs are encrypted with the caller's keys; all five kinds of control-plane logs are kept; access is
 * by access entries alone, and the creator gets none. Nodes answer the second version of the metadata service only, and
 * not to pods (hop limit 1: pods get their identity from Pod Identity or the OIDC issuer). Network policies are enforced.
 * The cluster never enters extended support: AWS upgrades it when standard support ends.
 *
 * Children: `log-group`, `api-access` with a rule for each client, `cluster`, `issuer`, an `access` and `access-policy` for
 * each grant, an `addon` for each of vpc-cni, kube-proxy, eks-pod-identity-agent and coredns, `node-template`, `nodes`.
 *
 * @example
 * const cluster = new EksCluster("cluster", {
 *   naming, tags, kubernetesVersion: "1.36", roleArn, vpcId, vpcCidr: "10.72.0.0/16", subnetIds,
 *   servicesCidr: "172.20.0.0/16",
 *   apiClients: { runners: "10.73.7.0/24" },
 *   secretsKeyArn: clusterKey.arn,
 *   logs: { retentionDays: 90, kmsKeyArn: logKey.arn },
 *   access: { deployer: { principalArn: deployerRoleArn, policy: "cluster-admin" } },
 *   nodes: { roleArn: nodeRoleArn, instanceTypes: ["m6i.xlarge"], size: { first: 3, min: 3, max: 9 }, kmsKeyArn: clusterKey.arn },
 * }, { providers: [aws] });
 */
export class EksCluster extends Component<EksClusterChildren> {
  readonly cluster: Cluster;
  readonly nodes: NodeGroup;
  readonly issuer: OpenIdConnectProvider;
  readonly clusterName: pulumi.Output<string>;
  /** URL of the private API endpoint. */
  readonly endpoint: pulumi.Output<string>;
  /** Certificate authority of the endpoint, base64. */
  readonly certificateAuthority: pulumi.Output<string>;
  /** URL of the issuer of service-account tokens. */
  readonly oidcIssuer: pulumi.Output<string>;
  /** ARN of the IAM provider that trusts the issuer. */
  readonly oidcProviderArn: pulumi.Output<string>;
  /** Id of the security group that EKS gives to the control plane and all nodes; traffic among its members is open. */
  readonly clusterSecurityGroupId: pulumi.Output<string>;

  /** @throws {InputError} with everything wrong with the arguments. */
  constructor(name: string, args: EksClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    checkCluster(name, args);
    super("gitops", "EksCluster", name, args, opts);
    const physicalName = this.physical("aws-cluster", name);

    const logGroup = this.createLogGroup(physicalName, args);
    const apiAccess = this.createApiAccess(name, args);
    this.cluster = this.createCluster(physicalName, args, apiAccess, logGroup);
    this.oidcIssuer = this.cluster.identities.apply((list) => list[0]?.oidcs?.[0]?.issuer ?? "");
    this.issuer = this.createIssuer();
    this.createAccess(args);
    const needed = this.createAddons(args, (addon) => addon.before, []);
    this.nodes = this.createNodes(name, args, needed);
    this.createAddons(args, (addon) => !addon.before, [this.nodes]);

    this.clusterName = this.cluster.name;
    this.endpoint = this.cluster.endpoint;
    this.certificateAuthority = this.cluster.certificateAuthority.apply(({ data }) => data ?? "");
    this.oidcProviderArn = this.issuer.arn;
    this.clusterSecurityGroupId = this.cluster.vpcConfig.apply((vpc) => vpc.clusterSecurityGroupId);
    this.registerOutputs({
      clusterName: this.clusterName,
      endpoint: this.endpoint,
      certificateAuthority: this.certificateAuthority,
      oidcIssuer: this.oidcIssuer,
      oidcProviderArn: this.oidcProviderArn,
      clusterSecurityGroupId: this.clusterSecurityGroupId,
    });
  }

  private createLogGroup(clusterName: string, { logs }: EksClusterArgs): LogGroup {
    return this.child("log-group", LogGroup, {
      name: logGroupName(clusterName),
      retentionInDays: logs.retentionDays,
      kmsKeyId: logs.kmsKeyArn,
    });
  }

  /** Who reaches the endpoint beside the cluster's own members. It has no egress rule: answers need none. */
  private createApiAccess(name: string, args: EksClusterArgs): SecurityGroup {
    const group = this.child("api-access", SecurityGroup, {
      namePrefix: this.physical("aws-security-group", `${name}-api`),
      description: "Clients of the Kubernetes API",
      vpcId: args.vpcId,
    });
    for (const [role, range] of Object.entries(args.apiClients ?? {})) {
      this.child(
        "api-access-rule",
        SecurityGroupIngressRule,
        {
          securityGroupId: group.id,
          description: `Kubernetes API from ${role}`,
          ipProtocol: "tcp",
          fromPort: 443,
          toPort: 443,
          cidrIpv4: range,
        },
        { role },
      );
    }
    return group;
  }

  private createCluster(
    name: string,
    args: EksClusterArgs,
    apiAccess: SecurityGroup,
    logGroup: LogGroup,
  ): Cluster {
    return this.child(
      "cluster",
      Cluster,
      {
        name,
        version: args.kubernetesVersion,
        roleArn: args.roleArn,
        vpcConfig: {
          endpointPrivateAccess: true,
          endpointPublicAccess: false,
          subnetIds: pulumi.output(args.subnetIds).apply((ids) => [...ids]),
          securityGroupIds: [apiAccess.id],
        },
        kubernetesNetworkConfig: { ipFamily: "ipv4", serviceIpv4Cidr: args.servicesCidr },
        accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
        encryptionConfig: { provider: { keyArn: args.secretsKeyArn }, resources: ["secrets"] },
        enabledClusterLogTypes: [...LOG_TYPES],
        upgradePolicy: { supportType: "STANDARD" },
        // Add-ons are resources of this component: those that EKS would install by itself nobody would update.
        bootstrapSelfManagedAddons: false,
        deletionProtection: args.deletionProtection ?? true,
      },
      // EKS makes the log group when there is none: without retention, and not encrypted.
      { dependsOn: [logGroup] },
    );
  }

  /** No thumbprint: IAM takes the issuer's by itself, and one that is written here would grow old. */
  private createIssuer(): OpenIdConnectProvider {
    return this.child("issuer", OpenIdConnectProvider, {
      url: this.oidcIssuer,
      clientIdLists: ["sts.amazonaws.com"],
    });
  }

  private createAccess({ access }: EksClusterArgs): void {
    for (const [role, grant] of Object.entries(access)) {
      const entry = this.child(
        "access",
        AccessEntry,
        { clusterName: this.cluster.name, principalArn: grant.principalArn, type: "STANDARD" },
        { role },
      );
      this.child(
        "access-policy",
        AccessPolicyAssociation,
        {
          clusterName: this.cluster.name,
          principalArn: entry.principalArn,
          policyArn: accessPolicyArn(grant.policy),
          accessScope: accessScope(grant.namespaces),
        },
        { role },
      );
    }
  }

  private createAddons(
    args: EksClusterArgs,
    wanted: (addon: AddonPlan) => boolean,
    dependsOn: pulumi.Resource[],
  ): Addon[] {
    return ADDONS.filter(wanted).map((addon) => {
      const version = args.addonVersions?.[addon.name];
      return this.child(
        "addon",
        Addon,
        {
          clusterName: this.cluster.name,
          addonName: addon.name,
          resolveConflictsOnCreate: "OVERWRITE",
          resolveConflictsOnUpdate: "OVERWRITE",
          ...(addon.settings === undefined ? {} : { configurationValues: addon.settings }),
          ...(version === undefined ? {} : { addonVersion: version }),
        },
        { role: addon.name, dependsOn },
      );
    });
  }

  private createNodes(name: string, args: EksClusterArgs, dependsOn: pulumi.Resource[]): NodeGroup {
    const { nodes } = args;
    const template = this.createNodeTemplate(name, args);
    return this.child(
      "nodes",
      NodeGroup,
      {
        clusterName: this.cluster.name,
        nodeGroupNamePrefix: this.physical("aws-node-group", "workers"),
        nodeRoleArn: nodes.roleArn,
        subnetIds: pulumi.output(args.subnetIds).apply((ids) => [...ids]),
        version: args.kubernetesVersion,
        ...(nodes.imageRelease === undefined ? {} : { releaseVersion: nodes.imageRelease }),
        amiType: AMI_TYPES[nodes.architecture ?? "x86_64"],
        instanceTypes: [...nodes.instanceTypes],
        capacityType: nodes.spot === true ? "SPOT" : "ON_DEMAND",
        scalingConfig: {
          desiredSize: nodes.size.first,
          minSize: nodes.size.min,
          maxSize: nodes.size.max,
        },
        updateConfig: { maxUnavailable: 1 },
        launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
      },
      { dependsOn, ignoreChanges: nodes.size.min === nodes.size.max ? [] : ["scalingConfig.desiredSize"] },
    );
  }

  private createNodeTemplate(name: string, { nodes, tags }: EksClusterArgs): LaunchTemplate {
    return this.child("node-template", LaunchTemplate, {
      namePrefix: this.physical("aws-launch-template", `${name}-workers`),
      updateDefaultVersion: true,
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: 1,
        instanceMetadataTags: "disabled",
      },
      blockDeviceMappings: [
        {
          // The root device of Amazon Linux 2023.
          deviceName: "/dev/xvda",
          ebs: {
            volumeType: "gp3",
            volumeSize: nodes.diskGb ?? 50,
            encrypted: "true",
            kmsKeyId: nodes.kmsKeyArn,
            deleteOnTermination: "true",
          },
        },
      ],
      tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({
        resourceType,
        tags: awsTags(tags),
      })),
    });
  }
}
