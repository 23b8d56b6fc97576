import { EksCluster } from "../components/gitops";
import type { eksContract } from "./contracts/clusters";
import type { identityContract } from "./contracts/identity";
import type { awsNetworkContract } from "./contracts/networks";
import type { secretsContract } from "./contracts/secrets";
import type { StackProgram, TypeOf } from "./define/stack";
import { CATALOGUE, type EksVersion, type Environment } from "./environments";
import { awsProvider } from "./providers";
import { siteContext } from "./site";

type Needs = {
  readonly network: typeof awsNetworkContract;
  readonly identity: typeof identityContract;
  readonly secrets: typeof secretsContract;
};

/** The environment's EKS cluster. Its API is reached from the runners of both OCI sites, so that losing one is no loss. */
export const program: StackProgram<Environment, Needs, TypeOf<typeof eksContract>> = (
  context,
  { network, identity, secrets },
) => {
  const site = siteContext(context);
  const { env } = site;
  const { eks, plan } = env;
  const clusterKey = secrets.awsKeyArns.clusters;

  const cluster = new EksCluster(
    "cluster",
    {
      naming: site.naming("aws"),
      tags: site.tags({ Service: "kubernetes", DataClass: "confidential" }),
      kubernetesVersion: eks.kubernetesVersion,
      roleArn: identity.eksClusterRoleArn,
      vpcId: network.vpcId,
      vpcCidr: plan.aws.vpc,
      subnetIds: network.subnetIds.workers,
      servicesCidr: plan.services.eks,
      apiClients: { runners: plan.dxb.subnets.runners, "standby-runners": plan.jed.subnets.runners },
      secretsKeyArn: clusterKey,
      logs: {
        retentionDays: env.retention.awsLogDays,
        kmsKeyArn: secrets.awsKeyArns.logs,
      },
      access: { deployer: { principalArn: identity.deployerRoleArn, policy: "cluster-admin" } },
      nodes: {
        roleArn: identity.eksNodeRoleArn,
        instanceTypes: eks.instanceTypes,
        spot: eks.spot,
        size: { first: eks.nodes.desired, min: eks.nodes.min, max: eks.nodes.max },
        kmsKeyArn: clusterKey,
      },
      addonVersions: CATALOGUE.eksAddons[eks.kubernetesVersion as EksVersion],
      deletionProtection: env.protection.data,
    },
    { providers: [awsProvider(site)] },
  );

  return {
    clusterName: cluster.clusterName,
    endpoint: cluster.endpoint,
    certificateAuthority: cluster.certificateAuthority,
    oidcIssuer: cluster.oidcIssuer,
    oidcProviderArn: cluster.oidcProviderArn,
    clusterSecurityGroupId: cluster.clusterSecurityGroupId,
  };
};
